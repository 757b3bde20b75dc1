"""Sensor noise: new in every picture, cheap, and the same for the same seed."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.faces.colour import Picture

_SPARE = 1 << 20
"""Samples that the store holds beyond one picture: the number of places a picture's noise can start at."""


@dataclass(frozen=True, slots=True, eq=False)
class SensorNoise:
    """A store of normal noise; each picture takes a run of it from a place and with a sign of its own.

    Two pictures share no noise at the same pixel unless they draw the same place, and the random sign makes what runs
    share elsewhere uncorrelated on average.
    """

    store: Picture
    starts: NDArray[np.int64]
    positive: NDArray[np.bool_]

    @classmethod
    def of(cls, camera: Camera, seed: int, count: int) -> "SensorNoise":
        """Return the noise of a camera for `count` pictures."""
        rng = np.random.default_rng(seed)
        size = camera.height_px * camera.width_px * 3
        store = rng.standard_normal(size + _SPARE, dtype=np.float32) * np.float32(camera.noise_dn)
        return cls(store, rng.integers(0, _SPARE, count), rng.random(count) < 0.5)

    def expose(self, picture: Picture, index: int) -> NDArray[np.uint8]:
        """Return picture number `index`, (3, h, w) codes 0..255, as the sensor writes it: noisy, rounded, (h, w, 3)."""
        start = int(self.starts[index])
        planes, rows, columns = picture.shape
        run = self.store[start : start + picture.size].reshape(planes * rows, columns)
        mix = cv2.add if self.positive[index] else cv2.subtract
        noisy = mix(picture.reshape(planes * rows, columns), run, dtype=cv2.CV_8U).reshape(planes, rows, columns)
        return np.asarray(cv2.merge(list(noisy)), dtype=np.uint8)
