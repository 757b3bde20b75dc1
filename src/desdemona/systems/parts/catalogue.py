"""The parts that profiles can name, written by hand."""

from desdemona.systems.parts.affect import AFFECT
from desdemona.systems.parts.attention import ATTENTION
from desdemona.systems.parts.combining import COMBINING
from desdemona.systems.parts.conditions import CONDITIONS
from desdemona.systems.parts.emfacs import EMFACS_PARTS
from desdemona.systems.parts.expression import LOWERED_ACTION, RAISED_ACTION
from desdemona.systems.parts.labels import ACTION_LOG, CUT_POINTS, PRIORITY, THRESHOLD, TWO_BY_TWO
from desdemona.systems.parts.levels import EVENT_RATE, RISE_OVER_BASELINE, SHARE_OF_TIME, WEIGHTED_LEVEL
from desdemona.systems.parts.part import Part
from desdemona.systems.parts.scales import SCALES
from desdemona.systems.parts.signs import ABOVE_LEVEL, DURING_EVENTS, HELD_EVENTS, LIDS_CLOSED
from desdemona.systems.parts.timing import TIMING
from desdemona.systems.parts.windows import WINDOWS

PARTS: tuple[Part, ...] = (
    ABOVE_LEVEL,
    LIDS_CLOSED,
    HELD_EVENTS,
    DURING_EVENTS,
    RAISED_ACTION,
    LOWERED_ACTION,
    ATTENTION,
    EVENT_RATE,
    SHARE_OF_TIME,
    WEIGHTED_LEVEL,
    RISE_OVER_BASELINE,
    THRESHOLD,
    CUT_POINTS,
    PRIORITY,
    ACTION_LOG,
    *EMFACS_PARTS,
    *CONDITIONS,
    *WINDOWS,
    *TIMING,
    *SCALES,
    *COMBINING,
    TWO_BY_TWO,
    *AFFECT,
)
BY_NAME = {part.name: part for part in PARTS}
