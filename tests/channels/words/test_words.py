import sys

import polars as pl
import pytest

from desdemona.channels.words.counting import characters_of, talk_s, words_of
from desdemona.channels.words.libraries import chinese_model, english_analyser
from desdemona.channels.words.measure import WORDS, measure_transcript, state_language
from desdemona.channels.words.sentiment import chinese_sentiment, english_sentiment
from desdemona.errors import UsageError
from desdemona.sensors.transcript import Language, Transcript, Utterance


def transcript(*said: tuple[float | None, float | None, str], language: Language | None = "en") -> Transcript:
    return Transcript(tuple(Utterance(start, end, "A", text) for start, end, text in said), language)


def value_of(transcript: Transcript, channel: str) -> tuple[float | None, str | None]:
    windows = measure_transcript(transcript, item="x").windows.filter(pl.col("channel") == channel)
    return windows["value"].to_list()[0], windows["reason"].to_list()[0]


def test_words_are_counted_without_asides() -> None:
    assert words_of("I don't - [laughter] know: 3.5 well-kept (inaudible) cafés!") == [
        "I",
        "don't",
        "know",
        "3.5",
        "well-kept",
        "cafés",
    ]
    assert characters_of("我叫周（笑），OK？") == ["我", "叫", "周"]


def test_count_and_rate() -> None:
    said = transcript((0.0, 6.0, "one two three four"), (10.0, 16.0, "five six"))
    assert value_of(said, "words.count") == (6.0, None)
    assert value_of(said, "words.rate") == (30.0, None)


def test_overlapping_utterances_count_their_time_once() -> None:
    said = transcript((0.0, 10.0, "a"), (5.0, 12.0, "b"), (20.0, 21.0, "c"))
    assert talk_s(said.utterances) == 13.0


def test_chinese_is_counted_in_characters() -> None:
    said = transcript((0.0, 12.0, "你叫什么名字？我叫周老师。"), language="zh")
    assert value_of(said, "words.characters") == (11.0, None)
    assert value_of(said, "words.characters_rate") == (55.0, None)


@pytest.mark.parametrize(
    ("said", "channel", "reason"),
    [
        (transcript((None, None, "one two")), "words.rate", "utterances without a start or an end"),
        (transcript((0.0, 4.0, "one two")), "words.rate", "4.0 s of speech; the least is 10 s"),
        (transcript((0.0, 20.0, "one"), language=None), "words.count", "no language is stated; made for English"),
        (
            transcript((0.0, 20.0, "你叫什么名字")),
            "words.count",
            "stated to be English, but written in Chinese characters",
        ),
        (
            transcript((0.0, 20.0, "one two"), language="zh"),
            "words.characters",
            "stated to be Chinese, but hardly written in Chinese characters",
        ),
    ],
)
def test_what_cannot_be_told_is_withheld_with_a_reason(said: Transcript, channel: str, reason: str) -> None:
    assert value_of(said, channel) == (None, reason)


def test_tiers_are_measured_apart() -> None:
    both = Transcript((Utterance(0, 10, "A", "one two"), Utterance(10, 20, "B", "three")), "en")
    seen: list[int] = []
    windows = measure_transcript(both, item="x", progress=seen.append).windows
    counts = windows.filter(pl.col("channel") == "words.count")
    assert dict(zip(counts["tier"], counts["value"], strict=True)) == {"A": 2.0, "B": 1.0}
    assert seen == [1, 2]


def test_nothing_said_has_no_rows() -> None:
    assert measure_transcript(Transcript(()), item="x").windows.height == 0
    assert state_language(Transcript(()), "zh").language == "zh"


def test_english_words_score_as_the_library_publishes() -> None:
    pytest.importorskip("vaderSentiment", reason="vaderSentiment (extra `words`) is not installed")
    assert english_sentiment("VADER is smart, handsome, and funny.") == pytest.approx(0.8316, abs=1e-4)
    assert english_sentiment("VADER is not smart, handsome, nor funny.") == pytest.approx(-0.7424, abs=1e-4)
    assert english_sentiment("The table is brown.") is None


def test_english_sentiment_is_told_for_each_utterance() -> None:
    pytest.importorskip("vaderSentiment", reason="vaderSentiment (extra `words`) is not installed")
    said = transcript((0.0, 6.0, "I love it"), (7.0, 9.0, "the table is brown"), (10.0, 16.0, "this is terrible"))
    rows = measure_transcript(said, item="x").windows.filter(pl.col("channel") == "words.sentiment.vader")
    first, nothing, last = rows["value"].to_list()
    assert first > 0.5
    assert nothing is None
    assert last < -0.4
    assert rows["reason"].to_list() == [None, "no word of it is in the lexicon", None]
    assert rows["t_start_s"].to_list() == [0.0, 7.0, 10.0]


def test_chinese_words_score_as_the_library_does() -> None:
    pytest.importorskip("snownlp", reason="snownlp (extra `words`) is not installed")
    liked, hated = chinese_sentiment("这本书非常好，我很喜欢"), chinese_sentiment("质量太差了，非常失望")
    assert liked == pytest.approx(0.9175, abs=1e-3)
    assert hated == pytest.approx(0.0132, abs=1e-3)
    assert chinese_sentiment("今天是星期三") == pytest.approx(0.25, abs=1e-3)  # the caveat says so
    assert chinese_sentiment("xyz") is None


def test_a_missing_library_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    english_analyser.cache_clear()
    chinese_model.cache_clear()
    for name in ("vaderSentiment", "vaderSentiment.vaderSentiment", "snownlp", "snownlp.sentiment"):
        monkeypatch.setitem(sys.modules, name, None)
    said = "the sentiment of English words needs 'vaderSentiment', which is not installed; "
    said += "run pip install 'desdemona[words]'"
    with pytest.raises(UsageError) as caught:
        english_sentiment("good")
    assert str(caught.value) == said
    with pytest.raises(UsageError, match="'snownlp', which is not installed"):
        chinese_sentiment("好")
    assert value_of(transcript((0.0, 5.0, "good")), "words.sentiment.vader") == (None, said)


def test_the_channels_are_described() -> None:
    assert len({channel.name for channel in WORDS}) == len(WORDS)
    assert all(channel.rung == "sign" and len(channel.caveat) > 40 and len(channel.source) > 20 for channel in WORDS)
    assert all("not a feeling" in channel.caveat for channel in WORDS if channel.extra)
