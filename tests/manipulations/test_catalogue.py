"""Every manipulation: the same on every pass, lazy, on any size, told in its provenance; and how they are written."""

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.manipulations.made import Rgb, frames_of, recording_of, samples_of, sound_of, still, texture, vowel

from desdemona.errors import UnknownName, UsageError
from desdemona.manipulations.catalogue import MANIPULATIONS, apply_all, apply_all_to_sound, parse_manipulation
from desdemona.manipulations.manipulation import Kind
from desdemona.recordings.recording import Notice, ignore_notice
from desdemona.recordings.sound import Block

OF_PICTURES = [name for name, kind in MANIPULATIONS.items() if kind.pictures is not None]
OF_SOUND = [name for name, kind in MANIPULATIONS.items() if kind.sound is not None]
WITH_NEUTRAL = [name for name, kind in MANIPULATIONS.items() if kind.neutral is not None and not kind.amount.whole]
NEVER_FAINT = ("bar", "blob")
"""The thinnest of them still covers the pixel whose middle it touches."""


def moving(index: int) -> Rgb:
    return np.roll(texture(37, 51), index, axis=1)


SOURCE = recording_of(moving, np.arange(40) / 25, 25.0)
VOICE = sound_of(vowel(140, 0.6, 16_000), 16_000)


@pytest.mark.parametrize("name", OF_PICTURES)
def test_pictures_are_the_same_on_every_pass_and_not_what_they_were(name: str) -> None:
    recording = parse_manipulation(name).apply(SOURCE)
    first, second = frames_of(recording), frames_of(recording)
    assert [(f.index, f.t_s, f.rgb.tobytes()) for f in first] == [(f.index, f.t_s, f.rgb.tobytes()) for f in second]
    assert [(f.t_s, f.rgb.tobytes()) for f in first] != [(f.t_s, f.rgb.tobytes()) for f in frames_of(SOURCE)]
    for frame in first:
        assert frame.rgb.shape == (recording.height_px, recording.width_px, 3)
        assert frame.rgb.dtype == np.uint8
        assert frame.rgb.flags.c_contiguous
    assert recording.frame_count in (None, len(first))


@pytest.mark.parametrize("name", OF_SOUND)
def test_sound_is_the_same_on_every_pass_and_not_what_it_was(name: str) -> None:
    sound = parse_manipulation(name).apply_to_sound(VOICE)
    first, second = samples_of(sound), samples_of(sound)
    np.testing.assert_array_equal(first, second)
    assert first.shape != (9600, 1) or not np.array_equal(first, samples_of(VOICE))
    assert all(block.samples.dtype == np.float32 for block in sound.blocks(ignore_notice))


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_what_was_done_is_told_and_gives_a_fingerprint_of_its_own(name: str) -> None:
    manipulation = parse_manipulation(name)
    changed = manipulation.apply(SOURCE) if name in OF_PICTURES else manipulation.apply_to_sound(VOICE)
    assert changed.provenance.source == f"made for this test; then {manipulation.text}"
    assert changed.provenance.kind == "phantom"
    other = parse_manipulation(f"{name}={MANIPULATIONS[name].amount.high}")
    fingerprints = {"made", changed.fingerprint}
    if other != manipulation:
        fingerprints.add((other.apply(SOURCE) if name in OF_PICTURES else other.apply_to_sound(VOICE)).fingerprint)
        assert len(fingerprints) == 3
    assert len(fingerprints) >= 2


@pytest.mark.parametrize("name", WITH_NEUTRAL)
def test_nothing_changes_nothing_and_next_to_nothing_next_to_nothing(name: str) -> None:
    neutral = MANIPULATIONS[name].neutral
    assert neutral is not None
    at, near = parse_manipulation(f"{name}={neutral}"), parse_manipulation(f"{name}={neutral + 1e-9}")
    if name in OF_PICTURES:
        assert at.apply(SOURCE) is SOURCE
    if name in OF_PICTURES and name not in NEVER_FAINT:
        pairs = zip(frames_of(near.apply(SOURCE)), frames_of(SOURCE), strict=True)
        for after, before in pairs:
            assert after.t_s == pytest.approx(before.t_s, abs=1e-6)
            np.testing.assert_array_equal(after.rgb, before.rgb)
    if name in OF_SOUND:
        assert at.apply_to_sound(VOICE) is VOICE
        np.testing.assert_allclose(samples_of(near.apply_to_sound(VOICE)), samples_of(VOICE), atol=1e-6)


@pytest.mark.parametrize("name", [name for name in OF_PICTURES if MANIPULATIONS[name].seeded])
def test_the_seed_matters(name: str) -> None:
    one, other = (frames_of(parse_manipulation(f"{name},seed={seed}").apply(SOURCE)) for seed in (1, 2))
    assert [(f.t_s, f.rgb.tobytes()) for f in one] != [(f.t_s, f.rgb.tobytes()) for f in other]


@pytest.mark.parametrize("name", OF_PICTURES)
def test_one_pixel_and_one_frame_go_through(name: str) -> None:
    source = still(np.full((1, 1, 3), 90, np.uint8))
    (frame,) = frames_of(parse_manipulation(name).apply(source))
    side = 2 if name == "resolution" and MANIPULATIONS[name].amount.usual > 1 else 1
    assert frame.rgb.shape == (side, side, 3)


