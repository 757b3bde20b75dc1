"""`desdemona provenance`: a template that says where real recordings come from."""

from pathlib import Path

import click

from desdemona.cli.console import say
from desdemona.recordings.provenance import write_template


@click.command("provenance")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def command(files: tuple[Path, ...]) -> None:
    """Write a provenance.yaml beside real recordings, for you to fill in.

    Nothing real is measured before its source, its licence, the agreement of the people in it and the permitted
    use are written down. Entries that are already there are kept as they are.
    """
    for path in write_template(files):
        say(f"{path}: fill in what is marked, then measure")
