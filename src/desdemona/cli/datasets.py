"""`desdemona datasets`: what datasets are known, fetching their files, and making the four tables of them."""

from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click

from desdemona.cli.console import progress_bar, say, say_json, say_table
from desdemona.datasets.getting import get_dataset
from desdemona.datasets.known import KNOWN, KnownDataset, Modality, known_dataset
from desdemona.datasets.loading import load_dataset
from desdemona.datasets.votes import told_apart
from desdemona.files import make_folder
from desdemona.tables import write_table


def tell_dataset(dataset: KnownDataset) -> None:
    """Print all that is known of one dataset."""
    say(f"{dataset.id}: {dataset.name}")
    say(f"  {dataset.about}")
    for what, text in (
        ("source", dataset.source),
        ("licence", dataset.licence),
        ("how to get it", dataset.terms),
        ("size", dataset.size),
        ("files", dataset.layout),
    ):
        say(f"  {what}: {text}")
    for truth in dataset.truth:
        say(f"  truth, {truth}")
    for caveat in dataset.caveats:
        say(f"  caveat: {caveat}")


@click.group("datasets", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For programs: everything that is known, with URLs and hashes.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the known datasets: source, licence, size, what truth each holds, and its caveats.

    Only tables are ever fetched. Recordings of people stay where they are, and need a provenance to be measured.
    """
    if ctx.invoked_subcommand is not None:
        return
    if as_json:
        say_json([asdict(dataset) for dataset in KNOWN])
        return
    rows = [
        (
            dataset.id,
            dataset.licence,
            f"{dataset.fetched_bytes / 1e6:.1f} MB" if dataset.files else "bring your own",
            "; ".join(dataset.truth),
            dataset.about,
        )
        for dataset in KNOWN
    ]
    say_table(f"{len(rows)} known datasets", ("id", "licence", "fetches", "truth", "about"), rows)
    say("caveats, source and layout of one: desdemona datasets show NAME")


@command.command("show")
@click.argument("name")
def show(name: str) -> None:
    """Show all that is known of one dataset, its caveats among it."""
    tell_dataset(known_dataset(name))


@command.command("get")
@click.argument("name")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--mirror", help="Fetch the files, by their names, from this web address instead.")
def get(name: str, out: Path, mirror: str | None) -> None:
    """Fetch the tables of a dataset, checked by hash; go on where an earlier try ended.

    Recordings are never fetched.
    """
    dataset = known_dataset(name)
    with progress_bar() as advance:
        paths = get_dataset(dataset, out, progress=advance, mirror=mirror)
    for path in paths:
        say(f"{path}: {path.stat().st_size} bytes, sha256 as pinned")
    say(f"licence: {dataset.licence}. {dataset.terms}")
    say(f"next: desdemona datasets tables {dataset.id} --data {out} --out {out / 'tables'}")


@command.command("tables")
@click.argument("name")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder of your copy of the dataset.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the four tables.")
@click.option("--modality", type=click.Choice(get_args(Modality)), help="For crema-d; both if not given.")
def tables(name: str, data: Path, out: Path, modality: Modality | None) -> None:
    """Write the four tables of a dataset, ready for `desdemona audit --readings`.

    Where a dataset holds no readings, readings.csv has its header only: put your system's answers there.
    """
    made = load_dataset(name, data, modality)
    make_folder(out)
    for which, table in (
        ("readings", told_apart(made.readings)),
        ("truth", made.truth),
        ("items", made.items),
        ("subjects", made.subjects),
    ):
        write_table(table, out / f"{which}.csv")
        say(f"{out / which}.csv: {table.height} rows")
    if made.readings.is_empty():
        say("readings.csv has no rows: nobody's answers are in this dataset; put your system's there")
    options = " ".join(f"--{which} {out / which}.csv" for which in ("readings", "truth", "items", "subjects"))
    say(f"next: desdemona audit {options} --out audit")
