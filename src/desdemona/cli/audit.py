"""`desdemona audit`: a system, tested, told in a report."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
import polars as pl

from desdemona.audits.handed_over import audit_tables
from desdemona.audits.wishes import PROTOCOLS, Protocol, Wishes
from desdemona.cli.audit_systems import audit_many, audit_named, systems_of
from desdemona.cli.audit_writing import leave, write_report
from desdemona.cli.console import progress_bar, tell
from desdemona.datasets.known import Modality
from desdemona.datasets.loading import load_dataset
from desdemona.datasets.mapping import load_mapping
from desdemona.datasets.submission import Submission, load_submission
from desdemona.reports.report import Report
from desdemona.systems.stated import SECTORS, Sector
from desdemona.tables import Tables

FC = TypeVar("FC", bound=Callable[..., Any])


def options_of(wishes: Wishes) -> str:
    """Return the options that declare these wishes again, with a space before each."""
    plain = Wishes()
    given = [f" --flag {shlex.quote(label)}" for label in wishes.flags]
    given += [f" --prevalence {wishes.prevalence:g}"] if wishes.prevalence != plain.prevalence else []
    given += [f" --looks-per-day {wishes.looks_per_day}"] if wishes.looks_per_day != plain.looks_per_day else []
    given += [f" --protocol {protocol}" for protocol in wishes.protocols]
    return "".join(given + ([f" --warnings {shlex.quote(wishes.warnings)}"] if wishes.warnings else []))


def audit_handed_over(
    files: dict[str, Path | None], map_file: Path | None, out: Path, wishes: Wishes, seed: int
) -> Report:
    """Audit table files that somebody handed over."""
    readings, truth = files["readings"], files["truth"]
    if readings is None or truth is None:
        raise click.UsageError("give both --readings and --truth")
    mapping = load_mapping(map_file) if map_file else {}
    submission = Submission(readings, truth, files["items"], files["subjects"])
    given = " ".join(f"--{name} {path}" for name, path in {**files, "map": map_file}.items() if path)
    tables = load_submission(submission, mapping=mapping, notice=tell, other=bool(wishes.protocols))
    return audit_shown(
        tables, readings.stem, f"desdemona audit {given}{options_of(wishes)} --seed {seed} --out {out}", wishes, seed
    )


def audit_known(
    dataset: str, data: Path | None, modality: Modality | None, out: Path, wishes: Wishes, seed: int
) -> Report:
    """Audit the people who rated a known dataset."""
    if data is None:
        raise click.UsageError(f"give --data DIR with a copy of it; `desdemona datasets get {dataset}` brings one")
    tables = load_dataset(dataset, data, modality)
    if tables.readings.height:
        # The votes are the readings here; held against themselves they would say nothing.
        tables = replace(tables, truth=tables.truth.filter(pl.col("source") != "perceived"))
    chosen = f" --modality {modality}" if modality else ""
    name = f"{dataset}: the people who rated it" + (f" ({modality})" if modality else "")
    given = f"--dataset {dataset} --data {data}{chosen}{options_of(wishes)}"
    return audit_shown(tables, name, f"desdemona audit {given} --seed {seed} --out {out}", wishes, seed)


def audit_shown(tables: Tables, name: str, command_line: str, wishes: Wishes, seed: int) -> Report:
    """Audit tables while a progress bar shows how far it is."""
    with progress_bar() as advance:
        return audit_tables(tables, name=name, command=command_line, progress=advance, wishes=wishes, seed=seed)


def file_option(name: str, about: str) -> Callable[[FC], FC]:
    """Return an option that names a file."""
    return click.option(f"--{name}", type=click.Path(path_type=Path), help=about)


@click.command("audit")
@click.argument("systems", nargs=-1, metavar="[SYSTEM…]")
@click.option("--sector", type=click.Choice(SECTORS), help="All systems of a sector; what is done already is kept.")
@click.option("--all", "everything", is_flag=True, help="All systems; goes on where an earlier run was stopped.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for report.html and report.json.")
@file_option("readings", "What a system said: CSV, TSV, Parquet, JSON lines or Excel.")
@file_option("truth", "What was true, with its source.")
@file_option("items", "Which item shows whom, in which conditions.")
@file_option("subjects", "The people, with the groups that they declared.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="YAML: which of their columns is which.")
@click.option("--dataset", help="Audit the people who rated a known dataset; see `desdemona datasets`.")
@click.option("--data", type=click.Path(path_type=Path), help="With --dataset: the folder of your copy.")
@click.option("--modality", type=click.Choice(get_args(Modality)), help="With --dataset crema-d.")
@click.option("--flag", "flags", multiple=True, metavar="LABEL", help="Of tables: a label that counts against people.")
@click.option(
    "--prevalence",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=Wishes().prevalence,
    show_default=True,
    help="Of tables: the share of people of whom a flag is true.",
)
@click.option(
    "--looks-per-day",
    type=click.IntRange(min=1),
    default=Wishes().looks_per_day,
    show_default=True,
    help="Of tables: how many looks a day false flags are counted over.",
)
@click.option(
    "--protocol",
    "protocols",
    multiple=True,
    type=click.Choice(PROTOCOLS),
    help="Of tables: hold warnings to a driver against DDAW (needs truth 'kss'), ADDW ('gaze_away', and the speed_kmh "
    "of items) or Euro NCAP ('gaze_away', 'eyes_closed').",
)
@click.option("--warnings", default="", metavar="OUTPUT", help="With --protocol: the output that warns the driver.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same report.")
@click.option("--strict", is_flag=True, help="Leave with 1 when any finding fails or is undecided.")
def command(
    systems: tuple[str, ...],
    sector: Sector | None,
    everything: bool,
    out: Path,
    readings: Path | None,
    truth: Path | None,
    items: Path | None,
    subjects: Path | None,
    map_file: Path | None,
    dataset: str | None,
    data: Path | None,
    modality: Modality | None,
    flags: tuple[str, ...],
    prevalence: float,
    looks_per_day: int,
    protocols: tuple[Protocol, ...],
    warnings: str,
    seed: int,
    strict: bool,
) -> int:
    """Test documented systems on people who do not exist, or any system from its tables, and write a report.

    SYSTEM is an id from `desdemona systems` or a profile of your own (PROFILE.yaml). With one SYSTEM the report is
    written into --out; with several, a --sector or --all each gets a folder of its own there, and index.html compares
    them.

    With --readings and --truth nothing is run: what a system said is held against what was true. Columns that bear
    other names are guessed and told, or named in --map.

    Of tables, what a flag is worth is asked of each output with two labels (the rarer one is taken for the flag) or of
    each label that is named with --flag.

    With --dataset the people who rated a dataset are audited as the system: the ceiling for every other.
    """
    files = {"readings": readings, "truth": truth, "items": items, "subjects": subjects}
    documented = (bool(systems), sector is not None, everything)
    asked = (*documented, any(files.values()), dataset is not None)
    if sum(asked) != 1:
        raise click.UsageError("give one of: SYSTEMs, --sector, --all, --readings with --truth, --dataset")
    wishes = Wishes(flags, prevalence, looks_per_day, protocols, warnings)
    if any(documented) and wishes != Wishes():
        raise click.UsageError("--flag, --prevalence, --looks-per-day, --protocol and --warnings are about tables")
    if warnings and not protocols:
        raise click.UsageError("--warnings is about a driver; give --protocol too")
    if not any(documented):
        report = (
            audit_known(dataset, data, modality, out, wishes, seed)
            if dataset
            else audit_handed_over(files, map_file, out, wishes, seed)
        )
        write_report(report, out)
        return leave([report], strict)
    if everything or sector:
        return audit_many(systems_of(sector), out, seed=seed, strict=strict)
    return audit_named(systems, out, seed=seed, strict=strict)
