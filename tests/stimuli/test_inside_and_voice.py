"""What goes on inside a phantom and what is heard of her, found again in pixels and samples."""

import cv2
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.stimuli.filming import film

from desdemona.errors import DeclarationError
from desdemona.faces.camera import Camera
from desdemona.physiology.inside import BreathPoint, Inside, Tremor
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom, render_voice
from desdemona.stimuli.scripts import parse_script, to_script_text
from desdemona.stimuli.truth import truth_of

RATE_HZ = 30.0
PX_PER_MM = 1.22
"""Of the middle of the head in a picture 480 pixels high."""
QUIET = Camera(rate_hz=RATE_HZ, noise_dn=0.0)
TEXT = """
name: everything
about: All sections at once.
duration_s: 4.0
inside:
  pulse:
  - {t_s: 0.0, rate_bpm: 72.0}
  breath:
  - {t_s: 0.0, rate_per_min: 15.0}
  oxygen:
  - {t_s: 0.0, saturation_percent: 90.0}
voice:
  register: woman
  utterances:
  - {t_start_s: 0.5, words: I am fine}
changes:
- brightness=-1
acts:
- {cause: au12, t_start_s: 1.0, t_end_s: 2.0, amount: 0.5, side: left}
"""


def quiet(inside: Inside, duration_s: float = 4.0) -> NDArray[np.uint8]:
    script = Script("inside", "for a test", duration_s, inside=inside)
    return film(render_phantom(Phantom("inside", 0, 3, "even", script, QUIET)))


def shifts_px(pictures: NDArray[np.uint8], rows: slice, columns: slice) -> NDArray[np.float64]:
    """Shift of a place against the first picture, (n, 2): right and down in pixels, by the gradient equation."""
    grey = pictures[:, rows, columns].astype(np.float64).mean(axis=-1)
    mean = grey.mean(axis=0)
    down, right = np.gradient(cv2.GaussianBlur(mean, (0, 0), 2.0))
    system = np.stack([right.ravel(), down.ravel(), np.ones(mean.size)], axis=1)
    offsets = (cv2.GaussianBlur(each, (0, 0), 2.0) - cv2.GaussianBlur(mean, (0, 0), 2.0) for each in grey)
    return -np.array([np.linalg.lstsq(system, each.ravel(), rcond=None)[0][:2] for each in offsets])


def sine_of(signal: NDArray[np.float64]) -> tuple[float, float]:
    """Frequency (Hz) and amplitude of the strongest sine, by a fine grid of lock-ins under a Hann window."""
    window = np.hanning(len(signal))
    times_s = np.arange(len(signal)) / RATE_HZ
    grid = np.arange(0.1, RATE_HZ / 2, 0.01)
    sizes = np.abs(np.exp(-2j * np.pi * grid[:, None] * times_s) @ ((signal - signal.mean()) * window))
    return float(grid[sizes.argmax()]), float(2 * sizes.max() / window.sum())


@pytest.mark.parametrize(("frequency_hz", "amplitude_mm"), [(5.0, 0.3), (9.3, 0.15)])
def test_a_tremor_has_its_frequency_and_its_amplitude_in_pixels(frequency_hz: float, amplitude_mm: float) -> None:
    tremor = Tremor("head", "x", frequency_hz, amplitude_mm, 0.0, 6.0)
    pictures = quiet(Inside(tremors=(tremor,)), 6.0)[15:-15]
    across = shifts_px(pictures, slice(150, 330), slice(150, 330))[:, 0]
    found_hz, found_px = sine_of(across)
    assert found_hz == pytest.approx(frequency_hz, abs=0.05)
    assert found_px == pytest.approx(amplitude_mm * PX_PER_MM, rel=0.05)


