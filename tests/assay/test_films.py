"""Films differ from their reference in one thing only, and scripts hold what is told of them."""

from dataclasses import replace
from typing import get_args

import numpy as np
import polars as pl
import pytest

from desdemona.assay import scripts
from desdemona.assay.asked_of_faces import zone_names
from desdemona.assay.draws import draws_of
from desdemona.assay.films import CHANGES, PEOPLE, TONES, Kind, Size, films
from desdemona.assay.listed import PICTURES, every_channel, refused
from desdemona.assay.making import ASKED, UNASKED, WHY_NOT, kinds_for
from desdemona.assay.shots import shots_of
from desdemona.channels.eye_signs.zones import DRIVER
from desdemona.stimuli.motion import motion_of
from desdemona.systems.measured import Measured


def test_every_channel_is_asked_or_says_why_not() -> None:
    unasked = [one.name for one in every_channel() if one.name not in ASKED and one.name not in WHY_NOT]
    assert unasked == [], f"these would be told as '{UNASKED}'"
    assert not set(ASKED) & set(WHY_NOT)
    assert {one.name for one in refused()} >= {"blood.pressure.video", "au23"}


def test_every_kind_of_film_is_needed_by_some_channel() -> None:
    assert set(kinds_for([one for one in every_channel() if one.group in PICTURES])) == set(get_args(Kind))


@pytest.mark.parametrize("kind", ["still", "posed"])
def test_one_thing_is_changed_at_a_time(kind: Kind) -> None:
    own = {film.change: film for film in films((kind,), Size(people=1))}
    assert set(own) == {"", *CHANGES}
    plain = replace(own[""].item.phantom, name="")
    changed = {
        "again": "seed", "head turned": "script", "talking": "script", "lamp": "light", "glasses": "wearing",
        "skin tone": "skin_tone",
    }  # fmt: skip
    for change, field in changed.items():
        phantom = replace(own[change].item.phantom, name="")
        assert phantom != plain
        assert replace(phantom, **{field: getattr(plain, field)}) == plain


def test_tones_are_dealt_out_and_names_are_told_once() -> None:
    shown = films(get_args(Kind), Size())
    assert len({film.item.name for film in shown}) == len(shown)
    assert {film.item.phantom.skin_tone for film in shown if film.kind == "looks"} == set(TONES)
    assert {film.who for film in shown} == {str(who) for who in PEOPLE}


def test_what_is_told_of_scripts_happens_in_them() -> None:
    rng = np.random.default_rng(1)
    written = scripts.heads(rng=rng)
    nods = [told for told in written.told if told[0] == "nod"]
    assert len(nods) == 3
    for _, start_s, end_s in nods:
        pitch = motion_of(written.script, np.linspace(start_s, end_s, 200)).head_pitch_deg
        turns = np.flatnonzero(np.diff(np.sign(np.diff(pitch))) > 0)
        assert len(turns) == 3  # three times down and up again
        assert pitch.min() < -5.9  # amounts are drawn from 6 degrees on
    down = next(told for told in written.told if told[0] == "down")
    assert motion_of(written.script, np.array([np.mean(down[1:])])).head_pitch_deg[0] == pytest.approx(-18.0)


def test_long_scripts_end_in_time() -> None:
    for seed in range(20):
        for written in (scripts.signs(rng=np.random.default_rng(seed)), scripts.heads(rng=np.random.default_rng(seed))):
            ends = [act.t_end_s for act in written.script.acts]
            assert max(ends) < written.script.duration_s


def test_looks_go_to_every_zone_and_fixations_lie_between() -> None:
    film = films(("looks",), Size(people=1))[0]
    shot = shots_of((film,), {film.item.name: Measured(film.item.name, None)})[0]
    times = np.arange(0.0, shot.duration_s, 0.1)
    shot = replace(shot, frames=pl.DataFrame({"t_s": times}))
    assert set(zone_names(DRIVER, shot)) == {"elsewhere", *(zone.name for zone in DRIVER.zones)}
    spans = shot.told("fixation")
    assert (spans[1:, 0] >= spans[:-1, 1]).all()


def test_the_cigarette_is_at_the_mouth_for_a_while() -> None:
    film = films(("wheel",), Size(people=1))[0]
    draws = list(draws_of(film.item.phantom))
    assert len(draws) == 1
    name, start_s, end_s = draws[0]
    assert name == "draw"
    assert 13.5 < start_s < end_s < 18.0  # she smokes from 13 s on, and the hand is down between two draws
    assert list(draws_of(films(("looks",), Size(people=1))[0].item.phantom)) == []
