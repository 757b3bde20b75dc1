"""What an audit asks of a system: the trials, each with its bound, chosen by what the system says it does.

Bounds are fixed here, before any data are seen; where each comes from stands beside it.
"""

from dataclasses import dataclass
from functools import cache

from desdemona.systems import sources
from desdemona.systems.stated import Output, Profile, Sector
from desdemona.trials.abstention import Silence
from desdemona.trials.act_recovery import Act
from desdemona.trials.flags import Flag
from desdemona.trials.invariance import Change
from desdemona.trials.recovery import Quantity

QUANTITIES = (
    # 3 bpm: about half of the 10 % at 60 bpm that ANSI/CTA-2065 allows a heart rate device.
    Quantity("pulse.rate", 3.0, "bpm", claims=("C14",)),
    # Pose within 3° and gaze within 5° are what driver monitoring is usually asked for.
    Quantity("head.yaw", 3.0, "deg"),
    Quantity("head.pitch", 3.0, "deg"),
    Quantity("gaze.yaw", 5.0, "deg", claims=("C34",)),
    Quantity("gaze.pitch", 5.0, "deg", claims=("C34",)),
    # Openings and raises have scales of their own, so their order is asked for. At .8, nine of ten pairs of instants
    # are in the right order.
    Quantity("eye.openness", 0.8, "", compare="order"),
    Quantity("mouth.opening", 0.8, "", compare="order"),
    Quantity("lip_corner.raise", 0.8, "", compare="order"),
    Quantity("brow.raise", 0.8, "", compare="order"),
)
ACTS = (
    # Four of five found and four of five right: the least that an alarm on them can rest on.
    Act("blink", 0.8),
    Act("yawn", 0.8, tolerance_s=0.5),
    Act("smile", 0.8, tolerance_s=0.5),
    Act("eyes_closed", 0.8, tolerance_s=0.5),
)
CHANGES = (
    Change("light", "even", "the lamp", harms=("H28",), claims=("C11",)),
    Change("skin_tone", "3", "the skin tone", harms=("H06", "H08"), claims=("C06", "C09")),
    Change("identity", "0", "the face", harms=("H06",), claims=("C01", "C06")),
)


@dataclass(frozen=True, slots=True)
class Use:
    """What a flag claims in one sector: which scenes deserve it, how it is spoken of, and how rare that is."""

    deserved: tuple[str, ...]
    meaning: str
    prevalence: float
    claims: tuple[str, ...]
    harms: tuple[str, ...]


USES: dict[Sector, Use] = {
    "driving": Use(("drowsy",), "drowsy", 0.01, ("C25",), ("H31", "H53")),
    "education": Use(("drowsy",), "drowsy", 0.1, ("C20",), ("H12", "H23")),
    "public-security": Use((), "hiding something", 0.001, ("C03", "C18"), ("H01", "H02", "H27")),
    "api": Use((), "what the flag says", 0.01, ("C03",), ("H01",)),
    "other": Use((), "what the flag says", 0.01, ("C03",), ("H01",)),
}
"""Prevalences are assumptions for the arithmetic; the report draws the whole range."""


def channels_behind(profile: Profile, output: Output) -> frozenset[str]:
    """Return the names of all channels that an output rests on, through every step of the pipeline."""
    steps = {step.name: step for step in profile.pipeline}

    @cache
    def behind(origin: str) -> frozenset[str]:
        if origin in sources.BY_NAME:
            return frozenset({origin})
        return frozenset().union(*(behind(source) for _, source in steps[origin].inputs))

    return behind(output.origin)


def silences(profile: Profile) -> tuple[Silence, ...]:
    """Return where the system may say nothing: no pulse, no face, no living person."""
    outputs = [output for output in claiming(profile) if output.documented or output.rung != "signal"]
    pulse = {o.name for o in outputs if any(c.startswith("pulse") for c in channels_behind(profile, o))}
    face = tuple(o.name for o in outputs if o.name not in pulse)
    inner = tuple(o.name for o in outputs if o.name in face and o.rung in ("state", "judgement"))
    return (
        Silence(
            "pulse",
            ("photograph", "noise", "empty_room", "no_pulse"),
            tuple(sorted(pulse)),
            "a photograph, noise, an empty room or a phantom without pulse",
            "pulse",
            claims=("C14",),
        ),
        Silence("face", ("noise", "empty_room"), face, "noise or an empty room", "face"),
        Silence("life", ("photograph",), inner, "a photograph of a face", "living person", claims=("C02",)),
    )


def claiming(profile: Profile) -> tuple[Output, ...]:
    """Return the outputs that make a claim of their own, without logs of other outputs."""
    return tuple(output for output in profile.outputs if output.follows is None)


def flag_of(profile: Profile) -> Flag | None:
    """Return the verdict of the system whose flags count against people, or None when it gives none."""
    flagged = [output for output in claiming(profile) if output.flags]
    if not flagged:
        return None
    output, use = flagged[-1], USES[profile.sector]
    scenes = ("attentive", "talker", "stairs", *(() if use.deserved else ("drowsy",)))
    return Flag(
        output.name,
        output.flags,
        "scene",
        undeserved=scenes,
        meaning=use.meaning,
        deserved=use.deserved,
        events=set(output.all_labels) == set(output.flags),
        prevalence=use.prevalence,
        claims=use.claims,
        harms=use.harms,
    )
