from pathlib import Path

import pytest
from tests.sensors.written import write

from desdemona.errors import FileProblem
from desdemona.sensors.signal import Clock
from desdemona.sensors.transcript import only_tier, put_transcript_on_clock
from desdemona.sensors.transcripts import load_transcript

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nAnna: Good <i>morning</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nfine &amp; well\n"
)
LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "words"
        xmin = 0
        xmax = 2
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 0.75
            text = ""
        intervals [2]:
            xmin = 0.75
            xmax = 2
            text = "he said ""no"" 3 times"
    item [2]:
        class = "TextTier"
        name = "marks"
        xmin = 0
        xmax = 2
        points: size = 1
        points [1]:
            number = 1.5
            mark = "cough"
"""
SHORT = '"ooTextFile"\n"TextGrid"\n0\n2\n<exists>\n1\n"IntervalTier"\n"words"\n0\n2\n1\n0\n2\n"你好"\n'
EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" FORMAT="3.0" VERSION="3.0">
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="500"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1500"/>
<TIME_SLOT TIME_SLOT_ID="ts3"/></TIME_ORDER>
<TIER TIER_ID="words" PARTICIPANT="Anna"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
<ANNOTATION_VALUE>hello &lt;there</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>
</ANNOTATION><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3">
<ANNOTATION_VALUE>again</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>
</ANNOTATION></TIER>
<TIER TIER_ID="gloss"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1">
<ANNOTATION_VALUE>greeting</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
</ANNOTATION_DOCUMENT>
"""


def rows(path: Path) -> list[tuple[float | None, float | None, str, str]]:
    return [(said.t_start_s, said.t_end_s, said.tier, said.text) for said in load_transcript(path).utterances]


def test_srt(tmp_path: Path) -> None:
    assert rows(write(tmp_path / "a.srt", SRT)) == [(1.0, 2.5, "Anna", "Good morning"), (3.0, 4.0, "", "fine & well")]


def test_vtt_with_voices_notes_and_short_times(tmp_path: Path) -> None:
    text = "WEBVTT\n\nNOTE nothing\n\nfirst\n00:01.250 --> 00:02.000 align:start\n<v Officer Li>Name?\n<v Zhou>Zhou.\n"
    assert rows(write(tmp_path / "a.vtt", text)) == [(1.25, 2.0, "Officer Li", "Name?"), (1.25, 2.0, "Zhou", "Zhou.")]


def test_cues_without_a_blank_line_between_them_are_two(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n"
    assert [row[3] for row in rows(write(tmp_path / "a.srt", text))] == ["one", "two"]


def test_textgrid_long_and_short(tmp_path: Path) -> None:
    assert rows(write(tmp_path / "a.TextGrid", LONG)) == [
        (0.75, 2.0, "words", 'he said "no" 3 times'),
        (1.5, 1.5, "marks", "cough"),
    ]
    assert rows(write(tmp_path / "b.TextGrid", SHORT.encode("utf-16"))) == [(0.0, 2.0, "words", "你好")]


def test_elan_with_references_and_slots_without_time(tmp_path: Path) -> None:
    transcript = load_transcript(write(tmp_path / "a.eaf", EAF))
    assert [(said.t_start_s, said.t_end_s, said.tier, said.text) for said in transcript.utterances] == [
        (0.5, 1.5, "Anna: words", "hello <there"),
        (0.5, 1.5, "gloss", "greeting"),
        (1.5, None, "Anna: words", "again"),
    ]
    assert transcript.tiers == ("Anna: words", "gloss")
    assert len(only_tier(transcript, "gloss").utterances) == 1
    moved = put_transcript_on_clock(transcript, Clock(10.0))
    assert (moved.utterances[2].t_start_s, moved.utterances[2].t_end_s) == (11.5, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030"])
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str) -> None:
    text = "审讯员：你叫什么名字？\n我叫周，老师。\n"
    assert rows(write(tmp_path / "a.txt", text.encode(encoding))) == [
        (None, None, "审讯员", "你叫什么名字？"),
        (None, None, "", "我叫周，老师。"),
    ]


def test_european_letters_are_not_taken_for_chinese(tmp_path: Path) -> None:
    transcript = load_transcript(write(tmp_path / "a.txt", "Élève déçu, café fermé, à bientôt\n".encode("cp1252")))
    assert transcript.utterances[0].text == "Élève déçu, café fermé, à bientôt"
    assert transcript.notices == ("the text is not UTF-8; it was read as Windows-1252",)


def test_broken_times_are_told_and_nothing_is_made_up(tmp_path: Path) -> None:
    text = (
        "00:00:05,000 --> 00:00:04,000\nlate\n\n00:00:01,000 --> 00:00:03,000\nfirst\n\n"
        "00:00:02,000 --> 00:00:03,000\ncrossing\n\n00:xx:01,000 --> 00:00:09,000\nbad\n"
    )
    transcript = load_transcript(write(tmp_path / "a.srt", text))
    assert [said.text for said in transcript.utterances] == ["first", "crossing", "late"]
    assert transcript.utterances[2].t_end_s is None
    assert transcript.notices == (
        "1 blocks are no cues and were left out, the first at line 10",
        "1 end before they begin (the first at 5.000 s); their ends are left out",
        "utterances do not stand in the order of their times; they were sorted",
        "1 begin before the one before in their tier has ended",
    )


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<ANNOTATION_DOCUMENT><TIER><ANNOTATION_VALUE>&c;</ANNOTATION_VALUE></TIER></ANNOTATION_DOCUMENT>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/hostname"><ANNOTATION_DOCUMENT/>"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.eaf", BOMB, "line 1: declares a document type or entities; ELAN files have none"),
        ("a.eaf", OUTSIDE, "declares a document type"),
        ("a.eaf", "<a>" * 100, "elements stand in each other too deeply"),
        ("a.eaf", "<html></html>", "is 'html', not the 'ANNOTATION_DOCUMENT' of ELAN"),
        ("a.eaf", EAF[:400], "no XML"),
        ("a.TextGrid", LONG[:300], "the file ends where"),
        ("a.TextGrid", LONG.replace("IntervalTier", "IntervallTier"), "line 10: unknown kind of tier 'IntervallTier'"),
        ("a.TextGrid", LONG.replace("size = 2\nitem", "size = 9999999\nitem"), "1e+07 tiers; the most is 1000"),
        (
            "a.TextGrid",
            LONG.replace("xmin = 0.75", 'xmin = "x"'),
            "line 20: '\"x\"' stands where the start of an interval should",
        ),
        ("a.srt", "hello\n\nthere\n", "holds no cue"),
        ("a.srt", "", "is empty"),
        ("a.srtt", SRT, "'.srtt' is no transcript; is .srt meant?"),
        ("a.txt", "ab\x00\x01\x02\x03\x04\x05", "byte 2 is a zero, which no text holds"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        load_transcript(write(tmp_path / name, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_of_hostile_size_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(FileProblem, match="is 65 MB long; the most is 64 MB"):
        load_transcript(path)
