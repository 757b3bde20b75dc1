"""How the command line speaks: results on stdout, progress and notices on stderr."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

WIDEST = 110
"""Longer lines are hard to read."""

Json = None | bool | int | float | str | Sequence["Json"] | dict[str, "Json"]


class Advance(Protocol):
    """Called as work goes on: `done` of `total` steps, and what is being done."""

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """Show that `done` of `total` steps are done (total None: not known)."""


def say(text: str) -> None:
    """Write one line of the result to stdout."""
    sys.stdout.write(text + "\n")


def say_wrapped(text: str, indent: int = 0, hanging: int = 0) -> None:
    """Write a paragraph to stdout, wrapped at words; all lines are indented, those after the first `hanging` more."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    first, later = " " * indent, " " * (indent + hanging)
    say(textwrap.fill(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False))


def tell(text: str) -> None:
    """Write one notice to stderr."""
    sys.stderr.write(text + "\n")


def say_json(value: Json) -> None:
    """Write a value as JSON to stdout, for programs."""
    say(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def say_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table to stdout; cells are shown as they are, never read as markup."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    Console().print(table)


@contextmanager
def progress_bar() -> Iterator[Advance]:
    """Show a progress bar on stderr while work goes on; nothing is drawn when stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int | None, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield advance
