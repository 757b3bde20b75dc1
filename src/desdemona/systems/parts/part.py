"""A part: one recurring operation of documented systems, as a described value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desdemona.systems.flows import Events, Flow, Kind, Labels, Series, Windows


@dataclass(frozen=True, slots=True)
class Slot:
    """One input of a part: its name in a profile and the kind of flow it takes."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that a part needs, with its unit and what it does."""

    name: str
    unit: str
    about: str


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a part is applied to: input flows by slot name (in declared order), parameter values, and labels."""

    flows: Mapping[str, Flow]
    values: Mapping[str, float]
    labels: tuple[str, ...] = ()

    def series(self, slot: str) -> Series:
        """Return the series in `slot`; TypeError when something else was put there."""
        flow = self.flows[slot]
        if not isinstance(flow, Series):
            raise TypeError(slot)
        return flow

    def events(self, slot: str) -> Events:
        """Return the events in `slot`; TypeError when something else was put there."""
        flow = self.flows[slot]
        if not isinstance(flow, Events):
            raise TypeError(slot)
        return flow

    def windows(self, slot: str) -> Windows:
        """Return the windows in `slot`; TypeError when something else was put there."""
        flow = self.flows[slot]
        if not isinstance(flow, Windows):
            raise TypeError(slot)
        return flow

    def labelled(self, slot: str) -> Labels:
        """Return the labels in `slot`; TypeError when something else was put there."""
        flow = self.flows[slot]
        if not isinstance(flow, Labels):
            raise TypeError(slot)
        return flow


@dataclass(frozen=True, slots=True)
class Part:
    """One operation from earlier flows and parameter values to the next flow.

    `apply` is pure. `label_slots` marks a part whose inputs are named by the labels they stand for, in order of
    priority; each must be of the kind `label_slots`. `label_count` is how many labels a profile must list under
    `labels` (0: none; None: one or more). `source` says where the operation is described.
    """

    name: str
    about: str
    source: str
    gives: Kind
    apply: Callable[[Given], Flow]
    slots: tuple[Slot, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    label_slots: Kind | None = None
    label_count: int | None = 0
