"""What an audit asks of a system: the trials, each with its bound, chosen by what the system says it does.

Bounds are fixed here, before any data are seen; where each comes from stands beside it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from desdemona.audits.behind import (
    channels_behind,
    claiming,
    rests_on_body_alone,
    rests_on_pictures,
    rests_on_sound_alone,
    rests_on_voice,
)
from desdemona.audits.cast import BARE, PLAIN
from desdemona.audits.sectors import SHOWN, rests_on_vehicle
from desdemona.audits.speakers import SPEAKER
from desdemona.audits.unasked import could_know
from desdemona.audits.word_questions import FAVOURS
from desdemona.faces.units import UNITS
from desdemona.systems.stated import Output, Profile, Sector
from desdemona.trials.abstention import Silence
from desdemona.trials.act_recovery import Act
from desdemona.trials.flags import Flag
from desdemona.trials.invariance import Change
from desdemona.trials.recovery import Quantity
from desdemona.trials.telling_apart import Stories

QUANTITIES: dict[str, Quantity] = {
    # 3 bpm: about half of the 10 % at 60 bpm that ANSI/CTA-2065 allows a heart rate device.
    "pulse.rate.pos": Quantity("pulse.rate", 3.0, "bpm", claims=("C14",)),
    "pulse.rate.chrom": Quantity("pulse.rate", 3.0, "bpm", claims=("C14",)),
    "heart.rate": Quantity("pulse.rate", 3.0, "bpm"),
    # One breath a minute is what the channels of breath are built for.
    "breath.rate.chest": Quantity("breath.rate", 1.0, "breaths/min", claims=("C14",)),
    "breath.rate.skin": Quantity("breath.rate", 1.0, "breaths/min", claims=("C14",)),
    # Two points and half a degree: what a finger's oximeter and a thermometer on skin are asked for.
    "oxygen.saturation.device": Quantity("oxygen.saturation", 2.0, "%"),
    # A fifth of what phantoms have; a window of 10 s strays by a tenth.
    "eeg.beta": Quantity("eeg.beta", 2.0, "µV²"),
    "skin.temperature": Quantity("skin.temperature", 0.5, "°C"),
    # Ten times the noise of a phantom's car: a mean over a minute is far nearer; our choice.
    "vehicle.speed": Quantity("vehicle.speed", 2.0, "km/h"),
    # Pose within 3° and gaze within 5° are what driver monitoring is usually asked for.
    "head.yaw": Quantity("head.yaw", 3.0, "deg"),
    "head.pitch": Quantity("head.pitch", 3.0, "deg"),
    "gaze.yaw": Quantity("gaze.yaw", 5.0, "deg", claims=("C34",)),
    "gaze.pitch": Quantity("gaze.pitch", 5.0, "deg", claims=("C34",)),
    # Openings and raises have scales of their own, so their order is asked for. At .8, nine of ten pairs of instants
    # are in the right order.
    **{
        name: Quantity(name, 0.8, "", compare="order")
        for name in ("eye.openness", "mouth.opening", "lip_corner.raise", "brow.raise", *UNITS)
    },
    **FAVOURS,
    # Five in a hundred: well below the steps by which one hears a voice rise.
    "voice.f0": Quantity("voice.f0", 5.0, "Hz"),
}
"""By the channel that an output hands on; the quantity's own name is that of the truth."""
ACTS: dict[str, Act] = {
    # Four of five found and four of five right: the least that an alarm on them can rest on.
    "blink": Act("blink", 0.8),
    "yawn": Act("yawn", 0.8, tolerance_s=0.5),
    "mouth.yawn": Act("yawn", 0.8, tolerance_s=0.5),
    "smile": Act("smile", 0.8, tolerance_s=0.5),
    "eyes_closed": Act("eyes_closed", 0.8, tolerance_s=0.5),
    "face.micro.mdmd": Act("micro_expression", 0.8, tolerance_s=0.3, claims=("C04",)),
    "face.micro.strain": Act("micro_expression", 0.8, tolerance_s=0.3, claims=("C04",)),
}
"""By the channel that an output hands on, or by the name of an output of events."""


def quantities_of(profile: Profile) -> tuple[Quantity, ...]:
    """Return the quantities that a system hands on as they were measured, under its own names."""
    known = [(o, QUANTITIES.get(o.origin) or QUANTITIES.get(o.name)) for o in claiming(profile)]
    return tuple(
        replace(asked, output=output.name, truth_output=asked.output, rung=output.rung)
        for output, asked in known
        if asked is not None and output.rung in ("signal", "sign")
    )


