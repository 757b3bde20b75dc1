"""The channels of the heart: from an ECG, and from a pulse wave at the finger or wrist."""

from collections.abc import Mapping

from desdemona.channels.contact.beats import LEAST_RATE_HZ, find_beats
from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Occurrence, Settings, Window
from desdemona.channels.contact.intervals import Intervals, intervals_of
from desdemona.channels.contact.rate import LIKENESS, distrusted, rates_of
from desdemona.channels.contact.variability import UNITS, variability_of
from desdemona.sensors.signal import Kind, Signal, to_even

NAMES = {
    "sdnn": "heart.sdnn",
    "rmssd": "heart.rmssd",
    "lf": "heart.lf",
    "hf": "heart.hf",
    "lf_over_hf": "heart.lf_over_hf",
}
BELIEVED_S = 5.0
"""A beat is told when the stretch from so long before it to so long after it is believed; our choice."""


def measure_heart(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return beats, intervals, rate and variability of an ECG or a pulse wave, each under its channel's name."""
    kind = signal.kind
    even = to_even(signal)
    start_s, end_s = even.t_start_s, even.t_end_s
    least_hz = LEAST_RATE_HZ[kind]
    rate_hz = even.rate_hz or 0.0
    if rate_hz < least_hz:
        why = Window(start_s, end_s, None, f"{rate_hz:.3g} samples a second; {kind} beats need {least_hz:g}")
        return {f"{name}.{kind}": Findings((why,)) for name in ("heart.rate", *NAMES.values())}
    intervals = intervals_of(find_beats(even))
    variability = variability_of(intervals, kind, start_s, end_s)
    found = {f"{NAMES[name]}.{kind}": Findings(windows) for name, windows in variability.items()}
    found[f"heart.rate.{kind}"] = Findings(rates_of(intervals, kind, start_s, end_s))
    found[f"heart.interval.{kind}"] = Findings(events=_told(intervals, kind, (start_s, end_s)))
    return found


def _told(intervals: Intervals, kind: Kind, span_s: tuple[float, float]) -> tuple[Occurrence, ...]:
    """Return the intervals of beats that are believed, each labelled normal or artefact."""
    told = []
    believed: dict[int, bool] = {}
    for end_s, length_ms, normal in zip(intervals.ends_s, intervals.lengths_ms, intervals.normal, strict=True):
        second = int(end_s)
        if second not in believed:
            first_s = min(max(second - BELIEVED_S, span_s[0]), max(span_s[0], span_s[1] - 2 * BELIEVED_S))
            believed[second] = distrusted(intervals, kind, first_s, first_s + 2 * BELIEVED_S) is None
        if believed[second]:
            label = "normal" if normal else "artefact"
            told.append(Occurrence(float(end_s - length_ms / 1000), float(end_s), float(length_ms), label))
    return tuple(told)


_NOT_A_FEELING = (
    "A heart rate is not stress, fear or guilt: walking, heat, coffee, breathing and posture move it as much."
)
_METHODS: Mapping[str, str] = {
    "ecg": "QRS energy after Pan and Tompkins 1985 with one running threshold",
    "ppg": "slope sum after Zong, Heldt, Moody and Mark 2003; a beat is the fastest rise",
}
_TRUST = "windows are withheld by likeness of the beats, Orphanidou et al. 2015 ({} or more)"
_OF_A_PULSE = " Times of a pulse wave stray with the time it takes to the finger, so this is pulse variability."
_CAVEATS: Mapping[str, str] = {
    "sdnn": "Grows with the stretch: compare stretches of one length only. Age, breathing and posture move it.",
    "rmssd": "Moves with breathing rate and depth, and with the mean rate itself.",
    "lf": "Slow breathing (under 9 a minute) falls into this band. It is not sympathetic tone.",
    "hf": "Follows breathing; outside 9 to 24 breaths a minute it misses them. It is not calm.",
    "lf_over_hf": "Not a balance of sympathetic and vagal tone (Billman 2013), and not stress.",
}


def _rate_channel(kind: Kind) -> ContactChannel:
    return ContactChannel(
        name=f"heart.rate.{kind}",
        unit="bpm",
        rung="signal",
        needs=(kind,),
        column=f"heart_rate_{kind}_bpm",
        caveat="The mean over 10 s. " + _NOT_A_FEELING,
        source=f"{_METHODS[kind]}; {_TRUST.format(LIKENESS[kind])}",
        measure=measure_heart,
    )


def _interval_channel(kind: Kind) -> ContactChannel:
    return ContactChannel(
        name=f"heart.interval.{kind}",
        unit="ms",
        rung="signal",
        needs=(kind,),
        column=None,
        caveat="Artefacts are ectopic, missed and extra beats alike; where the heart varies much, mild ones hide."
        + (_OF_A_PULSE if kind == "ppg" else ""),
        source=f"{_METHODS[kind]}; artefacts by local median and spread, after Lipponen and Tarvainen 2019",
        measure=measure_heart,
    )


def _variability_channel(measured: str, kind: Kind) -> ContactChannel:
    unit = UNITS[measured]
    return ContactChannel(
        name=f"{NAMES[measured]}.{kind}",
        unit="ms²" if unit == "ms2" else unit,
        rung="signal",
        needs=(kind,),
        column=f"heart_{measured}_{kind}_{unit}",
        caveat=_CAVEATS[measured] + (_OF_A_PULSE if kind == "ppg" else ""),
        source="Task Force 1996 (Circulation 93:1043): 5 minutes at least, shorter refused; 95 % of intervals normal",
        measure=measure_heart,
    )


def _channels(kind: Kind) -> tuple[ContactChannel, ...]:
    variability = (_variability_channel(name, kind) for name in NAMES)
    return _rate_channel(kind), _interval_channel(kind), *variability


HEART_ECG = _channels("ecg")
HEART_PPG = _channels("ppg")
