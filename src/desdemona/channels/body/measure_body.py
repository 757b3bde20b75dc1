"""One pass over a recording for one body: each frame decoded once, each network run once a frame, all signs told."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.body.hands import HandsSight, see_hands
from desdemona.channels.body.joints import Joint, joints_of, level_dn
from desdemona.channels.body.pose import OUTPUTS, BodySight, detected_squares, see_body
from desdemona.channels.body.posture import REGIONS, BodyClip, Posture, take_posture
from desdemona.channels.body.sign import BodySign
from desdemona.channels.channel import ClipMeasurement, Column
from desdemona.channels.one_pass.ahead import run_ahead
from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.models.network import Network, load_network
from desdemona.recordings.recording import Frame, Recording

AHEAD_FRAMES = 2
"""How many frames decoding may be ahead of the networks."""


@dataclass(frozen=True, slots=True, eq=False)
class BodyNetworks:
    """The networks that see a body; without palms and hands, hands are where the pose network puts them."""

    detector: Network
    pose: Network
    palms: Network | None
    hand: Network | None


@dataclass(frozen=True, slots=True, eq=False)
class BodyLook:
    """What is kept of one frame: 17 joints and how visible they are, or the reason why there is no body."""

    t_s: float
    joints_px: NDArray[np.float32]
    visibility: NDArray[np.float32]
    level_dn: float
    reason: str | None
    hand_seen: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True, eq=False)
class BodyState:
    """What must be known from one frame to the next to follow a body and its hands."""

    body: BodySight | None = None
    hands: HandsSight | None = None


def load_body_networks(signs: Sequence[BodySign] = BODY_SIGNS, *, hands: bool = True) -> BodyNetworks:
    """Load what the signs need, one thread each; palms and hands only where a sign needs hands.

    Raises
    ------
    ModelError
        A model cannot be had.
    """
    wanted = hands and any("hands" in sign.needs for sign in signs)
    return BodyNetworks(
        detector=load_network("pose_detector"),
        pose=load_network("pose", outputs=OUTPUTS),
        palms=load_network("palm_detector") if wanted else None,
        hand=load_network("hand") if wanted else None,
    )


def look_at_body(networks: BodyNetworks, frame: Frame, state: BodyState) -> tuple[BodyLook, BodyState]:
    """Return what is to be kept of one frame, and what must be known for the next."""
    body = see_body(detected_squares(networks.detector), networks.pose, frame.rgb, state.body)
    hands: HandsSight | None = None
    if body.pose is not None and networks.palms is not None and networks.hand is not None:
        hands = see_hands(networks.palms, networks.hand, frame.rgb, state.hands)
    return keep_look(frame, body, hands), BodyState(body, hands)


def keep_look(frame: Frame, body: BodySight, hands: HandsSight | None = None) -> BodyLook:
    """Return what is to be kept of one sight of a body and its hands."""
    if body.pose is None:
        nothing = np.full((len(Joint), 2), np.nan, dtype=np.float32)
        return BodyLook(frame.t_s, nothing, np.zeros(len(Joint), dtype=np.float32), np.nan, body.reason)
    joints, visibility, seen = joints_of(body.pose, hands.hands if hands is not None else ())
    bright = level_dn(frame.rgb, body.pose)
    return BodyLook(frame.t_s, joints.astype(np.float32), visibility.astype(np.float32), bright, None, seen)


def gather(looks: Sequence[BodyLook], picture_px: tuple[int, int]) -> BodyClip:
    """Return looks at one body as one value; there may be none."""
    count = len(Joint)
    return BodyClip(
        t_s=np.array([look.t_s for look in looks], dtype=np.float64),
        joints_px=np.array([look.joints_px for look in looks], dtype=np.float32).reshape(-1, count, 2),
        visibility=np.array([look.visibility for look in looks], dtype=np.float32).reshape(-1, count),
        level_dn=np.array([look.level_dn for look in looks], dtype=np.float64),
        reasons=[look.reason for look in looks],
        picture_px=picture_px,
        hand_seen=np.array([look.hand_seen for look in looks], dtype=bool).reshape(-1, 2),
    )


def measure_signs(
    clip: BodyClip, signs: Sequence[BodySign] = BODY_SIGNS, neutral_s: tuple[float, float] | None = None
) -> ClipMeasurement:
    """Tell all signs of one body: frame columns (validity first), events, and windows.

    Columns that are flags hold 0 and 1, NaN where not told; those whose name ends in `_reason` say why, else None.
    """
    if clip.t_s.size == 0:
        names = [name for sign in signs for name in sign.columns]
        return ClipMeasurement({name: np.zeros(0) for name in names})
    posture = take_posture(clip, neutral_s)
    columns = _body_columns(clip, posture)
    found = {measure: measure(posture) for measure in dict.fromkeys(sign.measure for sign in signs)}
    for sign in signs:
        columns |= {name: found[sign.measure].columns[name] for name in sign.columns}
    chosen = pl.col("channel").is_in([sign.name for sign in signs])
    return ClipMeasurement(
        columns,
        events=pl.concat([pl.DataFrame(schema=EVENTS), *(one.events for one in found.values())]).filter(chosen),
        windows=pl.concat([pl.DataFrame(schema=WINDOWS), *(one.windows for one in found.values())]).filter(chosen),
    )


def measure_body(
    recording: Recording,
    *,
    item: str,
    signs: Sequence[BodySign] = BODY_SIGNS,
    hands: bool = True,
    neutral_s: tuple[float, float] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Tracks:
    """Measure the signs of the largest body of a recording in one pass.

    Memory grows by some 300 bytes a frame and no more. `neutral_s` is a stretch in which the person is known to sit
    still and upright, for the baseline. The tracks have no columns of the face.

    Raises
    ------
    ModelError
        A model cannot be had.
    FileProblem
        The recording can no longer be read.
    """
    notices: list[str] = []
    looks: list[BodyLook] = []
    most = 1
    networks = load_body_networks(signs, hands=hands)
    with closing(run_ahead(recording.frames(notices.append), AHEAD_FRAMES)) as frames:
        for look, seen in _follow(networks, frames):
            looks.append(look)
            most = max(most, seen)
            if progress is not None:
                progress(len(looks))
    notices += tell_of_bodies(most)
    found = measure_signs(gather(looks, (recording.width_px, recording.height_px)), signs, neutral_s)
    flags = {name for sign in signs for name in sign.flags}
    return Tracks(item, to_table(found.columns, looks, flags), found.events, found.windows, tuple(notices))


def tell_of_bodies(most: int) -> list[str]:
    """Return the notice that several bodies were seen at once, if they were."""
    said = f"up to {most} bodies were seen at once; only one is measured, the largest when it was found"
    return [said] if most > 1 else []


def to_table(columns: Mapping[str, Column], looks: Sequence[BodyLook], flags: set[str]) -> pl.DataFrame:
    """Return frame columns as a table with frame number and time; flags as whole numbers, null where not told."""
    table = {
        "frame": pl.Series(np.arange(len(looks), dtype=np.int64)),
        "t_s": pl.Series(np.array([look.t_s for look in looks], dtype=np.float64)),
    }
    for name, column in columns.items():
        if isinstance(column, np.ndarray):
            series = pl.Series(column.astype(np.float64)).fill_nan(None)
            whole = name in flags or name.endswith(("_valid", "_found"))
            table[name] = series.cast(pl.Int64) if whole else series
        else:
            table[name] = pl.Series(list(column), dtype=pl.String)
    return pl.DataFrame({name: series.alias(name) for name, series in table.items()})


def _follow(networks: BodyNetworks, frames: Iterator[Frame]) -> Generator[tuple[BodyLook, int], None, None]:
    state = BodyState()
    for frame in frames:
        look, state = look_at_body(networks, frame, state)
        yield look, (state.body.seen or 0) if state.body is not None else 0


def _body_columns(clip: BodyClip, posture: Posture) -> dict[str, Column]:
    left, right = clip.joints_px[:, Joint.LEFT_SHOULDER], clip.joints_px[:, Joint.RIGHT_SHOULDER]
    x, y = ((left + right) / 2).astype(np.float64).T
    columns: dict[str, Column] = {
        "body_found": np.array([float(reason is None) for reason in clip.reasons]),
        "body_reason": clip.reasons,
        "shoulders_x_px": x,
        "shoulders_y_px": y,
        "shoulders_width_px": np.linalg.norm(left - right, axis=1).astype(np.float64),
    }
    for region in REGIONS:
        columns[f"{region}_valid"] = posture.valid[region].astype(np.float64)
        columns[f"{region}_reason"] = posture.why[region]
    return columns
