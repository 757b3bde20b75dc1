"""A manipulation: one described change to a recording, of a known amount, the same bytes on every pass."""

import hashlib
import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from desdemona.errors import UnknownName, UsageError
from desdemona.recordings.recording import Provenance, Recording
from desdemona.recordings.sound import Sound

TruthMove = Literal["unchanged", "mirrored", "rolled", "pixels_scaled", "times_scaled", "level_shifted"]
"""What becomes of the truth; `truth.moved_truth` does it."""

SEED = "seed"
"""The setting that every kind with chance in it has besides its own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A further number that a kind of manipulation takes; its unit stands in its name.

    `usual` holds where none is given. `whole` allows whole numbers only.
    """

    name: str
    low: float
    high: float
    usual: float
    about: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be done to a recording, with the range of its amount.

    `amount` is the setting that leads; its name is the unit. `neutral` is the amount that changes nothing, None where
    every amount changes something. `pictures` and `sound` do it; None where there is nothing to do to them. Where
    both are there, they belong together on one clock. `seeded` says that chance is in it, fixed by a seed.
    """

    name: str
    amount: Setting
    neutral: float | None
    about: str
    truth: TruthMove = "unchanged"
    settings: tuple[Setting, ...] = ()
    pictures: "Callable[[Manipulation, Recording], Recording] | None" = None
    sound: "Callable[[Manipulation, Sound], Sound] | None" = None
    seeded: bool = False


@dataclass(frozen=True, slots=True)
class Manipulation:
    """One kind of change with its amount, its settings (every one, in the kind's order) and its seed."""

    kind: Kind
    amount: float
    settings: tuple[tuple[str, float], ...] = ()
    seed: int = 0

    @property
    def name(self) -> str:
        """The name of its kind."""
        return self.kind.name

    @property
    def unit(self) -> str:
        """The unit of its amount."""
        return self.kind.amount.name

    @property
    def about(self) -> str:
        """What it does, in a sentence."""
        return self.kind.about

    @property
    def truth(self) -> TruthMove:
        """What becomes of the truth."""
        return self.kind.truth

    @property
    def is_neutral(self) -> bool:
        """Whether this amount changes nothing."""
        return self.amount == self.kind.neutral

    @property
    def text(self) -> str:
        """The manipulation as `parse_manipulation` reads it; settings at their usual value are left out."""
        usual = {setting.name: setting.usual for setting in self.kind.settings}
        given = [(name, value) for name, value in self.settings if value != usual[name]]
        seed = [(SEED, float(self.seed))] if self.kind.seeded and self.seed else []
        return ",".join(f"{name}={_plain(value)}" for name, value in [(self.name, self.amount), *given, *seed])

    def setting(self, name: str) -> float:
        """Return one of its settings."""
        return dict(self.settings)[name]

    def rng(self, *numbers: int) -> np.random.Generator:
        """Return the source of chance for one purpose, a frame's number say; the same on every pass."""
        return np.random.Generator(np.random.SFC64([self.seed, zlib.crc32(self.name.encode()), *numbers]))

    def apply(self, recording: Recording) -> Recording:
        """Return the recording with its pictures changed, frame by frame as they are asked for.

        The new recording keeps name and provenance, with a line of what was done, and has a fingerprint of its own.
        A neutral amount gives back the recording itself.

        Raises
        ------
        UsageError
            This kind changes sound alone.
        """
        if self.kind.pictures is None:
            raise UsageError(f"{self.text}: '{self.name}' changes sound, not pictures")
        if self.is_neutral:
            return recording
        provenance, fingerprint = self._origin(recording.provenance, recording.fingerprint)
        return replace(self.kind.pictures(self, recording), provenance=provenance, fingerprint=fingerprint)

    def apply_to_sound(self, sound: Sound) -> Sound:
        """Return the sound changed, block by block as they are asked for, as `apply` does pictures.

        Raises
        ------
        UsageError
            This kind changes pictures alone.
        """
        if self.kind.sound is None:
            raise UsageError(f"{self.text}: '{self.name}' changes pictures, not sound")
        if self.is_neutral:
            return sound
        provenance, fingerprint = self._origin(sound.provenance, sound.fingerprint)
        return replace(self.kind.sound(self, sound), provenance=provenance, fingerprint=fingerprint)

    def _origin(self, provenance: Provenance, fingerprint: str) -> tuple[Provenance, str]:
        facts = (fingerprint, self.name, self.amount, self.settings, self.seed)
        return told_in(provenance, [self]), hashlib.sha256(repr(facts).encode()).hexdigest()


def told_in(provenance: Provenance, manipulations: Sequence[Manipulation]) -> Provenance:
    """Return a provenance whose source says what was done, one after the other; what changes nothing is left out."""
    done = [f"; then {manipulation.text}" for manipulation in manipulations if not manipulation.is_neutral]
    return replace(provenance, source="".join([provenance.source, *done]))


NO_SETTINGS: Mapping[str, float] = {}


def new_manipulation(
    kind: Kind, amount: float | None = None, settings: Mapping[str, float] = NO_SETTINGS, *, seed: int = 0
) -> Manipulation:
    """Return a manipulation whose numbers are all allowed; the usual ones stand where none are given.

    Raises
    ------
    UnknownName
        There is no such setting; names the nearest one.
    UsageError
        A number is outside its range; says the range.
    """
    known = {setting.name: setting for setting in kind.settings}
    for name in settings:
        if name not in known:
            raise UnknownName(f"setting of '{kind.name}'", name, [*known, SEED] if kind.seeded else known)
    leading = _allowed(kind.name, kind.amount, kind.amount.usual if amount is None else amount)
    further = tuple(
        (name, _allowed(f"{kind.name}: {name}", setting, settings.get(name, setting.usual)))
        for name, setting in known.items()
    )
    if seed < 0:
        raise UsageError(f"{kind.name}: seed={seed} is below 0; a seed is a whole number from 0 on")
    return Manipulation(kind, leading, further, seed)


def range_of(setting: Setting) -> str:
    """Return the allowed numbers in words, with their unit."""
    if setting.whole and (setting.low, setting.high) == (0, 1):
        return "0 (no) or 1 (yes)"
    whole = "whole numbers from " if setting.whole else ""
    return f"{whole}{_plain(setting.low)} to {_plain(setting.high)} {setting.name}"


def _allowed(what: str, setting: Setting, value: float) -> float:
    if not math.isfinite(value) or (setting.whole and value != round(value)):
        raise UsageError(f"{what}={_plain(value)} is not allowed; allowed are {range_of(setting)}")
    if not setting.low <= value <= setting.high:
        near = min(max(value, setting.low), setting.high)
        raise UsageError(
            f"{what}={_plain(value)} is out of range; allowed are {range_of(setting)}, the nearest is {_plain(near)}"
        )
    return float(value)


def _plain(value: float) -> str:
    return f"{value:.12g}"
