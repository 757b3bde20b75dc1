"""The channels of brief facial movements."""

from collections.abc import Callable, Sequence

from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.micro.events import MicroEvent, event_table
from desdemona.channels.micro.spotting import LEAST_RATE_HZ, spot_by_difference, spot_by_strain, why_withheld
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.even import window_table, withheld
from desdemona.channels.motion.flow import Flows
from desdemona.channels.motion.watching import Watched


def measure_by_difference(watched: Watched) -> ClipMeasurement:
    """Return the brief movements spotted by the main directional maximal difference."""
    return _measured("face.micro.mdmd", watched, spot_by_difference)


def measure_by_strain(watched: Watched) -> ClipMeasurement:
    """Return the brief movements spotted by strain that comes and goes."""
    return _measured("face.micro.strain", watched, spot_by_strain)


def _measured(name: str, watched: Watched, spot: Callable[[Flows], Sequence[MicroEvent]]) -> ClipMeasurement:
    """Return the events spotted, or, where none can be told, one window of the whole recording with the reason."""
    reason = why_withheld(watched.flows)
    rows = [withheld(*watched.span_s, reason)] if reason else []
    return ClipMeasurement({}, events=event_table(name, spot(watched.flows)), windows=window_table(name, rows))


_CAVEAT = (
    "A brief movement of the skin, not a hidden feeling and not deceit. On spontaneous recordings spotters of this "
    "kind find nearly nothing rightly (F1 of .04 for this method on the benchmarks of 2020): never read an event "
    "without the score against known ones and that of chance beside it. Swallowing and single syllables look the same; "
    "movements with others within a second (speech), in a moving head and of the lids are left out. Withheld under "
    f"{LEAST_RATE_HZ:.0f} frames a second; a movement must show in two frames, so that under 30 frames a second many "
    "shorter than 0.2 s are missed."
)
MICRO_MDMD = MotionChannel(
    name="face.micro.mdmd",
    unit="mm",
    rung="sign",
    needs=("face",),
    columns=(),
    caveat=_CAVEAT,
    source="main directional maximal difference, Wang et al. 2017; lids and lone frames left out, floors for noise, "
    "onset and offset by strain added",
    wish="flow",
    measure=measure_by_difference,
)
MICRO_STRAIN = MotionChannel(
    name="face.micro.strain",
    unit="share",
    rung="sign",
    needs=("face", "brows", "mouth"),
    columns=(),
    caveat=_CAVEAT,
    source="optical strain that comes and goes, after Shreve et al. 2011",
    wish="flow",
    measure=measure_by_strain,
)

MICRO: tuple[MotionChannel, ...] = (MICRO_MDMD, MICRO_STRAIN)
