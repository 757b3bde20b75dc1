"""Signs of head and mouth of drawn people against their scripts; benchmarks/face_signs.py has more people."""

import numpy as np
import pytest
from tests.channels.eye_signs.filmed import column, f1, measured, of, phantom, spans

from desdemona.faces.wear import Wear
from desdemona.stimuli.phantom import Act


@pytest.mark.parametrize(("who", "wearing"), [((0, 3), ()), ((11, 9), ("glasses",))], ids=["light", "dark"])
def test_yawns_apart_from_talk_and_laughter(who: tuple[int, int], wearing: tuple[Wear, ...]) -> None:
    acts = [
        Act("yawn", 1.0, 5.5),
        Act("talk", 6.5, 9.0),
        Act("smile", 10.0, 14.0, 0.9),
        Act("mouth_open", 10.2, 13.8, 0.6, onset_s=1.2, offset_s=0.8),
        Act("mouth_open", 15.0, 15.8, 0.8),
        Act("yawn", 17.0, 20.8, 0.7),
    ]
    film = phantom(acts, who=who, wearing=wearing)
    tracks = measured(film, "head")
    assert f1(spans(tracks, "mouth.yawn"), of(film, "yawn")) == 1.0
    talk = spans(tracks, "mouth.talking")
    if not wearing:  # the lips of dark people in small pictures are followed too little in speech
        assert any(span == pytest.approx((6.5, 9.0), abs=0.6) for span in talk)
    assert not any(end > start_s and start < end_s for start_s, end_s in of(film, "yawn") for start, end in talk)


def _swings(cause: str, start_s: float, sizes_deg: tuple[float, ...]) -> list[Act]:
    return [
        Act(cause, start_s + 0.45 * n, start_s + 0.45 * (n + 1), size, onset_s=0.22, offset_s=0.22)  # type: ignore[arg-type]
        for n, size in enumerate(sizes_deg)
    ]


def test_nods_shakes_a_bowed_head_and_a_stare() -> None:
    acts = [
        *_swings("head_pitch", 1.0, (-8, -7, -8)),
        *_swings("head_yaw", 4.0, (8, -8, 8)),
        Act("head_yaw", 7.0, 8.5, 15.0),
        Act("head_pitch", 10.0, 12.5, -18.0),
        *(Act("gaze_yaw", at, at + 0.7, deg) for at, deg in ((2.5, 14.0), (6.0, -14.0), (9.0, 15.0), (13.2, -15.0))),
        Act("blink", 18.0, 18.25),
    ]
    film = phantom(acts, duration_s=24.0)
    tracks = measured(film, "head")
    assert f1(spans(tracks, "head.nod"), [(1.0, 2.35)]) == 1.0
    assert f1(spans(tracks, "head.shake"), [(4.0, 5.35)]) == 1.0
    assert f1(spans(tracks, "head.down"), [(10.0, 12.5)]) == 1.0
    assert spans(tracks, "head.still_stare") == [pytest.approx((13.9, 24.0), abs=0.4)]


TURNS = ((10, 0, 0), (-15, 0, 0), (20, 0, 0), (0, 10, 0), (0, -10, 0), (0, 0, 15), (12, -8, 0))


def test_head_pose_within_three_degrees() -> None:
    acts = []
    for place, angles in enumerate(TURNS):
        start_s = 0.6 + place
        acts += [
            Act(cause, start_s, start_s + 0.7, float(deg), onset_s=0.1, offset_s=0.1)  # type: ignore[arg-type]
            for cause, deg in zip(("head_yaw", "head_pitch", "head_roll"), angles, strict=True)
            if deg
        ]
    tracks = measured(phantom(acts, rate_hz=10.0))
    t_s = column(tracks, "t_s")
    for place, angles in enumerate(TURNS):
        held = (t_s > 0.75 + place) & (t_s < 1.2 + place)
        told = [np.median(column(tracks, f"head_{angle}_deg")[held]) for angle in ("yaw", "pitch", "roll")]
        assert told == pytest.approx(angles, abs=3.0)
