"""The action units as channels: what each is, what it must not be taken for, and which are refused and why."""

from dataclasses import dataclass

from desdemona.channels.channel import Need
from desdemona.channels.units.amounts import MIDLINE, NEEDS
from desdemona.tables import Rung

UNIT = "share of a full movement"
SOURCE = (
    "own readout of the face mesh (Kartynnik et al. 2019), lids and irises (Ablavatski et al. 2020) and small patches "
    "of skin, by generalised least squares with weights found on drawn people; units of Ekman, Friesen and Hager 2002"
)
_CAVEAT = (
    "A movement of the face, not a feeling; its full size is that of drawn faces. A head turned by 15 degrees, looks "
    "and speech are told as up to a quarter of it, and an expression held all through is taken for neutral."
)


@dataclass(frozen=True, slots=True)
class UnitChannel:
    """One action unit; the fields are those of `channels.channel.Channel`, so that it is listed and looked up alike.

    `unit_name` is its key in `Amounts.shares`. Columns are the mean of both sides, then left and right where told
    apart.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[Need, ...]
    columns: tuple[str, ...]
    caveat: str
    source: str
    unit_name: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedUnit:
    """An action unit that is not told, and why."""

    name: str
    reason: str


def _channel(key: str, caveat: str) -> UnitChannel:
    region: dict[str, Need] = {"brows": "brows", "eyes": "eyes", "mouth": "mouth"}
    sides = () if key in MIDLINE else (f"{key}_left_share", f"{key}_right_share")
    return UnitChannel(
        name=key.replace("_", "."),
        unit=UNIT,
        rung="sign",
        needs=("face", region[NEEDS[key]]),
        columns=(f"{key}_share", *sides),
        caveat=caveat + " " + _CAVEAT,
        source=SOURCE,
        unit_name=key,
    )


_ABOUT: dict[str, str] = {
    "au1": "Inner brow raiser: fringes, hats and faint brows hide it, dark brows on very dark skin at times.",
    "au2": "Outer brow raiser: faint brows hide it.",
    "au4": "Brow lowerer: a low sun, thought and weak eyes do it too; glasses' rims hide half of it.",
    "au5": "Upper lid raiser, seen by the white above the iris: a millimetre, so the weakest of all, "
    "on very dark skin above all; withheld while the lids are shut.",
    "au6": "Cheek raiser, seen by folds and shades about the eye: the weakest under changing light.",
    "au7": "Lid tightener: a look up or down changes the lids alike and is only mostly taken off; withheld while shut.",
    "au9": "Nose wrinkler: mixes with the upper lip raiser (10), less surely told among other units.",
    "au10": "Upper lip raiser: mixes with the nose wrinkler (9) and speech, less surely told among other units.",
    "au12": "Lip corner puller: a smile is no joy.",
    "au14": "Dimpler: strong lip corner pulling (12) and stretching (20) are read as some of it.",
    "au15": "Lip corner depressor.",
    "au17": "Chin raiser, seen by the fold under the lower lip: beards hide it.",
    "au20": "Lip stretcher: spread vowels do it too.",
    "au23_24": "Lip tightener or presser: both make the red of the lips narrow, and are not told apart.",
    "au25": "Lips part, also by a dropped jaw: speech, breath and teeth.",
    "au26": "Jaw drop: full half-way down; one joint with 27, and speech and breath drop it too.",
    "au27": "Mouth stretch: one joint with 26, of which a full one is told as .4 here; yawns and song do it.",
    "au43": "Eyes closed or drooping, outside of blinks: a look down is mostly taken off.",
    "au45": "Blink: the lids' closure within what the channel `blink` holds for one.",
}

ACTION_UNITS: tuple[UnitChannel, ...] = tuple(_channel(key, about) for key, about in _ABOUT.items())

REFUSED_UNITS: tuple[RefusedUnit, ...] = (
    RefusedUnit("au23", "not told apart from unit 24 on thin or dark lips; see au23.24"),
    RefusedUnit("au24", "not told apart from unit 23 on thin or dark lips; see au23.24"),
    RefusedUnit("au16", "the phantoms do not make it, so nothing shows that it would be measured rightly"),
)
"""Units that people ask for and that are not given."""
