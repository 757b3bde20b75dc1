"""Makes the passport page: ``python -m desdemona.passport --out docs/passport.md``."""

import os
from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from desdemona.errors import DesdemonaError, FileProblem
from desdemona.passport.making import measure_phantom
from desdemona.passport.page import write_page


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("docs/passport.md"), show_default=True
)
@click.option("--workers", type=click.IntRange(1, 64), default=min(2, os.cpu_count() or 1), show_default=True)
def main(out: Path, workers: int) -> None:
    """Measure the phantom and write her passport; pictures go into a folder beside the page."""
    cv2.setNumThreads(1)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:18s}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    try:
        if not out.parent.is_dir():
            raise FileProblem(out.parent, "there is no such folder")
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("starts", total=1.0)
            passport = measure_phantom(
                workers=workers,
                progress=lambda what, share: bar.update(task, description=what, completed=share),
            )
        for path in write_page(passport, out):
            click.echo(path)
    except DesdemonaError as error:
        raise SystemExit(click.style(str(error))) from error


if __name__ == "__main__":
    main()
