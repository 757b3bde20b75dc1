import json

import pytest

from desdemona.channels.groups import GROUPS
from desdemona.cli.main import run


def test_every_channel_is_listed_for_programs_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["channels", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names) > 120
    assert {"name", "unit", "rung", "needs", "columns", "caveat", "source", "group", "given_by"} == set(rows[0])
    assert {*GROUPS, "voice", "contact", "words"} == {row["group"] for row in rows}
    assert all(row["unit"] and row["caveat"] and row["source"] and row["needs"] for row in rows)
    assert {row["rung"] for row in rows} == {"signal", "sign", "judgement"}  # judgements are brought: grades
    columns = [column for row in rows if row["group"] in GROUPS for column in row["columns"]]
    assert len(set(columns)) == len(columns)


def test_people_read_what_each_is_and_what_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["channels"]) == 0
    said = capsys.readouterr().out
    for line in (
        "blink  [event]  sign, needs face, eyes",
        "BODY: 11 channels, by measure --with body",
        "blood.pressure.video",
    ):
        assert line in said
