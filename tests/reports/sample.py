"""A report as an audit would make it, with invented numbers; the pictures are drawn here."""

import itertools
import struct
import zlib
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desdemona.reports.report import (
    RECONSTRUCTION,
    Assumption,
    Entry,
    Fact,
    InUse,
    LadderRung,
    Portrait,
    Repeat,
    Report,
    Step,
    Universe,
)
from desdemona.tables import Rung
from desdemona.trials.finding import BoundKind, Finding, decide

SKIN = ("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420")


def to_png(rgb: NDArray[np.uint8]) -> bytes:
    """Write a picture as PNG; the bytes may differ between versions of zlib."""
    height, width, _ = rgb.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), rgb.reshape(height, -1)], axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def draw_face(tone: int, light: str, size_px: int = 160) -> bytes:
    """Draw a plain face: an ellipse of skin, two eyes and a mouth, lit from one side."""
    y, x = (np.mgrid[0:size_px, 0:size_px] / size_px * 2 - 1).astype(np.float64)
    skin = np.array([int(SKIN[tone - 1][i : i + 2], 16) for i in (0, 2, 4)], np.float64)
    slope = {"left": -0.35, "right": 0.35}.get(light, 0.0)
    level = {"dim": 0.55}.get(light, 0.95)
    shade = np.clip(level * (1 + slope * x) * (1.05 - 0.35 * (x**2 + y**2)), 0, 1.1)
    picture = np.full((size_px, size_px, 3), 96.0) * level
    face = (x / 0.58) ** 2 + (y / 0.78) ** 2 < 1
    picture[face] = skin * shade[face, None]
    for centre in (-0.24, 0.24):
        picture[((x - centre) / 0.12) ** 2 + ((y + 0.12) / 0.05) ** 2 < 1] = 235 * level
        picture[(x - centre) ** 2 + (y + 0.12) ** 2 < 0.0025] = 30
    picture[(np.abs(x) < 0.2) & (np.abs(y - 0.42 + 0.3 * x**2) < 0.025)] = (140 * level, 60, 60)
    return to_png(np.clip(picture, 0, 255).astype(np.uint8))


PORTRAITS = 24
LIGHTS = ("even", "left", "right", "dim")
SAID = ((), ("fatigue 0.2",), ("fatigue 0.7", "warning"), ("fatigue 0.4",), ("happy", "fatigue 0.1"), ("warning",))


def make_portraits() -> tuple[Portrait, ...]:
    """Make the cast: six identities, every skin tone, four lights."""
    portraits = []
    for index in range(PORTRAITS):
        tone, light = index * 10 // PORTRAITS + 1, LIGHTS[index % 4]
        caption = f"identity {index % 6}, skin tone {tone}, light {light}"
        portraits.append(Portrait(f"p{index:02}", caption, draw_face(tone, light), SAID[index * 7 % len(SAID)]))
    return tuple(portraits)


Row = tuple[str, str, Rung, str, str, float | None, float | None, float | None, float, BoundKind, str, str]

