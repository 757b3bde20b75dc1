from pathlib import Path

import numpy as np
import pytest
from tests.sensors.written import Floats, edf_bytes, tal, write

from desdemona.errors import FileProblem, UnknownName
from desdemona.sensors.edf import load_edf
from desdemona.sensors.edf_header import read_header
from desdemona.sensors.layout import Column, Layout
from desdemona.sensors.signal import Clock

STEP = 2000 / 65535
"""One digital step of the files written here: values come back within half of it."""


def waves(count: int = 2000) -> Floats:
    return 300 * np.sin(np.arange(count) / 7)


def ecg_and_temperature(marks: tuple[bytes, ...] = (), **how: object) -> bytes:
    heat = np.full(40, 33.0)
    return edf_bytes([("ECG II", "uV", waves(), 200), ("Temp skin", "degC", heat, 4)], marks=marks, **how)  # type: ignore[arg-type]


def test_values_come_back_in_the_units_of_their_kinds(tmp_path: Path) -> None:
    read = load_edf(write(tmp_path / "night.edf", ecg_and_temperature()))
    ecg, heat = read.signals
    assert (ecg.kind, ecg.unit, ecg.rate_hz) == ("ecg", "mV", 200)
    assert (heat.kind, heat.unit, heat.rate_hz) == ("skin_temperature", "°C", 4)
    np.testing.assert_allclose(ecg.values, waves() / 1000, atol=STEP / 2 / 1000 + 1e-12)
    np.testing.assert_allclose(heat.values, 33.0, atol=STEP / 2 + 1e-9)


def test_annotations_have_their_times_durations_and_texts(tmp_path: Path) -> None:
    marks = [tal(k) for k in range(10)]
    marks[3] += tal(3.25, "name of a suspect", lasts_s=1.5) + tal(3.5, "掌上")
    read = load_edf(write(tmp_path / "a.edf", ecg_and_temperature(tuple(marks))))
    assert [(event.t_start_s, event.t_end_s, event.label) for event in read.events] == [
        (3.25, 4.75, "name of a suspect"),
        (3.5, 3.5, "掌上"),
    ]


def test_breaks_of_a_discontinuous_file_are_nan_and_told(tmp_path: Path) -> None:
    starts = [*range(5), *range(8, 13)]
    read = load_edf(write(tmp_path / "a.edf", ecg_and_temperature(tuple(tal(s) for s in starts), kind="EDF+D")))
    ecg = read.signals[0]
    assert ecg.values.size == 13 * 200
    assert np.isnan(ecg.values[1000:1600]).all()
    assert np.isnan(ecg.values).sum() == 600
    np.testing.assert_allclose(ecg.values[1600:], waves()[1000:] / 1000, atol=STEP / 2000 + 1e-12)
    assert "1 breaks of together 3 s" in read.notices


def test_time_going_back_in_a_discontinuous_file_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.edf", ecg_and_temperature(tuple(tal(s) for s in (0, 1, 2, 2, 4, 5, 6, 7, 8, 9)), kind="EDF+D")
    )
    with pytest.raises(FileProblem, match="record 4 begins at 2 s, before record 3 ends: time goes back"):
        load_edf(path)


def test_a_part_holds_the_same_values_at_the_same_times(tmp_path: Path) -> None:
    path = write(tmp_path / "a.edf", ecg_and_temperature(tuple(tal(k) for k in range(10))))
    whole, part = load_edf(path).signals[0], load_edf(path, between_s=(3.5, 6.0)).signals[0]
    assert part.t_start_s == 3.0
    np.testing.assert_array_equal(part.values, whole.values[600:1200])


def test_a_layout_chooses_by_label_and_sets_the_clock(tmp_path: Path) -> None:
    path = write(tmp_path / "a.edf", ecg_and_temperature())
    layout = Layout({"Temp skin": Column("skin_temperature", "degC", "wrist")}, clock=Clock(2.5, 1000.0))
    (heat,) = load_edf(path, layout).signals
    assert (heat.name, heat.t_start_s) == ("wrist", 2.5)
    assert heat.times_s[-1] == pytest.approx(2.5 + 9.75 * 1.001)
    with pytest.raises(UnknownName, match="did you mean 'Temp skin'"):
        load_edf(path, Layout({"Tempskin": Column("skin_temperature", "degC", "wrist")}))


