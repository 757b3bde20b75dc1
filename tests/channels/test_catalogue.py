from tests.channels.faked import face, faces

from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.channel import EachFace

NAMES = (
    "face.found head.yaw head.pitch head.roll eye.openness blink gaze.yaw gaze.pitch mouth.opening lip_corner.raise "
    "brow.raise pulse.rate.pos pulse.rate.chrom"
)


def test_the_first_set_is_there_in_order() -> None:
    assert [channel.name for channel in BUILT_IN] == NAMES.split()


def test_columns_are_nobody_elses_and_flags_are_among_them() -> None:
    columns = [name for channel in BUILT_IN for name in channel.columns]
    assert len(columns) == len(set(columns))
    assert all(set(channel.flags) <= set(channel.columns) for channel in BUILT_IN)


def test_every_per_face_channel_gives_its_columns_for_each_face() -> None:
    three = faces(face(), face(), face())
    for channel in BUILT_IN:
        if isinstance(channel.measure, EachFace):
            found = channel.measure.of(three)
            assert {found[name].shape for name in channel.columns} == {(3,)}


def test_every_channel_says_what_it_must_not_be_taken_for_and_where_it_stands() -> None:
    assert all(len(channel.caveat) > 20 and len(channel.source) > 20 for channel in BUILT_IN)
    assert all(channel.rung in ("signal", "sign") for channel in BUILT_IN)
