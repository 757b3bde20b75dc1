"""Makes the passport page: ``python -m desdemona.passport --out docs/passport.md``."""

import os
from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from desdemona.errors import DesdemonaError
from desdemona.passport.acceptance import PEOPLE
from desdemona.passport.making import measure_phantom
from desdemona.passport.page import write_page


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("docs/passport.md"), show_default=True
)
@click.option("--workers", type=click.IntRange(1, 64), default=min(2, os.cpu_count() or 1), show_default=True)
@click.option(
    "--people",
    type=click.IntRange(5, len(PEOPLE)),
    default=len(PEOPLE),
    show_default=True,
    help="How many random identities the face detector is shown; fewer is quicker.",
)
@click.option(
    "--python",
    "pythons",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A further Python that must give the same bytes; it needs what desdemona needs.",
)
def main(out: Path, workers: int, people: int, pythons: tuple[Path, ...]) -> None:
    """Measure the phantom and write her passport; its pictures go into a folder named like the page, beside it."""
    cv2.setNumThreads(1)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:18s}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("starts", total=1.0)
            passport = measure_phantom(
                PEOPLE[:people],
                workers=workers,
                pythons=pythons,
                progress=lambda what, share: bar.update(task, description=what, completed=share),
            )
        for path in write_page(passport, out):
            click.echo(path)
    except DesdemonaError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
