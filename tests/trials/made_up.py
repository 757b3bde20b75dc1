"""Made-up tables: what a system said about people who are only names."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from desdemona.tables import ITEMS, Reading, Tables, Truth, to_readings, to_truth


def tables_of(
    readings: Iterable[Reading], items: Sequence[Mapping[str, str | None]], truth: Iterable[Truth] = ()
) -> Tables:
    conditions = sorted({name for item in items for name in item} - set(ITEMS))
    schema: dict[str, type[pl.DataType]] = {**ITEMS, **dict.fromkeys(conditions, pl.String)}
    table = pl.DataFrame([{name: item.get(name) for name in schema} for item in items], schema=schema)
    subjects = pl.DataFrame({"subject": table.get_column("subject").unique().sort()})
    return Tables(to_readings(readings), to_truth(truth), table, subjects)


def item(who: int, light: str = "even", scene: str = "talk", null: str | None = None) -> dict[str, str | None]:
    """One recording: of person `who`, whose face is her identity."""
    name = f"{scene}-{who}-{light}" + (f"-{null}" if null else "")
    return {
        "item": name,
        "subject": f"person-{who}",
        "light": light,
        "identity": str(who),
        "scene": scene,
        "null": null,
    }


def mood(item_name: str | None, window: int, label: str | None, output: str = "mood") -> Reading:
    """One 10 s window of a label output; None is not measured."""
    status = "ok" if label else "not_measured"
    start_s = 10.0 * window
    return Reading(str(item_name), start_s, start_s + 10, output, "state", label=label, status=status)  # type: ignore[arg-type]
