"""Everything that can go wrong and be said in one line.

::

    DesdemonaError
    ├── UsageError             what a person gave cannot be used (exit code 2)
    │   ├── FileProblem        a file: missing, a folder, empty, not what its name says
    │   ├── UnknownName        a name that is not known; the nearest one that is
    │   ├── DeclarationError   a declared file (YAML): every fault of it, with its line
    │   ├── TableError         a table: every fault of it, with row, column and value
    │   └── ProvenanceError    a real recording that does not say where it comes from
    └── ModelError             a model file that cannot be had or is not the one that was pinned
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


class DesdemonaError(Exception):
    """Any failure that a person can act on; its text is one complete sentence."""

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to make the error again in another process: as it is, not from its facts."""
        return _again, (type(self), self.args, dict(self.__dict__))


class UsageError(DesdemonaError):
    """What a person gave cannot be used."""


class FileProblem(UsageError):
    """A file that cannot be read or written.

    Parameters
    ----------
    path
        The file or folder as the person named it.
    problem
        What is wrong with it, without a full stop.
    remedy
        What would mend it, if anything is known to.
    """

    def __init__(self, path: Path | str, problem: str, remedy: str = "") -> None:
        self.path, self.problem, self.remedy = Path(path), problem, remedy
        super().__init__(f"{path}: {problem}" + (f"; {remedy}" if remedy else ""))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is spelt most like `name`, or None when nothing is close."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return close[0] if close else None


def unknown_name_text(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that `name` is no known `kind`, with the nearest right one or, failing that, the list of them."""
    names = sorted(known)
    close = nearest(name, names)
    if close:
        hint = f"did you mean '{close}'?"
    elif not names:
        hint = "none is known"
    elif len(names) <= 12:
        hint = "known are " + ", ".join(names)
    else:
        hint = "known are " + ", ".join(names[:12]) + f" and {len(names) - 12} more"
    return f"unknown {kind} '{name}'; {hint}"


class UnknownName(UsageError):
    """A name that is not known, with the nearest one that is."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        super().__init__(unknown_name_text(kind, name, known))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a declared file: the line (counted from 1) and what is wrong there."""

    line: int
    text: str


class DeclarationError(UsageError):
    """A declared file that cannot be used; all its faults are told together, one a line."""

    def __init__(self, path: Path | str, faults: Sequence[Fault]) -> None:
        self.path, self.faults = Path(path), tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(f"{path}:{fault.line}: {fault.text}" for fault in self.faults))


class TableError(UsageError):
    """A table that does not fit its schema; all its faults are told together, one a line."""

    def __init__(self, table: Path | str, faults: Sequence[str]) -> None:
        self.table, self.faults = str(table), tuple(faults)
        super().__init__("\n".join(f"{table}: {fault}" for fault in self.faults))


class ProvenanceError(UsageError):
    """A real recording whose origin is not declared, or is declared badly."""

    def __init__(self, path: Path | str, problem: str) -> None:
        self.path, self.problem = Path(path), problem
        super().__init__(
            f"{path}: {problem}; run `desdemona provenance {path}` for a template to fill in, "
            'or give --provenance "source; licence; agreement; permitted use"'
        )


class ModelError(DesdemonaError):
    """A model file that cannot be had, or is not the file that was pinned."""


def _again(kind: type[DesdemonaError], args: tuple[object, ...], facts: dict[str, object]) -> DesdemonaError:
    """Return an error as it was in the process that raised it."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(facts)
    return error
