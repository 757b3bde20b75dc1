"""The pulse channels, one an algorithm: the two that are always measured, and three others to compare with."""

from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.pulse.rate import FURTHER, measure_pulse


def measure_both(clip: Clip) -> ClipMeasurement:
    """Return pulse rate by POS and by CHROM: see `pulse.measure_pulse`."""
    pulse = measure_pulse(clip.skin)
    return ClipMeasurement(pulse.columns, windows=pulse.windows)


def measure_further(clip: Clip) -> ClipMeasurement:
    """Return pulse rate by GREEN, LGI and OMIT: see `pulse.measure_pulse`."""
    pulse = measure_pulse(clip.skin, FURTHER)
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


def _further(algorithm: str, about: str, source: str) -> Channel:
    return Channel(
        name=f"pulse.rate.{algorithm}",
        unit="bpm",
        rung="signal",
        needs=("face", "skin"),
        columns=_columns(algorithm),
        caveat=about + _CAVEAT,
        source=f"{source}; windows of 10 s with a 95 % interval, gates as for POS",
        measure=WholeClip(measure_further),
    )


FURTHER_PULSES: tuple[Channel, ...] = (
    _further(
        "green",
        "In steady light and on a still head it sees a pulse half as strong as POS needs; in any other light it sees "
        "none. ",
        "GREEN, Verkruysse, Svaasand and Nelson 2008: green over its own mean",
    ),
    _further(
        "lgi",
        "To compare with POS, which needs less of a pulse. ",
        "LGI, Pilz et al. 2018: green less the first singular vector of all colours, in windows of 1.6 s",
    ),
    _further(
        "omit",
        "To compare with POS, which needs less of a pulse. ",
        "OMIT, Casado and Bordallo López 2023: green less the first column of Q, in windows of 1.6 s",
    ),
)
