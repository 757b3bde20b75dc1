"""Sound as it comes: any blocks, rates, channels and lengths."""

from collections.abc import Iterator

import numpy as np
import pytest
from tests.channels.voice.made import MADE, column, events, f0_errors, measured, sound_of, spoken, windows

from desdemona.channels.voice.hearing import hear
from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.tracks import FRAMES
from desdemona.recordings.recording import Notice, ignore_notice
from desdemona.recordings.sound import Block, Sound
from desdemona.voices.score import Score, Utterance, Word
from desdemona.voices.voice import synthesise

SPEECH = spoken(duration_s=7.0)


def test_the_blocks_change_nothing() -> None:
    samples = np.tile(SPEECH.samples, 4)  # 28 s: two pieces
    one, other = (measure_sound(sound_of(samples, block=block), item="made") for block in (160_001, 997))
    assert one.frames.equals(other.frames)
    assert one.windows.equals(other.windows)
    assert one.events.equals(other.events)


def test_where_a_piece_ends_changes_nothing() -> None:
    shifts_s = (13.5, 16.0)  # the sentence stands across 20 s, or before and after it
    shown = []
    for shift_s in shifts_s:
        tracks = measured(np.concatenate([np.zeros(round(shift_s * 16_000), np.float32), SPEECH.samples]))
        shown.append(column(tracks, "voice_f0_hz")[round(shift_s * 100) :])
        ((start_s, end_s),) = events(tracks, "speech.stretch")
        assert (start_s - shift_s, end_s - shift_s) == pytest.approx((0.25, 6.25), abs=0.03)
    both = np.isfinite(shown[0]) & np.isfinite(shown[1])
    assert both.sum() > 0.97 * np.isfinite(shown[0]).sum()
    assert np.median(np.abs(shown[0] / shown[1] - 1)[both]) < 1e-3


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_every_sample_rate(rate_hz: int) -> None:
    said = Utterance(0.25, tuple(Word(word) for word in ["hello", "my", "name", "is", "Desdemona"]))
    speech = synthesise(Score((said,)), rate_hz=rate_hz, duration_s=3.0, seed=1)
    tracks = measured(speech.samples, rate_hz)
    assert tracks.frames.height == 300
    errors, share = f0_errors(tracks, speech)
    assert share > 0.95
    assert abs(np.median(errors)) < 0.001
    assert windows(tracks, "voice.loudness.mean")[0] == pytest.approx(-23.0, abs=0.5)


@pytest.mark.parametrize("count", [0, 1, 7, 160, 801, 16_000])
@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 96_000])
def test_short_sounds_do_not_break_it(count: int, rate_hz: int) -> None:
    samples = np.random.default_rng(1).standard_normal(count) * 0.1
    tracks = measured(samples, rate_hz)
    assert tracks.frames.height == -(-count * 100 // rate_hz)
    assert dict(tracks.frames.schema) == FRAMES
    assert not np.isfinite(column(tracks, "voice_f0_hz")).any()


def test_channels_that_cancel_are_heard_one_by_one() -> None:
    opposed = np.stack([SPEECH.samples, -SPEECH.samples], axis=1)
    eight = np.zeros((len(SPEECH.samples), 8), np.float32)
    eight[:, 2] = SPEECH.samples
    for samples in (opposed, eight):
        tracks = measure_sound(sound_of(samples), item="made")
        assert tracks.notices == (
            "made: its channels cancel or only one sounds; the loudest is heard alone where they do",
        )
        assert windows(tracks, "voice.loudness.mean")[0] == pytest.approx(-23.0, abs=0.5)


def test_sound_that_starts_late_keeps_its_time_and_damage_is_told() -> None:
    def blocks(notice: Notice) -> Iterator[Block]:
        yield from sound_of(SPEECH.samples, start_s=1.0).blocks(notice)
        notice("made: the sound is cut off")

    tracks = measure_sound(Sound("made", MADE, 16_000, 1, "made", blocks), item="made")
    assert events(tracks, "speech.stretch")[0][0] == pytest.approx(1.25, abs=0.03)
    assert "made: the sound is cut off" in tracks.notices


def test_progress_is_told_in_steps() -> None:
    done: list[int] = []
    measure_sound(sound_of(np.zeros(25 * 16_000)), item="made", progress=done.append)
    assert done == [2000, 2500]


def test_pieces_hold_20_s_whatever_the_length() -> None:
    def blocks(_notice: Notice) -> Iterator[Block]:
        for number in range(130):
            yield Block(float(number), np.zeros((16_000, 1), np.float32))

    pieces = list(hear(Sound("long", MADE, 16_000, 1, "", blocks), ignore_notice))
    assert [piece.first_step for piece in pieces] == [0, 2000, 4000, 6000, 8000, 10_000, 12_000]
    assert max(len(piece.mono) for piece in pieces) < 23 * 16_000


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30, 1e-30, 1.0])
def test_what_is_no_sound_gives_no_number(value: float) -> None:
    tracks = measured(np.full(32_000, value))
    assert not np.isfinite(column(tracks, "voice_f0_hz")).any()
    assert not column(tracks, "speech_active").any()


def test_not_a_number_in_the_samples_does_not_spread() -> None:
    samples = SPEECH.samples.copy()
    samples[30_000] = np.nan
    tracks = measured(samples)
    errors, share = f0_errors(tracks, SPEECH)
    assert share > 0.9
    assert abs(np.median(errors)) < 0.001
