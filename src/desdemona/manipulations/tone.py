"""Brightness and colour of the light: exact gains in linear light, then codes again."""

import numpy as np

from desdemona.manipulations.light import LIGHT_OF_CODES, LUMINANCE, Numbers, glow_rgb, with_tables
from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import each_picture
from desdemona.recordings.recording import Recording


def _of_codes(recording: Recording, light: Numbers) -> Recording:
    return each_picture(recording, lambda frame: with_tables(frame.rgb, light))


def _change_brightness(manipulation: Manipulation, recording: Recording) -> Recording:
    return _of_codes(recording, LIGHT_OF_CODES * 2.0**manipulation.amount)


def _cut_highlights(manipulation: Manipulation, recording: Recording) -> Recording:
    return _of_codes(recording, np.minimum(LIGHT_OF_CODES, 2.0**-manipulation.amount))


def lamp_gains(temperature_k: float, white_k: float) -> Numbers:
    """Return what red, green and blue light (3,) are multiplied with under a lamp of another temperature.

    The lamp is a black body. Gains are the ratios of the two lamps' linear sRGB (von Kries, 1902, with the camera's
    own primaries as receptors), scaled so that grey keeps its luminance.
    """
    gains = glow_rgb(temperature_k) / glow_rgb(white_k)
    return np.asarray(gains / (gains @ LUMINANCE), dtype=np.float64)


def _change_lamp(manipulation: Manipulation, recording: Recording) -> Recording:
    gains = lamp_gains(manipulation.amount, manipulation.setting("white_k"))
    return _of_codes(recording, LIGHT_OF_CODES[:, None] * gains)


def _change_balance(manipulation: Manipulation, recording: Recording) -> Recording:
    stops = np.array([manipulation.amount, manipulation.setting("green_stops"), -manipulation.amount])
    return _of_codes(recording, LIGHT_OF_CODES[:, None] * 2.0**stops)


BRIGHTNESS = Kind(
    name="brightness",
    amount=Setting("stops", -8.0, 8.0, -1.0, "each stop doubles the light"),
    neutral=0.0,
    about="Multiplies linear light by 2 to the power of the amount; what exceeds white is white.",
    pictures=_change_brightness,
)
EXPOSURE_CLIPPING = Kind(
    name="exposure_clipping",
    amount=Setting("stops", 0.0, 8.0, 1.0, "how far below white the sensor is full"),
    neutral=0.0,
    about="Cuts linear light at 2 to the power of minus the amount of white: what an exposure too long loses, without "
    "the change of brightness.",
    pictures=_cut_highlights,
)
COLOUR_TEMPERATURE = Kind(
    name="colour_temperature",
    amount=Setting("kelvin", 2000.0, 15_000.0, 3200.0, "the black body that lights the scene"),
    neutral=None,
    about="Lights the scene by a black body of this temperature instead of one of the white's; grey keeps its "
    "luminance.",
    settings=(Setting("white_k", 2000.0, 15_000.0, 6500.0, "the lamp under which grey is grey now"),),
    pictures=_change_lamp,
)
WHITE_BALANCE = Kind(
    name="white_balance",
    amount=Setting("stops", -2.0, 2.0, 0.3, "red up and blue down"),
    neutral=None,
    about="Sets the camera's gains wrong: linear red times 2 to the amount, blue divided by it.",
    settings=(Setting("green_stops", -2.0, 2.0, 0.0, "green up"),),
    pictures=_change_balance,
)
