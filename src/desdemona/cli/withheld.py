"""One line on how many channels gave values, and how many were withheld and why."""

from collections import Counter

import polars as pl

from desdemona.channels.contact.measure import STIMULUS


def said_of_channels(windows: pl.DataFrame, events: pl.DataFrame | None = None) -> str:
    """Say how many channels gave a value or an event, and how many gave none, with the commonest reason of each."""
    valued = windows.filter(pl.col("value").is_not_null())["channel"].to_list()
    found = [] if events is None else events.filter(pl.col("channel") != STIMULUS)["channel"].to_list()
    given = {*valued, *found}
    reasons: dict[str, Counter[str]] = {}
    for channel, reason in windows.select("channel", "reason").iter_rows():
        if channel not in given:
            reasons.setdefault(channel, Counter())[reason or "no reason was given"] += 1
    said = f"{_counted(len(given))} gave values"
    if not reasons:
        return said
    why = Counter(counted.most_common(1)[0][0] for counted in reasons.values())
    told = (
        ", ".join(f'{number} for "{reason}"' for reason, number in why.most_common())
        if len(why) > 1
        else next(iter(why))
    )
    return f"{said}; {len(reasons)} withheld: {told}"


def _counted(count: int) -> str:
    return f"{count} channel" if count == 1 else f"{count} channels"
