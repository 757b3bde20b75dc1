"""Profiles: one YAML file a system, read with every fault told at its line."""

from functools import cache
from pathlib import Path

import yaml

from desdemona.declared import Place, compose
from desdemona.errors import DeclarationError, FileProblem, UnknownName
from desdemona.systems.claims import load_claims, load_entries, load_harms
from desdemona.systems.outputs import check_documented_labels, check_names, check_use, read_output, read_refusal
from desdemona.systems.pipeline import read_assumed, read_pipeline
from desdemona.systems.stated import (
    DOCUMENTED_STATUSES,
    NOTICE,
    SECTORS,
    TOPICS,
    Assumed,
    DocumentedStatus,
    Fact,
    Output,
    Profile,
    Refusal,
    Sector,
    Setting,
    Step,
)

__all__ = [
    "BUILT_IN_IDS",
    "NOTICE",
    "Assumed",
    "DocumentedStatus",
    "Fact",
    "Output",
    "Profile",
    "Refusal",
    "Sector",
    "Setting",
    "Step",
    "load_profile",
    "load_system",
    "parse_profile",
]

PROFILES = Path(__file__).with_name("profiles")
FILES = {file.stem: file for file in sorted(PROFILES.glob("*/*.yaml"))}
"""The built-in profiles by id, one folder a sector."""
BUILT_IN_IDS: tuple[str, ...] = tuple(entry.id for entry in load_entries() if entry.id in FILES)
"""In the order of the catalogue."""
KEYS = (
    "id",
    "name",
    "organisation",
    "sector",
    "status",
    "people",
    "facts",
    "claims",
    "harms",
    "not_stated",
    "outputs",
    "assumed",
    "pipeline",
    "refused",
)


def load_system(id_or_path: str | Path) -> Profile:
    """Return a built-in system by its id, or the profile in a YAML file.

    Raises
    ------
    UnknownName
        When it is neither a known id nor a file; the nearest id is named.
    FileProblem, DeclarationError
        As `load_profile` does.
    """
    name = str(id_or_path)
    if name in BUILT_IN_IDS:
        return load_built_in(name)
    if isinstance(id_or_path, Path) or name.endswith((".yaml", ".yml")) or Path(name).is_file():
        return load_profile(id_or_path)
    raise UnknownName("system", name, BUILT_IN_IDS)


@cache
def load_built_in(name: str) -> Profile:
    """Return the profile of a built-in system, read once."""
    return load_profile(FILES[name])


def load_profile(path: Path | str) -> Profile:
    """Read one profile.

    Raises
    ------
    FileProblem
        When the file is missing, a folder, unreadable or no text.
    DeclarationError
        When the profile has faults: all of them, each with its line.
    """
    try:
        text = Path(path).read_text("utf-8")
    except FileNotFoundError:
        raise FileProblem(path, "no such file") from None
    except IsADirectoryError:
        raise FileProblem(path, "is a folder, not a profile") from None
    except UnicodeDecodeError:
        raise FileProblem(path, "is no text file", "a profile is YAML in UTF-8") from None
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from None
    return parse_profile(text, str(path))


def parse_profile(text: str, path: str) -> Profile:
    """Read a profile from its text; `path` is only for messages.

    Raises
    ------
    DeclarationError
        When the profile has faults: all of them, each with its line.
    """
    top = compose(text, path)
    profile = read_profile(top)
    if top.faults:
        raise DeclarationError(path, top.faults)
    return profile


def read_profile(top: Place) -> Profile:
    """Return the profile; faults go to the place's list."""
    nothing = Place(yaml.ScalarNode("tag:yaml.org,2002:null", ""), top.line, [])
    found = top.keys("the profile", KEYS)
    keys = {key: found.get(key, nothing) for key in KEYS}
    assumed = read_assumed(keys["assumed"])
    pipeline = read_pipeline(keys["pipeline"], assumed)
    outputs = tuple(read_output(place, pipeline) for place in keys["outputs"].items("outputs"))
    refused = tuple(read_refusal(place) for place in keys["refused"].items("refused"))
    check_names(keys["outputs"], outputs, refused)
    for entry in load_entries():
        if entry.id == keys["id"].text("id"):
            check_documented_labels(keys["outputs"], outputs, entry.labels)
    check_use(pipeline, assumed)
    if not outputs and not refused:
        keys["outputs"].fault("there are no outputs and nothing is refused; say which documented steps are")
    return Profile(
        id=keys["id"].text("id"),
        name=keys["name"].text("name"),
        organisation=keys["organisation"].text("organisation"),
        sector=keys["sector"].choice("sector", SECTORS),
        statuses=tuple(item.choice("status", DOCUMENTED_STATUSES) for item in keys["status"].items("status")),
        people=keys["people"].texts("people"),
        facts=tuple(read_fact(place) for place in keys["facts"].items("facts")),
        claims=read_numbers(keys["claims"], "claim", {claim.id for claim in load_claims()}),
        harms=read_numbers(keys["harms"], "harm", {harm.id for harm in load_harms()}),
        not_stated=keys["not_stated"].texts("not_stated"),
        outputs=outputs,
        assumed=tuple(value for value, _ in assumed.values()),
        pipeline=tuple(pipeline.steps),
        refused=refused,
    )


def read_fact(place: Place) -> Fact:
    """Return one documented fact with its source."""
    keys = place.keys("a fact", ("about", "text", "source"))
    topic = keys["about"].choice("topic", TOPICS) if "about" in keys else TOPICS[0]
    text, source = (keys[key].text(key) if key in keys else "" for key in ("text", "source"))
    return Fact(topic, text, source)


def read_numbers(place: Place, kind: str, known: set[str]) -> tuple[str, ...]:
    """Return catalogue numbers; one that does not exist is a fault."""
    numbers = []
    for item in place.items(f"{kind}s"):
        number = item.text(kind)
        if number and number not in known:
            item.unknown(kind, number, known)
        numbers.append(number)
    return tuple(numbers)
