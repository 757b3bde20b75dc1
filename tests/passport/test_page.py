"""The page says what was measured, whatever that was."""

from pathlib import Path

import pytest

from desdemona.estimates.share import wilson
from desdemona.passport.acceptance import Acceptance, Seen, Sitting
from desdemona.passport.bodies import PostureSeen
from desdemona.passport.contrast import tone_contrasts
from desdemona.passport.landmarks import Following
from desdemona.passport.making import Passport
from desdemona.passport.page import page_of, write_page
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.units import UnitSeen


@pytest.fixture(scope="module")
def passport() -> Passport:
    rows = (
        Row("pulse 72 bpm", 72.0, 75.0, "bpm", Tolerance("apart", 0.2), "lock-in"),
        Row("pulse 60 bpm", 60.0, 60.0, "bpm", Tolerance("apart", 0.2), "lock-in"),
    )
    seen = (Seen(Sitting("frontal", 12, 3), 0.9), Seen(Sitting("frontal", 13, 10), 0.5))
    body = PostureSeen("writing", "desk", wilson(3, 4), wilson(8, 8), wilson(0, 0))
    return Passport(
        (Group("Inside", "About it.", rows),),
        (UnitSeen("au12", "lip corner puller: up", (0.0, 1.0, 2.0), "mm", 0.9),),
        (Acceptance("frontal", seen),),
        (Following("au12", "corner up", (3.0, 4.0)),),
        (body,),
        (wilson(29, 30),),
        tone_contrasts(),
    )


def test_a_wrong_phantom_is_marked_and_told_at_the_top(passport: Passport) -> None:
    page = page_of(passport, ())
    assert "| Inside: rows within their tolerance | 1 of 2 |" in page
    assert "- pulse 72 bpm: asked 72.00, found 75.00 bpm" in page
    assert "| pulse 72 bpm | 72.00 | 75.00 bpm | ± 0.2 bpm | lock-in | **no** |" in page
    assert "frontal** (1 of 2): tone 10: 13 (0.500)" in page
    assert "| Face detector, frontal | 1 of 2 |" in page
    assert "| Face mesh, action units followed | 1 of 1 |" in page
    assert "| Pose detector, postures accepted | 0 of 1 |" in page
    assert "No claim that a result on a phantom is a result on people" in page
    assert "![" not in page


def test_the_page_and_its_pictures_are_written_alike_twice(
    passport: Passport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desdemona.passport.page.refused_png", lambda _refused: b"")
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        paths = write_page(passport, tmp_path / name / "passport.md")
        written.append([path.read_bytes() for path in paths])
        assert {path.name for path in paths} >= {"passport.md", "wave.png", "skin.png"}
        assert all(path.stat().st_size < 300_000 for path in paths)
    assert written[0] == written[1]


def test_the_pulse_falls_with_melanin_in_skin_and_pixels(passport: Passport) -> None:
    factors, shown = ([getattr(tone, name) for tone in passport.tones] for name in ("factor", "shown"))
    assert factors == sorted(factors, reverse=True)
    for factor, seen in zip(factors, shown, strict=True):
        assert seen == pytest.approx(factor, abs=0.15)  # shine takes some more on dark skin
    assert shown[-1] < factors[-1]
