import numpy as np
import pytest
from tests.stimuli.filming import FOREHEAD, WALL, film, phantom_of, place_mean, swing_at

from desdemona.faces.camera import Camera
from desdemona.stimuli.nulls import render_empty_room, render_noise, render_photograph
from desdemona.stimuli.phantom import Act

SMALL = Camera(160, 160)


def test_a_photograph_is_one_picture_under_fresh_noise() -> None:
    phantom = phantom_of(Act("blink", 0.2, 0.6), duration_s=2.0, rate_bpm=72.0, share=0.05)
    pictures = film(render_photograph(phantom))
    assert len(pictures) == 60
    assert not np.array_equal(pictures[0], pictures[1])
    step = (pictures[1].astype(float) - pictures[0])[WALL]
    # two noises of 1.5 and two roundings of 1/12
    assert step.std() == pytest.approx(np.sqrt(2 * 1.5**2 + 2 / 12), rel=0.03)
    assert swing_at(place_mean(pictures, FOREHEAD)[:, 1], 1.2, 30.0) < 1e-4


def test_a_photograph_is_the_same_on_every_pass() -> None:
    recording = render_photograph(phantom_of(camera=SMALL))
    assert film(recording).tobytes() == film(recording).tobytes()


def test_noise_is_new_at_every_pixel_in_every_frame() -> None:
    pictures = film(render_noise(SMALL, 3, 4.0)).astype(float)
    assert pictures.std() == pytest.approx(45.0, rel=0.02)
    after = [np.corrcoef(pictures[i].ravel(), pictures[i + 1].ravel())[0, 1] for i in range(0, 119, 10)]
    # 76,800 samples: chance correlations have a standard deviation of 0.0036
    assert np.abs(after).max() < 0.02


def test_sensor_noise_is_white_over_time_also_in_means_of_places() -> None:
    pictures = film(render_empty_room(SMALL, 5, 20.0))
    means = place_mean(pictures, (slice(40, 80), slice(40, 80)))[:, 1]
    means -= means.mean()
    spectrum = np.abs(np.fft.rfft(means)) ** 2
    slow, quick = spectrum[1:150].mean(), spectrum[150:300].mean()
    assert slow / quick == pytest.approx(1.0, abs=0.4)  # each a mean of 150 exponential values: sd about 0.12
    assert means.std() == pytest.approx(np.sqrt(1.5**2 + 1 / 12) / 40, rel=0.15)


def test_the_empty_room_shows_the_phantoms_wall_and_nobody() -> None:
    room = film(render_empty_room(Camera(), 0, 0.2)).mean(axis=0)
    person = film(render_photograph(phantom_of(duration_s=0.2))).mean(axis=0)
    assert np.abs(room - person)[WALL].mean() < 1.5
    assert np.abs(room - person)[FOREHEAD].mean() > 20


def test_seeds_and_names_tell_nulls_apart() -> None:
    prints = {render_noise(SMALL, seed, 1.0).fingerprint for seed in range(3)}
    prints |= {render_empty_room(SMALL, 0, 1.0).fingerprint, render_photograph(phantom_of(camera=SMALL)).fingerprint}
    assert len(prints) == 5
