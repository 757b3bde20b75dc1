"""Parts about when something is looked at and said: samples, a notice at a set minute, reactions to a stimulus."""

import numpy as np

from desdemona.systems.flows import SLACK_S, FloatArray, Flow, Labels, Series, frame_lengths_s, latest, sums_between
from desdemona.systems.parts.labels import pick
from desdemona.systems.parts.levels import EVERY_S
from desdemona.systems.parts.part import Given, Parameter, Part, Slot

LEAST_WATCHED_SHARE = 0.5
"""Of the time in which a reaction was waited for; with less, that there was none is not said (our choice)."""


def apply_sampled(given: Given) -> Flow:
    """Return only the first frame at or after each multiple of `every_s`; one whole gap gives one frame."""
    signal = given.series("signal")
    number = np.floor((signal.t_s + SLACK_S) / given.values["every_s"])
    kept = np.concatenate((np.ones(min(1, number.size), dtype=bool), np.diff(number) > 0))
    return Series(signal.t_s[kept], signal.value[kept])


def apply_timed_notice(given: Given) -> Flow:
    """Return one label a second: the notice for `lasting_s` from `at_s` on if the level was reached at `at_s`.

    Times count from the start of the first window. The first label stands or does not by the level at `at_s` alone,
    unsaid where that was not measured; at other times the second is said wherever the level is measured.
    """
    level = given.windows("level")
    if level.t_end_s.size == 0:
        return Labels(level.t_start_s, level.t_end_s, np.full(0, None, dtype=object), level.value)
    first_s = float(level.t_start_s.min())
    end_s: FloatArray = first_s + EVERY_S * np.arange(
        1, round((float(level.t_end_s.max()) - first_s) / EVERY_S) + 1, dtype=np.float64
    )
    now = latest(level, end_s).value
    at_s = first_s + given.values["at_s"]
    decisive = float(latest(level, np.array([at_s])).value[0])
    waiting = (end_s > at_s + SLACK_S) & (end_s <= at_s + given.values["lasting_s"] + SLACK_S)
    value = np.where(waiting, decisive, now)
    choice = np.where(waiting & (value >= given.values["at_least"]), 0.0, 1.0)
    label = pick(np.where(np.isfinite(value), choice, np.nan), given.labels)
    return Labels(end_s - EVERY_S, end_s, label, np.clip(value, 0.0, 1.0))


def apply_reaction(given: Given) -> Flow:
    """Return one label a stimulus: whether a reaction began within the time given after the stimulus did.

    Where none was seen and under half of that time was watched, nothing is said.
    """
    stimuli, reactions = given.events("stimuli"), given.events("reactions")
    start_s = np.sort(stimuli.t_start_s)
    first_s, last_s = start_s + given.values["from_s"], start_s + given.values["within_s"]
    begun = np.sort(reactions.t_start_s)
    upto = np.searchsorted(begun, last_s + SLACK_S, side="right")
    found = upto > np.searchsorted(begun, first_s - SLACK_S)
    t_s, watched = reactions.watched.t_s, reactions.watched.value == 1.0
    watched_s = sums_between(t_s, frame_lengths_s(t_s) * watched, first_s, last_s)
    seen = watched_s >= LEAST_WATCHED_SHARE * (last_s - first_s)
    choice = np.where(found, 0.0, np.where(seen & (watched_s > 0), 1.0, np.nan))
    return Labels(start_s, last_s, pick(choice, given.labels), np.full(start_s.shape, np.nan))


SAMPLED = Part(
    name="sampled every",
    about=(
        "Keeps the first frame at or after each multiple of a time and drops all others: a photo a second, a scan in "
        "half a minute. What happens in between is not seen."
    ),
    source="documented timings of classroom cameras",
    gives="series",
    apply=apply_sampled,
    slots=(Slot("signal", "series"),),
    parameters=(Parameter("every_s", "s", "one frame is kept"),),
)
TIMED_NOTICE = Part(
    name="timed notice",
    about=(
        "A notice that comes up at a set time if a level has then been reached, and goes away by itself after a while; "
        "one label a second."
    ),
    source="documented timings of notices to teachers",
    gives="labels",
    apply=apply_timed_notice,
    slots=(Slot("level", "windows"),),
    parameters=(
        Parameter("at_least", "the level's own unit", "brings the notice"),
        Parameter("at_s", "s", "after the start it is decided"),
        Parameter("lasting_s", "s", "it stands"),
    ),
    label_count=2,
)
REACTION = Part(
    name="reaction after stimulus",
    about=(
        "Says for each stimulus (a question, a picture) whether anything of a kind began within a time after it. What "
        "begins by itself at that moment counts as well, and so does what the stimulus brings forth in anybody."
    ),
    source="the logic of the concealed information test (Lykken 1959), without its controls",
    gives="labels",
    apply=apply_reaction,
    slots=(Slot("stimuli", "events"), Slot("reactions", "events")),
    parameters=(
        Parameter("from_s", "s", "after the stimulus begins, at the earliest"),
        Parameter("within_s", "s", "after the stimulus begins, at the latest"),
    ),
    label_count=2,
)
TIMING: tuple[Part, ...] = (SAMPLED, TIMED_NOTICE, REACTION)
