"""What is done to a recording, as asked and as its pictures and their times show: rates, gaps, blur, shake, size."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from desdemona.passport.cameras import changed, linear
from desdemona.passport.films import HEAD, RATE_HZ, Floats, greys, shifts_px, sine_of
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Phantom
from desdemona.stimuli.render import render_phantom

_TIMES = "times of frames"
_LENGTH_S = 10.0
BAR_FROM_PX = 48
"""Column at which the black bar over the wall begins, 48 px wide, in a picture of 480 px."""


def times_of(phantom: Phantom) -> Floats:
    """Return the times of a phantom's pictures, seconds."""
    return np.array([frame.t_s for frame in render_phantom(phantom).frames(ignore_notice)])


def rate_row(rate_hz: float, shown: Phantom) -> Row:
    """Return the rate of a recording that was thinned out."""
    times_s = times_of(shown)
    found = (len(times_s) - 1) / (times_s[-1] - times_s[0])
    return Row(f"thinned to {rate_hz:g} Hz", rate_hz, found, "a second", Tolerance("share", 0.01), _TIMES)


def jitter_row(most_ms: float, shown: Phantom) -> Row:
    """Return how far the stated time of a frame is from an even clock at most."""
    times_s = times_of(shown)
    off_ms = 1000 * np.abs(times_s - np.arange(len(times_s)) / RATE_HZ)
    told = f"uneven times, up to {most_ms:g} ms"
    return Row(told, most_ms, float(off_ms.max()), "ms", Tolerance("share", 0.05), _TIMES)


def dropped_row(share: float, shown: Phantom) -> Row:
    """Return the share of frames that are missing, from the gaps between times."""
    count = round(_LENGTH_S * RATE_HZ)
    found = 1 - len(times_of(shown)) / count
    allowed = Tolerance("apart", round(3 * float(np.sqrt(share * (1 - share) / count)), 3))
    return Row(f"dropped frames {share:g}", share, found, "of frames", allowed, f"{_TIMES}; three standard errors", 3)


def repeated_row(share: float, shown: Phantom) -> Row:
    """Return the share of frames that are the same to the byte as the one before, before a noisy camera."""
    frames = [frame.rgb.copy() for frame in render_phantom(shown).frames(ignore_notice)]
    found = sum(one.tobytes() == other.tobytes() for one, other in pairwise(frames)) / len(frames)
    allowed = Tolerance("apart", round(3 * float(np.sqrt(share * (1 - share) / len(frames))), 3))
    return Row(f"repeated frames {share:g}", share, found, "of frames", allowed, "bytes of neighbours", 3)


def blur_row(spread_px: float, shown: Phantom) -> Row:
    """Return the spread of the edge of a black bar after a blur, in linear light."""
    frame = next(iter(render_phantom(shown).frames(ignore_notice)))
    reach = int(5 * spread_px)
    columns = slice(BAR_FROM_PX - reach, BAR_FROM_PX + reach + 1)
    light = np.array([linear(float(code)) for code in frame.rgb[20:60, columns].mean(axis=(0, 2))])
    edge = np.abs(np.diff(light))
    at = np.arange(len(edge))
    middle = float((edge * at).sum() / edge.sum())
    found = float(np.sqrt((edge * (at - middle) ** 2).sum() / edge.sum()))
    means = "spread of a bar's edge, linear light"
    return Row(f"blur {spread_px:g} px", spread_px, found, "px", Tolerance("share", 0.05), means)


def shake_rows(size_px: float, shake_hz: float, shown: Phantom) -> Iterator[Row]:
    """Give frequency and amplitude of a camera's shake, from the shift of the head's pixels."""
    found_hz, found_px = sine_of(shifts_px(greys(shown, HEAD))[:, 0])
    told, means = f"shake {size_px:g} px at {shake_hz:g} Hz", "shift of the head's pixels, gradient equation"
    yield Row(f"{told}: frequency", shake_hz, found_hz, "Hz", Tolerance("apart", 0.05), means)
    yield Row(f"{told}: amplitude", size_px, found_px, "px", Tolerance("share", 0.05), means, 3)


def size_row(share: float, shown: Phantom) -> Row:
    """Return the height of a picture that was made smaller, over that before."""
    frame = next(iter(render_phantom(shown).frames(ignore_notice)))
    found = frame.rgb.shape[0] / shown.camera.height_px
    return Row(f"resolution × {share:g}", share, found, "of height", Tolerance("apart", 0.0), "size of the picture")


def _rows() -> Iterator[Row]:
    yield rate_row(12.0, changed("frame_rate=12", duration_s=_LENGTH_S))
    yield jitter_row(10.0, changed("time_jitter=10", duration_s=_LENGTH_S))
    yield dropped_row(0.2, changed("dropped_frames=0.2", duration_s=_LENGTH_S))
    yield repeated_row(0.2, changed("sensor_noise=2", "repeated_frames=0.2", duration_s=5.0))
    yield blur_row(3.0, changed("bar=0.1,centre=0.15,upright=1,level=0", "blur=3"))
    yield from shake_rows(0.3, 3.0, changed("shake=0.3,frequency_hz=3", duration_s=7.0))
    yield size_row(0.5, changed("resolution=0.5"))


def shot_group() -> Group:
    """Return what is done to a recording as asked and as shown."""
    return Group(
        "What is done to a recording",
        "A still phantom at 480 px and 30 pictures a second, changed as a script's `changes` say. Compression is not "
        "in this table: what H.264 and JPEG do to a picture is theirs, and nothing was asked of them but a setting.",
        tuple(_rows()),
    )
