"""Camera and light, as asked and as pixels show: noise, exposure, colour, flicker, times, where the lamp is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from desdemona.faces.camera import Camera
from desdemona.passport.films import FOREHEAD, RATE_HZ, WALL, colours, filmed, sine_of
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.stills import part_of
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.moments import picture_at
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom


def linear(codes: float) -> float:
    """Return the linear light of an sRGB code in 0..255 (IEC 61966-2-1), which changes of light are specified in."""
    share = codes / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def changed(*changes: str, duration_s: float = 0.2) -> Phantom:
    """Return a still phantom whose recording is changed as the script says."""
    phantom = filmed(Inside(), duration_s)
    return replace(phantom, script=replace(phantom.script, changes=changes))


def noise_row(asked_dn: float, shown: Phantom) -> Row:
    """Return the sensor noise: how neighbouring pictures differ on the wall, rounding to whole codes taken off."""
    frames = [frame.rgb[WALL].astype(np.float64) for frame in render_phantom(shown).frames(ignore_notice)]
    spread = np.mean([np.var(one - other) / 2 for one, other in pairwise(frames)])
    found = float(np.sqrt(max(spread - 1 / 12, 0.0)))
    return Row(
        f"sensor noise {asked_dn:g}",
        asked_dn,
        found,
        "codes",
        Tolerance("share", 0.03),
        "differences of pictures on the wall",
    )


def noisy(noise_dn: float) -> Phantom:
    """Return a still phantom before a noisy camera."""
    return replace(filmed(Inside(), 1.0), camera=Camera(480, 480, RATE_HZ, noise_dn))


def exposure_row(stops: float, shown: Phantom) -> Row:
    """Return how much more light the wall gives after a change of exposure, in stops."""
    before, after = (linear(float(colours(phantom, WALL).mean())) for phantom in (changed(), shown))
    means = "linear light of the wall"
    return Row(
        f"exposure {stops:+g} stops", stops, float(np.log2(after / before)), "stops", Tolerance("apart", 0.03), means
    )


def balance_row(stops: float) -> Row:
    """Return how far red over blue of the wall goes up after the white balance has been set wrong, in stops."""
    ratios = []
    for phantom in (changed(), changed(f"white_balance={stops:g}")):
        red, _, blue = (linear(float(code)) for code in colours(phantom, WALL).mean(axis=0))
        ratios.append(red / blue)
    found = float(np.log2(ratios[1] / ratios[0]))
    means = "linear red over blue of the wall"
    return Row(f"white balance {stops:+g} stops", 2 * stops, found, "stops", Tolerance("apart", 0.03), means)


def flicker_rows(depth: float, lamp_hz: float, seen_hz: float, shown: Phantom) -> Iterator[Row]:
    """Give depth and frequency of a flicker in the linear light of the wall."""
    light = np.array([linear(float(code)) for code in colours(shown, WALL).mean(axis=1)])
    found_hz, swing = sine_of(light, 0.5)
    means = "lock-in, linear light of the wall"
    told = f"flicker {depth:g} at {lamp_hz:g} Hz"
    yield Row(f"{told}: seen at", seen_hz, found_hz, "Hz", Tolerance("apart", 0.02), means)
    seen_depth = depth * float(np.sinc(lamp_hz * 0.004))
    yield Row(f"{told}: depth", seen_depth, swing / light.mean(), "of the light", Tolerance("share", 0.05), means, 3)


def times_row(rate_hz: float) -> Row:
    """Return the rate of the pictures by their own times."""
    phantom = replace(filmed(Inside(), 2.0), camera=Camera(64, 64, rate_hz, 0.0))
    times_s = np.array([frame.t_s for frame in render_phantom(phantom).frames(ignore_notice)])
    found = (len(times_s) - 1) / (times_s[-1] - times_s[0])
    return Row(
        f"{rate_hz:g} pictures a second", rate_hz, found, "a second", Tolerance("share", 1e-6), "times of frames"
    )


def lamp_row(light: str) -> Row:
    """Return the share of the light of both cheeks that is on the cheek at the left of the picture."""
    script = Script("lit", "for the passport", 1.0)
    picture = picture_at(Phantom("lit", 0, 3, light, script), 0.0).astype(float)  # type: ignore[arg-type]
    left, right = (float(part_of(picture, x_mm, (-45.0, -20.0)).mean()) for x_mm in ((-50, -30), (30, 50)))
    found = linear(left) / (linear(left) + linear(right))
    if light == "right":
        found = 1 - found
    least = Tolerance("at_least", 0.6)
    return Row(f"lamp on the {light}", 0.6, found, "of cheeks' light", least, "linear light of both cheeks")


def light_rows() -> Iterator[Row]:
    """Give what a warm, a dim and a ceiling lamp do to the forehead, beside even light."""
    places = {"forehead": (-20.0, 20.0, 30.0, 45.0), "chin": (-10.0, 10.0, -112.0, -104.0)}
    seen: dict[tuple[str, str], list[float]] = {}
    for name in ("even", "warm", "dim", "top"):
        script = Script("lit", "for the passport", 1.0)
        picture = picture_at(Phantom("lit", 0, 3, name, script), 0.0).astype(float)
        for place, (left, right, low, high) in places.items():
            codes = part_of(picture, (left, right), (low, high)).mean(axis=(0, 1))
            seen[name, place] = [linear(float(code)) for code in codes]
    red, _, blue = (warm / even for warm, even in zip(seen["warm", "forehead"], seen["even", "forehead"], strict=True))
    means, least = "linear light of the forehead, over even light", Tolerance("at_least", 1.3)
    yield Row("warm lamp: red over blue", 1.3, red / blue, "times", least, means)
    dark = seen["dim", "forehead"][1] / seen["even", "forehead"][1]
    yield Row("dim lamp: green", 0.3, dark, "times", Tolerance("at_most", 0.3), means)
    above = seen["top", "forehead"][1] / seen["top", "chin"][1] * seen["even", "chin"][1] / seen["even", "forehead"][1]
    yield Row(
        "ceiling lamp: forehead over chin", 1.1, above, "times", Tolerance("at_least", 1.1), "the same, both places"
    )


def drift_row() -> Row:
    """Return how far skin and wall change in a still recording: not at all."""
    still = changed(duration_s=1.0)
    moved = max(float(np.ptp(colours(still, place), axis=0).max()) for place in (FOREHEAD, WALL))
    return Row("nothing", 0.0, moved, "codes", Tolerance("at_most", 0.0), "mean colours over time")


def _rows() -> Iterator[Row]:
    for noise_dn in (0.8, 1.5, 4.0):
        yield noise_row(noise_dn, noisy(noise_dn))
    for stops in (-1.0, 0.5):
        yield exposure_row(stops, changed(f"brightness={stops:g}"))
    yield balance_row(0.3)
    for lamp_hz, seen_hz in ((100.0, 10.0), (122.0, 2.0)):
        shown = changed(f"flicker=0.1,lamp_hz={lamp_hz:g}", duration_s=5.0)
        yield from flicker_rows(0.1, lamp_hz, seen_hz, shown)
    for rate_hz in (25.0, 60.0):
        yield times_row(rate_hz)
    for light in ("left", "right"):
        yield lamp_row(light)
    yield from light_rows()
    yield drift_row()


def camera_group() -> Group:
    """Return camera and light as asked and as shown."""
    return Group(
        "Camera and light",
        "Person 0 at 480 px. Flicker of a lamp is seen at its distance from the nearest multiple of the frame rate, "
        "less deep by the exposure of 4 ms.",
        tuple(_rows()),
    )
