"""Conductance and temperature of the skin."""

import numpy as np

from desdemona.physiology.heart import Floats, line_at
from desdemona.physiology.inside import Inside

RISE_S, DECAY_S = 0.75, 2.0
"""Time constants of one response, a difference of two exponentials (the Bateman function, as in Benedek and Kaernbach
2010); the two numbers are our choice."""

TO_PEAK_S = float(np.log(DECAY_S / RISE_S) * RISE_S * DECAY_S / (DECAY_S - RISE_S))
"""From the onset of a response to its peak, 1.18 s."""


def _bateman(into_s: Floats) -> Floats:
    after_s = np.clip(into_s, 0, None)
    return np.asarray(np.exp(-after_s / DECAY_S) - np.exp(-after_s / RISE_S))


_PEAK = float(_bateman(np.array([TO_PEAK_S]))[0])


def level_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the tonic level of skin conductance in microsiemens, NaN where the phantom has no points of it."""
    points = inside.skin_conductance
    return line_at([point.t_s for point in points], [point.level_microsiemens for point in points], times_s)


def conductance_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the skin conductance in microsiemens: the level and, on top, each response with its stated height."""
    responses = (
        response.amplitude_microsiemens * _bateman(times_s - response.t_s) / _PEAK for response in inside.skin_responses
    )
    return sum(responses, start=level_at(inside, times_s))


def temperature_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the skin temperature in degrees Celsius, NaN where the phantom has no points of it."""
    points = inside.skin_temperature
    return line_at([point.t_s for point in points], [point.temperature_c for point in points], times_s)
