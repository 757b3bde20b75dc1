"""Systems of interrogation and borders do what is documented, on tracks made by hand."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.systems.synthetic import Curve, between, made_tracks

from desdemona.channels.tracks import EVENTS, Tracks
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.channels.words.measure import WORD_WINDOWS, WordTracks
from desdemona.systems.measured import BROUGHT, Context, Measured
from desdemona.systems.profile import load_system
from desdemona.systems.run import run_system

Course = Callable[[NDArray[np.float64]], Curve]
Pulse = tuple[tuple[float, float, float | None], ...]
SLIDING = tuple((float(start), start + 10.0) for start in range(11))
STEADY: Pulse = tuple((start, end, 72.0) for start, end in SLIDING)
CLIMBED: Pulse = tuple((start, end, 72.0 if start < 4 else 120.0) for start, end in SLIDING)

MICRO_SYSTEMS = {
    "us-plainclothes-micro-expression": "picked out",
    "hubei-dangerous-people": "alarm",
    "sichuan-tibet-border-patrol": "suspicious micro-expression",
    "wenzhou-customs-micro-expression": "suspicious traveller",
    "gansu-micro-expression-wider-net": "early warning",
}
"""The name of the output that stands for the flag is also its label."""
FACES = {
    "happiness": ("au6", "au12"),
    "sadness": ("au1", "au4", "au15"),
    "anger": ("au4", "au5", "au7", "au23_24"),
    "surprise": ("au1", "au2", "au5", "au26"),
    "fear": ("au1", "au2", "au4", "au5", "au20", "au25", "au26"),
    "disgust": ("au9",),
    "contempt": ("au14_left",),
}


shown = between(5.0, 10.0, inside=0.9, outside=0.0)
"""A full movement from 5 s to 10 s."""


def zero(_: NDArray[np.float64]) -> float:
    """Return nothing moving."""
    return 0.0


def look(
    units: Sequence[str] = (),
    *,
    micro_s: Sequence[float] = (),
    pulse: Pulse = (),
    body: Mapping[str, Course] | None = None,
    words: Sequence[tuple[float, float, float]] = (),
    stimuli_s: Sequence[float] = (),
) -> Measured:
    """Return 20 s of a face on which the units are at work from 5 s to 10 s; the body is seen where `body` is given."""
    columns: dict[str, Course] = {column: zero for unit in ACTION_UNITS for column in unit.columns}
    for unit in units:
        columns |= {name: shown for name in columns if name == f"{unit}_share" or name.startswith(f"{unit}_left")}
    columns["face_strain_brow_left_share"] = zero
    pictures = made_tracks(curves=columns | dict(body or {}), pulse=pulse)
    brief = pl.DataFrame(
        [("face.micro.mdmd", start, start + 0.3, 0.2) for start in micro_s], schema=EVENTS, orient="row"
    )
    spoken = [("words.sentiment.vader", start, end, score, None, None, None, "A") for start, end, score in words]
    put = [("stimulus", start, start + 0.5, 1.0) for start in stimuli_s]
    return Measured(
        "made",
        Tracks("made", pictures.frames, pl.concat([pictures.events, brief]), pictures.windows),
        words=WordTracks("made", pl.DataFrame(spoken, schema=WORD_WINDOWS, orient="row")) if words else None,
        context=Context(events=pl.DataFrame(put, schema=list(BROUGHT), orient="row")) if stimuli_s else None,
    )


def said(system: str, measured: Measured, output: str, **values: float) -> pl.DataFrame:
    """Return the readings of one output."""
    return run_system(load_system(system), measured, values, outputs=[output])


def labels(readings: pl.DataFrame) -> list[str | None]:
    """Return what was said, each stretch of one label once."""
    every = readings.get_column("label").to_list()
    return [label for number, label in enumerate(every) if number == 0 or label != every[number - 1]]


@pytest.mark.parametrize("system", ["xinktech-lingshi", "xinktech-public-security-judgment"])
@pytest.mark.parametrize("emotion", FACES)
def test_lingshi_says_each_of_the_seven_by_its_prototype_and_calmness_otherwise(system: str, emotion: str) -> None:
    readings = said(system, look(FACES[emotion], pulse=STEADY, body={"leaning": zero}), "emotion")
    assert labels(readings) == ["calmness", emotion, "calmness"]
    # Told once a second over the last 2 s: a quarter at 6 s, half at 7 s (a full face beside a calm body), .4 is asked.
    began_s = readings.filter(pl.col("label") == emotion).get_column("t_end_s").min()
    assert began_s == pytest.approx(7.0)


def test_lingshi_fuses_a_pulse_alone_into_fear() -> None:
    # From 72 to 120 is a rise of two thirds, more than the half that counts as full; the level is then half of it.
    readings = said("xinktech-lingshi", look(pulse=CLIMBED), "emotion")
    assert labels(readings) == ["calmness", "fear"]
    assert readings.filter(pl.col("label") == "fear").get_column("score").max() == pytest.approx(0.5)
    assert labels(said("xinktech-lingshi", look(pulse=STEADY), "emotion")) == ["calmness"]
    calm_body = look(pulse=CLIMBED, body={"leaning": zero})
    assert labels(said("xinktech-lingshi", calm_body, "emotion")) == ["calmness"]


def test_lingshi_holds_words_against_the_face() -> None:
    smile = FACES["happiness"]
    kind, harsh = (look(smile, words=[(2.0, 4.0, score)]) for score in (0.8, -0.8))

    def surest(measured: Measured) -> float:
        happy = said("xinktech-lingshi", measured, "emotion").filter(pl.col("label") == "happiness")
        return float(max(happy.get_column("score").to_list()))

    assert surest(kind) == pytest.approx(0.9)  # the mean of a full smile and of words at .8
    assert surest(harsh) == pytest.approx(0.5)  # the mean of a full smile and of no kind word


@pytest.mark.parametrize("system", MICRO_SYSTEMS)
def test_micro_expression_alarms_count_brief_movements_whatever_they_are(system: str) -> None:
    output = MICRO_SYSTEMS[system]
    assert labels(said(system, look(), output)) == ["none"]
    readings = said(system, look(micro_s=[6.2]), output)
    assert labels(readings) == ["none", output]
    assert readings.filter(pl.col("label") == output).get_column("t_end_s").min() == pytest.approx(7.0)
    assert labels(said(system, look(micro_s=[6.2]), output, least_count=2)) == ["none"]


def test_no_verdict_of_crime_or_of_politics_is_given() -> None:
    for system, output in (
        ("us-plainclothes-micro-expression", "suspected terrorist"),
        ("hubei-dangerous-people", "dangerous person"),
        ("sichuan-tibet-border-patrol", "Tibetan independence element"),
        ("gansu-micro-expression-wider-net", "dangerous person"),
    ):
        assert said(system, look(micro_s=[1.0, 2.0, 3.0, 4.0]), output).get_column("status").to_list() == ["refused"]


def test_a_term_that_draws_a_brief_movement_is_a_clue_by_the_window_alone() -> None:
    terms = look(micro_s=[6.2], stimuli_s=[2.0, 5.0, 12.0])
    system = "ppsuc-stimulus-interrogation"
    assert said(system, terms, "clue").get_column("label").to_list() == ["none", "clue", "none"]
    wide = said(system, terms, "clue", within_s=5.0)  # the same movement now falls to the term before as well
    assert wide.get_column("label").to_list() == ["clue", "clue", "none"]
    without = said(system, look(micro_s=[6.2]), "clue")
    assert without.get_column("status").unique().to_list() == ["not_measured"]


def test_officers_and_border_agents_add_signs_of_each_kind() -> None:
    for system, output, flag in (
        ("spot-tsa", "suspicion", "suspicious"),
        ("iborderctrl", "deception", "signs of deception"),
    ):
        assert labels(said(system, look(FACES["fear"]), output)) == ["none"]
        assert labels(said(system, look(FACES["fear"], micro_s=[6.2, 8.0]), output)) == ["none", flag]
    hand = look(body={"hand_on_face": lambda t_s: (np.mod(t_s, 4.0) >= 3.0).astype(np.float64)})
    # One a kind on average: with three kinds watched it takes the third hand at the face, from 11 s on.
    readings = said("spot-tsa", hand, "suspicion").filter(pl.col("label") == "suspicious")
    assert readings.get_column("t_end_s").min() == pytest.approx(12.0)


def test_interrogation_data_are_whichever_sensor_there_is() -> None:
    readings = said("znv-liwei-interrogation", look(pulse=STEADY), "pulse.rate")
    assert readings.get_column("value").to_list() == [72.0] * len(STEADY)
    oxygen = said("znv-liwei-interrogation", look(pulse=STEADY), "blood oxygen")
    assert oxygen.get_column("status").to_list() == ["not_measured"]