ROWS: tuple[Row, ...] = (
    ("recovery.pulse", "recovery", "signal", "pulse.rate.pos", "How far is the pulse from the script's?",
     0.21, 0.14, 0.3, 1.0, "at_most", "bpm",
     "The pulse was found to within a third of a beat a minute on light skin."),
    ("recovery.pulse.dark", "recovery", "signal", "pulse.rate.pos", "How far is the pulse on the darkest skin?",
     1.3, 0.72, 2.41, 1.0, "at_most", "bpm",
     "On the darkest skin the error may be above or below one beat a minute; there were too few windows to say."),
    ("recovery.openness", "recovery", "signal", "eye.openness", "Does eye opening follow the script?",
     0.962, 0.949, 0.973, 0.9, "at_least", "correlation", "Eye opening follows the script closely."),
    ("recovery.head.yaw", "recovery", "signal", "head.yaw", "How far is the head turn from the script's?",
     2.4, 1.9, 3.1, 5.0, "at_most", "degrees", "Head turns are right to about two degrees."),
    ("recovery.gaze.yaw", "recovery", "signal", "gaze.yaw", "How far is the gaze from the script's?",
     6.8, 5.9, 7.7, 5.0, "at_most", "degrees", "Gaze is off by some seven degrees, more than was allowed."),
    ("abstention.pulse.still", "abstention", "signal", "pulse.rate.pos", "Is a still photograph given a pulse?",
     0.0, 0.0, 0.034, 0.05, "at_most", "share of windows", "A still photograph was never given a pulse."),
    ("abstention.pulse.noise", "abstention", "signal", "pulse.rate.chrom", "Is plain noise given a pulse?",
     0.0, 0.0, 0.034, 0.05, "at_most", "share of windows", "Noise without a face was never given a pulse."),
    ("recovery.blink.found", "recovery", "sign", "blink", "How many scripted blinks are found?",
     0.985, 0.961, 0.996, 0.95, "at_least", "share of blinks", "Nearly every scripted blink was found."),
    ("recovery.blink.invented", "recovery", "sign", "blink", "How many glances down are taken for blinks?",
     0.02, 0.003, 0.07, 0.05, "at_most", "share of glances",
     "Few glances down were taken for blinks, but there were not enough of them to be sure."),
    ("recovery.yawn", "recovery", "sign", "yawn", "How many scripted yawns are found?",
     0.93, 0.86, 0.97, 0.9, "at_least", "share of yawns", "Most yawns were found; the sample is small."),
    ("recovery.smile", "recovery", "sign", "smile", "How many scripted smiles are found?",
     0.71, 0.62, 0.79, 0.9, "at_least", "share of smiles", "Three in ten smiles were missed."),
    ("abstention.sign.noface", "abstention", "sign", "blink", "Are blinks seen where there is no face?",
     0.0, 0.0, 0.02, 0.05, "at_most", "share of windows", "Where there was no face, no blink was seen."),
    ("invariance.light.emotion", "invariance", "state", "emotion", "Does the emotion change when only the light does?",
     0.42, 0.33, 0.51, 0.05, "at_most", "share of phantoms",
     "When only the lamp moved, the emotion changed for four in ten phantoms, who feel nothing."),
    ("invariance.skin.emotion", "invariance", "state", "emotion",
     "Does the emotion change when only the skin tone does?",
     0.37, 0.28, 0.47, 0.05, "at_most", "share of phantoms",
     "When only the skin tone changed, the emotion changed for more than a third of the phantoms."),
    ("invariance.identity.emotion", "invariance", "state", "emotion", "Does the emotion change with the identity?",
     0.5, 0.41, 0.6, 0.05, "at_most", "share of phantoms",
     "Half of the phantoms were given another emotion for having another face."),
    ("invariance.light.fatigue", "invariance", "state", "fatigue", "How far does fatigue move with the light?",
     0.06, 0.03, 0.11, 0.1, "at_most", "share of the scale",
     "The fatigue level moves a little with the light; whether too much cannot be told."),
    ("invariance.skin.fatigue", "invariance", "state", "fatigue", "How far does fatigue move with the skin tone?",
     -0.02, -0.05, 0.01, 0.1, "at_most", "share of the scale",
     "The fatigue level hardly moves with the skin tone."),
    ("abstention.state.still", "abstention", "state", "emotion", "Is an emotion given to a photograph?",
     1.0, 0.966, 1.0, 0.05, "at_most", "share of items", "Every still photograph was given an emotion."),
    ("invariance.light.warning", "invariance", "judgement", "warning",
     "Does the warning change when only the light does?",
     0.12, 0.07, 0.19, 0.05, "at_most", "share of phantoms",
     "One phantom in eight was warned, or no longer warned, because the lamp moved."),
    ("invariance.skin.warning", "invariance", "judgement", "warning",
     "Does the warning change when only the skin tone does?",
     0.04, 0.01, 0.09, 0.05, "at_most", "share of phantoms",
     "Few warnings changed with the skin tone; it cannot be told whether few enough."),
    ("in_use.false_alarms", "in use", "judgement", "warning", "How often are the wakeful warned?",
     0.083, 0.055, 0.121, 0.01, "at_most", "share of wakeful phantoms",
     "Of 120 recordings of 24 people not drowsy, warning flagged 10 (8.3 %; 95 % interval 5.5 to 12 %). Among 10,000 "
     "such people that would be 830 false flags. Too many people are flagged for nothing."),
    ("in_use.ppv", "in use", "judgement", "warning", "How many warnings are right where 1 driver in 100 is drowsy?",
     None, None, None, 0.5, "at_least", "share of warnings",
     "There were too few warned phantoms to say how many warnings are right."),
)  # fmt: skip

CLAIMS: dict[Rung, tuple[str, ...]] = {"signal": (), "sign": (), "state": ("C25",), "judgement": ("C25", "C40")}


def make_finding(index: int, row: Row) -> Finding:
    """Make one finding; what it shows follows from its interval and bound."""
    name, trial, rung, output, question, estimate, low, high, bound, kind, unit, words = row
    return Finding(
        name, trial, rung, output, question, estimate, low, high, bound, kind, unit,
        n=240 + 17 * index,
        clusters=24 if estimate is not None else 3,
        finding=decide(low, high, bound, kind),
        words=words,
        coverage=1.0 if index % 3 else 0.943,
        claims=CLAIMS[rung],
        harms=("H01",) if trial == "in use" else (),
    )  # fmt: skip


FINDINGS = tuple(make_finding(index, row) for index, row in enumerate(ROWS))

ASSUMPTIONS = (
    Assumption("yawns_per_window", "yawns", 2, 1, 4, "The documents say frequent yawning and give no count."),
    Assumption("window_s", "s", 60, 30, 120, "No stretch of time is documented; a minute is usual for PERCLOS."),
    Assumption("mouth_open_ratio", "ratio", 0.6, 0.45, 0.75, "What counts as a yawn is not said."),
)


