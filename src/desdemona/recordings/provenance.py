"""Where recordings come from: declared beside them, given as a text, or carried by a phantom's clip.

A `provenance.yaml` holds one entry for each file name, or one under "*" for all files of its folder that have none::

    "interview.mp4":
      source: "Recorded in our laboratory, 12 May 2024"
      licence: "CC BY 4.0"
      agreement: "Written consent of both speakers, on file"
      permitted_use: "Research on measurement error"
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from desdemona.declared import compose
from desdemona.errors import DeclarationError, Fault, FileProblem, ProvenanceError
from desdemona.files import write_text
from desdemona.recordings.container import reason_of
from desdemona.recordings.recording import Provenance

FILENAME = "provenance.yaml"
EVERY_FILE = "*"
FIELDS = ("source", "licence", "agreement", "permitted_use")
_TO_FILL_IN = {
    "source": "FILL IN: where it comes from, and who made it",
    "licence": "FILL IN: under which licence or right it is used",
    "agreement": "FILL IN: who is seen or heard, and what they agreed to",
    "permitted_use": "FILL IN: what it may be used for",
}
_UNFILLED = "FILL IN"
_NOT_STATED = "not stated"
_PHANTOM_MARK = "desdemona_phantom"

Entry = dict[str, tuple[str, int]]
"""The fields of one entry: text, and the line (from 1) it stands on."""


def provenance_of(path: Path, text: str | None, comment: str) -> Provenance:
    """Return the provenance of a file: the text given, else what its clip carries, else what is declared beside it.

    Raises
    ------
    ProvenanceError
        None of the three says where it comes from.
    DeclarationError, FileProblem
        As `load_provenance`.
    """
    if text is not None:
        return parse_provenance(text, path)
    return phantom_provenance(comment) or load_provenance(path)


def load_provenance(path: Path) -> Provenance:
    """Return what the `provenance.yaml` beside a recording says of it.

    Raises
    ------
    ProvenanceError
        There is no provenance.yaml beside it, or it has no entry for this file.
    DeclarationError
        It has faults, or the entry is a template that nobody filled in; all of them with their lines.
    FileProblem
        It cannot be read.
    """
    declared = path.parent / FILENAME
    if not declared.is_file():
        raise ProvenanceError(path, "says nowhere where it comes from")
    entries = _parse_entries(declared, _read(declared))
    name = path.name if path.name in entries else EVERY_FILE
    if name not in entries:
        raise ProvenanceError(path, f"has no entry in {declared}")
    entry = entries[name]
    unfilled = [
        Fault(line, f"'{field}' of '{name}' is not filled in")
        for field, (text, line) in entry.items()
        if text.startswith(_UNFILLED)
    ]
    if unfilled:
        raise DeclarationError(declared, unfilled)
    return Provenance("real", *(entry[field][0] for field in FIELDS))


def parse_provenance(text: str, path: Path | str = "FILE") -> Provenance:
    """Return the provenance in "source; licence; agreement; permitted use".

    A text of another form is taken whole as the source; the other three are then "not stated".

    Raises
    ------
    ProvenanceError
        The text is empty, or is the pattern itself.
    """
    text = " ".join(text.split())
    parts = [part.strip() for part in text.split(";")]
    if not any(parts):
        raise ProvenanceError(path, "its provenance is empty")
    if [part.lower().replace(" ", "_") for part in parts] == list(FIELDS) or _UNFILLED in text:
        raise ProvenanceError(path, f"its provenance is not filled in ('{text}')")
    if len(parts) == len(FIELDS) and all(parts):
        return Provenance("real", *parts)
    return Provenance("real", text, _NOT_STATED, _NOT_STATED, _NOT_STATED)


def write_template(paths: Iterable[Path]) -> list[Path]:
    """Write a `provenance.yaml` to fill in beside each recording, or add entries to the one that is there.

    Entries that are there already are left as they are, and so are files that a "*" entry covers. A folder gets one
    "*" entry. Returns the files that were written; those that needed nothing are not among them.

    Raises
    ------
    FileProblem
        A recording does not exist, or a file cannot be written.
    DeclarationError
        A provenance.yaml that is there has faults.
    """
    wanted: dict[Path, list[str]] = {}
    for path in paths:
        if path.is_dir():
            wanted.setdefault(path / FILENAME, []).append(EVERY_FILE)
        elif path.is_file():
            wanted.setdefault(path.parent / FILENAME, []).append(path.name)
        else:
            raise FileProblem(path, "no such file")
    return [declared for declared, names in wanted.items() if _extend(declared, names)]


def declare_provenance(path: Path, provenance: Provenance) -> Path:
    """Write the provenance of a recording into the `provenance.yaml` beside it, and return that file.

    For files made out of real recordings, which stay what they were made of. An entry that says the same is left.

    Raises
    ------
    ProvenanceError
        There is an entry for this file already, and it says something else.
    DeclarationError
        The provenance.yaml that is there has faults.
    FileProblem
        It cannot be read or written.
    """
    declared = path.parent / FILENAME
    before = _read(declared) if declared.is_file() else ""
    there = _parse_entries(declared, before) if before.strip() else {}
    wanted = {field: str(getattr(provenance, field)) for field in FIELDS}
    if path.name not in there:
        lines = [f"  {field}: {json.dumps(text, ensure_ascii=False)}\n" for field, text in wanted.items()]
        text = _with_entries(before, [f"{json.dumps(path.name, ensure_ascii=False)}:\n" + "".join(lines)])
        _parse_entries(declared, text)
        write_text(declared, text)
    elif {field: text for field, (text, _) in there[path.name].items()} != wanted:
        raise ProvenanceError(path, f"has another origin in {declared}; take that entry out or choose another name")
    return declared


def _with_entries(before: str, entries: Iterable[str]) -> str:
    return before + ("" if not before or before.endswith("\n") else "\n") + "".join(entries)


def comment_of(metadata: Mapping[str, str]) -> str:
    """Return the comment in a container's metadata, empty where there is none; Matroska writes its name large."""
    return metadata.get("comment") or metadata.get("COMMENT") or ""


