"""The camera that a phantom stands before."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Camera:
    """Size of the picture, pictures a second, and sensor noise (standard deviation in 8-bit steps)."""

    width_px: int = 480
    height_px: int = 480
    rate_hz: float = 30.0
    noise_dn: float = 1.5
