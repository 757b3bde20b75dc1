"""What is asked of the channels of contact sensors, of brought context, and of words."""

from collections.abc import Iterator, Mapping

import numpy as np

from desdemona.assay.asked import Asked
from desdemona.assay.recovering import (
    Floats,
    error,
    events,
    found_events,
    mean_of,
    of_windows,
    over_stretch,
    told_events,
)
from desdemona.assay.shots import Shot, numbers

WORN, SPOKEN = ("worn",), ("spoken",)
SENSORS = ("ecg", "ppg")
DEPARTURE = "vehicle.lane_departure"
BEAT_TOLERANCE_S = 0.5


def beats_s(shot: Shot) -> Floats:
    """Return the instants of the beats of a script (k,)."""
    return shot.instants("pulse.beat")


def _beat_lengths(shot: Shot, start_s: float, end_s: float) -> Floats:
    own = beats_s(shot)
    return np.asarray(1000.0 * np.diff(own[(own >= start_s) & (own < end_s)]))


def _sdnn(shot: Shot, start_s: float, end_s: float) -> float:
    return float(np.std(_beat_lengths(shot, start_s, end_s), ddof=1))


def _rmssd(shot: Shot, start_s: float, end_s: float) -> float:
    return float(np.sqrt(np.mean(np.diff(_beat_lengths(shot, start_s, end_s)) ** 2)))


def _intervals(sensor: str) -> Asked:
    """Ask each interval that was told for the scripted one that ends nearest (a finger's comes later by its delay)."""

    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        own = shot.events.filter(shot.events["channel"] == f"heart.interval.{sensor}")
        ends_s, said_ms = numbers(own, "t_end_s"), numbers(own, "value")
        true_s = beats_s(shot)
        delay_s = _delay(ends_s, true_s)
        nearest = 1 + np.abs(ends_s[:, None] - delay_s - true_s[None, 1:]).argmin(axis=1)
        return said_ms, 1000.0 * (true_s[nearest] - true_s[nearest - 1])

    return Asked(WORN, error(pairs, "ms"))


def _delay(ends_s: Floats, true_s: Floats) -> float:
    """Return by how much told beats come after those of the script, on the whole."""
    before = np.clip(np.searchsorted(true_s, ends_s, side="right") - 1, 0, true_s.size - 1)
    return float(np.median(ends_s - true_s[before])) if ends_s.size else 0.0


def _responses_per_min(shot: Shot, start_s: float, end_s: float) -> float:
    onsets_s = shot.told("skin_conductance.response")[:, 0]
    return 60.0 * float(((onsets_s >= start_s) & (onsets_s < end_s)).sum()) / (end_s - start_s)


def _windows(channel: str, output: str, unit: str) -> Asked:
    return Asked(WORN, error(of_windows(channel, mean_of(output)), unit))


def _over_all(channel: str, output: str, unit: str) -> Asked:
    """Ask the mean of all windows: the power of made waves is exact over the whole recording only."""

    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        said = shot.rows(channel)[:, 2]
        whole = float(np.nanmean(said)) if np.isfinite(said).any() else float("nan")
        return np.array([whole]), np.array([float(shot.curve(output)[1].mean())])

    return Asked(WORN, error(pairs, unit))


def _words(shot: Shot, _start_s: float, _end_s: float) -> float:
    return float(len(shot.told("voice.word")))


def _word_rate(shot: Shot, start_s: float, end_s: float) -> float:
    words = shot.told("voice.word")
    return 60.0 * _words(shot, start_s, end_s) / float((words[:, 1] - words[:, 0]).sum())


def _departures(shot: Shot, _start_s: float, _end_s: float) -> float:
    return float(len(shot.told(DEPARTURE)))


def _vehicle() -> Iterator[tuple[str, Asked]]:
    for name, curve, unit, of in (
        ("vehicle.speed", "vehicle.speed", "km/h", np.mean),
        ("vehicle.speed_sd", "vehicle.speed", "km/h", np.std),
        ("vehicle.speed_max", "vehicle.speed", "km/h", np.max),
        ("vehicle.lane_position_sd", "vehicle.lane_position", "m", np.std),
    ):
        yield name, Asked(WORN, error(of_windows(name, over_stretch(curve, of)), unit))
    yield DEPARTURE, Asked(WORN, events(found_events(DEPARTURE), told_events(DEPARTURE)))
    yield (
        "vehicle.lane_departures",
        Asked(WORN, error(of_windows("vehicle.lane_departures", _departures), "departures")),
    )


def _heart() -> Iterator[tuple[str, Asked]]:
    for sensor in SENSORS:
        yield f"heart.rate.{sensor}", _windows(f"heart.rate.{sensor}", "pulse.rate", "bpm")
        yield f"heart.interval.{sensor}", _intervals(sensor)
        yield f"heart.sdnn.{sensor}", Asked(WORN, error(of_windows(f"heart.sdnn.{sensor}", _sdnn), "ms"))
        yield f"heart.rmssd.{sensor}", Asked(WORN, error(of_windows(f"heart.rmssd.{sensor}", _rmssd), "ms"))


CONTACT: Mapping[str, Asked] = {
    **dict(_heart()),
    **dict(_vehicle()),
    "breath.rate.belt": _windows("breath.rate.belt", "breath.rate", "1/min"),
    "skin_conductance.level": _windows("skin_conductance.level", "skin_conductance.level", "µS"),
    "skin_conductance.response": Asked(
        WORN, events(found_events("skin_conductance.response"), told_events("skin_conductance.response"))
    ),
    "skin_conductance.response_rate": Asked(
        WORN, error(of_windows("skin_conductance.response_rate", _responses_per_min), "1/min")
    ),
    **{f"eeg.{band}": _over_all(f"eeg.{band}", f"eeg.{band}", "µV²") for band in ("delta", "theta", "alpha", "beta")},
    "oxygen.saturation.device": _windows("oxygen.saturation.device", "oxygen.saturation", "%"),
    "skin.temperature": _windows("skin.temperature", "skin.temperature", "°C"),
}
WORDS: Mapping[str, Asked] = {
    "words.count": Asked(SPOKEN, error(of_windows("words.count", _words), "words")),
    "words.rate": Asked(SPOKEN, error(of_windows("words.rate", _word_rate), "words/min")),
}
_BANDS = "scripts say the ratio that beats are drawn with, from which five minutes of them stray"
_NOT_SAID = "scripts have no sentiment, by design"
WHY_NOT: Mapping[str, str] = {
    **{f"heart.{band}.{sensor}": _BANDS for band in ("lf", "hf", "lf_over_hf") for sensor in SENSORS},
    "heart.rate.device": "what a device tells is handed on as it is",
    "grade.given": "what is declared is handed on as it is",
    "words.characters": "phantoms do not speak Chinese",
    "words.characters_rate": "phantoms do not speak Chinese",
    "words.sentiment.vader": _NOT_SAID,
    "words.sentiment.snownlp": _NOT_SAID,
}  # fmt: skip
