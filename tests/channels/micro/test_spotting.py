from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.motion.staged import SIDE_PX, Rgb, Staging, still, swing, watch

from desdemona.channels.micro.events import MicroEvent, event_table
from desdemona.channels.micro.scoring import intervals_of, score_spotting
from desdemona.channels.micro.spotting import spot_by_difference, spot_by_strain
from desdemona.channels.motion.flow import Flows
from desdemona.channels.motion.upright import LEFT_MM, TOP_MM, upright_affine

SPOTTERS = (spot_by_difference, spot_by_strain)
ACTS = [(1.0, 1.4), (2.8, 3.1), (4.6, 5.05)]
DOWN, ACROSS = np.indices((SIDE_PX, SIDE_PX)).astype(np.float32)


def pulled(acts: list[tuple[float, float]], mm: float) -> Callable[[Rgb, float], Rgb]:
    """Return a warp that pulls the left mouth corner up by so many mm at the middle of each act, and lets it back."""
    affine = upright_affine(still(True)[1].points_px[:, :2].astype(np.float64) - 0.5)
    x, y = affine @ np.array([26 - LEFT_MM, TOP_MM + 62, 1])
    scale = float(np.hypot(*affine[:, 0]))
    around = np.exp(-((ACROSS - x) ** 2 + (DOWN - y) ** 2) / (2 * (14 * scale) ** 2)).astype(np.float32)

    def warp(rgb: Rgb, t_s: float) -> Rgb:
        for start_s, end_s in acts:
            if start_s < t_s < end_s:
                size = 0.5 - 0.5 * np.cos(2 * np.pi * (t_s - start_s) / (end_s - start_s))
                moved = (np.float32(size * mm * scale) * around).astype(np.float32)
                return np.asarray(cv2.remap(rgb, ACROSS, DOWN + moved, cv2.INTER_CUBIC), dtype=np.uint8)
        return rgb

    return warp


@pytest.fixture(scope="module")
def flows() -> Flows:
    return watch(Staging(6.2, warp=pulled(ACTS, 2.0)), "flow").flows


@pytest.mark.parametrize("spot", SPOTTERS)
def test_brief_movements_are_found_where_they_are(spot: Callable[[Flows], list[MicroEvent]], flows: Flows) -> None:
    events = spot(flows)
    score = score_spotting(
        {"clip": intervals_of(events)}, {"clip": ACTS}, {"clip": 6.2}, rng=np.random.default_rng(1), rounds=500
    )
    assert score.tally.f1 == 1
    assert score.chance_f1 < 0.35
    for event, (start_s, end_s) in zip(events, ACTS, strict=True):
        assert abs(event.apex_s - (start_s + end_s) / 2) < 0.07  # two frames
        assert event.onset_s < event.apex_s < event.offset_s


@pytest.mark.parametrize("spot", SPOTTERS)
def test_a_still_face_and_a_moving_head_show_none(spot: Callable[[Flows], list[MicroEvent]]) -> None:
    for clip in (Staging(3.0), Staging(3.0, head=swing(1.0, 2.0))):
        assert spot(watch(clip, "flow").flows) == []


def simulated(course: Callable[[NDArray[np.float64]], NDArray[np.float64]], eyes_share: float = 0.0) -> Flows:
    """Return flows of a mouth whose shape follows a course (0 to 1 for 3 mm, strain .1), with the flow's noise."""
    rng = np.random.default_rng(2)
    t_s = np.arange(240) / 30
    now, before, after = course(t_s), course(t_s - 0.2), course(t_s + 0.2)
    since, across = np.abs(now - before), np.abs(after - before)
    strain, strain_across = (0.004 + 0.0005 * rng.normal(size=(240, 6)) for _ in range(2))
    strain[:, 4] += 0.1 * since
    strain_across[:, 4] += 0.1 * across
    difference = 3 * (since - across) + 0.04 + 0.013 * rng.normal(size=240)
    eyes, eyes_across = eyes_share * 0.1 * since, eyes_share * 0.1 * across
    return Flows(t_s, strain, strain_across, difference, np.full(240, 0.05), eyes, eyes_across)


def bump(start_s: float, end_s: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    def course(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        part = np.clip((t_s - start_s) / (end_s - start_s), 0, 1)
        return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * part))

    return course


@pytest.mark.parametrize("spot", SPOTTERS)
def test_what_is_long_stays_or_repeats_is_not_brief(spot: Callable[[Flows], list[MicroEvent]]) -> None:
    assert len(spot(simulated(bump(3.0, 3.4)))) == 1
    assert spot(simulated(bump(2.0, 5.0))) == []
    assert spot(simulated(lambda t_s: np.clip((t_s - 3.0) / 0.3, 0, 1))) == []  # a smile that stays
    syllables = simulated(lambda t_s: np.where((t_s > 1) & (t_s < 6), np.sin(np.pi * 4 * t_s) ** 2, 0.0))
    assert spot(syllables) == []


@pytest.mark.parametrize("spot", SPOTTERS)
def test_a_blink_is_no_brief_movement_of_the_face(spot: Callable[[Flows], list[MicroEvent]]) -> None:
    assert spot(simulated(bump(3.0, 3.3), eyes_share=1.5)) == []
    assert len(spot(simulated(bump(3.0, 3.3), eyes_share=0.5))) == 1


@pytest.mark.parametrize("spot", SPOTTERS)
def test_without_a_face_or_frames_there_is_nothing(spot: Callable[[Flows], list[MicroEvent]]) -> None:
    nothing = np.full((30, 6), np.nan)
    unknown = np.full(30, np.nan)
    assert spot(Flows(np.arange(30) / 30, nothing, nothing, unknown, unknown, unknown, unknown)) == []
    assert spot(Flows(unknown[:0], nothing[:0], nothing[:0], unknown[:0], unknown[:0], unknown[:0], unknown[:0])) == []


def test_events_become_rows_from_onset_to_offset() -> None:
    table = event_table("face.micro.mdmd", [MicroEvent(1.0, 1.2, 1.4, 0.5)])
    assert table.to_dicts() == [{"channel": "face.micro.mdmd", "t_start_s": 1.0, "t_end_s": 1.4, "value": 0.5}]
    assert event_table("face.micro.mdmd", []).height == 0
