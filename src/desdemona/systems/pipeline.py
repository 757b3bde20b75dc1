"""Reading the pipeline of a profile, and checking that every step can be carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desdemona.declared import Place
from desdemona.systems import sources
from desdemona.systems.flows import Kind
from desdemona.systems.parts import catalogue
from desdemona.systems.parts.part import Part
from desdemona.systems.stated import Assumed, Setting, Step


@dataclass(frozen=True, slots=True, eq=False)
class Pipeline:
    """The steps as read, what kind each gives, which labels each can say, and what they used."""

    steps: list[Step] = field(default_factory=list)
    gives: dict[str, Kind] = field(default_factory=dict)
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, Place] = field(default_factory=dict)
    label_lines: dict[tuple[str, str], Place] = field(default_factory=dict)
    used_steps: set[str] = field(default_factory=set)
    used_assumed: set[str] = field(default_factory=set)


def read_assumed(place: Place) -> dict[str, tuple[Assumed, Place]]:
    """Return the assumed values with their places; each needs a unit, a value within its range, and a reason."""
    found = {}
    for name, entry in place.entries("assumed").items():
        keys = entry.keys(f"assumed '{name}'", ("unit", "value", "low", "high", "why"))
        unit, why = (keys[key].text(key) if key in keys else "" for key in ("unit", "why"))
        value, low, high = (
            keys[key].number(f"{key} of '{name}'") if key in keys else float("nan") for key in ("value", "low", "high")
        )
        if low > value:
            keys["low"].fault(f"the low of '{name}', {low:g}, lies above its value, {value:g}")
        if value > high:
            keys["high"].fault(f"the high of '{name}', {high:g}, lies below its value, {value:g}")
        if low == high:
            entry.fault(f"the range of '{name}' has no width; say documented and its source, or give a range")
        found[name] = (Assumed(name, unit, value, low, high, why), entry)
    return found


def read_pipeline(place: Place, assumed: Mapping[str, object]) -> Pipeline:
    """Return the steps; every fault of a name, kind, parameter or label is told at its line."""
    pipeline = Pipeline()
    items = place.items("pipeline")
    names = [name for item in items if (name := step_name(item))]
    for item in items:
        read_step(item, pipeline, names, assumed)
    return pipeline


def step_name(item: Place) -> str:
    """Return the name of a step without telling faults, empty where it has none."""
    quiet = Place(item.node, item.line, [])
    entry = quiet.entries("step").get("step")
    return entry.text("step") if entry else ""


def read_step(item: Place, pipeline: Pipeline, names: list[str], assumed: Mapping[str, object]) -> None:
    """Read one step into the pipeline."""
    keys = item.keys("a step", ("step", "part", "inputs"), ("parameters", "labels"))
    name = keys["step"].text("step") if "step" in keys else ""
    if name and name in pipeline.lines:
        keys["step"].fault(f"step '{name}' stands twice")
    if name in sources.BY_NAME:
        keys["step"].fault(f"step '{name}' has the name of a channel; call it otherwise")
    pipeline.lines[name] = item
    part_name = keys["part"].text("part") if "part" in keys else ""
    part = catalogue.BY_NAME.get(part_name)
    if part is None:
        if part_name:
            keys["part"].unknown("part", part_name, catalogue.BY_NAME)
        return
    inputs = read_inputs(keys["inputs"], part, pipeline, names) if "inputs" in keys else ()
    settings = read_settings(keys.get("parameters"), item, part, pipeline, assumed)
    labels = read_labels(keys.get("labels"), item, part)
    check_heard(keys, labels, part, dict(inputs), pipeline)
    pipeline.steps.append(Step(name, part.name, inputs, settings, labels))
    pipeline.gives[name] = part.gives
    said = tuple(slot for slot, _ in inputs) if part.label_slots else ()
    pipeline.labels[name] = (*said, *labels) if part.gives == "labels" else ()
    for label, place in label_places(keys):
        pipeline.label_lines[name, label] = place


def check_heard(
    keys: Mapping[str, Place], labels: tuple[str, ...], part: Part, inputs: Mapping[str, str], pipeline: Pipeline
) -> None:
    """See that a step that listens for labels of an earlier step names only labels which that step says."""
    for source in (inputs.get(slot.name, "") for slot in part.slots if slot.kind == "labels"):
        said = pipeline.labels.get(source)
        if said and labels:
            for item, label in zip(keys["labels"].items("labels"), labels, strict=True):
                if label and label not in said:
                    item.unknown(f"label of step '{source}'", label, said)


def label_places(keys: Mapping[str, Place]) -> list[tuple[str, Place]]:
    """Return where each label of a step stands: under `labels`, or as the name of an input; tells no faults."""
    quiet = {name: Place(place.node, place.line, []) for name, place in keys.items()}
    listed = quiet["labels"].items("labels") if "labels" in keys else ()
    named = quiet["inputs"].entries("inputs") if "inputs" in keys else {}
    found = [(item.text("label"), item.line) for item in listed] + [(name, place.line) for name, place in named.items()]
    return [(label, Place(keys["part"].node, line, keys["part"].faults)) for label, line in found]


def read_inputs(place: Place, part: Part, pipeline: Pipeline, names: list[str]) -> tuple[tuple[str, str], ...]:
    """Return slot and source of every input."""
    slots = {slot.name: slot.kind for slot in part.slots}
    if part.label_slots is None:
        entries = place.keys(f"inputs of part '{part.name}'", tuple(slots))
    else:
        entries = place.entries(f"inputs of part '{part.name}'")
        if not entries:
            named = "named by its label" if part.gives == "labels" else "by any name"
            place.fault(f"part '{part.name}' needs at least one input, {named}")
    inputs = []
    for slot, entry in entries.items():
        source = entry.text(f"input '{slot}'")
        if source:
            check_source(entry, source, part, slots.get(slot, part.label_slots), pipeline, names)
        inputs.append((slot, source))
    return tuple(inputs)


def check_source(
    entry: Place, source: str, part: Part, wanted: Kind | None, pipeline: Pipeline, names: list[str]
) -> None:
    """See that an input is a channel or a step above, and of the kind that the part takes."""
    pipeline.used_steps.add(source)
    if source in sources.BY_NAME:
        kind: Kind = sources.BY_NAME[source].kind
    elif source in pipeline.gives:
        kind = pipeline.gives[source]
    elif source in pipeline.lines:
        return  # the step itself is faulty and has been told
    elif source in names:
        entry.fault(f"step '{source}' stands further down; a step can use only channels and the steps above it")
        return
    else:
        entry.unknown("input", source, (*sources.BY_NAME, *pipeline.gives))
        return
    if kind != wanted:
        entry.fault(f"'{source}' gives {kind}, but part '{part.name}' takes {wanted} there")


def read_settings(
    place: Place | None, item: Place, part: Part, pipeline: Pipeline, assumed: Mapping[str, object]
) -> tuple[Setting, ...]:
    """Return the settings of a step: every parameter of its part, documented or assumed."""
    needed = tuple(parameter.name for parameter in part.parameters)
    if place is None:
        if needed:
            item.fault(f"part '{part.name}' lacks " + ", ".join(f"'{name}'" for name in needed))
        return ()
    entries = place.keys(f"parameters of part '{part.name}'", needed)
    return tuple(read_setting(name, entry, pipeline, assumed) for name, entry in entries.items())


def read_setting(name: str, entry: Place, pipeline: Pipeline, assumed: Mapping[str, object]) -> Setting:
    """Return one setting; a bare number is a fault, for it does not say where it comes from."""
    found = Place(entry.node, entry.line, []).entries(name)
    if not found:
        entry.fault(
            f"'{name}' must say where it comes from: "
            "{documented: 2, source: …}, {assumed: NAME} or {defined: 1, why: …}"
        )
        return Setting(name)
    if "defined" in found:
        number, why = stated_number(name, entry, "defined", "why")
        return Setting(name, defined=number, why=why)
    if "assumed" not in found:
        return Setting(name, *stated_number(name, entry, "documented", "source"))
    keys = entry.keys(f"'{name}'", ("assumed",))
    value = keys["assumed"].text(f"assumed value of '{name}'")
    pipeline.used_assumed.add(value)
    if value and value not in assumed:
        keys["assumed"].unknown("assumed value", value, assumed)
    return Setting(name, assumed=value)


def stated_number(name: str, entry: Place, number_key: str, text_key: str) -> tuple[float | None, str]:
    """Return a number that a setting states, and the text that must stand beside it."""
    keys = entry.keys(f"'{name}'", (number_key, text_key))
    number = keys[number_key].number(name) if number_key in keys else None
    return number, keys[text_key].text(text_key) if text_key in keys else ""


def read_labels(place: Place | None, item: Place, part: Part) -> tuple[str, ...]:
    """Return the labels that a step lists, as many as its part takes."""
    labels = place.texts("label") if place else ()
    if part.label_count is None:
        if not labels:
            item.fault(f"part '{part.name}' takes at least one label under 'labels'")
    elif len(labels) != part.label_count:
        (place or item).fault(f"part '{part.name}' takes {part.label_count} labels, not {len(labels)}")
    return labels
