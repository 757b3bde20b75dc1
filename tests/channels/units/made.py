"""Evidence made by hand: what the readout gives when known amounts of units act, without any picture."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.units.amounts import Watched
from desdemona.channels.units.readout import UNITS, Evidence, load_readouts

Floats = NDArray[np.float64]
BASE = 3.0


def amounts(count: int, **acting: Floats | float) -> Floats:
    """Return amounts (count, 2, units) on both sides; `look_up` stands for "look up"."""
    found = np.zeros((count, 2, len(UNITS)))
    for unit, values in acting.items():
        found[:, :, UNITS.index(unit.replace("_", " "))] = np.broadcast_to(np.asarray(values), (count,))[:, None]
    return found


def evidence(acting: Floats, *, head_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Evidence:
    """Return the evidence for amounts on a face whose own neutral is not zero, exactly as the readout has it."""
    units = np.stack([acting @ readout.leaks + BASE for readout in load_readouts()], axis=2)
    gap = 24.0 * acting[:, 0, UNITS.index("jaw")]
    return Evidence(units, gap, np.tile(head_deg, (len(acting), 1)))


def watched(found: Evidence, *, blinking: Floats | None = None, rate_hz: float = 10.0) -> Watched:
    """Return what was watched, all regions seen."""
    count = len(found)
    why = {region: [None] * count for region in ("brows", "eyes", "mouth")}
    return Watched(np.arange(count) / rate_hz, found, why, np.zeros(count) if blinking is None else blinking)
