"""Whether a face detector takes phantoms for faces: 200 identities in ten skin tones, frontal and turned by 30 degrees.

python benchmarks/acceptance.py [--people 200]
"""

import argparse
from collections.abc import Iterator

import numpy as np

from desdemona.channels.face.detector import detect_faces
from desdemona.estimates.share import wilson
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import lamp_of
from desdemona.faces.people import person
from desdemona.faces.portrait import draw_stills, set_stage
from desdemona.faces.pose import Pose
from desdemona.models.network import load_network

ENOUGH = 0.8
FIRST = 12
"""The first number of a person that is drawn at random."""


def scores(people: int) -> Iterator[tuple[int, int, int, float]]:
    """Give person, skin tone, yaw in degrees and the detector's score, 0 where it finds nothing."""
    network = load_network("face_detector")
    for number in range(FIRST, FIRST + people):
        for tone in range(1, 11):
            stage = set_stage(person(number), tone, lamp_of("even"), Camera(480, 480))
            poses = [Pose(head_yaw_deg=yaw) for yaw in (0.0, 30.0, -30.0)]
            for still, pose in zip(draw_stills(stage, poses), poses, strict=True):
                rgb = np.clip(np.rint(np.moveaxis(still.rgb, 0, -1)), 0, 255).astype(np.uint8)
                found = detect_faces(network, np.ascontiguousarray(rgb))
                best = max((detection.score for detection in found), default=0.0)
                yield number, tone, round(pose.head_yaw_deg), best


def main() -> None:
    """Print how many are taken for faces, and who is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    rows = list(scores(parser.parse_args().people))
    for yaw in (0, 30, -30):
        own = np.array([score for _, _, turned, score in rows if turned == yaw])
        share = wilson(int((own >= ENOUGH).sum()), len(own))
        low, high = 100 * (share.low or 0.0), 100 * (share.high or 0.0)
        print(f"yaw {yaw:3d}: {(own >= ENOUGH).sum()} of {len(own)} score {ENOUGH} or more ({low:.1f} to {high:.1f} %)")
        print(f"         median {np.median(own):.3f}, lowest {own.min():.3f}")
    for number, tone, yaw, score in rows:
        if score < ENOUGH:
            print(f"refused: person {number}, tone {tone}, yaw {yaw}: {score:.2f}")


if __name__ == "__main__":
    main()
