"""Voice tracks as systems read them."""

import numpy as np
import polars as pl
import pytest
from tests.channels.voice.made import column, measured, sound_of, spoken, windows

from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.channels.voice import reasons
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.rows import beside_pictures, to_rows, to_tracks
from desdemona.channels.voice.words import TimedWord
from desdemona.errors import UsageError
from desdemona.systems.flows import Events, Series, Windows
from desdemona.systems.measured import load_flow, to_measured
from desdemona.systems.sources import Source

SPEECH = spoken()
VOICE = measured(SPEECH.samples)


def pictures(item: str = "made", rate_hz: float = 25.0) -> Tracks:
    t_s = np.arange(int(8 * rate_hz)) / rate_hz
    frames = pl.DataFrame({"frame": np.arange(len(t_s)), "t_s": t_s, "face_found": np.ones(len(t_s), np.int8)})
    return Tracks(item, frames, pl.DataFrame(schema=EVENTS), pl.DataFrame(schema=WINDOWS))


def test_every_channel_becomes_a_flow_of_its_kind() -> None:
    for tracks in (to_tracks(VOICE), beside_pictures(pictures(), VOICE)):
        for channel in VOICE_CHANNELS:
            first = channel.columns[0] if channel.columns else None
            needed = None if channel.kind == "windows" else first
            flow = load_flow(Source(channel.name, channel.unit, channel.kind, needed), to_measured(tracks))
            assert isinstance(flow, {"series": Series, "events": Events, "windows": Windows}[channel.kind])


def test_windows_of_a_flow_are_those_measured() -> None:
    flow = load_flow(Source("voice.f0.median", "Hz", "windows"), to_measured(to_tracks(VOICE)))
    assert isinstance(flow, Windows)
    np.testing.assert_array_equal(flow.value, windows(VOICE, "voice.f0.median"))
    np.testing.assert_allclose(flow.t_end_s, [5.0, 8.0])


def test_beside_pictures_each_picture_has_the_mean_of_its_time() -> None:
    joined = beside_pictures(pictures(), VOICE)
    assert joined.frames.height == 200
    shown = joined.frames["voice_f0_hz"].to_numpy()
    fine = column(VOICE, "voice_f0_hz")
    assert shown[30] == pytest.approx(np.nanmean(fine[120:124]))
    assert joined.frames["voice_f0_hz"].null_count() > 50
    assert joined.frames["speech_active"].dtype == pl.Int8
    assert set(joined.frames["speech_active"].unique()) == {0, 1}
    assert joined.windows.height == VOICE.windows.height


def test_pictures_faster_than_steps_take_the_step_they_stand_in() -> None:
    joined = beside_pictures(pictures(rate_hz=240.0), VOICE)
    shown = joined.frames["voice_f0_hz"].to_numpy()
    assert np.isfinite(shown).mean() == pytest.approx(np.isfinite(column(VOICE, "voice_f0_hz")).mean(), abs=0.02)


def test_other_items_do_not_meet() -> None:
    with pytest.raises(UsageError, match="the pictures are of 'other' but the sound is of 'made'"):
        beside_pictures(pictures("other"), VOICE)


def test_series_become_windows() -> None:
    rows = to_rows(VOICE, 2.0)
    assert dict(rows.schema) == WINDOWS
    own = rows.filter(pl.col("channel") == "speech.activity")
    np.testing.assert_allclose(own["t_end_s"], [2.0, 4.0, 6.0, 8.0])
    np.testing.assert_allclose(own["value"], column(VOICE, "speech_active").reshape(4, 200).mean(axis=1))
    f0 = rows.filter(pl.col("channel") == "voice.f0")
    assert f0["value"][0] == pytest.approx(np.nanmean(column(VOICE, "voice_f0_hz")[:200]))
    assert f0["reason"].to_list()[-1] == "too little measured"
    assert to_rows(measured(np.zeros(0)), 2.0).is_empty()


def test_words_a_minute() -> None:
    words = [TimedWord(word.word, word.t_start_s, word.t_end_s) for word in SPEECH.words]
    tracks = measure_sound(sound_of(SPEECH.samples), item="made", words=words)
    shown = windows(tracks, "voice.words_per_minute")
    assert shown[0] * 5 / 60 + shown[1] * 3 / 60 == pytest.approx(len(words))
    assert windows(VOICE, "voice.words_per_minute").tolist() == pytest.approx([np.nan] * 2, nan_ok=True)
    assert VOICE.windows.filter(pl.col("channel") == "voice.words_per_minute")["reason"][0] == reasons.NO_TRANSCRIPT
