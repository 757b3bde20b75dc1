"""What goes on inside a phantom, as values. Functions that draw it stand in the modules named after each part."""

from dataclasses import dataclass
from typing import Literal, get_args

from desdemona.physiology.heart import PulsePoint

Part = Literal["head", "jaw", "torso", "left_hand", "right_hand"]
PARTS: tuple[Part, ...] = get_args(Part)

Direction = Literal["x", "y", "z", "yaw", "pitch", "roll"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
"""Shifts to the image's right, up and towards the camera (mm), and turns of that part (degrees)."""

ANGLES: tuple[Direction, ...] = ("yaw", "pitch", "roll")


@dataclass(frozen=True, slots=True)
class Variability:
    """How far the time from beat to beat strays from the scripted rate.

    `sdnn_ms` is the standard deviation of that straying over the recording. `low_over_high` is the ratio of its power
    in a band at 0.1 Hz to that in a band at the breathing frequency, both Gaussian with a standard deviation of
    0.01 Hz (McSharry, Clifford, Tarassenko and Smith 2003, equation 3, with their 0.5 as the default).
    `breath_locked_share` is the share of the higher band's power that follows the drawn breath itself, quicker while
    she breathes in: the respiratory sinus arrhythmia. Where she does not breathe none of it is locked.
    """

    sdnn_ms: float
    low_over_high: float = 0.5
    breath_locked_share: float = 0.5


@dataclass(frozen=True, slots=True)
class BreathPoint:
    """Breaths a minute and depth (0 to 1 of a full one), reached in straight lines from the point before."""

    t_s: float
    rate_per_min: float
    depth_share: float = 0.5


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without breathing; the chest stays where it was."""

    t_start_s: float
    t_end_s: float


@dataclass(frozen=True, slots=True)
class Effort:
    """A stretch of effort, such as climbing stairs.

    Pulse and breathing rise towards `pulse_rise_bpm` and `breath_rise_per_min` above the script as
    1 - exp(-t / `rise_s`) and fall back as exp(-t / `fall_s`) after it. The default time constants are our choice.
    """

    t_start_s: float
    t_end_s: float
    pulse_rise_bpm: float
    breath_rise_per_min: float = 0.0
    rise_s: float = 30.0
    fall_s: float = 60.0


@dataclass(frozen=True, slots=True)
class OxygenPoint:
    """Oxygen saturation of the blood in percent."""

    t_s: float
    saturation_percent: float


@dataclass(frozen=True, slots=True)
class Tremor:
    """One vibration of one part: a sine of `amplitude` (half of peak to peak) in mm, or degrees for angles."""

    part: Part
    direction: Direction
    frequency_hz: float
    amplitude: float
    t_start_s: float
    t_end_s: float


@dataclass(frozen=True, slots=True)
class ConductancePoint:
    """Tonic level of skin conductance in microsiemens."""

    t_s: float
    level_microsiemens: float


@dataclass(frozen=True, slots=True)
class SkinResponse:
    """One skin conductance response: its onset, and its height above the level in microsiemens."""

    t_s: float
    amplitude_microsiemens: float


@dataclass(frozen=True, slots=True)
class TemperaturePoint:
    """Skin temperature in degrees Celsius."""

    t_s: float
    temperature_c: float


@dataclass(frozen=True, slots=True)
class BandPoint:
    """Power of the brain's bands in square microvolts (see `brain.BANDS_HZ`)."""

    t_s: float
    delta_uv2: float
    theta_uv2: float
    alpha_uv2: float
    beta_uv2: float


@dataclass(frozen=True, slots=True)
class Inside:
    """What goes on inside a phantom; points are joined by straight lines and flat outside.

    Without `pulse` she has none, without `breath` she does not breathe: those are facts. Without points of oxygen,
    skin conductance, skin temperature or bands nothing is said about them, and there is neither truth nor track.
    `ectopic_s` are instants of ectopic beats, each in place of the normal beat that was due next (see `beats`).
    """

    pulse: tuple[PulsePoint, ...] = ()
    variability: Variability | None = None
    ectopic_s: tuple[float, ...] = ()
    breath: tuple[BreathPoint, ...] = ()
    breath_pauses: tuple[Pause, ...] = ()
    efforts: tuple[Effort, ...] = ()
    oxygen: tuple[OxygenPoint, ...] = ()
    tremors: tuple[Tremor, ...] = ()
    skin_conductance: tuple[ConductancePoint, ...] = ()
    skin_responses: tuple[SkinResponse, ...] = ()
    skin_temperature: tuple[TemperaturePoint, ...] = ()
    bands: tuple[BandPoint, ...] = ()