def test_a_file_broken_off_says_its_byte_and_can_be_read_as_whole_records(tmp_path: Path) -> None:
    whole = ecg_and_temperature()
    path = write(tmp_path / "a.edf", whole[:-500])
    right = len(whole)
    with pytest.raises(FileProblem, match=f"breaks off at byte {right - 500:,} of {right:,}, after 8 of 10 records"):
        load_edf(path)
    mended = whole[:236] + b"-1".ljust(8) + whole[244:-500]
    assert load_edf(write(tmp_path / "b.edf", mended)).signals[0].values.size == 8 * 200


@pytest.mark.parametrize(
    ("byte", "put", "said"),
    [
        (0, b"RIFF    ", "begins with b'RIFF    '"),
        (184, b"9999    ", "byte 184: the header is said to have 9999 bytes; 2 signals need 768"),
        (236, b"ten     ", "byte 236: the number of records is 'ten', which is no number"),
        (236, b"-7      ", "byte 236: -7 records"),
        (244, b"nan     ", "byte 244: the length of a record is 'nan'"),
        (252, b"0   ", "byte 252: 0 signals"),
        (256 + 2 * 104, b"1000    ", "byte 464: both physical limits of 'ECG II' are 1000; they must differ"),
        (256 + 2 * 216, b"0       ", "byte 688: 'ECG II' has 0 samples a record"),
    ],
)
def test_faults_of_the_header_name_their_byte(tmp_path: Path, byte: int, put: bytes, said: str) -> None:
    whole = ecg_and_temperature()
    path = write(tmp_path / "a.edf", whole[:byte] + put + whole[byte + len(put) :])
    with pytest.raises(FileProblem) as caught:
        read_header(path)
    assert said in str(caught.value)


def test_any_cut_of_a_file_is_one_clear_line(tmp_path: Path) -> None:
    whole = ecg_and_temperature(tuple(tal(k) for k in range(10)))
    for length in (1, 100, 255, 256, 300, 1023, 1024, 1500):
        with pytest.raises(FileProblem) as caught:
            load_edf(write(tmp_path / "a.edf", whole[:length]))
        assert "\n" not in str(caught.value)


def test_a_wrong_unit_is_told_with_the_right_one(tmp_path: Path) -> None:
    kelvin = edf_bytes([("Temp skin", "degC", np.full(40, 306.0), 4)])
    with pytest.raises(FileProblem, match=r"middle value of 306 °C is no skin_temperature .*is the unit k\?"):
        load_edf(write(tmp_path / "a.edf", kelvin))


def test_24_bits_are_read_as_24_bits(tmp_path: Path) -> None:
    two_bytes = edf_bytes([("Status", "", waves(), 200)])
    digital = np.arange(-1000, 1000) * 4000
    body = b"".join(int(value).to_bytes(3, "little", signed=True) for value in digital)
    head = b"\xffBIOSEMI" + two_bytes[8:512]
    (status,) = load_edf(write(tmp_path / "a.bdf", head + body)).signals
    gain = 2000 / 65535
    np.testing.assert_allclose(status.values, -1000 + gain * (digital + 32768), rtol=1e-12, atol=1e-9)


def test_another_writer_is_read_alike(tmp_path: Path) -> None:
    edfio = pytest.importorskip("edfio", reason="edfio is not installed; it is only compared with here")
    values = 300 * np.sin(np.arange(2560) / 7)
    signal = edfio.EdfSignal(values, 256, label="EEG Fpz-Cz", physical_dimension="uV")
    marks = [edfio.EdfAnnotation(2.5, 1.0, "stimulus")]
    edfio.Edf([signal], annotations=marks).write(tmp_path / "a.edf")
    read = load_edf(tmp_path / "a.edf")
    np.testing.assert_allclose(read.signals[0].values, values, atol=600 / 65535)
    assert [(event.t_start_s, event.t_end_s, event.label) for event in read.events] == [(2.5, 3.5, "stimulus")]
