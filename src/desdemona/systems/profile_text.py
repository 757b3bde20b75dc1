"""Writing a profile as the YAML text that reads back to the same profile."""

import yaml

from desdemona.systems.stated import Assumed, Fact, Output, Profile, Refusal, Setting, Step

Plain = None | bool | float | str | list["Plain"] | dict[str, "Plain"]


def to_profile_text(profile: Profile) -> str:
    """Return the profile as YAML; `parse_profile` of it gives an equal profile."""
    top: dict[str, Plain] = {
        "id": profile.id,
        "name": profile.name,
        "organisation": profile.organisation,
        "sector": profile.sector,
        "status": list(profile.statuses),
        "people": list(profile.people),
        "facts": [plain_fact(fact) for fact in profile.facts],
        "claims": list(profile.claims),
        "harms": list(profile.harms),
        "not_stated": list(profile.not_stated),
        "outputs": [plain_output(output) for output in profile.outputs],
        "assumed": {assumed.name: plain_assumed(assumed) for assumed in profile.assumed},
        "pipeline": [plain_step(step) for step in profile.pipeline],
        "refused": [plain_refusal(refusal) for refusal in profile.refused],
    }
    return yaml.safe_dump(top, sort_keys=False, allow_unicode=True, width=110)


def plain_fact(fact: Fact) -> dict[str, Plain]:
    """Return a fact as it is written."""
    return {"about": fact.topic, "text": fact.text, "source": fact.source}


def plain_output(output: Output) -> dict[str, Plain]:
    """Return an output as it is written; what is empty is left out."""
    written: dict[str, Plain] = {"name": output.name, "rung": output.rung, "from": output.origin}
    rest: dict[str, Plain] = {
        "unit": output.unit,
        "documented_name": output.documented_name,
        "labels": list(output.labels),
        "otherwise": output.otherwise,
        "flags": list(output.flags),
        "not_rebuilt": list(output.not_rebuilt),
        "follows": output.follows,
        "labels_assumed": output.labels_assumed,
    }
    if not output.documented:
        written["documented"] = False
    return written | {key: value for key, value in rest.items() if value}


def plain_assumed(assumed: Assumed) -> dict[str, Plain]:
    """Return an assumed value as it is written."""
    return {
        "unit": assumed.unit,
        "value": assumed.value,
        "low": assumed.low,
        "high": assumed.high,
        "why": assumed.why,
    }


def plain_step(step: Step) -> dict[str, Plain]:
    """Return a step as it is written."""
    written: dict[str, Plain] = {"step": step.name, "part": step.part, "inputs": dict(step.inputs)}
    if step.settings:
        written["parameters"] = {setting.parameter: plain_setting(setting) for setting in step.settings}
    if step.labels:
        written["labels"] = list(step.labels)
    return written


def plain_setting(setting: Setting) -> dict[str, Plain]:
    """Return a setting as it is written."""
    if setting.assumed is not None:
        return {"assumed": setting.assumed}
    if setting.defined is not None:
        return {"defined": setting.defined, "why": setting.why}
    return {"documented": setting.documented, "source": setting.source}


def plain_refusal(refusal: Refusal) -> dict[str, Plain]:
    """Return a refused step as it is written."""
    written: dict[str, Plain] = {
        "name": refusal.name,
        "standing": refusal.standing,
        "reason": refusal.reason,
    }
    if refusal.output is not None:
        written |= {"output": refusal.output, "rung": refusal.rung}
    return written
