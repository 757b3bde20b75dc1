"""What the protocols of driver warnings ask for.

What the rules say is taken from secondary sources [V2] and must be re-checked against the primary text before it is
quoted; what was found from memory only is not used.

Drowsiness (DDAW), Delegated Regulation (EU) 2021/1341 [V2]: warn at KSS 8 or above, a warning at 7 is allowed. At least
10 participants, at least 10 needed warnings in all and one of each participant; a right warning may come with a KSS of
7 or more within 5 minutes either side. Passed with an average sensitivity above 40 % and its lower confidence bound
above 20 %. The level of that bound is not verified; the interval here is a 95 % one. Ratings of 8 or more that follow
each other within 5 minutes are one needed warning: our reading. That warnings come by day and by night is to be seen
from two audits; it is not checked here.

Distraction (ADDW), Delegated Regulation (EU) 2023/2590 [V2]: warn once gaze has been in the distraction area for more
than 3.5 s at 50 km/h or more, 6 s at 20 to 50 km/h. Euro NCAP Safe Driving v1.1 [V2]: long distraction 3 to 4 s,
microsleep eyes closed for 1 to 2 s, sleep 3 s or more, unresponsive 6 s or more. None gives a share that must be warned
or a limit of false alarms that is verified; the bounds here are ours.
"""

from dataclasses import dataclass
from math import inf

from desdemona.tables import Source

NEAR_S = 300.0
"""How far from a warning a rating of sleepiness may lie: 5 minutes [V2]."""


@dataclass(frozen=True, slots=True)
class Warnings:
    """Which readings are warnings: an output and those of its labels (none: every reading), and what may be false.

    `false_per_hour` is ours: no protocol verified here limits false alarms.
    """

    output: str
    labels: tuple[str, ...] = ()
    false_per_hour: float = 1.0
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C25",)
    harms: tuple[str, ...] = ("H31", "H53")


@dataclass(frozen=True, slots=True)
class Sleepiness:
    """Where the Karolinska ratings stand (1 to 9), and what a drowsiness warning must reach."""

    truth_output: str = "kss"
    source: Source = "self_report"
    average: float = 0.4
    lower_bound: float = 0.2
    participants: int = 10
    needed_warnings: int = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stretches of truth that last long enough to need a warning, and when it is in time.

    `protocol` says whose limits they are. Shorter than `shortest_s` needs none, `longest_s` and longer is another case;
    from `allowed_s` on (the same if left out) a warning is not false. It is in time until `late_s` after `shortest_s`
    have passed.
    """

    name: str
    protocol: str
    truth_output: str
    shortest_s: float
    longest_s: float = inf
    late_s: float = 1.0
    allowed_s: float | None = None
    source: Source = "script"
    bound: float = 0.8


ADDW_FAST = Stretch("distraction_fast", "ADDW, (EU) 2023/2590 at 50 km/h or more [V2]", "gaze_away", 3.5)
ADDW_SLOW = Stretch("distraction_slow", "ADDW, (EU) 2023/2590 at 20 to 50 km/h [V2]", "gaze_away", 6.0)
LONG_DISTRACTION = Stretch("long_distraction", "Euro NCAP v1.1 [V2]", "gaze_away", 4.0, late_s=0.0, allowed_s=3.0)
MICROSLEEP = Stretch("microsleep", "Euro NCAP v1.1 [V2]", "eyes_closed", 1.0, 2.0)
SLEEP = Stretch("sleep", "Euro NCAP v1.1 [V2]", "eyes_closed", 3.0, 6.0)
UNRESPONSIVE = Stretch("unresponsive", "Euro NCAP v1.1 [V2]", "eyes_closed", 6.0)
