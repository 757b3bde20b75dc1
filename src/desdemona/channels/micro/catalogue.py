"""The channels of brief facial movements."""

from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.micro.events import event_table
from desdemona.channels.micro.spotting import spot_by_difference, spot_by_strain
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.watching import Watched


def measure_by_difference(watched: Watched) -> ClipMeasurement:
    """Return the brief movements spotted by the main directional maximal difference."""
    return ClipMeasurement({}, events=event_table("face.micro.mdmd", spot_by_difference(watched.flows)))


def measure_by_strain(watched: Watched) -> ClipMeasurement:
    """Return the brief movements spotted by strain that comes and goes."""
    return ClipMeasurement({}, events=event_table("face.micro.strain", spot_by_strain(watched.flows)))


_CAVEAT = (
    "A brief movement of the skin, not a hidden feeling and not deceit. On spontaneous recordings spotters of this "
    "kind find nearly nothing rightly (F1 of .04 for this method on the benchmarks of 2020): never read an event "
    "without the score against known ones and that of chance beside it. Swallowing and single syllables look the same; "
    "movements in a row (speech), in a moving head and during a blink are left out."
)
MICRO_MDMD = MotionChannel(
    name="face.micro.mdmd",
    unit="mm",
    rung="sign",
    needs=("face",),
    columns=(),
    caveat=_CAVEAT,
    source="main directional maximal difference, Wang et al. 2017; lids left out, a floor for noise added",
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
