"""What was known while something was said: the truth laid over the readings' stretches of time."""

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.tables import Tables


def with_known_values(tables: Tables, output: str, truth_output: str, tolerance_s: float) -> tuple[pl.DataFrame, float]:
    """Return the measured readings of an output, each with the known value over its time, and the coverage.

    Returns
    -------
    pl.DataFrame
        Columns item, subject, t_start_s, t_end_s, value, known; one row a reading that was measured and has a
        known value.
    float
        Coverage: of all readings for which a value is known, and of all items with truth but without any reading
        (one each), the share that was measured. 0 where nothing is known.
    """
    truth = tables.truth.filter((pl.col("output") == truth_output) & pl.col("value").is_not_null())
    readings = tables.readings.filter(pl.col("output") == output)
    known_by_item = {str(key[0]): group for key, group in truth.group_by("item", maintain_order=True)}
    parts = []
    for key, group in readings.group_by("item", maintain_order=True):
        item_truth = known_by_item.get(str(key[0]))
        if item_truth is not None:
            known = known_over(times(group), times(item_truth), values(item_truth), tolerance_s)
            parts.append(group.with_columns(pl.Series("known", known)).filter(pl.col("known").is_not_nan()))
    unread = len(set(known_by_item) - set(readings.get_column("item").unique().to_list()))
    rows = pl.concat(parts) if parts else readings.clear().with_columns(pl.lit(0.0).alias("known"))
    measured = rows.filter((pl.col("status") == "ok") & pl.col("value").is_not_null())
    asked = rows.height + unread
    measured = measured.join(tables.items.select("item", "subject"), on="item", how="inner", maintain_order="left")
    columns = ("item", "subject", "t_start_s", "t_end_s", "value", "known")
    return measured.select(columns), measured.height / asked if asked else 0.0


def times(table: pl.DataFrame) -> Floats:
    """Return start and end of each row, shape (n, 2); where a table states no time it is all of time."""
    start = table.get_column("t_start_s").fill_null(-np.inf)
    end = table.get_column("t_end_s").fill_null(np.inf)
    return np.stack([start.to_numpy(), end.to_numpy()], axis=1)


def values(table: pl.DataFrame) -> Floats:
    """Return the column `value`, shape (n,)."""
    return table.get_column("value").to_numpy()


def known_over(asked: Floats, known: Floats, value: Floats, tolerance_s: float) -> Floats:
    """Return the mean known value over each asked stretch, shape (n,); NaN where nothing is known.

    `asked` and `known` have shape (n, 2) and (m, 2): start and end in seconds; `value` has shape (m,). Known
    instants count alike; an instantaneous reading takes the nearest one within `tolerance_s`. Known stretches count
    by how long they overlap.
    """
    if bool((known[:, 0] == known[:, 1]).all()):
        return _over_instants(asked, known[:, 0], value, tolerance_s)
    finite = np.concatenate([x[np.isfinite(x)] for x in (asked, known)])
    first, last = (finite.min() - 1, finite.max() + 1) if finite.size else (0.0, 1.0)
    a, b = np.clip(asked, first, last), np.clip(known, first, last)
    overlap = np.minimum(a[:, None, 1], b[None, :, 1]) - np.maximum(a[:, None, 0], b[None, :, 0])
    instant = (a[:, 0] == a[:, 1])[:, None] & (overlap >= 0)
    weight = np.where(instant, 1.0, np.maximum(overlap, 0.0))
    total = weight.sum(1)
    out = np.full(len(a), np.nan)
    np.divide(weight @ value, total, out=out, where=total > 0)
    return out


def _over_instants(asked: Floats, instants: Floats, value: Floats, tolerance_s: float) -> Floats:
    """Return the mean of the values at instants within each stretch, or the nearest one to an instant asked for."""
    order = np.argsort(instants, kind="stable")
    at, running = instants[order], np.concatenate([[0.0], np.cumsum(value[order])])
    first, after = np.searchsorted(at, asked[:, 0], "left"), np.searchsorted(at, asked[:, 1], "right")
    out = np.full(len(asked), np.nan)
    within = after - first
    np.divide(running[after] - running[first], within, out=out, where=within > 0)
    moment = asked[:, 0] == asked[:, 1]
    left = np.clip(np.searchsorted(at, asked[:, 0]) - 1, 0, len(at) - 1)
    right = np.clip(left + 1, 0, len(at) - 1)
    nearest = np.where(np.abs(at[left] - asked[:, 0]) <= np.abs(at[right] - asked[:, 0]), left, right)
    with np.errstate(invalid="ignore"):
        close = np.abs(at[nearest] - asked[:, 0]) <= tolerance_s
    return np.where(moment, np.where(close, value[order][nearest], np.nan), out)
