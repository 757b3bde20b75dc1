"""Numbers that a device or a person gave already: passed on in windows, not measured."""

from collections.abc import Mapping

import numpy as np

from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Occurrence, Settings
from desdemona.channels.contact.windows import measured_windows
from desdemona.sensors.signal import Signal

WINDOW_S, STEP_S = 10.0, 1.0
"""The window of the other heart rates, so that they can be compared."""


def pass_on(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return the mean of the given values in every window of 10 s, one a second."""
    channel = {of.needs[0]: of for of in (HEART_RATE_DEVICE, OXYGEN_DEVICE, SKIN_TEMPERATURE)}[signal.kind]
    return {channel.name: Findings(measured_windows(signal, np.mean, WINDOW_S, STEP_S))}


def pass_on_grades(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return every grade that was given, as an event."""
    given = zip(signal.times_s, signal.values, strict=True)
    events = (Occurrence(float(t_s), float(t_s), float(grade)) for t_s, grade in given if np.isfinite(grade))
    return {GRADE.name: Findings(events=tuple(events))}


HEART_RATE_DEVICE = ContactChannel(
    name="heart.rate.device",
    unit="bpm",
    rung="signal",
    needs=("heart_rate",),
    column="heart_rate_device_bpm",
    caveat="The device's own number; how it was smoothed and held over gaps is not known. Not stress, not guilt.",
    source="mean of the given values over 10 s",
    measure=pass_on,
)
OXYGEN_DEVICE = ContactChannel(
    name="oxygen.saturation.device",
    unit="%",
    rung="signal",
    needs=("oxygen_saturation",),
    column="oxygen_saturation_device_percent",
    caveat="The oximeter's own number; in Black patients it missed low saturation nearly three times as often.",
    source="mean of the given values over 10 s; bias by skin: Sjoding, Dickson, Iwashyna, Gay and Valley 2020",
    measure=pass_on,
)
SKIN_TEMPERATURE = ContactChannel(
    name="skin.temperature",
    unit="°C",
    rung="signal",
    needs=("skin_temperature",),
    column="skin_temperature_c",
    caveat="Of the skin under the sensor, not of the body: room, clothing and blood flow move it by degrees.",
    source="mean of the given values over 10 s",
    measure=pass_on,
)
GRADE = ContactChannel(
    name="grade.given",
    unit="points",
    rung="judgement",
    needs=("grade",),
    column=None,
    caveat="A teacher's or a test's verdict that was brought along, not measured here.",
    source="the values as given",
    measure=pass_on_grades,
)
GIVEN = (HEART_RATE_DEVICE, OXYGEN_DEVICE, SKIN_TEMPERATURE, GRADE)
