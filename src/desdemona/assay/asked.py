"""What is asked of a channel: on which recordings, held against what, and what it must reach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desdemona.assay.recovering import Recover
from desdemona.assay.row import Bound, Recovered
from desdemona.assay.shots import Shot


@dataclass(frozen=True, slots=True)
class Asked:
    """How a channel is held against the script.

    `kinds` are the recordings it is asked on; of those in which something was changed only where it is one of
    `changes`.
    """

    kinds: tuple[str, ...]
    recover: Recover
    bound: Bound | None = None
    changes: tuple[str, ...] = ("", "skin tone")

    def of(self, shots: Sequence[Shot]) -> Recovered:
        """Return how well the channel did on the shots that it is asked on."""
        own = [shot for shot in shots if shot.kind in self.kinds and shot.change in self.changes]
        return replace(self.recover(own), bound=self.bound)


def at_most(amount: float) -> Bound:
    """Return a bound that an error must not exceed."""
    return Bound(amount, "at_most")


def at_least(amount: float) -> Bound:
    """Return a bound that a share or a correlation must reach."""
    return Bound(amount, "at_least")
