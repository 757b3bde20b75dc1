import gzip
from pathlib import Path

import numpy as np
import pytest
from tests.sensors.written import write

from desdemona.errors import DeclarationError, FileProblem, TableError, UnknownName, UsageError
from desdemona.sensors.layout import guess_column, guess_time, kind_of_name, layout_from_line, load_layout
from desdemona.sensors.opening import load_sensors
from desdemona.sensors.signal import Signal, to_even
from desdemona.sensors.table import load_table


def test_names_with_units_need_no_layout(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "t_s,EDA (uS),heart_rate_bpm,comment\n0,2.0,60,hi\n0.5,2.5,n/a,\n1.0,3.0,62,x\n")
    read = load_table(path)
    eda, rate = read.signals
    assert (eda.name, eda.kind, eda.unit, eda.rate_hz) == ("EDA", "skin_conductance", "µS", 2.0)
    np.testing.assert_array_equal(eda.values, [2.0, 2.5, 3.0])
    np.testing.assert_array_equal(rate.values, [60, np.nan, 62])
    assert read.notices == ("columns left out: comment", "'heart_rate_bpm': 1 of 3 values are missing")


def test_a_layout_in_yaml_names_columns_units_times_and_the_clock(tmp_path: Path) -> None:
    said = """
time: {column: Stamp, unit: ms, zero: first}
offset_s: 2.5
decimal: ","
columns:
  A: {kind: skin_temperature, unit: K, name: left wrist}
"""
    layout = load_layout(write(tmp_path / "map.yaml", said))
    path = write(tmp_path / "a.csv", "Stamp;A\n1700000000000;306,15\n1700000000250;307,15\n1700000000500;308,15\n")
    (heat,) = load_table(path, layout).signals
    assert (heat.name, heat.unit, heat.t_start_s, heat.rate_hz) == ("left wrist", "°C", 2.5, 4.0)
    np.testing.assert_allclose(heat.values, [33.0, 34.0, 35.0], atol=1e-9)


def test_faults_of_a_layout_come_together_with_their_lines(tmp_path: Path) -> None:
    said = "rate_hz: 0\ncolumns:\n  A: {kind: skin_conductanse, unit: uS}\n  B: {kind: eeg, unit: bpm}\n"
    said += "  C: {kind: heart_rate}\n"
    with pytest.raises(DeclarationError) as caught:
        load_layout(write(tmp_path / "map.yaml", said))
    text = str(caught.value)
    assert ":1: rate_hz is 0; a rate is above 0" in text
    assert ":3: unknown kind 'skin_conductanse'; did you mean 'skin_conductance'?" in text
    assert ":4: unknown unit of eeg 'bpm'" in text
    assert ":5: column 'C' lacks 'unit'; heart_rate is told in bpm" in text


def test_a_layout_on_one_line() -> None:
    layout = layout_from_line("GSR=skin_conductance:uS, time=Stamp:ms")
    assert layout.columns["GSR"].kind == "skin_conductance"
    assert layout.time is not None
    assert layout.time.unit == "ms"
    with pytest.raises(UnknownName, match="unknown kind of signal 'skin'"):
        layout_from_line("GSR=skin:uS")
    with pytest.raises(UsageError, match="'GSR' is not column=kind:unit"):
        layout_from_line("GSR")
    with pytest.raises(UsageError, match="rate_hz=fast is no rate"):
        layout_from_line("rate_hz=fast")


def test_packed_tables_and_a_stated_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(b"# made by hand\nresp\tspeed_km/h\n1\t50\n2\t51\n"))
    belt, speed = load_table(
        path, layout_from_line("resp=respiration,speed_km/h=vehicle_speed:km/h,rate_hz=25")
    ).signals
    assert (belt.rate_hz, belt.unit) == (25, "1")
    np.testing.assert_array_equal(speed.values, [50, 51])
    cut = write(tmp_path / "b.tsv.gz", path.read_bytes()[:-12])
    with pytest.raises(FileProblem, match=r"the packed file breaks off|no sound gzip"):
        load_table(cut, layout_from_line("resp=respiration,rate_hz=25"))


def test_gaps_stay_gaps_and_are_told(tmp_path: Path) -> None:
    rows = "".join(f"{t},5\n" for t in (0, 1, 2, 3, 8, 9, 10))
    read = load_table(write(tmp_path / "a.csv", "t,eda_uS\n" + rows))
    assert read.notices == ("1 gap of together 4 s; the longest, of 5 s, begins at 3.000 s",)
    even = to_even(read.signals[0])
    assert even.rate_hz == 1.0
    np.testing.assert_array_equal(np.isnan(even.values), [False] * 4 + [True] * 4 + [False] * 3)


