"""What the source report says of the field as a whole: its claims, its harms, and the list of all systems."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from desdemona.systems.stated import Sector

DATA = Path(__file__).with_name("catalogue.yaml")


@dataclass(frozen=True, slots=True)
class CounterEvidence:
    """What speaks against a claim: the report on this very claim, its general findings, or the compiler's reading."""

    basis: Literal["direct", "general", "compiler"]
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the industry: who makes it, who rests on it, what speaks against it, when it would fail.

    `about` are systems of which others claim it, as that foreign programmes were successes.
    """

    id: str
    text: str
    made_by: tuple[str, ...]
    relied_on_by: tuple[str, ...]
    fails_if: str
    counter_evidence: tuple[CounterEvidence, ...]
    pages: tuple[int, ...]
    notes: tuple[int, ...]
    about: tuple[str, ...] = ()

    @property
    def systems(self) -> tuple[str, ...]:
        """Every system that makes the claim, rests on it, or is what it is about."""
        return tuple(dict.fromkeys((*self.made_by, *self.relied_on_by, *self.about)))


@dataclass(frozen=True, slots=True)
class Harm:
    """One harm, with the report's evidence for it and a way to test for it."""

    id: str
    text: str
    evidence: str
    test: str
    named: tuple[str, ...]
    applies_to: tuple[str, ...]
    pages: tuple[int, ...]
    notes: tuple[int, ...]

    @property
    def systems(self) -> tuple[str, ...]:
        """Every system named with the harm, or to which its test applies."""
        return tuple(dict.fromkeys((*self.named, *self.applies_to)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One system of the source report as the catalogue lists it.

    `labels` are the exact labels that the report gives for its outputs, empty where it gives none.
    """

    id: str
    name: str
    organisation: str
    sector: Sector
    kind: str
    documented_status: tuple[str, ...]
    pages: tuple[int, ...]
    labels: tuple[str, ...] = ()


@cache
def load_data() -> dict[str, list[dict[str, Any]]]:
    """Return the catalogue's data file, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = loader(DATA.read_text("utf-8"))
    data: dict[str, list[dict[str, Any]]] = reader.get_single_data()
    return data


def frozen(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its lists made tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


@cache
def load_claims() -> tuple[Claim, ...]:
    """Return the claims C01 to C40 in order."""
    claims = []
    for row in load_data()["claims"]:
        against = tuple(CounterEvidence(**frozen(each)) for each in row["counter_evidence"])
        claims.append(Claim(**{**frozen(row), "counter_evidence": against}))
    return tuple(claims)


@cache
def load_harms() -> tuple[Harm, ...]:
    """Return the harms H01 to H59 in order."""
    return tuple(Harm(**frozen(row)) for row in load_data()["harms"])


@cache
def load_entries() -> tuple[Entry, ...]:
    """Return the 69 systems of the source report in the catalogue's order."""
    return tuple(Entry(**frozen(row)) for row in load_data()["systems"])
