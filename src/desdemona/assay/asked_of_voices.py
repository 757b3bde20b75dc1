"""What is asked of the voice channels."""

from collections.abc import Callable, Mapping

import numpy as np

from desdemona.assay.asked import Asked, at_most
from desdemona.assay.recovering import (
    Floats,
    Pairs,
    error,
    events,
    found_events,
    median_error,
    of_windows,
    relative_error,
    time_shared,
    told_events,
)
from desdemona.assay.shots import Shot, frames_in

SPEECH, LOUD = ("speech",), ("voiced", "unvoiced", "cry")
STEP_S = 0.01
PAUSE_S = (0.15, 3.0)
"""What the channels themselves call a pause; shorter gaps do not part two stretches of speech."""

Known = Callable[[Shot, float, float], float]


def _stretches(shot: Shot) -> Floats:
    """Return stretches of speech (k, 2): what is not a pause, without gaps shorter than a pause."""
    joined: list[list[float]] = []
    for start_s, end_s in shot.labelled("voice.segment", *LOUD).tolist():
        if joined and start_s - joined[-1][1] < PAUSE_S[0]:
            joined[-1][1] = end_s
        else:
            joined.append([start_s, end_s])
    return np.array(joined, dtype=np.float64).reshape(-1, 2)


def _pauses(shot: Shot) -> Floats:
    spoken = _stretches(shot)
    gaps = np.stack([spoken[:-1, 1], spoken[1:, 0]], axis=1)
    return np.asarray(gaps[gaps[:, 1] - gaps[:, 0] <= PAUSE_S[1]])


def _speaks(shot: Shot) -> tuple[Floats, Floats]:
    return shot.column("speech_active"), frames_in(shot.t_s + 0.5 * STEP_S, _stretches(shot))


def _voiced(shot: Shot) -> tuple[Floats, Floats]:
    return shot.column("voice_voiced"), frames_in(shot.t_s + 0.5 * STEP_S, shot.labelled("voice.segment", "voiced"))


def _heard(column: str, output: str) -> Pairs:
    """Return a column of steps of 10 ms beside the script's curve at the middle of each; NaN near where it breaks."""

    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        middle_s, (t_s, values) = shot.t_s + 0.5 * STEP_S, shot.curve(output)
        if not t_s.size:
            return shot.column(column), np.full(middle_s.size, np.nan)
        after = np.clip(np.searchsorted(t_s, middle_s), 1, t_s.size - 1)
        between = (middle_s - t_s[after - 1] <= STEP_S) & (t_s[after] - middle_s <= STEP_S)
        return shot.column(column), np.where(between, np.interp(middle_s, t_s, values), np.nan)

    return pairs


def _share(shot: Shot, start_s: float, end_s: float) -> float:
    spoken = _stretches(shot)
    within = np.minimum(spoken[:, 1], end_s) - np.maximum(spoken[:, 0], start_s)
    return float(np.clip(within, 0.0, None).sum() / (end_s - start_s))


def _median_f0(shot: Shot, start_s: float, end_s: float) -> float:
    t_s, hz = shot.curve("voice.f0")
    within = (t_s >= start_s) & (t_s < end_s)
    return float(np.median(hz[within])) if within.any() else float("nan")


def _whole(output: str) -> Known:
    """Return how to tell a number that holds for the whole script, where there is speech at all."""

    def known(shot: Shot, start_s: float, end_s: float) -> float:
        values = shot.curve(output)[1]
        return float(values.mean()) if values.size and _share(shot, start_s, end_s) > 0 else float("nan")

    return known


def _drawn_loudness(shot: Shot, start_s: float, end_s: float) -> float:
    t_s, level_db = shot.curve("voice.loudness")
    within = (t_s >= start_s) & (t_s < end_s)
    return float(10 * np.log10(np.mean(10 ** (level_db[within] / 10)))) if within.any() else float("nan")


def _words_per_minute(shot: Shot, start_s: float, end_s: float) -> float:
    middle_s = shot.told("voice.word").mean(axis=1)
    return 60.0 * float(((middle_s >= start_s) & (middle_s < end_s)).sum()) / (end_s - start_s)


def _loud(column: str) -> Pairs:
    """Return a level beside the voice's own, where that is no softer than 30 dB below its loudest."""

    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        known = shot.known("voice.loudness")
        loudest = np.nanmax(known) if np.isfinite(known).any() else 0.0
        return shot.column(column), np.where(known > loudest - 30.0, known, np.nan)

    return pairs


def _told(channel: str, known: Known, unit: str = "") -> Asked:
    pairs = of_windows(channel, known)
    return Asked(SPEECH, error(pairs, unit) if unit else relative_error(pairs))


VOICE: Mapping[str, Asked] = {
    "sound.level": Asked(SPEECH, error(_loud("sound_level_db"), "dB")),
    "speech.activity": Asked(SPEECH, time_shared(_speaks)),
    "speech.stretch": Asked(SPEECH, events(found_events("speech.stretch"), _stretches)),
    "speech.share": _told("speech.share", _share, "share"),
    "voice.pause": Asked(SPEECH, events(found_events("voice.pause"), _pauses)),
    "voice.voicing": Asked(SPEECH, time_shared(_voiced)),
    "voice.f0": Asked(SPEECH, median_error(_heard("voice_f0_hz", "voice.f0")), at_most(0.5)),
    "voice.f0.median": Asked(SPEECH, relative_error(of_windows("voice.f0.median", _median_f0)), at_most(0.5)),
    "voice.loudness": Asked(SPEECH, error(_loud("voice_loudness_db"), "dB")),
    "voice.loudness.mean": _told("voice.loudness.mean", _drawn_loudness, "dB"),
    "voice.snr": Asked(("noisy",), error(of_windows("voice.snr", _whole("voice.snr")), "dB")),
    "voice.jitter": _told("voice.jitter", _whole("voice.jitter")),
    "voice.shimmer": _told("voice.shimmer", _whole("voice.shimmer")),
    "voice.hnr": _told("voice.hnr", _whole("voice.hnr"), "dB"),
    **{
        f"voice.formant.{number}": Asked(
            SPEECH, relative_error(_heard(f"voice_formant_{number}_hz", f"voice.formant.{number}"))
        )
        for number in (1, 2, 3)
    },
    "voice.syllable_rate": _told("voice.syllable_rate", _whole("voice.rate")),
    "voice.words_per_minute": _told("voice.words_per_minute", _words_per_minute, "1/min"),
    "voice.whisper": Asked(
        ("speech", "whisper", "cry"), events(found_events("voice.whisper"), told_events("utterance.whisper"))
    ),
    "voice.crying": Asked(
        ("speech", "whisper", "cry"), events(found_events("voice.crying"), told_events("utterance.cry"))
    ),
}
WHY_NOT: Mapping[str, str] = {
    "sound.loudness": "scripts say how loud a voice is in decibels, not in LUFS",
    "sound.loudness.integrated": "scripts say how loud a voice is in decibels, not in LUFS",
}
