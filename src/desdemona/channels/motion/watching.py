"""Watching movement while faces are followed: one look at every frame, and a few hundred bytes kept of it."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.tracking import Sight
from desdemona.channels.motion.even import Window, cut_windows
from desdemona.channels.motion.flow import Flows, FlowWatch
from desdemona.channels.motion.perfusion import PatchWatch, PerfusionMap, patches_of
from desdemona.channels.motion.scaled import Scaled, scale_frame
from desdemona.channels.motion.shifts import Shifts, ShiftWatch
from desdemona.channels.motion.vibration import Vibration, VibrationWatch
from desdemona.channels.pulse.skin_regions import SkinColour, SkinTrace, no_skin, see_skin

Wish = Literal["shifts", "vibration", "flow", "patches", "skin"]
"""What is watched: shifts of head, shoulders and background; differences of frames; flow; patches of skin; skin."""

MOVEMENT_S, MOVEMENT_STEP_S, MOVEMENT_LEAST_S = 10.0, 1.0, 5.0
"""Windows of head, shoulders and camera."""
BREATH_S, BREATH_STEP_S, BREATH_LEAST_S = 30.0, 5.0, 18.0


@dataclass(frozen=True, eq=False)
class Watched:
    """What was watched in a recording, n frames; what was not wished for is empty.

    `skin` is the trace of forehead, cheeks and background, `maps` the perfusion maps of successive windows.
    """

    shifts: Shifts
    vibrations: Sequence[Vibration]
    flows: Flows
    maps: Sequence[PerfusionMap]
    skin: SkinTrace

    @property
    def span_s(self) -> tuple[float, float]:
        """Return when the first and the last frame were."""
        t_s = self.shifts.t_s
        return (float(t_s[0]), float(t_s[-1])) if t_s.size else (0.0, 0.0)

    @cached_property
    def windows(self) -> list[Window]:
        """Windows of movement, 10 s each, one a second."""
        return cut_windows(self.shifts, MOVEMENT_S, MOVEMENT_STEP_S, MOVEMENT_LEAST_S)

    @cached_property
    def breath_windows(self) -> list[Window]:
        """Windows for breathing, 30 s each, one every 5 s."""
        return cut_windows(self.shifts, BREATH_S, BREATH_STEP_S, BREATH_LEAST_S)


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What is kept of a run of frames: rows of shifts and of flow, windows of vibration, perfusion maps."""

    shifts: NDArray[np.float64]
    flow: NDArray[np.float64]
    vibrations: tuple[Vibration, ...]
    maps: tuple[PerfusionMap, ...]


State = Mapping[str, Any]


class Watch:
    """Looks at every frame for what is wished; `watched` gives what was seen.

    Put it into a pass with `watch_sights`, or call `see` with each sight in order.
    """

    def __init__(self, wishes: Iterable[Wish]) -> None:
        self._wishes = frozenset(wishes)
        self._factor: int | None = None
        self._shifts, self._vibration, self._flow, self._patches = (
            ShiftWatch(),
            VibrationWatch(),
            FlowWatch(),
            PatchWatch(),
        )
        self._skin: list[SkinColour] = []

    def see(self, sight: Sight, skin: SkinColour | None = None) -> None:
        """Take one frame in; `skin` is what `see_skin` found in it, where that is known already."""
        t_s, rgb, mesh = sight.frame.t_s, sight.frame.rgb, sight.mesh
        scaled: Scaled | None = None
        if mesh is not None and self._wishes & {"shifts", "vibration", "flow"}:
            scaled = scale_frame(rgb, t_s, mesh, self._factor)
            self._factor = scaled.factor
        place = self._shifts.see(t_s, scaled if self._wishes & {"shifts", "vibration"} else None)
        if "vibration" in self._wishes:
            self._vibration.see(scaled, place)
        if "flow" in self._wishes:
            self._flow.see(t_s, scaled)
        if self._wishes & {"patches", "skin"}:
            colour = skin or (no_skin(rgb) if mesh is None else see_skin(rgb, mesh))
            if "skin" in self._wishes:
                self._skin.append(colour)
            if "patches" in self._wishes:
                points = None if mesh is None else mesh.points_px
                self._patches.see(t_s, patches_of(rgb, points), colour.rgb, colour.pixel_count)

    def take(self) -> Taken:
        """Hand over what is kept of the frames since the last call; it is then no longer held."""
        taken = Taken(self._shifts.take(), self._flow.take(), tuple(self._vibration.windows), tuple(self._patches.maps))
        self._vibration.windows, self._patches.maps = [], []
        return taken

    def put_back(self, taken: Sequence[Taken]) -> None:
        """Take back what was handed over, in order, before what came since."""
        if not taken:
            return
        self._shifts.put_back([one.shifts for one in taken])
        self._flow.put_back([one.flow for one in taken])
        self._vibration.windows = [*(one for part in taken for one in part.vibrations), *self._vibration.windows]
        self._patches.maps = [*(one for part in taken for one in part.maps), *self._patches.maps]

    def state(self) -> State:
        """Return what must be known to go on, and has not been handed over."""
        return {
            "factor": self._factor,
            "shifts": self._shifts,
            "vibration": self._vibration,
            "flow": self._flow,
            "patches": self._patches,
        }

    def resume(self, state: State) -> None:
        """Go on from a state; what is watched must be the same."""
        self._factor = state["factor"]
        self._shifts, self._vibration = state["shifts"], state["vibration"]
        self._flow, self._patches = state["flow"], state["patches"]

    def watched(self, skin: SkinTrace | None = None) -> Watched:
        """Return what was seen; call it once, at the end. `skin` is its trace, where it was not wished for here."""
        shifts = self._shifts.shifts()
        span_s = (float(shifts.t_s[0]), float(shifts.t_s[-1])) if shifts.t_s.size else (0.0, 0.0)
        return Watched(
            shifts=shifts,
            vibrations=self._vibration.finish(span_s) if "vibration" in self._wishes else (),
            flows=self._flow.flows(),
            maps=self._patches.finish(span_s) if "patches" in self._wishes else (),
            skin=skin if skin is not None else self._trace(shifts),
        )

    def _trace(self, shifts: Shifts) -> SkinTrace:
        kept = self._skin
        return SkinTrace(
            t_s=shifts.t_s[: len(kept)],
            rgb=np.stack([one.rgb for one in kept]) if kept else np.zeros((0, 4, 3)),
            pixel_count=np.rint([one.pixel_count for one in kept]).astype(np.int64).reshape(-1, 4),
            motion_px=np.full(len(kept), np.nan),
        )


def watch_sights(sights: Iterable[Sight], watch: Watch) -> Generator[Sight, None, None]:
    """Pass followed faces on as they are, watching each on its way."""
    for sight in sights:
        watch.see(sight)
        yield sight
