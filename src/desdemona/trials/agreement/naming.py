"""A naming: labels held against the truth of one source, and how well they must do."""

from dataclasses import dataclass

from desdemona.tables import Source

KNOWN_AS: dict[Source, str] = {
    "script": "scripted",
    "sensor": "sensed",
    "self_report": "self-reported",
    "induced": "induced",
    "intended": "intended",
    "perceived": "perceived",
    "outcome": "actual",
}
"""How a label of each source is spoken of: "the intended label"."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Labels held against the truth of one source, and how well they must do.

    `bound` is the least balanced accuracy, and the least recall and precision of each label; .7 is where Barrett's
    band "strong" begins. `beyond_chance` is the least kappa, `beyond` how far the share right must exceed always saying
    the most frequent label, `below_people` how far it may stay below what people reach. `people_source` is where
    people's own votes stand when the truth itself is not votes. `truth_output` and `people_output` are the names for
    the output there, where they differ.
    """

    output: str
    source: Source
    truth_output: str = ""
    bound: float = 0.7
    beyond_chance: float = 0.01
    beyond: float = 0.0
    below_people: float = 0.0
    people_source: Source = "perceived"
    people_output: str = ""
    each_label: bool = True
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
