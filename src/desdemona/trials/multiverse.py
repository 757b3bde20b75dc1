"""The multiverse: a finding must stand under every plausible choice of what the documents do not say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from desdemona.trials.finding import Finding, Standing

SAID: dict[Standing, str] = {"holds": "holds", "fails": "fails", "undecided": "is undecided"}


def settle(universes: Sequence[Sequence[Finding]]) -> tuple[Finding, ...]:
    """Return the findings of the first universe, undecided where another universe answers differently.

    `universes` holds the findings under each choice of the assumed values, the chosen one first. A finding keeps its
    numbers; when its standing is not the same everywhere it becomes undecided and its words say how many of the
    universes answer how. A finding that some universe lacks is judged by those that have it.
    """
    if not universes:
        return ()
    return tuple(_settle_one(finding, universes) for finding in universes[0])


def _settle_one(finding: Finding, universes: Sequence[Sequence[Finding]]) -> Finding:
    """Return a finding, undecided where the universes disagree about it."""
    same = [other for findings in universes for other in findings if other.id == finding.id]
    counts = Counter(other.finding for other in same)
    if len(counts) == 1:
        if len(same) == 1:
            return finding
        return replace(finding, words=f"{finding.words} So under all {len(same)} choices of the assumed values.")
    told = ", ".join(f"{SAID[standing]} in {counts[standing]}" for standing in SAID if counts[standing])
    spread = [other.estimate for other in same if other.estimate is not None]
    reach = f" Its estimate runs from {min(spread):.3g} to {max(spread):.3g} {finding.unit}." if spread else ""
    words = (
        f"{finding.words} But it hangs on values that the documents do not give: of {len(same)} choices of them it "
        f"{told}.{reach} So it is undecided."
    )
    return replace(finding, finding="undecided", words=words)
