"""Skin conductance: its level, and responses by trough to peak."""

from collections.abc import Iterator, Mapping

import numpy as np
import scipy
from numpy.typing import NDArray

from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Occurrence, Settings, Window
from desdemona.channels.contact.windows import too_short, windows_between
from desdemona.sensors.signal import Floats, Signal, to_even

LEAST_RATE_HZ = 4.0
SMOOTH_S = 0.2
"""Standard deviation of the Gaussian that takes the noise off; our choice, well under the second that a rise lasts."""
LEAST_RISE_US = 0.05
"""Smallest response that counts; Boucsein et al. 2012 tell of 0.01 to 0.05 µS in use, we take the strict end."""
LEAST_SLOPE_US_S = 0.02
"""A rise begins and ends where the slope passes this; our choice, above the drift of a level."""
ONSET_SHARE = 0.25
"""A response is said to begin where it rises with a quarter of its fastest slope; our choice, against the smoothing."""
RISE_S = (0.5, 5.0)
"""A response rises for so long; Boucsein et al. 2012 have 1 to 3 s as usual, the wider limits are our choice."""
AFTER_S = 6.0
"""So long after its peak a response is not level; our choice, three of the usual time constants of 2 s."""
CONTACT_US = (0.05, 60.0)
"""Outside, the electrodes do not touch the skin or touch one another (Kleckner et al. 2018)."""
FASTEST_US_S = 10.0
"""Faster changes are no skin's (Kleckner et al. 2018)."""
LEVEL_S, COUNT_S, STEP_S = 10.0, 60.0, 5.0
VALID_SHARE = 0.9


