"""What a person may declare about tables that they hand over, beyond what the tables themselves say."""

from dataclasses import dataclass
from typing import Literal, get_args

Protocol = Literal["ddaw", "addw", "euro-ncap"]
PROTOCOLS: tuple[Protocol, ...] = get_args(Protocol)
"""Drowsiness (EU) 2021/1341, distraction (EU) 2023/2590, and Euro NCAP's driver monitoring."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which labels are flags, how rare what they mean is, and which driving protocols the warnings are held against.

    `flags` are labels that count against people; without any, the rarer label of each output with two is taken.
    `prevalence` is the share of people of whom a flag is true (.01 is our choice: the report draws the whole range),
    `looks_per_day` how many looks a day false alarms are counted over (our choice too). `warnings` names the output
    whose rows are warnings to a driver; it may be left out where only one can be meant.
    """

    flags: tuple[str, ...] = ()
    prevalence: float = 0.01
    looks_per_day: int = 10_000
    protocols: tuple[Protocol, ...] = ()
    warnings: str = ""
