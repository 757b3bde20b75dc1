import itertools

import numpy as np
import pytest

from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.head import head_chart
from desdemona.faces.pose import Pose
from desdemona.faces.view import rotation_of, see_head
from desdemona.stimuli.scripts import LARGEST_DEG


def test_a_rotation_turns_the_nose_where_the_signs_say() -> None:
    nose = np.array([0.0, 0.0, 1.0])
    assert (rotation_of(Pose(head_yaw_deg=30)) @ nose) == pytest.approx([0.5, 0.0, np.sqrt(0.75)])
    assert (rotation_of(Pose(head_pitch_deg=30)) @ nose) == pytest.approx([0.0, 0.5, np.sqrt(0.75)])
    crown = np.array([0.0, 1.0, 0.0])
    assert (rotation_of(Pose(head_roll_deg=30)) @ crown) == pytest.approx([0.5, np.sqrt(0.75), 0.0])


@pytest.mark.parametrize("identity", range(len(IDENTITIES)))
def test_no_lawful_pose_cuts_the_head_off(identity: int) -> None:
    chart, camera = head_chart(IDENTITIES[identity]), Camera(400, 400)
    yaw, pitch, roll = (LARGEST_DEG[name] for name in ("head_yaw", "head_pitch", "head_roll"))
    for poses in itertools.product((-yaw, 0, yaw), (-pitch, 0, pitch), (-roll, 0, roll), (0, 1)):
        cover = see_head(chart, camera, Pose(1.0, 0.0, 0.0, *poses)).cover
        assert max(cover[0].max(), cover[-1].max(), cover[:, 0].max(), cover[:, -1].max()) == 0, poses