@pytest.mark.parametrize("name", OF_PICTURES)
def test_frames_stream_and_few_are_held(name: str) -> None:
    alive: set[int] = set()
    most = 0

    def picture(index: int) -> Rgb:
        rgb = np.full((4, 6, 3), index % 200, np.uint8)
        alive.add(index)
        weakref.finalize(rgb, alive.discard, index)
        return rgb

    recording = parse_manipulation(name).apply(recording_of(picture, np.arange(400) / 25, 25.0))
    for frame in recording.frames(ignore_notice):
        most = max(most, len(alive))
        del frame
    gc.collect()
    assert most <= 4


@pytest.mark.parametrize("name", OF_SOUND)
def test_sound_streams_and_little_is_held(name: str) -> None:
    source = sound_of(np.tile(vowel(140, 1.0, 8000), 60), 8000)
    given = 0

    def blocks(notice: Notice) -> Iterator[Block]:
        nonlocal given
        given = 0
        for block in source.blocks(notice):
            given += len(block.samples)
            yield block

    manipulation = parse_manipulation(name)
    taken, furthest = 0, 0.0
    for block in manipulation.apply_to_sound(replace(source, blocks=blocks)).blocks(ignore_notice):
        taken += len(block.samples)
        furthest = max(furthest, given - taken * (manipulation.amount if name == "tempo" else 1.0))
    assert furthest <= 2 * 8000  # two seconds of sixty: the longest response, and what it is gathered for
    assert taken > 40 * 8000


def test_several_are_done_in_order() -> None:
    both = [parse_manipulation("crop=0.5,x=0,y=0"), parse_manipulation("mirror"), parse_manipulation("gain=-6")]
    recording = apply_all(both, SOURCE)
    np.testing.assert_array_equal(frames_of(recording)[0].rgb, texture(37, 51)[:18, :26][:, ::-1])
    assert recording.provenance.source == "made for this test; then crop=0.5,x=0,y=0; then mirror=1"
    assert apply_all_to_sound(both, VOICE).provenance.source == "made for this test; then gain=-6"


def test_what_is_written_is_what_is_read() -> None:
    for kind in MANIPULATIONS.values():
        numbers = [f"{kind.name}={kind.amount.high:.12g}", *(f"{s.name}={s.low:.12g}" for s in kind.settings)]
        manipulation = parse_manipulation(",".join([*numbers, "seed=7"] if kind.seeded else numbers))
        assert parse_manipulation(manipulation.text) == manipulation
    assert parse_manipulation(" shake = 3 , seed=2, frequency_hz = 4").text == "shake=3,frequency_hz=4,seed=2"
    assert parse_manipulation("mirror").text == "mirror=1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("brightnes=1", "unknown manipulation 'brightnes'; did you mean 'brightness'?"),
        ("brightness=-9", "brightness=-9 is out of range; allowed are -8 to 8 stops, the nearest is -8"),
        ("brightness=dark", "brightness=dark: 'dark' is no number; allowed are -8 to 8 stops"),
        ("brightness=", "brightness=: '' is no number; allowed are -8 to 8 stops"),
        ("brightness=nan", "brightness=nan is not allowed; allowed are -8 to 8 stops"),
        ("brightness=1,seed=3", "unknown setting of 'brightness' 'seed'; none is known"),
        ("mirror=0.5", "mirror=0.5 is not allowed; allowed are 0 (no) or 1 (yes)"),
        ("jpeg=50.5", "jpeg=50.5 is not allowed; allowed are whole numbers from 1 to 100 quality"),
        ("shake=3,frequenzy_hz=4", "unknown setting of 'shake' 'frequenzy_hz'; did you mean 'frequency_hz'?"),
        ("shake=3,frequenzy_hz=x", "unknown setting of 'shake' 'frequenzy_hz'; did you mean 'frequency_hz'?"),
        ("shake=3,frequency_hz=x", "shake=3,frequency_hz=x: 'x' is no number; allowed are 0 to 120 frequency_hz"),
        (
            "shake=3,frequency_hz=500",
            "shake: frequency_hz=500 is out of range; allowed are 0 to 120 frequency_hz, the nearest is 120",
        ),
        ("shake=3,seed=1,seed=2", "shake=3,seed=1,seed=2: 'seed' is given twice"),
        ("shake=3,seed=1.5", "shake=3,seed=1.5: '1.5' is no seed; a seed is a whole number from 0 on"),
        ("shake=3,seed=-1", "shake: seed=-1 is below 0; a seed is a whole number from 0 on"),
        ("shake=3,seed=x", "shake=3,seed=x: 'x' is no number; allowed are whole numbers from 0 on"),
    ],
)
def test_mistakes_are_told_with_what_is_allowed(text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_manipulation(text)
    assert str(caught.value) == told


def test_an_unknown_name_is_one() -> None:
    with pytest.raises(UnknownName):
        parse_manipulation("sepia=1")


def test_pictures_and_sound_are_not_confused() -> None:
    with pytest.raises(UsageError, match=r"gain=-6: 'gain' changes sound, not pictures"):
        parse_manipulation("gain").apply(SOURCE)
    with pytest.raises(UsageError, match=r"mirror=1: 'mirror' changes pictures, not sound"):
        parse_manipulation("mirror").apply_to_sound(VOICE)


@pytest.mark.parametrize("kind", MANIPULATIONS.values(), ids=MANIPULATIONS)
def test_kinds_describe_themselves(kind: Kind) -> None:
    assert kind.amount.low <= kind.amount.usual <= kind.amount.high
    assert kind.neutral is None or kind.amount.low <= kind.neutral <= kind.amount.high
    assert kind.amount.usual != kind.neutral
    assert kind.about.endswith(".")
    assert kind.pictures is not None or kind.sound is not None
    assert all(setting.low <= setting.usual <= setting.high for setting in kind.settings)
