"""What is said: other transcripts in the same voice, what is asked about them, and what happens without a reader."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.machinery import ModuleSpec

import polars as pl
import pytest

from desdemona.audits import audit as audits
from desdemona.audits import behind
from desdemona.audits.audit import Observed, audit
from desdemona.audits.cast import Item, cast_of, items_table, shown_to, spoken_cast, worded_cast
from desdemona.audits.measuring import completed, load_kept
from desdemona.audits.observing import listen, read, with_looks
from desdemona.audits.sayings import BAD, GOOD, NEWS, sayings_of
from desdemona.audits.truths import truth_table
from desdemona.audits.unasked import not_asked, unread
from desdemona.audits.word_questions import word_changes_of
from desdemona.channels.words import sentiment
from desdemona.faces.cast import IDENTITIES
from desdemona.systems.measured import Measured
from desdemona.systems.profile import load_system
from desdemona.systems.stated import Profile
from desdemona.tables import Tables, to_readings
from desdemona.trials.pairs import item_pairs

CALL, CAR = "huawei-2017-call", "taigusys-driver"
PEOPLE = 5
"""So few people are the least that intervals over people are given for."""


class Reader:
    """Reads a sentence by its words alone, as a lexicon does: 'anything but good' is good to it."""

    lexicon: Mapping[str, float] = {
        **dict.fromkeys(GOOD, 1.0),
        **dict.fromkeys((*BAD, "destroyed", "died", "killed", "homeless"), -1.0),
    }

    def polarity_scores(self, text: str) -> Mapping[str, float]:
        """Return the sum over the words that it knows."""
        return {"compound": sum(self.lexicon.get(word, 0.0) for word in text.split())}


def central_alone(profile: Profile) -> tuple[Mapping[str, float], ...]:
    """Return the central values alone, so that a test is quick."""
    return (profile.central,)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.setattr(sentiment, "english_analyser", Reader)
    monkeypatch.setattr(audits, "universes", central_alone)


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "find_spec", lambda _: None)
    monkeypatch.setattr(audits, "universes", central_alone)


@cache
def speakers() -> tuple[Item, ...]:
    return tuple(item for item in spoken_cast(seed=0) if item.null is None and not item.looks_like)[:PEOPLE]


@cache
def voices() -> Mapping[str, Measured]:
    return {item.name: Measured(item.name, voice=listen(item)) for item in speakers()}


def heard_and_read() -> Observed:
    """Five people who are heard and of whom other transcripts are at hand; nobody is seen."""
    read_too = tuple(item for item in worded_cast(seed=0) if item.looks_like in voices())
    measured = {name: replace(each) for name, each in voices().items()}
    measured |= {item.name: with_looks(item, Measured(item.name), measured[item.looks_like]) for item in read_too}
    cast = (*speakers(), *read_too)
    return Observed(cast, measured, truth_table(cast), 0)


def test_every_identity_has_sentences_of_her_own_that_mean_the_same_straight_and_turned() -> None:
    every = [sayings_of(who, wording) for who in range(len(IDENTITIES)) for wording in ("straight", "turned")]
    assert len({each[0].text for each in every}) == len(every)
    assert {tuple(saying.favour for saying in each) for each in every} == {(1.0, -1.0, 1.0, -1.0)}


def test_pairs_of_transcripts_differ_in_one_thing_only() -> None:
    items = items_table((*spoken_cast(seed=0), *worded_cast(seed=0)))
    tables = Tables(to_readings([]), truth_table(()), items, items.select("subject").unique())
    rows = {row["item"]: row for row in items.iter_rows(named=True)}
    for condition, reference, count in (("wording", "straight", 12), ("text", "neutral", 24)):
        pairs = item_pairs(tables, condition, reference)
        assert pairs.height == count  # the straight text in her own voice, and once more in another's
        for pair in pairs.iter_rows(named=True):
            one, other = rows[pair["item"]], rows[pair["reference_item"]]
            assert {name for name in one if one[name] != other[name]} == {"item", condition}
    assert item_pairs(tables, "voice", "own").height == 48  # 36 with everybody's words, 12 with her own


def test_a_transcript_stands_in_for_what_is_said_at_the_same_times(reader: None) -> None:
    item = next(item for item in worded_cast(seed=0) if item.wording == "turned")
    like = next(each for each in spoken_cast(seed=0) if each.name == item.looks_like)
    windows, plain = (tracks.windows for each in (item, like) if (tracks := read(each.phantom, each.sayings)))
    mood = pl.col("channel") == "words.sentiment.vader"
    spans = ["t_start_s", "t_end_s"]
    assert windows.filter(mood).select(spans).equals(plain.filter(mood).select(spans))
    assert plain.filter(mood)["value"].null_count() == 4  # a book on a table is no opinion
    assert load_kept(item, ()) is not None
    own = completed(item, Measured(item.name), {like.name: Measured(like.name)})
    assert own.words is not None
    assert own.words.windows.equals(windows)


def test_what_is_meant_is_known_as_intended(reader: None) -> None:
    observed = heard_and_read()
    favour = observed.truth.filter(pl.col("output") == "words.favour")
    assert set(favour["source"]) == {"intended"}
    assert favour["value"].sum() == 0.0
    assert favour.height == PEOPLE * 2 * 4  # straight and turned, four sentences each
    assert not favour["item"].str.contains(NEWS).any()


def test_only_systems_that_read_are_shown_other_transcripts(reader: None) -> None:
    assert [behind.reads(load_system(system)) for system in (CALL, CAR, "tal-magic-mirror")] == [True, True, False]
    every = cast_of(("driving",), seed=0, reading=True)
    silent = shown_to(every, "driving", reading=True)
    assert {item.name for item in worded_cast(seed=0) if item.voice == "own"} <= {item.name for item in silent}
    assert {item.microphone for item in silent if item.heard} == {"plain"}
    assert not any(item.sayings for item in shown_to(every, "driving", listening=True))


def test_whoever_reads_words_alone_is_fooled_by_their_wording(reader: None) -> None:
    report = audit(CALL, observed=heard_and_read())
    found = {finding.id: finding for finding in report.findings}
    order = found["recovery.favour of the words.order"]
    # Straight sentences are all in order; of turned ones a lexicon knows some words, mostly of the opposite meaning.
    assert PEOPLE < order.n <= 2 * PEOPLE
    assert order.estimate is not None
    assert order.estimate < 0.8
    moved = found["invariance.wording.dialogue emotion.moved"]
    assert moved.n >= PEOPLE
    assert moved.estimate is not None
    assert moved.estimate > 0.05
    assert found["invariance.text.multimodal emotion.moved"].n > 0
    assert "invariance.text.dialogue emotion.moved" not in found
    assert "All that is said is English" in " ".join(report.limits)


def test_reading_out_bad_news_is_put_to_flags_that_rest_on_words(reader: None) -> None:
    (wording, text) = word_changes_of(load_system(CAR), ("most unsafe of the three", "early warning"))
    assert (wording.condition, text.condition) == ("wording", "text")
    finding = next(
        each for each in audit(CAR, observed=heard_and_read()).findings if each.id.endswith(f"control.{NEWS}")
    )
    assert finding.n == PEOPLE


def test_without_a_reader_the_outputs_are_refused_with_one_reason_and_the_rest_goes_on(no_reader: None) -> None:
    profile = load_system(CALL)
    assert unread(profile) == ("favour of the words", "dialogue emotion")
    told = [line for line in not_asked(profile) if "vaderSentiment" in line]
    assert told == [
        "Nothing was asked of favour of the words and dialogue emotion, and multimodal emotion went on without what is "
        "said: how favourable words are is read by 'vaderSentiment', which is not installed; "
        "run pip install 'desdemona[words]'."
    ]
    report = audit(CALL, observed=heard_and_read())
    assert told[0] in report.limits
    outputs = {finding.output for finding in report.findings}
    assert "dialogue emotion" not in outputs
    assert "multimodal emotion" in outputs
