"""Reading one table from whatever file it came in: CSV, TSV, Parquet, JSON lines, Excel."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from desdemona.errors import FileProblem, unknown_name_text


def read_csv(path: Path) -> pl.DataFrame:
    """Read comma-separated values; every cell stays text until its column is known."""
    return pl.read_csv(path, infer_schema=False, null_values=["", "NA", "NaN", "nan", "null"])


def read_tsv(path: Path) -> pl.DataFrame:
    """Read tab-separated values; every cell stays text until its column is known."""
    return pl.read_csv(path, separator="\t", infer_schema=False, null_values=["", "NA", "NaN", "nan", "null"])


def read_excel(path: Path) -> pl.DataFrame:
    """Read the first sheet of an Excel file.

    Raises
    ------
    FileProblem
        When the optional reader is not installed.
    """
    try:
        import fastexcel
    except ModuleNotFoundError:
        raise FileProblem(path, "Excel files need the extra reader", "pip install 'desdemona[excel]'") from None
    try:
        return pl.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise ValueError(str(error)) from None


READERS: Mapping[str, Callable[[Path], pl.DataFrame]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".parquet": pl.read_parquet,
    ".jsonl": pl.read_ndjson,
    ".ndjson": pl.read_ndjson,
    ".xlsx": read_excel,
}


def read_table_file(path: Path) -> pl.DataFrame:
    """Read a table by its file's ending; column names are stripped of blanks around them.

    Raises
    ------
    FileProblem
        When the file is missing, a folder, empty, of an unknown kind, or not what its ending says.
    """
    if not path.exists():
        raise FileProblem(path, "no such file")
    if path.is_dir():
        raise FileProblem(path, "is a folder, not a table")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FileProblem(path, unknown_name_text("kind of table", path.suffix or path.name, READERS))
    if path.stat().st_size == 0:
        raise FileProblem(path, "is empty")
    try:
        table = reader(path)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        first = str(error).strip().splitlines()
        raise FileProblem(path, f"cannot be read as {path.suffix[1:]} ({first[0] if first else 'no reason'})") from None
    return table.rename({name: name.strip() for name in table.columns if name != name.strip()})
