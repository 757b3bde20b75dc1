"""Makes the page of channels: ``python -m desdemona.assay --out docs/channels.md``."""

from pathlib import Path

import click
import cv2
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from desdemona.assay.making import run_assay
from desdemona.assay.page import write_page
from desdemona.errors import DesdemonaError


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("docs/channels.md"), show_default=True
)
@click.option("--quick", is_flag=True, help="Two channels on two people and few pictures: to see that it runs.")
def main(out: Path, quick: bool) -> None:
    """Measure every channel on phantoms and write the page that lists them; what was measured before is kept."""
    cv2.setNumThreads(1)
    columns = (TextColumn("{task.description:28s}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("starts", total=None)
            assay = run_assay(
                quick=quick,
                progress=lambda done, whole, what: bar.update(task, description=what, completed=done, total=whole),
            )
        write_page(assay, out)
    except DesdemonaError as error:
        raise SystemExit(str(error)) from error
    click.echo(out)


if __name__ == "__main__":
    main()
