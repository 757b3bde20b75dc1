"""What is true of a recording after it was changed."""

import re
from collections.abc import Callable

import polars as pl

from desdemona.manipulations.manipulation import Manipulation, TruthMove

_OTHER_SIDE = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
_SIDE = re.compile(r"(?<![A-Za-z])(left|right|Left|Right)(?![A-Za-z])")
_BETWEEN = r"(^|[._])(?:{})($|[._])"
_TURNING = _BETWEEN.format("yaw|roll")
_ROLLING = _BETWEEN.format("roll")
_PER_TIME = _BETWEEN.format("rate|frequency|hz|bpm|tempo|effort")
_PITCH = _BETWEEN.format(r"f\d|pitch|formants?\d*")
_TIME_SPANS = _BETWEEN.format("interval|duration|s|ms|sdnn|rmssd")
_PIXELS = _BETWEEN.format("px")
_LEVELS = _BETWEEN.format("level|loudness|intensity")


def _swap_sides(text: str) -> str:
    return _SIDE.sub(lambda found: _OTHER_SIDE[found.group()], text)


def _changed(truth: pl.DataFrame, which: str, value: pl.Expr) -> pl.DataFrame:
    concerned = pl.col("output").str.contains(which)
    return truth.with_columns(pl.when(concerned).then(value).otherwise(pl.col("value")).alias("value"))


def _unchanged(_manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    return truth


def _mirrored(_manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    turned = _changed(truth, _TURNING, 0.0 - pl.col("value"))
    swapped = [
        pl.col(name).replace({text: _swap_sides(text) for text in truth.get_column(name).drop_nulls().unique()})
        for name in ("output", "label")
    ]
    return turned.with_columns(swapped)


def _rolled(manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    return _changed(truth, _ROLLING, pl.col("value") + manipulation.amount)


def _pixels_scaled(manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    share = 1.0 if manipulation.setting("restored") else manipulation.amount
    return _changed(truth, _PIXELS, pl.col("value") * share)


def _times_scaled(manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    tempo = manipulation.amount
    per_time = pl.col("output").str.contains(_PER_TIME) & ~pl.col("output").str.contains(_PITCH)
    spans = pl.col("output").str.contains(_TIME_SPANS)
    value = pl.when(per_time).then(pl.col("value") * tempo).when(spans).then(pl.col("value") / tempo)
    return truth.with_columns(
        pl.col("t_start_s") / tempo, pl.col("t_end_s") / tempo, value.otherwise(pl.col("value")).alias("value")
    )


def _level_shifted(manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    return _changed(truth, _LEVELS, pl.col("value") + manipulation.amount)


_MOVES: dict[TruthMove, Callable[[Manipulation, pl.DataFrame], pl.DataFrame]] = {
    "unchanged": _unchanged,
    "mirrored": _mirrored,
    "rolled": _rolled,
    "pixels_scaled": _pixels_scaled,
    "times_scaled": _times_scaled,
    "level_shifted": _level_shifted,
}


def moved_truth(manipulation: Manipulation, truth: pl.DataFrame) -> pl.DataFrame:
    """Return the truth table (schema `tables.TRUTH`) of a recording after a manipulation, which is left as it was.

    The kind says how it moves. It goes by the words in the names of outputs, which dots and underscores part:

    - `unchanged`: nothing. What a bar hides or a frozen picture fails to show is still true.
    - `mirrored`: `left` and `right` swap in outputs and labels; values of `yaw` and `roll` change sign.
    - `rolled`: the angle is added to values of `roll` (the heads drawn here tilt last, so this is exact).
    - `pixels_scaled`: values in `px` are multiplied by the share, unless the size is restored.
    - `times_scaled`: times are divided by the tempo; so are values of `interval`, `duration`, `sdnn`, `rmssd` and
      those in `s` and `ms`; values of `rate`, `frequency`, `tempo`, `effort`, in `hz` and `bpm` are multiplied by it,
      except those of pitch (`f0`) and formants.
    - `level_shifted`: the decibels are added to values of `level`, `loudness` and `intensity`.
    """
    return _MOVES[manipulation.truth](manipulation, truth)