def measure_conductance(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return level, responses and responses a minute of skin conductance in µS."""
    even = to_even(signal)
    rate_hz = even.rate_hz or 0.0
    start_s, end_s = even.t_start_s, even.t_end_s
    if rate_hz < LEAST_RATE_HZ or even.values.size < 2 * LEAST_RATE_HZ:
        why = Findings(
            (Window(start_s, end_s, None, f"{rate_hz:.3g} samples a second; responses need {LEAST_RATE_HZ:g}"),)
        )
        return {SC_LEVEL.name: why, SC_RESPONSE.name: Findings(), SC_RESPONSE_RATE.name: why}
    valid = valid_samples(even.values, rate_hz)
    responses = tuple(_responses(even, valid))
    level = level_of(even, valid, responses)
    return {
        SC_LEVEL.name: Findings(_levels(even, level, valid)),
        SC_RESPONSE.name: Findings(events=responses),
        SC_RESPONSE_RATE.name: Findings(_counts(even, valid, responses)),
    }


def valid_samples(values: Floats, rate_hz: float) -> NDArray[np.bool_]:
    """Return which samples can be those of a skin: within range, with no jump within a second of them."""
    low, high = CONTACT_US
    with np.errstate(invalid="ignore"):
        bad = ~((values >= low) & (values <= high))
        jumps = np.abs(np.diff(values, prepend=values[0])) * rate_hz > FASTEST_US_S
    reach = np.ones(2 * round(rate_hz) + 1)
    return np.asarray(~(bad | (np.convolve(jumps, reach, mode="same")[: values.size] > 0)))


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _responses(even: Signal, valid: NDArray[np.bool_]) -> Iterator[Occurrence]:
    """Give the responses of each valid run, in order: from trough to peak, with the rise between them in µS."""
    rate_hz = even.rate_hz or 1.0
    for first, last in _runs(valid):
        if last - first < 2 * rate_hz:
            continue
        smooth = scipy.ndimage.gaussian_filter1d(even.values[first:last], SMOOTH_S * rate_hz, mode="nearest")
        slope = np.gradient(smooth) * rate_hz
        for start, stop in _runs(slope > LEAST_SLOPE_US_S):
            peak = min(stop, smooth.size - 1)
            rise, lasts_s = float(smooth[peak] - smooth[start]), (peak - start) / rate_hz
            if rise >= LEAST_RISE_US and RISE_S[0] <= lasts_s <= RISE_S[1]:
                onset = start + int(np.argmax(slope[start:stop] > ONSET_SHARE * slope[start:stop].max()))
                onset_s, peak_s = (even.t_start_s + (first + at) / rate_hz for at in (onset, peak))
                yield Occurrence(onset_s, peak_s, rise)


def level_of(even: Signal, valid: NDArray[np.bool_], responses: tuple[Occurrence, ...]) -> Floats:
    """Return the level under the responses, µS (n,): the conductance between them, straight lines under them.

    A response covers its rise and 6 s after its peak, or less where the next begins; then the trough between the two is
    on the line, although it is above the level.
    """
    times_s = even.times_s
    between = valid.copy()
    for response in responses:
        between &= ~((times_s > response.t_start_s) & (times_s < response.t_end_s + AFTER_S))
    for response in responses:
        at = min(int(np.searchsorted(times_s, response.t_start_s - 1e-9)), times_s.size - 1)
        between[at] = valid[at]
    if not between.any():
        return np.full(times_s.size, np.nan)
    level = np.interp(times_s, times_s[between], even.values[between])
    level[~valid] = np.nan
    return np.asarray(level)


def _share(valid: NDArray[np.bool_], even: Signal, start_s: float, end_s: float) -> tuple[slice, float]:
    rate_hz = even.rate_hz or 1.0
    here = slice(round((start_s - even.t_start_s) * rate_hz), round((end_s - even.t_start_s) * rate_hz))
    return here, float(valid[here].mean())


_NO_CONTACT = f"no contact with the skin, or jumps, in more than {1 - VALID_SHARE:.0%} of the window"


def _levels(even: Signal, level: Floats, valid: NDArray[np.bool_]) -> tuple[Window, ...]:
    found = []
    for start_s, end_s in windows_between(even.t_start_s, even.t_end_s, LEVEL_S, STEP_S):
        here, share = _share(valid, even, start_s, end_s)
        known = level[here][np.isfinite(level[here])]
        good = share >= VALID_SHARE and known.size > 0
        found.append(Window(start_s, end_s, float(known.mean())) if good else Window(start_s, end_s, None, _NO_CONTACT))
    return tuple(found) or (too_short(even.t_start_s, even.t_end_s, LEVEL_S),)


def _counts(even: Signal, valid: NDArray[np.bool_], responses: tuple[Occurrence, ...]) -> tuple[Window, ...]:
    onsets_s = np.array([response.t_start_s for response in responses])
    found = []
    for start_s, end_s in windows_between(even.t_start_s, even.t_end_s, COUNT_S, STEP_S):
        _, share = _share(valid, even, start_s, end_s)
        count = float(((onsets_s >= start_s) & (onsets_s < end_s)).sum())
        rate = count * 60 / COUNT_S
        found.append(
            Window(start_s, end_s, rate) if share >= VALID_SHARE else Window(start_s, end_s, None, _NO_CONTACT)
        )
    return tuple(found) or (too_short(even.t_start_s, even.t_end_s, COUNT_S),)


_SOURCE = "contact and jumps as in Kleckner et al. 2018; responses by trough to peak, Boucsein et al. 2012"
SC_LEVEL = ContactChannel(
    name="skin_conductance.level",
    unit="µS",
    rung="signal",
    needs=("skin_conductance",),
    column="skin_conductance_level_us",
    caveat="Differs tenfold between people, electrodes and rooms: compare with the same person's own. Responses close "
    "together pile up and raise it. Sweat is not guilt or stress: heat and movement make it too.",
    source=_SOURCE + "; the level is what lies between responses",
    measure=measure_conductance,
)
SC_RESPONSE = ContactChannel(
    name="skin_conductance.response",
    unit="µS",
    rung="sign",
    needs=("skin_conductance",),
    column=None,
    caveat="Anything new, loud or effortful gives one, and so does a deep breath; some people give hardly any. "
    "Where two overlap the second is measured too small.",
    source=_SOURCE + f"; at least {LEAST_RISE_US} µS",
    measure=measure_conductance,
)
SC_RESPONSE_RATE = ContactChannel(
    name="skin_conductance.response_rate",
    unit="1/min",
    rung="sign",
    needs=("skin_conductance",),
    column="skin_conductance_responses_per_min",
    caveat="Counts responses whatever made them; moves with the smallest response that counts.",
    source=_SOURCE + f"; at least {LEAST_RISE_US} µS, in windows of a minute",
    measure=measure_conductance,
)
CONDUCTANCE = (SC_LEVEL, SC_RESPONSE, SC_RESPONSE_RATE)