def make_universes() -> tuple[Universe, ...]:
    """Make every combination of low, taken and high values; the judgement findings move with them."""
    universes = []
    for values in itertools.product(*((a.low, a.value, a.high) for a in ASSUMPTIONS)):
        yawns, window_s, mouth = values
        push = (window_s / 60 - 1) * 0.06 - (yawns - 2) * 0.05 - (mouth - 0.6) * 0.15
        standings = []
        for finding in FINDINGS:
            if finding.rung in {"state", "judgement"}:
                standings.append(_moved(finding, push if finding.rung == "judgement" else push / 12))
        universes.append(Universe(tuple(zip((a.name for a in ASSUMPTIONS), values, strict=True)), tuple(standings)))
    return tuple(universes)


def _moved(finding: Finding, push: float) -> tuple[str, float | None, str]:
    if finding.estimate is None or finding.low is None or finding.high is None:
        return finding.id, None, "undecided"
    estimate = min(1.0, max(0.0, finding.estimate + push))
    low, high = max(0.0, estimate - 0.03), min(1.0, estimate + 0.03)
    return finding.id, estimate, decide(low, high, finding.bound, finding.bound_kind)


def make_in_use() -> tuple[InUse, ...]:
    """Make 10,000 people at nine prevalences; sensitivity 0.84, false alarms 0.083."""
    rows = []
    for prevalence in (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003, 0.00001):
        true, missed = 8400 * prevalence, 1600 * prevalence
        false = 830 * (1 - prevalence)
        ppv = true / (true + false)
        rows.append(InUse(prevalence, true, false, missed, ppv, ppv * 0.72, min(1.0, ppv * 1.33)))
    return tuple(rows)


def make_report() -> Report:
    """Make the whole report."""
    return Report(
        system="changan-uni-t",
        title="UNI-T in-vehicle emotion and fatigue system",
        organisation="Chang'an Automobiles",
        notice=RECONSTRUCTION,
        tested="The documented pipeline, from yawns and blinks to a spoken warning, was rebuilt from open parts "
        "and run on 24 phantoms: people who do not exist, rendered to a script, with no feelings. Four trials asked "
        "whether it recovers what the script contains, whether it keeps still when only light, skin or identity "
        "change, whether it says nothing where there is nothing, and what its warnings would mean in use.",
        facts=(
            Fact("Demonstrated in April 2020 as a system that detects emotion and fatigue from the driver's face.",
                 "ARTICLE 19, Emotional Entanglement, 2021, p. 23, note 108"),
            Fact("Frequent yawning and blinking set off a spoken warning, or music chosen by the car.",
                 "ARTICLE 19, Emotional Entanglement, 2021, p. 23, note 109"),
        ),
        ladder=(
            LadderRung("signal", "undecided", "Eye opening, head turns and pulse follow the script; gaze is off, and "
                       "the pulse on the darkest skin cannot be told."),
            LadderRung("sign", "holds", "Blinks and yawns are found when they happen and not when they don't."),
            LadderRung("state", "fails", "The emotion changes when only the lamp, the skin or the face changes, in "
                       "people who feel nothing."),
            LadderRung("judgement", "fails", "Who is warned depends on the lamp, and most warnings would be wrong."),
        ),
        top=("invariance.light.emotion", "in_use.false_alarms", "recovery.blink.found"),
        findings=FINDINGS,
        portraits=make_portraits(),
        in_use=make_in_use(),
        in_use_output="warning",
        assumptions=ASSUMPTIONS,
        universes=make_universes(),
        steps=(Step("choice of music", "left out", "Nothing is documented about how music follows from emotion."),
               Step("blood pressure", "refused", "No validated open formula gives blood pressure from video.")),
        limits=(
            "Phantoms are not people. What holds on them may still fail on people.",
            "The vendor's own program was not run.",
            "One camera, one distance, no glasses, no beards, no vibration of a car.",
        ),
        repeat=Repeat(
            "desdemona audit changan-uni-t --seed 7 --out report",
            7,
            (("desdemona", "0.1.0"), ("numpy", "2.1.0"), ("opencv-python-headless", "4.10.0")),
            (("face_landmark.tflite", "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814"),
             ("iris_landmark.tflite", "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ab19bce8eeac39357521f")),
        ),
        catalogue=(
            Entry("C25", "Fatigue and emotion of a driver can be read from the face well enough to act on."),
            Entry("C40", "Warning drivers on such readings makes roads safer."),
            Entry("H01", "False positives in screening, with low base rates."),
        ),
    )  # fmt: skip


def make_bare_report() -> Report:
    """Make a report that has nothing but its name, as an audit of an empty table might."""
    return replace(
        make_report(),
        system="readings", title="readings.csv", organisation="", notice="", facts=(), ladder=(), top=(), findings=(),
        portraits=(), in_use=(), in_use_output="", assumptions=(), universes=(), steps=(), limits=(), catalogue=(),
        repeat=Repeat("desdemona audit --readings readings.csv --truth truth.csv --out report", 0, (), ()),
    )  # fmt: skip