def acts_of(profile: Profile) -> tuple[Act, ...]:
    """Return the acts that a system finds, under its own names."""
    known = [(o, ACTS.get(o.origin) or ACTS.get(o.name)) for o in claiming(profile) if not o.labels]
    return tuple(
        replace(asked, output=output.name, truth_output=asked.output) for output, asked in known if asked is not None
    )


CHANGES = (
    Change("light", "even", "the lamp", harms=("H28",), claims=("C11",)),
    Change("skin_tone", "3", "the skin tone", harms=("H06", "H08"), claims=("C06", "C09")),
    Change("camera", PLAIN, "the camera", harms=("H28",), claims=("C11",)),
    Change("wearing", BARE, "what she wears on her head", harms=("H10",), claims=("C06",)),
)
ANOTHER = Change("identity", "0", "the face", harms=("H06",), claims=("C01", "C06"))


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


DROWSINESS = frozenset({"eye", "blink", "mouth", "head", "body"})
"""Where the names of channels begin that drowsiness could show in; a flag that rests on none is not held to it."""


def silences(profile: Profile) -> tuple[Silence, ...]:
    """Return where the system may say nothing: no pulse, no face, no living person.

    An interface that is sent pictures is not asked to tell a photograph from a living person: it sees nothing else. Nor
    does who says of a photograph that none of her labels applies make anything up.
    """
    outputs = [output for output in claiming(profile) if output.documented or output.rung != "signal"]
    pulse = {o.name for o in outputs if any(c.startswith("pulse") for c in channels_behind(profile, o))}
    face = tuple(o.name for o in outputs if o.name not in pulse and rests_on_pictures(profile, o))
    alive = face if profile.sector != "api" else ()
    inner = tuple(o.name for o in outputs if o.name in alive and o.rung in ("state", "judgement"))
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
        Silence(
            "life",
            ("photograph",),
            inner,
            "a photograph of a face",
            "living person",
            claims=("C02",),
            nothing=tuple((o.name, o.otherwise) for o in outputs if o.otherwise is not None),
        ),
    )


def truth_names(profile: Profile, outputs: Collection[str]) -> tuple[str, ...]:
    """Return the names under which truth knows these outputs."""
    every: tuple[Quantity | Act, ...] = (*quantities_of(profile), *acts_of(profile))
    known = {asked.output: asked.truth_output for asked in every}
    return tuple(dict.fromkeys((*outputs, *(known[name] for name in outputs if name in known))))


def stories_of(profile: Profile) -> Iterator[Stories]:
    """Give the questions whether states and judgements tell apart what looks and sounds alike."""
    for output in claiming(profile):
        if output.rung in ("state", "judgement") and (output.flags or not output.labels):
            behind = channels_behind(profile, output)
            for twins in SHOWN[profile.sector].twins:
                if twins.concerns(behind) and could_know(profile, output, (twins.first, twins.second)):
                    yield twins.asked_of(output.name, output.flags)


def flag_of(profile: Profile) -> Flag | None:
    """Return the verdict of the system whose flags count against people, or None when it gives none."""
    flagged = [output for output in claiming(profile) if output.flags]
    return flag_on(profile, flagged[-1]) if flagged else None


def vehicle_flags(profile: Profile) -> tuple[Flag, ...]:
    """Return the verdicts of the system that rest on what the car tells and count against people."""
    flagged = [output for output in claiming(profile) if output.flags]
    return tuple(flag_on(profile, o) for o in flagged if rests_on_vehicle(channels_behind(profile, o)))


def flag_on(profile: Profile, output: Output) -> Flag:
    """Return one output's flags, and what they claim in the system's sector."""
    use = USES[profile.sector]
    if use.deserved and not DROWSINESS & {name.split(".")[0] for name in channels_behind(profile, output)}:
        use = replace(use, deserved=(), meaning="what the flag says")
    if rests_on_sound_alone(profile, output):  # what is claimed of faces and drowsiness is not claimed of a voice
        use = replace(use, claims=profile.claims, harms=profile.harms)
    seen: tuple[str, ...] = ("attentive", "talker", "stairs", *(() if use.deserved else ("drowsy",)))
    varied = tuple(script.name for script in SHOWN[profile.sector].varied)
    if varied and rests_on_body_alone(profile, output):  # of these people the face alone is seen
        use, seen = replace(use, deserved=(), meaning="what the flag says"), varied
    scenes = () if rests_on_sound_alone(profile, output) else seen
    scenes += (SPEAKER,) if rests_on_voice(profile, output) else ()
    return Flag(
        output.name,
        output.flags,
        "scene",
        undeserved=scenes or seen,
        meaning=use.meaning,
        deserved=use.deserved,
        events=set(output.all_labels) == set(output.flags),
        prevalence=use.prevalence,
        claims=use.claims,
        harms=use.harms,
    )
