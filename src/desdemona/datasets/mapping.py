"""Which column of a handed-over table is which column of ours: declared in a small YAML, or guessed and shown.

::

    readings:
      columns: {item: Filename, label: Predicted}     # ours: theirs
      constants: {output: emotion, rung: state}       # ours: one value for every row
      labels: {joy: happiness, contempt: contempt}    # theirs: ours; one of ours that truth never uses is meant so
    truth:
      columns: {item: Filename, label: Intended}
      constants: {output: emotion, source: intended}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desdemona.declared import Place, compose
from desdemona.errors import DeclarationError, FileProblem
from desdemona.tables import ITEMS, READINGS, SUBJECTS, TRUTH

SCHEMAS = {"readings": READINGS, "truth": TRUTH, "items": ITEMS, "subjects": SUBJECTS}

GUESSES: Mapping[str, tuple[str, ...]] = {
    "item": ("file", "filename", "clip", "video", "image", "id", "item_id", "sample", "path"),
    "subject": ("actor", "person", "participant", "subject_id", "speaker", "actorid", "user"),
    "label": ("prediction", "predicted", "emotion", "class", "state", "answer", "category"),
    "value": ("measurement", "estimate", "reading"),
    "score": ("confidence", "probability", "prob"),
    "t_start_s": ("start", "start_s", "t0", "onset"),
    "t_end_s": ("end", "end_s", "t1", "offset"),
    "rater": ("annotator", "coder", "rater_id"),
    "count": ("votes", "n", "n_votes"),
}
"""Names that other people's tables use for our columns; compared without case, blanks and underscores."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one table is mapped: our column to theirs, our column to one value for every row, their label to ours."""

    columns: tuple[tuple[str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


def table_mapping(place: Place, table: str) -> TableMapping:
    """Read the mapping of one table; an unknown column of ours is a fault."""
    known = tuple(SCHEMAS[table])
    free = table in ("items", "subjects")
    entries = place.keys(table, (), ("columns", "constants") if free else ("columns", "constants", "labels"))
    pairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind, entry in entries.items():
        any_key = free or kind == "labels"
        given = entry.entries(f"{kind} of {table}") if any_key else entry.keys(f"{kind} of {table}", (), known)
        pairs[kind] = tuple((key, value.text(key)) for key, value in given.items())
    return TableMapping(pairs.get("columns", ()), pairs.get("constants", ()), pairs.get("labels", ()))


def load_mapping(path: Path) -> dict[str, TableMapping]:
    """Read a mapping file.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    DeclarationError
        When it names a table or a column that is not ours; all faults together.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(path, f"cannot be read ({type(error).__name__})") from None
    top = compose(text, str(path))
    mapping = {name: table_mapping(place, name) for name, place in top.keys("the mapping", (), tuple(SCHEMAS)).items()}
    if top.faults:
        raise DeclarationError(path, top.faults)
    return mapping


def plain(name: str) -> str:
    """Return a column name without case, blanks, hyphens and underscores."""
    return name.lower().replace(" ", "").replace("_", "").replace("-", "")


def guess_mapping(table: str, theirs: Sequence[str]) -> TableMapping:
    """Guess which of their columns are ours, for columns that do not bear our names already."""
    taken = {name for name in theirs if name in SCHEMAS[table]}
    columns = []
    for ours in SCHEMAS[table]:
        if ours in taken:
            continue
        wanted = [plain(name) for name in (ours, *GUESSES.get(ours, ()))]
        found = [name for name in theirs if name not in taken and plain(name) in wanted]
        if found:
            best = min(found, key=lambda name: wanted.index(plain(name)))
            taken.add(best)
            columns.append((ours, best))
    return TableMapping(tuple(columns))
