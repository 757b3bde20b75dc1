import numpy as np
import pytest

from desdemona.channels.motion.breath import AS_LIGHT, DISAGREE, LAMP, NO_SKIN, TOO_SHORT, breath_from_skin
from desdemona.channels.motion.even import Row
from desdemona.channels.pulse.skin_regions import SkinTrace

BLOOD = (0.43, 1.0, 0.69)
GREY = (1.0, 1.0, 1.0)
FACE, EVERYWHERE = (0, 1, 2), (0, 1, 2, 3)


def rows_of(
    per_min: float, share: float, colours: tuple[float, ...] = BLOOD, where: tuple[int, ...] = FACE, seconds: float = 40
) -> list[Row]:
    rng = np.random.default_rng(8)
    t_s = np.arange(round(seconds * 30)) / 30
    wave = share * np.sin(2 * np.pi * per_min / 60 * t_s)
    rgb = np.full((t_s.size, 4, 3), 120.0) + rng.normal(0, 0.05, (t_s.size, 4, 3))
    for region in where:
        rgb[:, region] *= 1 + wave[:, None] * colours
    pixels = np.full((t_s.size, 4), 1000)
    return breath_from_skin(SkinTrace(t_s, rgb, pixels, np.zeros(t_s.size)))


@pytest.mark.parametrize("per_min", [8.0, 15.0, 24.5])
def test_the_slow_wave_of_the_skin_is_read_within_half_a_breath(per_min: float) -> None:
    rows = rows_of(per_min, 0.002)
    assert len(rows) == 3
    for row in rows:
        assert row.reason is None
        assert abs(row.value - per_min) < 0.5
        assert row.low < per_min < row.high


@pytest.mark.parametrize(
    ("share", "colours", "where", "reason"),
    [
        (0.0, BLOOD, FACE, "no rhythm stands out from the noise"),
        (0.002, BLOOD, EVERYWHERE, LAMP),
        (0.002, GREY, FACE, AS_LIGHT),
        (0.004, BLOOD, (1,), DISAGREE),
    ],
)
def test_what_is_no_breath_gives_no_number(
    share: float, colours: tuple[float, ...], where: tuple[int, ...], reason: str
) -> None:
    assert {row.reason for row in rows_of(15.0, share, colours, where)} == {reason}


def test_a_short_clip_and_no_skin_give_a_reason() -> None:
    assert [row.reason for row in rows_of(15.0, 0.002, seconds=12)] == [TOO_SHORT]
    t_s = np.arange(600) / 30
    nothing = SkinTrace(t_s, np.full((600, 4, 3), np.nan), np.zeros((600, 4), np.int64), np.full(600, np.nan))
    assert [row.reason for row in breath_from_skin(nothing)] == [NO_SKIN]
    empty = SkinTrace(np.zeros(0), np.zeros((0, 4, 3)), np.zeros((0, 4), np.int64), np.zeros(0))
    assert [row.reason for row in breath_from_skin(empty)] == [TOO_SHORT]
