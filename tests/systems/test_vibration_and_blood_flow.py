"""Systems that read vibration, blood flow and pulse: what they say follows from the signals alone."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.systems.synthetic import Row, everything_measured, made_tracks, said, sensor_tracks, window_rows

from desdemona.systems.measured import Measured
from desdemona.systems.profile import load_system
from desdemona.systems.run import run_system
from desdemona.systems.sources import SOURCES

RUNNING = (
    "alpha-hawkeye-early-warning",
    "emokit-emoask",
    "joyware-nuralogix-deepaffex",
    "nuralogix-polygraph",
    "miaodong-interrogation",
    "sage-data-interrogation",
    "shenzhen-anshibao-vibration",
    "taigusys-interrogation",
    "taigusys-prison",
    "taigusys-mental-auxiliary-judgment",
    "taigusys-dynamic-emotion",
)
STILL_HZ, STILL_DN = 0.4, 0.001
TREMBLING_HZ, TREMBLING_DN = 3.0, 0.4
"""What a still head and one that trembles by 0.2 mm give."""


def vibrating(frequency_hz: float, amplitude_dn: float, symmetry: float = 0.9, *, start_s: float = 0.0) -> list[Row]:
    """Return three windows of a head that vibrates alike throughout."""
    told = (("frequency", frequency_hz), ("amplitude", amplitude_dn), ("symmetry", symmetry))
    starts = [start_s + 3.4 * number for number in range(3)]
    return [(f"head.vibration.{name}", start, start + 3.4, value) for name, value in told for start in starts]


def heard_from(channel: str, values: list[float], length_s: float = 10.0) -> list[Row]:
    """Return windows of a channel, one a second."""
    return [(channel, float(start), start + length_s, value) for start, value in enumerate(values)]


def seen(rows: list[Row]) -> Measured:
    """Return a still face with these windows."""
    return Measured("made", replace(made_tracks(30.0), windows=window_rows(rows)))


def told(system: str, output: str, rows: list[Row]) -> pl.DataFrame:
    """Return what a system says at its central values."""
    return said(run_system(load_system(system), seen(rows)), output)


@pytest.mark.parametrize("system", RUNNING)
def test_every_documented_output_is_said_where_everything_is_measured(system: str) -> None:
    profile = load_system(system)
    readings = run_system(profile, everything_measured(3))
    for output in profile.outputs:
        ok = said(readings, output.name).filter(pl.col("status") == "ok")
        assert ok.height > 0 or output.follows, output.name
        if output.all_labels and ok.height:
            assert set(ok["label"]) <= set(output.all_labels)


@pytest.mark.parametrize("system", RUNNING)
def test_nothing_is_said_of_what_was_not_measured(system: str) -> None:
    profile = load_system(system)
    readings = run_system(profile, Measured("made", made_tracks(30.0)))
    for output in profile.outputs:
        if output.rung in ("state", "judgement"):
            assert set(said(readings, output.name)["status"]) == {"not_measured"}, output.name


def test_the_planned_database_is_refused_as_a_whole() -> None:
    profile = load_system("alpha-hawkeye-high-risk-crowd-database")
    assert profile.runs == "refused"
    readings = run_system(profile, made_tracks(5.0))
    assert readings.select("output", "rung", "status").rows() == [("high-risk match", "judgement", "refused")]


@pytest.mark.parametrize(
    ("system", "output", "flagged", "calm"),
    [
        ("shenzhen-anshibao-vibration", "early warning", "early warning", "none"),
        ("taigusys-prison", "alert", "abnormal emotion", "none"),
        ("alpha-hawkeye-early-warning", "flag", "flagged", "not flagged"),
    ],
)
def test_a_head_that_trembles_is_flagged_and_a_still_one_is_not(
    system: str, output: str, flagged: str, calm: str
) -> None:
    trembling = told(system, output, vibrating(TREMBLING_HZ, TREMBLING_DN))
    still = told(system, output, vibrating(STILL_HZ, STILL_DN))
    assert (set(trembling["label"]), set(still["label"])) == ({flagged}, {calm})


def test_vibration_level_is_the_weighted_sum_at_its_central_values() -> None:
    level = told("taigusys-dynamic-emotion", "vibration level", vibrating(1.5, 0.1))["value"]
    # half of 1.5 of 3 Hz and half of 0.1 of 0.4 steps
    assert level.to_list() == pytest.approx([0.375] * 3, abs=1e-9)


def test_balance_is_likeness_of_the_halves_and_nothing_else() -> None:
    rows = vibrating(STILL_HZ, STILL_DN, 0.725)
    alone = told("taigusys-mental-auxiliary-judgment", "balance level", rows)["value"].to_list()
    shaken = vibrating(TREMBLING_HZ, TREMBLING_DN, 0.725)
    assert alone == pytest.approx([0.5] * 3, abs=1e-9)  # halfway from 0.5 to 0.95
    assert told("taigusys-mental-auxiliary-judgment", "balance level", shaken)["value"].to_list() == alone


def test_deepaffex_gives_rates_as_measured_and_pressure_from_their_rise() -> None:
    pulse = heard_from("pulse.rate.pos", [72.0] * 4 + [90.0] * 6)
    breath = heard_from("breath.rate.chest", [14.0] * 4 + [14.0] * 6)
    flow = heard_from("face.perfusion", [0.2] * 4 + [0.25] * 6)
    rows = pulse + breath + flow
    assert told("joyware-nuralogix-deepaffex", "pulse.rate", rows)["value"].to_list() == [72.0] * 4 + [90.0] * 6
    assert told("joyware-nuralogix-deepaffex", "breath.rate", rows)["value"].to_list() == [14.0] * 10
    # a quarter more is half of the full rise of the pulse, with breathing unmoved a quarter in the mean
    pressure = told("joyware-nuralogix-deepaffex", "psychological pressure", rows)["value"].to_list()
    assert pressure == pytest.approx([0.0] * 4 + [0.25] * 6, abs=1e-9)
    emotion = told("joyware-nuralogix-deepaffex", "emotion level", rows)["value"].to_list()
    assert emotion == pytest.approx([0.0] * 4 + [0.5] * 6, abs=1e-9)


def test_the_polygraph_takes_climbed_stairs_for_deception() -> None:
    rows = heard_from("pulse.rate.pos", [72.0] * 4 + [110.0] * 6) + heard_from("breath.rate.chest", [14.0] * 10)
    rested = heard_from("pulse.rate.pos", [110.0] * 10) + heard_from("breath.rate.chest", [22.0] * 10)
    said_after = told("nuralogix-polygraph", "deception result", rows)["label"].to_list()
    assert said_after == ["no deception indicated"] * 4 + ["deception indicated"] * 6
    # who was out of breath from the start is her own baseline
    assert set(told("nuralogix-polygraph", "deception result", rested)["label"]) == {"no deception indicated"}


def test_a_worn_thermometer_is_shown_and_moves_nothing() -> None:
    profile = load_system("sage-data-interrogation")
    rows = heard_from("pulse.rate.pos", [72.0] * 5 + [80.0] * 5)
    bare = seen(rows)
    warm = replace(bare, sensors=sensor_tracks(30.0, windows=[("skin.temperature", 0.0, 10.0, 36.0)]))
    without, worn = run_system(profile, bare), run_system(profile, warm)
    assert said(worn, "skin.temperature")["value"].to_list() == [36.0]
    assert set(said(without, "skin.temperature")["status"]) == {"not_measured"}
    state = [said(readings, "emotional state")["value"].to_list() for readings in (without, worn)]
    assert state[0] == state[1]
    assert np.nanmax(np.array(state[0], dtype=np.float64)) > 0


def test_emoask_reads_a_smile_and_gives_a_silent_suspect_a_number() -> None:
    units = {source.column: 0.0 for source in SOURCES if source.name.startswith("au") and source.column}
    smiling = {**units, "au6_share": 0.8, "au12_share": 0.8}
    curves = {name: (lambda _t, value=value: value) for name, value in smiling.items()}
    rows = heard_from("pulse.rate.pos", [72.0] * 5 + [81.0] * 15)
    faced = replace(made_tracks(30.0, curves=curves), windows=window_rows(rows))
    readings = run_system(load_system("emokit-emoask"), faced)
    assert set(said(readings, "emotional state")["label"]) == {"happiness"}
    agitation = said(readings, "agitation").filter(pl.col("status") == "ok")["value"].to_list()
    # an eighth more is a quarter of the full rise; body and voice were not measured, the pulse speaks alone
    assert agitation[-1] == pytest.approx(0.25, abs=1e-9)


def test_brief_movements_alone_make_imperceptible_emotions() -> None:
    profile = load_system("taigusys-interrogation")
    column = {source.name: source.column for source in SOURCES}["face.micro.mdmd"]
    tracks = made_tracks(30.0, curves={str(column): lambda _t: 0.0})
    swallows = [("face.micro.mdmd", float(start), start + 0.3, 0.2) for start in (5, 15)]
    busy = replace(tracks, events=pl.DataFrame(swallows, schema=tracks.events.schema, orient="row"))
    quiet = said(run_system(profile, tracks), "imperceptible emotions")["value"].drop_nulls()
    moved = said(run_system(profile, busy), "imperceptible emotions")["value"].drop_nulls()
    assert quiet.max() == 0.0
    # two in 30 s are four a minute, 3.5 over the zero at 0.5 of the 5.5 up to the full six
    assert moved.to_list()[-1] == pytest.approx(3.5 / 5.5, abs=1e-6)
