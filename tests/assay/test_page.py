"""The page says what the rows say, whatever that is."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from tests.assay.made_shots import channel

from desdemona.assay import making
from desdemona.assay.__main__ import main
from desdemona.assay.making import Assay, Progress
from desdemona.assay.page import number, page_of, write_page
from desdemona.assay.row import Bound, Moved, Null, Recovered, Row
from desdemona.audits.cast import Item
from desdemona.audits.observing import observe
from desdemona.channels.groups import Group
from desdemona.errors import FileProblem
from desdemona.estimates.interval import Interval
from desdemona.systems.measured import Measured

ANGLE = channel("head.yaw", "number", "face", ("head_yaw_deg",))


def row(low: float, high: float, *, nulls: tuple[Null, ...] = (), moved: tuple[Moved, ...] = ()) -> Row:
    found = Recovered("mean error", Interval(2.0, low, high, 600, 6), "deg", 0.934, Bound(3.0, "at_most"))
    return Row(ANGLE, found, "", nulls, moved)


def page(*rows: Row) -> str:
    return page_of(Assay(rows, 6, 100)).replace("\N{NO-BREAK SPACE}", " ")


def test_recovery_stands_with_its_interval_its_bound_and_what_was_given() -> None:
    assert "| `head.yaw` | mean error 2 deg [1.5, 2.5] | 93 % | ≤ 3, holds |" in page(row(1.5, 2.5))
    assert "≤ 3, undecided" in page(row(1.5, 3.5))
    assert "- Undecided: `head.yaw`." in page(row(1.5, 3.5))
    failing = page(row(3.5, 4.0))
    assert "≤ 3, **fails**" in failing
    assert "- Fails: `head.yaw`." in failing


def test_a_false_alarm_is_told_at_the_top() -> None:
    nulls = (Null("noise", 1, 6), Null("empty room", 0, 6))
    text = page(row(1.0, 2.0, nulls=nulls))
    assert "nothing there: noise · empty room" in text
    assert "| 1/6 · 0/6 |" in text
    assert "- Found something where there is nothing: `head.yaw`." in text


def test_moves_stand_under_what_was_changed_and_dots_where_nothing_was() -> None:
    moved = (
        Moved("lamp", "deg", Interval(0.5, 0.4, 0.6, 6, 6), 0, 6),
        Moved("glasses", "deg", Interval(1.25, 0.4, 2.6, 6, 6), 2, 6),
        Moved("skin tone", "deg", None, 6, 6),
    )
    assert "| `head.yaw` | deg | · | · | · | 0.5 | 1.2, lost 2/6 | lost 6/6 |" in page(row(1.0, 2.0, moved=moved))


def test_what_has_no_truth_says_why_and_what_it_must_not_be_taken_for() -> None:
    text = page(Row(replace(ANGLE, name="face.strain"), None, "scripts do not say"))
    assert "| `face.strain` | no truth in scripts: scripts do not say | · | · |" in text
    assert "| `face.strain` | deg | signal | face | No feeling. *Source: own rule.* |" in text
    assert "| `blood.pressure.video` |" in text


def test_channels_that_say_the_same_of_themselves_share_a_row() -> None:
    text = page(row(1.0, 2.0), replace(row(1.0, 2.0), channel=replace(ANGLE, name="head.roll")))
    assert "| `head.yaw` `head.roll` | deg | signal | face | No feeling. *Source: own rule.* |" in text


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"),
        (1e-7, "<0.0001"),
        (0.00031, "0.00031"),
        (0.0123, "0.012"),
        (0.4, "0.4"),
        (12.34, "12"),
        (1234.0, "1234"),
        (None, "·"),
    ],
)
def test_numbers_have_the_digits_that_count(value: float | None, told: str) -> None:
    assert number(value) == told


def test_a_page_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be written"):
        write_page(Assay((), 1, 0), tmp_path / "no" / "channels.md")


def test_the_command_measures_and_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "QUICK_SIZE", replace(making.QUICK_SIZE, still_s=2.0, most_hz=3.0))
    monkeypatch.setattr(making, "measure_cast", _in_this_process)
    monkeypatch.setattr(making, "QUICK", ("head.yaw", "oxygen.saturation.device"))
    monkeypatch.setattr(making, "workers", _no_pool)
    out = tmp_path / "channels.md"
    told = CliRunner().invoke(main, ["--out", str(out), "--quick"], catch_exceptions=False)
    assert told.exit_code == 0
    text = out.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "2 channels; 1 with a bound set beforehand" in text
    error_deg = float(text.split("| `head.yaw` | mean error ")[1].split(" ")[0])
    assert error_deg < 3.0  # what is asked of it
    assert "| 0/2 · 0/2 |" in text


def _in_this_process(items: Sequence[Item], groups: Collection[Group], *, progress: Progress) -> dict[str, Measured]:
    progress(0, len(items), "measured")
    return {item.name: observe(item, groups) for item in items}


@contextmanager
def _no_pool(_count: int) -> Iterator[SimpleNamespace]:
    """Give what stands for a pool of processes, and works in this one."""
    yield SimpleNamespace(map=map)