def phantom_comment(provenance: Provenance) -> str:
    """Return the line that a clip of a phantom carries in its metadata."""
    fields = {field: getattr(provenance, field) for field in FIELDS}
    return json.dumps({_PHANTOM_MARK: fields}, ensure_ascii=False)


def phantom_provenance(comment: str) -> Provenance | None:
    """Return the provenance that a clip of a phantom carries, None where the metadata are no such line.

    It says what the file says of itself; anyone can write such a line, so it proves nothing.
    """
    try:
        fields = json.loads(comment)[_PHANTOM_MARK]
        texts = [fields[field] for field in FIELDS]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not all(isinstance(text, str) and text.strip() for text in texts):
        return None
    return Provenance("phantom", *texts)


def _extend(declared: Path, names: list[str]) -> bool:
    before = _read(declared) if declared.is_file() else ""
    there = _parse_entries(declared, before) if before.strip() else {}
    missing = [] if EVERY_FILE in there else [name for name in dict.fromkeys(names) if name not in there]
    if not missing:
        return False
    text = _with_entries(before, map(_template, missing))
    _parse_entries(declared, text)  # a file in another layout than the template's cannot be added to
    write_text(declared, text)
    return True


def _template(name: str) -> str:
    lines = [f"{json.dumps(name, ensure_ascii=False)}:"]
    lines += [f'  {field}: "{_TO_FILL_IN[field]}"' for field in FIELDS]
    return "\n".join(lines) + "\n"


def _read(declared: Path) -> str:
    try:
        return declared.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FileProblem(declared, "is not a text file in UTF-8") from error
    except OSError as error:
        raise FileProblem(declared, f"cannot be read ({reason_of(error)})") from error


def _parse_entries(declared: Path, text: str) -> dict[str, Entry]:
    top = compose(text, str(declared))
    entries: dict[str, Entry] = {}
    for name, place in top.entries("the provenance").items():
        fields = place.keys(f"'{name}'", FIELDS)
        entries[name] = {
            field: (value.text(f"'{field}' of '{name}'").strip(), value.line) for field, value in fields.items()
        }
    if top.faults:
        raise DeclarationError(declared, top.faults)
    return entries
