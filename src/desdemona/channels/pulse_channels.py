"""The two pulse channels, measured together from the same skin."""

from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.pulse import measure_pulse


def measure_both(clip: Clip) -> ClipMeasurement:
    """Return pulse rate by POS and by CHROM: see `pulse.measure_pulse`."""
    pulse = measure_pulse(clip.skin)
    return ClipMeasurement(pulse.columns, windows=pulse.windows)


def _columns(algorithm: str) -> tuple[str, ...]:
    rate = f"pulse_rate_{algorithm}"
    return f"{rate}_bpm", f"{rate}_low_bpm", f"{rate}_high_bpm", f"pulse_{algorithm}_reason"


_CAVEAT = (
    "The mean rate over 10 s, not the spectral peak and not single beats. Light, movement, compression and dark skin "
    "hide it, and then it is withheld, which says nothing about the person; a rhythm that only the face has, in the "
    "colours of blood, cannot be told from a pulse. A heart rate is not stress, fear or guilt."
)
PULSE_POS = Channel(
    name="pulse.rate.pos",
    unit="bpm",
    rung="signal",
    needs=("face", "skin"),
    columns=_columns("pos"),
    caveat=_CAVEAT,
    source="POS, Wang et al. 2017, algorithm 1; windows of 10 s with a 95 % interval",
    measure=WholeClip(measure_both),
)
PULSE_CHROM = Channel(
    name="pulse.rate.chrom",
    unit="bpm",
    rung="signal",
    needs=("face", "skin"),
    columns=_columns("chrom"),
    caveat=_CAVEAT,
    source="CHROM, de Haan and Jeanne 2013, equations 9 to 16; windows of 10 s with a 95 % interval",
    measure=WholeClip(measure_both),
)
