import pytest
import yaml

from desdemona.declared import compose
from desdemona.errors import Fault
from desdemona.scenes.build import PUPIL
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.scenes.written import read_scene, to_mapping


def read(text: str, duration_s: float = 20.0) -> tuple[Scene, list[str]]:
    top = compose(text, "script.yaml")
    scene = read_scene(top, duration_s)
    return scene, [f"{fault.line}: {fault.text}" for fault in sorted(top.faults, key=line_of)]


def line_of(fault: Fault) -> int:
    return fault.line


SEAT = "- {identity: 3, skin_tone: 4, postures: ["


def faults_of(posture: str, place: str = "desk") -> list[str]:
    return read(f"place: {place}\nseats:\n{SEAT}{posture}]}}\n")[1]


def test_what_is_written_is_read() -> None:
    scene = Scene(
        "classroom",
        (
            Seat(
                14,
                6,
                ("glasses",),
                (Spell("writing", 0.0, 8.0, "left", 2.5), Spell("standing", 8.0, 12.5)),
                build=PUPIL,
            ),
            Seat(2, 1, slot=7),
        ),
        zoom=1.5,
    )
    again, faults = read(yaml.safe_dump(to_mapping(scene)))
    assert faults == []
    assert again == scene


def test_postures_that_overlap_are_refused_with_the_earliest_start() -> None:
    assert faults_of(
        "{posture: phone_at_ear, t_start_s: 1, t_end_s: 5}, {posture: writing, t_start_s: 3, t_end_s: 6}"
    ) == [
        "3: 'writing' starts at 3 s while 'phone_at_ear' lasts; "
        "a body has one posture at a time, the earliest allowed start is 5 s"
    ]


def test_a_posture_that_the_place_does_not_allow_is_refused() -> None:
    (fault,) = faults_of("{posture: driving, t_start_s: 1, t_end_s: 5}")
    assert fault.startswith("3: 'driving' is not possible in the place 'desk'; allowed there are sitting, listening")


@pytest.mark.parametrize(
    ("posture", "fault"),
    [
        ("{posture: writeing, t_start_s: 1, t_end_s: 5}", "unknown posture 'writeing'; did you mean 'writing'?"),
        ("{posture: reading, t_start_s: 5, t_end_s: 5}", "the posture ends at 5 s but starts at 5 s"),
        ("{posture: reading, t_start_s: 1, t_end_s: 25}", "t_end_s is 25; allowed is 0 to 20"),
        (
            "{posture: reading, t_start_s: 1, t_end_s: 5, rate_hz: 2}",
            "nothing moves in 'reading'; a rate goes with writing, smoking",
        ),
        (
            "{posture: writing, t_start_s: 1, t_end_s: 5, rate_hz: 30}",
            "rate_hz of writing is 30; allowed is 0.2 to 6",
        ),
        (
            "{posture: standing, t_start_s: 1, t_end_s: 5, side: left}",
            "'standing' has no side; those with one are writing, hand_raised, phone_at_ear, phone_below, smoking, "
            "sleeping_reclined, waiting_aside, arms_folded, phone_before",
        ),
    ],
)
def test_what_cannot_be_is_said_with_what_can(posture: str, fault: str) -> None:
    assert faults_of(posture) == [f"3: {fault}"]


def test_all_faults_are_told_with_their_lines() -> None:
    text = """\
place: clasroom
zoom: 9
seats:
- identity: -1
  skin_tone: 11
  slot: 2
- identity: 1.5
  skin_tone: 3
  build: giant
  wearing: [crown]
"""
    assert read(text)[1] == [
        "1: unknown place 'clasroom'; did you mean 'classroom'?",
        "2: zoom is 9; allowed is 0.5 to 4",
        "3: 2 people are listed, but the desk has 1 seats",
        "4: identity is -1; allowed is 0 to 100000",
        "5: skin_tone is 11; allowed is 1 to 10",
        "6: slot is 2; allowed is 0 to 0",
        "7: identity is 1.5; it must be a whole number",
        "9: unknown build 'giant'; known are adult, baby, pupil, toddler",
        "10: unknown piece to wear 'crown'; known are glasses, hat, headscarf, mask, sunglasses",
    ]


def test_a_seat_is_taken_once() -> None:
    text = "place: classroom\nseats:\n" + 2 * "- {identity: 1, skin_tone: 3, slot: 4}\n"
    assert read(text)[1] == ["4: slot 4 is taken; free are 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12"]


def test_an_empty_room_is_refused() -> None:
    assert read("place: desk\nseats: []\n")[1] == ["2: nobody is listed; a scene needs one person at least"]
