"""What the voice channels give for one sound."""

from dataclasses import dataclass

import polars as pl

FRAMES: dict[str, type[pl.DataType]] = {
    "frame": pl.Int64,
    "t_s": pl.Float64,
    "speech_active": pl.Int8,
    "speech_reason": pl.String,
    "voice_voiced": pl.Int8,
    "voice_f0_hz": pl.Float64,
    "voice_f0_reason": pl.String,
    "voice_loudness_db": pl.Float64,
    "voice_loudness_reason": pl.String,
    "voice_formant_1_hz": pl.Float64,
    "voice_formant_2_hz": pl.Float64,
    "voice_formant_3_hz": pl.Float64,
    "voice_formant_reason": pl.String,
    "voice_whisper": pl.Int8,
    "voice_crying": pl.Int8,
    "sound_level_db": pl.Float64,
    "sound_loudness_lufs": pl.Float64,
}
"""Each row stands for the 10 ms from `t_s` on; null where not measured, and then the column of reasons says why."""


@dataclass(frozen=True, slots=True, eq=False)
class VoiceTracks:
    """What the voice channels measured on one sound.

    `frames` has one row every 10 ms (see `FRAMES`), on the clock of the pictures where the file has pictures. `events`
    and `windows` have the columns of `desdemona.channels.tracks`. `notices` are plain sentences about the sound.
    """

    item: str
    frames: pl.DataFrame
    events: pl.DataFrame
    windows: pl.DataFrame
    notices: tuple[str, ...] = ()