def test_jittering_times_become_even_by_straight_lines() -> None:
    times_s = np.arange(100) / 10 + 0.02 * np.sin(np.arange(100))
    even = to_even(Signal("a", "respiration", "1", 3 * times_s, uneven_s=times_s))
    np.testing.assert_allclose(even.values, 3 * even.times_s, atol=1e-9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("t,eda_uS\n0,1\n1,2\n0.5,3\n", "line 4, column 't': 0.5 s comes after 1 s: time goes back"),
        ("t,eda_uS\n0,1\n1,2\n1,3\n", "line 4, column 't': 1 s stands twice"),
        ("t,eda_uS\n0,1\n,2\n", "line 3, column 't': has no time"),
        ("t,eda_uS\n0,1\n1,x2\n", "line 3, column 'eda_uS': 'x2' is no number"),
        ("t;eda_uS\n0;1\n1;2,5\n", "line 3, column 'eda_uS': '2,5' is no number; is 2.5 meant"),
        ("t,eda_uS\n0,1\n1\n", "line 3: has 1 cells, not 2"),
        ("t,eda_uS\n0,1\n1,2,3\n", "line 3: has 3 cells, not 2"),
        ("t,eda_uS\n0,1\n\n1,2\n", "line 3: has 1 cells, not 2"),
        ('t,eda_uS\n0,"1"\n"1"\n', "line 3: has 1 cells, not 2"),
        ('t,eda_uS\n0,1\n1,"2\n2,3\n', "line 3: a quotation mark is opened and not closed"),
        ("t,t\n0,1\n", "line 1: column 't' stands twice"),
    ],
)
def test_faults_of_a_table_name_line_column_and_value(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TableError) as caught:
        load_table(write(tmp_path / "a.csv", text))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("t,eda\n0,1\n", "column 'eda' has no unit; write it as 'eda (…)': µS, ns, ms, s"),
        ("t,foo\n0,1\n", "no column is known by its name (foo)"),
        ("eda_uS\n1\n", "has no column of times"),
        ("t,eda_uS\n", "has no rows"),
        ("", "has no header"),
        ("\x00\x01", "is no UTF-8 text"),
        ("t,temp (°C)\n0,91\n1,92\n", "middle value of 91.5 °C is no skin_temperature (5 to 50 °C); is the unit °f?"),
        ("t,spo2 (%)\n0,0.97\n1,0.98\n", "is the unit share?"),
        (
            "t,ecg (mV)\n" + "".join(f"{k},{k % 2 * 900}\n" for k in range(50)),
            "swing of 450 mV is no ecg (0.005 to 20 mV); is the unit µv?",
        ),
    ],
)
def test_what_cannot_be_is_one_line_with_what_would_mend_it(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        load_table(write(tmp_path / "a.csv", text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_many_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="and 10 more"):
        load_table(write(tmp_path / "a.csv", "t,eda_uS\n" + "".join(f"{k},x\n" for k in range(30))))


def test_lines_are_counted_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desdemona.sensors.numbers.BLOCK_BYTES", 64)
    rows = [f"{k},{k % 7}" for k in range(200)]
    read = load_table(write(tmp_path / "a.csv", "t,eda_uS\r\n" + "\r\n".join(rows) + "\r\n\r\n"))
    np.testing.assert_array_equal(read.signals[0].values, np.arange(200) % 7)
    rows[150] = "150,oops"
    with pytest.raises(TableError, match="line 152, column 'eda_uS': 'oops'"):
        load_table(write(tmp_path / "a.csv", "t,eda_uS\n" + "\n".join(rows)))


def test_what_people_call_things() -> None:
    assert kind_of_name("EKG") == "ecg"
    assert kind_of_name("EEG Fpz-Cz") == "eeg"
    assert kind_of_name("SpO2") == "oxygen_saturation"
    assert kind_of_name("Heart Rate") == "heart_rate"
    assert kind_of_name("EMG chin") is None
    assert guess_column("skin_temp_c") is not None
    assert guess_time(("x", "Time [ms]")) is not None
    assert guess_time(("x", "value")) is None


def test_the_name_says_how_a_file_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"'.edff' is no sensor file; is .edf meant\?"):
        load_sensors(write(tmp_path / "a.edff", "x"))
    with pytest.raises(FileProblem, match="no such file"):
        load_sensors(tmp_path / "none.csv")
    events = write(tmp_path / "run_events.tsv", "onset\tduration\ttrial_type\n1.5\t2\tname\n0.5\tn/a\tknife\n")
    assert [(e.t_start_s, e.t_end_s, e.label) for e in load_sensors(events).events] == [
        (0.5, 0.5, "knife"),
        (1.5, 3.5, "name"),
    ]


def test_faults_of_events_come_together(tmp_path: Path) -> None:
    events = write(tmp_path / "run_events.tsv", "onset\tduration\ttrial_type\nx\t2\ta\n3\t-1\tb\n4\n")
    with pytest.raises(TableError) as caught:
        load_sensors(events)
    text = str(caught.value)
    assert "line 2, column 'onset': 'x' is no time in seconds" in text
    assert "line 3: the event ends at 2 s, before it begins at 3 s" in text
    assert "line 4: has 1 cells, not 3" in text
    with pytest.raises(TableError, match="column 'trial_type' is missing"):
        load_sensors(write(tmp_path / "b_events.tsv", "onset\n1\n"))
