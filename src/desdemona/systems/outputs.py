"""Reading the outputs of a profile and what it refuses, and checking that they fit the pipeline."""

from collections.abc import Mapping, Sequence

from desdemona.declared import Place
from desdemona.errors import unknown_name_text
from desdemona.systems import sources
from desdemona.systems.pipeline import Pipeline
from desdemona.systems.stated import STANDINGS, Output, Refusal
from desdemona.tables import RUNGS

NEEDED = ("name", "rung", "from")
OPTIONAL = (
    "unit",
    "documented",
    "documented_name",
    "labels",
    "otherwise",
    "flags",
    "not_rebuilt",
    "follows",
    "labels_assumed",
)


def read_output(place: Place, pipeline: Pipeline) -> Output:
    """Return one output; its step must exist and say only labels that the output has, and all of them."""
    keys = place.keys("an output", NEEDED, OPTIONAL)

    def text(key: str) -> str:
        return keys[key].text(key) if key in keys else ""

    def labels(key: str) -> tuple[str, ...]:
        return keys[key].texts("label") if key in keys else ()

    output = Output(
        name=text("name"),
        rung=keys["rung"].choice("rung", RUNGS) if "rung" in keys else RUNGS[0],
        origin=text("from"),
        unit=text("unit"),
        documented=keys["documented"].yes("documented") if "documented" in keys else True,
        documented_name=text("documented_name"),
        labels=labels("labels"),
        otherwise=text("otherwise") or None,
        flags=labels("flags"),
        not_rebuilt=labels("not_rebuilt"),
        follows=text("follows") or None,
        labels_assumed=text("labels_assumed"),
    )
    check_output(output, place, keys, pipeline)
    return output


def check_output(output: Output, place: Place, keys: Mapping[str, Place], pipeline: Pipeline) -> None:
    """See that an output has an origin and that its labels and those of its step are the same."""
    pipeline.used_steps.add(output.origin)
    if output.origin and output.origin not in pipeline.lines and output.origin not in sources.BY_NAME:
        keys["from"].unknown("step", output.origin, (*pipeline.lines, *sources.BY_NAME))
    for key, wrong in (("flags", output.flags), ("not_rebuilt", output.not_rebuilt)):
        for label in wrong:
            if label not in output.all_labels:
                keys[key].unknown(f"label of output '{output.name}'", label, output.all_labels)
    if pipeline.gives.get(output.origin) == "labels":
        check_labels(output, place, pipeline)


def check_labels(output: Output, place: Place, pipeline: Pipeline) -> None:
    """See that the step says no label that the output lacks, and that no label of the output is silently never said."""
    said = pipeline.labels[output.origin]
    for label in said:
        if label and label not in output.all_labels:
            line = pipeline.label_lines.get((output.origin, label), pipeline.lines[output.origin])
            line.unknown(f"label of output '{output.name}'", label, output.all_labels)
    for label in output.all_labels:
        if label not in said and label not in output.not_rebuilt:
            place.fault(f"label '{label}' of output '{output.name}' is said by no step; name it under 'not_rebuilt'")


def read_refusal(place: Place) -> Refusal:
    """Return one documented step that is refused or left out; an output of it needs its rung."""
    keys = place.keys("a refused step", ("name", "standing", "reason"), ("output", "rung"))
    if ("output" in keys) != ("rung" in keys):
        place.fault("a refused output needs both 'output' and 'rung'")
    return Refusal(
        name=keys["name"].text("name") if "name" in keys else "",
        standing=keys["standing"].choice("standing", STANDINGS) if "standing" in keys else STANDINGS[0],
        reason=keys["reason"].text("reason") if "reason" in keys else "",
        output=keys["output"].text("output") if "output" in keys else None,
        rung=keys["rung"].choice("rung", RUNGS) if "rung" in keys else None,
    )


def check_names(place: Place, outputs: Sequence[Output], refused: Sequence[Refusal]) -> None:
    """See that no two outputs share a name and that what an output follows exists."""
    items = place.items("outputs")
    taken = [step.output for step in refused if step.output]
    for output, item in zip(outputs, items, strict=True):
        if output.name in taken:
            item.fault(f"output '{output.name}' stands twice")
        taken.append(output.name)
        others = [other.name for other in outputs if other is not output]
        if output.follows and output.follows not in others:
            item.fault(unknown_name_text("output to follow", output.follows, others))


def check_documented_labels(place: Place, outputs: Sequence[Output], documented: Sequence[str]) -> None:
    """See that a documented output says only labels that the source report has, unless it says why they are ours."""
    for output, item in zip(outputs, place.items("outputs"), strict=True):
        if not output.documented or output.labels_assumed:
            continue
        for label in output.labels:
            if label not in documented:
                item.fault(
                    unknown_name_text(f"documented label of output '{output.name}'", label, documented)
                    + "; say under 'labels_assumed' why the label is ours"
                )


def check_use(pipeline: Pipeline, assumed: Mapping[str, tuple[object, Place]]) -> None:
    """See that every step and every assumed value is used by something."""
    for name, item in pipeline.lines.items():
        if name and name not in pipeline.used_steps:
            item.fault(f"step '{name}' is used by no step and no output")
    for name, (_, item) in assumed.items():
        if name not in pipeline.used_assumed:
            item.fault(f"assumed value '{name}' is used by no step")
