"""Watching action units while faces are followed: what is kept of a frame, and their tracks from all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Column
from desdemona.channels.face.iris import Eyes
from desdemona.channels.face.mesh import Mesh
from desdemona.channels.face.observed import Faces
from desdemona.channels.units.amounts import MIDLINE, Watched, measure_amounts, without_traces
from desdemona.channels.units.catalogue import ACTION_UNITS, UnitChannel
from desdemona.channels.units.cells import look_at_cells
from desdemona.channels.units.neutral import Neutral, OwnBaseline
from desdemona.channels.units.readout import Evidence, gather_evidence, no_evidence
from desdemona.channels.units.upright import see_upright

Floats = NDArray[np.float64]
Reasons = Sequence[str | None]


def see_cells(rgb: NDArray[np.uint8], mesh: Mesh, eyes: Eyes) -> NDArray[np.float32]:
    """Return what is to be kept of the pixels of one face (2, cells), for `UnitWatch.see`."""
    return look_at_cells(see_upright(rgb, mesh, eyes)).astype(np.float32)


@dataclass(slots=True, eq=False)
class UnitWatch:
    """Gathers evidence of action units, some frames at a time; about 700 bytes a frame are kept."""

    _t_s: list[Floats] = field(default_factory=list)
    _evidence: list[Evidence] = field(default_factory=list)
    _why: dict[str, list[str | None]] = field(default_factory=dict)

    def see(
        self, t_s: Floats, faces: Faces | None, cells: Sequence[NDArray[np.float32] | None], why: Mapping[str, Reasons]
    ) -> None:
        """Take in k frames.

        `faces` are those of them that have one (None where none has), `cells` is what `see_cells` kept of each frame,
        None without a face, and `why` says for brows, eyes and mouth of each frame why they cannot be measured.
        """
        where = np.array([one is not None for one in cells], dtype=bool)
        found = no_evidence(len(cells))
        if faces is not None:
            seen = gather_evidence(faces, np.stack([one for one in cells if one is not None]).astype(np.float64))
            found.units[where], found.gap_mm[where], found.head_deg[where] = seen.units, seen.gap_mm, seen.head_deg
        self._t_s.append(t_s)
        self._evidence.append(found)
        for region, reasons in why.items():
            self._why.setdefault(region, []).extend(reasons)

    def watched(self, blinking: Floats) -> Watched:
        """Return all that was gathered; `blinking` (n,) is the column of the channel `blink`."""
        parts = self._evidence or [no_evidence(0)]
        evidence = Evidence(
            np.concatenate([part.units for part in parts]),
            np.concatenate([part.gap_mm for part in parts]),
            np.concatenate([part.head_deg for part in parts]),
        )
        return Watched(np.concatenate(self._t_s or [np.zeros(0)]), evidence, dict(self._why), blinking)


def unit_columns(
    watched: Watched, neutral: Neutral | None = None, channels: Sequence[UnitChannel] = ACTION_UNITS
) -> dict[str, Column]:
    """Return the frame columns of action units: their shares, then `units_REGION_reason` why any are withheld.

    The reasons are for `brows`, `eyes`, `mouth` and `neutral`; the last holds for all units but 26 and 27.
    """
    amounts = measure_amounts(watched, neutral or OwnBaseline())
    columns: dict[str, Column] = {}
    for channel in channels:
        key = channel.unit_name
        right, left = amounts.shares[key].T
        columns[channel.columns[0]] = without_traces((right + left) / 2)
        if key not in MIDLINE:
            columns[channel.columns[1]], columns[channel.columns[2]] = (without_traces(side) for side in (left, right))
    return columns | {f"units_{region}_reason": reasons for region, reasons in amounts.why.items()}