def test_the_shoulders_tremble_not_with_the_head_and_breathe_at_the_scripted_rate() -> None:
    inside = Inside(breath=(BreathPoint(0.0, 15.0, 0.6),), tremors=(Tremor("head", "x", 6.0, 0.3, 0.0, 8.0),))
    pictures = quiet(inside, 8.0)
    shoulders = shifts_px(pictures, slice(430, 470), slice(100, 380))
    assert sine_of(shoulders[:, 1])[0] == pytest.approx(0.25, abs=0.03)  # two breaths in 8 s
    at_tremor = np.exp(-2j * np.pi * 6.0 * np.arange(len(shoulders)) / RATE_HZ)
    assert 2 * np.abs(np.mean(shoulders[:, 0] * at_tremor)) < 0.003  # the head's own is 0.37 px
    across = shifts_px(pictures, slice(150, 330), slice(150, 330))[:, 0]
    assert sine_of(across)[0] == pytest.approx(6.0, abs=0.05)


def test_without_breath_and_tremor_nothing_moves() -> None:
    pictures = quiet(Inside(), 1.0)
    assert (pictures == pictures[0]).all()


def test_less_oxygen_makes_red_beat_more() -> None:
    ratios = []
    for saturation in (98.0, 80.0):
        text = TEXT.replace("90.0", str(saturation)).replace("brightness=-1", "brightness=0")
        script = parse_script(text.replace("  breath:\n  - {t_s: 0.0, rate_per_min: 15.0}\n", ""))
        pictures = film(render_phantom(Phantom("o", 0, 1, "even", script, QUIET))).astype(float)
        skin = pictures[:, 130:160, 200:280].mean(axis=(1, 2))
        swing = skin.std(axis=0) / skin.mean(axis=0)
        ratios.append(swing[0] / swing[2])
    assert ratios[1] > 1.5 * ratios[0]


def test_every_section_is_read_and_written_back() -> None:
    script = parse_script(TEXT)
    assert script.voice is not None
    assert script.changes == ("brightness=-1",)
    assert parse_script(to_script_text(script)) == script


def test_the_faults_of_every_section_are_told_with_their_lines() -> None:
    wrong = TEXT.replace("72.0", "-72.0").replace("woman", "womann").replace("brightness=-1", "brightnes=-1")
    with pytest.raises(DeclarationError) as told:
        parse_script(wrong, "x.yaml")
    lines = {fault.line for fault in told.value.faults}
    assert lines == {7, 13, 17}
    text = str(told.value)
    assert "rate_bpm is -72" in text
    assert "woman" in text
    assert "brightness" in text


def test_a_pulse_beside_an_inside_is_a_fault() -> None:
    with pytest.raises(DeclarationError, match="put it under inside"):
        parse_script(TEXT + "pulse:\n- {t_s: 0.0, rate_bpm: 60.0}\n")


def test_the_voice_is_heard_where_its_words_are_and_the_mouth_moves_with_them() -> None:
    phantom = Phantom("v", 0, 3, "even", parse_script(TEXT), QUIET)
    sound, truth = render_voice(phantom), truth_of(phantom)
    assert sound is not None
    samples = np.concatenate([block.samples[:, 0] for block in sound.blocks(ignore_notice)])
    words = truth.filter(pl.col("output") == "voice.word")
    assert words["label"].to_list() == ["I", "am", "fine"]
    start, end = round(16_000 * words["t_start_s"].to_list()[0]), round(16_000 * words["t_end_s"].to_list()[-1])
    assert np.square(samples[start:end]).sum() > 0.999 * np.square(samples).sum()
    mouth = truth.filter(pl.col("output") == "mouth.opening")
    inside = mouth.filter(pl.col("t_start_s").is_between(words["t_start_s"].min(), words["t_end_s"].max()))
    assert inside["value"].max() > 0.15  # type: ignore[operator]
    assert mouth.filter(pl.col("t_start_s") > 2.5)["value"].max() == 0.0
    assert render_voice(Phantom("s", 0, 3, "even", Script("silent", "no voice", 1.0))) is None
