"""Documented behaviours, end to end: systems of parts on recordings made by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.systems.synthetic import (
    MadeStep,
    between,
    brought,
    made_system,
    made_tracks,
    said,
    sensor_tracks,
    voice_tracks,
)

from desdemona.systems.measured import Measured
from desdemona.systems.run import run_system

WATCHED = {"window_s": 1e6, "least_watched_s": 1.0}
"""A window that looks back on the whole lesson."""
NOTICE = made_system(
    {
        "photo": MadeStep("sampled every", {"signal": "body.head_on_desk"}, {"every_s": 1.0}),
        "share": MadeStep("share of time", {"condition": "photo"}, WATCHED),
        "notice": MadeStep(
            "timed notice",
            {"level": "share"},
            {"at_least": 0.3, "at_s": 1200.0, "lasting_s": 180.0},
            ("notice", "no notice"),
        ),
    },
    {"notice": "judgement"},
)


@pytest.mark.parametrize(("asleep_until_s", "seconds"), [(361.0, 180), (359.0, 0)])
def test_the_notice_comes_at_minute_20_and_is_gone_at_23(asleep_until_s: float, seconds: int) -> None:
    tracks = made_tracks(1500.0, curves={"head_on_desk": between(0.0, asleep_until_s, 1.0, 0.0)})
    stands = said(run_system(NOTICE, tracks), "notice").filter(label="notice")
    assert stands.height == seconds, "three tenths of twenty minutes are 360 s"
    if seconds:
        assert (stands["t_start_s"][0], stands["t_end_s"][-1]) == pytest.approx((1200.0, 1380.0))


BEHAVIOURS = {
    "listening": "gaze.classroom.board",
    "writing": "body.writing",
    "asleep": "body.head_on_desk",
    "raised": "body.hand_raised",
    "reading": "body.reading",
}
COLUMNS = ("gaze_on_board", "writing", "head_on_desk", "hand_raised", "reading")
PHOTOS = made_system(
    {f"{name} photo": MadeStep("sampled every", {"signal": of}, {"every_s": 1.0}) for name, of in BEHAVIOURS.items()}
    | {name: MadeStep("share of time", {"condition": f"{name} photo"}, WATCHED) for name in BEHAVIOURS}
    | {
        f"{name} against class": MadeStep("difference of levels", {"own": name, "other": f"class.share.{name}"})
        for name in BEHAVIOURS
    },
    dict.fromkeys((*BEHAVIOURS, *(f"{name} against class" for name in BEHAVIOURS)), "sign"),
)


def test_a_photo_a_second_gives_shares_of_behaviours_against_the_class() -> None:
    """Four seconds of each behaviour in turn, over twenty; between photos the pupil does something else."""

    def only(turn: int) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        def curve(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
            return ((t_s >= 4 * turn) & (t_s < 4 * turn + 4) & (t_s % 1.0 < 0.5)).astype(np.float64)

        return curve

    tracks = made_tracks(20.0, curves={column: only(turn) for turn, column in enumerate(COLUMNS)})
    means = {"listening": 0.6, "writing": 0.2, "asleep": 0.0, "raised": 0.1, "reading": 0.1}
    context = brought([(f"class.share.{name}", 0.0, 10.0, mean) for name, mean in means.items()])
    readings = run_system(PHOTOS, Measured("made", tracks, context=context))
    for name, mean in means.items():
        assert said(readings, name)["value"][-1] == pytest.approx(0.2), "what is done between photos is not seen"
        against = said(readings, f"{name} against class")["value"]
        assert against[-1] == pytest.approx(0.2 - mean)
        assert against.to_list()[:9] == [None] * 9, "the mean of the class is known from ten seconds on"


GRADED = made_system(
    {
        "asleep": MadeStep("held events", {"condition": "body.head_on_desk"}, {"lasting_s": 2.0}),
        "count": MadeStep("events so far", {"events": "asleep"}),
        "grade": MadeStep("three levels", {"level": "count"}, {"second_from": 1.0, "third_from": 3.0}, ("A", "B", "C")),
    },
    {"grade": "judgement"},
)


@pytest.mark.parametrize(("times", "grade"), [(0, "A"), (1, "B"), (2, "B"), (3, "C"), (5, "C")])
def test_a_head_on_the_desk_often_enough_gives_c(times: int, grade: str) -> None:
    def desk(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return ((t_s % 10 >= 4) & (t_s % 10 < 7) & (t_s < 10 * times)).astype(np.float64)

    labels = said(run_system(GRADED, made_tracks(60.0, curves={"head_on_desk": desk})), "grade")["label"]
    assert labels[-1] == grade
    assert labels[3] == "A", "nothing has happened in the first four seconds"


def test_a_desk_that_was_never_seen_gives_no_grade() -> None:
    readings = run_system(GRADED, made_tracks(20.0))
    assert set(readings["status"]) == {"not_measured"}


def test_a_heart_that_beats_25_faster_raises_the_tension_level() -> None:
    system = made_system(
        {
            "rise": MadeStep(
                "change from own baseline", {"level": "heart.rate"}, {"baseline_s": 10.0, "full_change": 40.0}
            ),
            "tension": MadeStep(
                "three levels",
                {"level": "rise"},
                {"second_from": 0.25, "third_from": 0.6},
                ("normal", "raised", "high"),
            ),
        },
        {"rise": "signal", "tension": "state"},
    )
    rows = [("heart.rate.ecg", float(t), t + 10.0, 72.0 if t < 15 else 97.0) for t in range(30)]
    readings = run_system(system, Measured("made", sensors=sensor_tracks(40.0, windows=rows)))
    assert said(readings, "tension")["label"].to_list() == ["normal"] * 15 + ["high"] * 15
    assert said(readings, "rise")["value"][-1] == pytest.approx(25 / 40)


def test_a_reaction_soon_after_a_question_marks_a_clue() -> None:
    """The voice is not listened to in the last seconds: of the third question nothing is said."""
    system = made_system(
        {
            "clue": MadeStep(
                "reaction after stimulus",
                {"stimuli": "stimulus", "reactions": "voice.pause"},
                {"from_s": 0.0, "within_s": 3.0},
                ("clue", "none"),
            )
        },
        {"clue": "judgement"},
    )
    voice = voice_tracks(
        20.0, {"speech_active": between(14.0, 20.0, float("nan"), 1.0)}, (("voice.pause", 4.5, 5.0, 0.5),)
    )
    asked = brought(events=[("stimulus", start, start + 1.0, None) for start in (2.0, 8.0, 15.0)])
    readings = run_system(system, Measured("made", made_tracks(20.0), voice, context=asked))
    assert readings["label"].to_list() == ["clue", "none", None]
    assert readings["status"].to_list() == ["ok", "ok", "not_measured"]
    unasked = run_system(system, Measured("made", made_tracks(20.0), voice))
    assert unasked["status"].to_list() == ["not_measured"]


def test_a_single_picture_can_be_judged() -> None:
    whole = made_tracks(1.0, curves={"au6_share": lambda _t: 0.8, "au12_share": lambda _t: 0.8})
    one = type(whole)("photo", whole.frames.head(1), whole.events, whole.windows)
    system = made_system(
        {
            "joy": MadeStep("prototype of happiness", {"au6": "au6", "au12": "au12"}, {"full_share": 0.6}),
            "emotion": MadeStep(
                "strongest label", {"happiness": "joy"}, {"window_s": 1.0, "least_score": 0.5}, ("neutral",)
            ),
        },
        {"emotion": "state"},
    )
    readings = run_system(system, one)
    assert readings["label"].to_list() == ["happiness"]
