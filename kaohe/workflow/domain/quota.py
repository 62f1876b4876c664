"""Places for "good" (“好”等次名额): how many a unit or a body may use, cycle by cycle within a year.

Source: S3-23 … S3-26, S3-35, S3-36 and requirements §3, "good places". Exact throughout: 35 % of 45 people over four
cycles is 63, which binary floats miss.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from kaohe.workflow.domain.periods import Period


def remaining(ratio: Decimal, participants: Sequence[int], used: Sequence[int]) -> Fraction:
    """What is left (R_k = Σ p·N − Σ G, S3-23) before cycle k offers its places; may be fractional or negative.

    `participants` has the k cycles of the year so far, `used` the k−1 before this one.
    """
    if len(used) != len(participants) - 1:
        raise ValueError(f"{len(participants)} cycles of participants need {len(participants) - 1} of used places")
    return Fraction(ratio) * sum(participants) - sum(used)


def offered(left: Fraction, threshold: Decimal | int = 1, below_threshold_places: int = 1) -> int:
    """The places offered out of what is left: its integer part from the threshold on (S3-24), `below_threshold_places`
    below it (S3-25), none where nothing is left (S3-26)."""
    if left <= 0:
        return 0
    return floor(left) if left >= threshold else below_threshold_places


def places(
    ratio: Decimal,
    participants: Sequence[int],
    used: Sequence[int],
    threshold: Decimal | int = 1,
    below_threshold_places: int = 1,
) -> int:
    """The places offered in the k-th cycle of a year, from the counts of `remaining`."""
    return offered(remaining(ratio, participants, used), threshold, below_threshold_places)


def places_by_cycle(
    ratio: Decimal,
    participants: Sequence[int],
    used: Sequence[int] | None = None,
    threshold: Decimal | int = 1,
    below_threshold_places: int = 1,
) -> tuple[int, ...]:
    """The places offered in each cycle of a year. Without `used`, each cycle uses all it was offered."""
    offers: list[int] = []
    for cycle in range(len(participants)):
        spent = offers if used is None else used[:cycle]
        offers.append(places(ratio, participants[: cycle + 1], spent, threshold, below_threshold_places))
    return tuple(offers)


class QuotaScope(StrEnum):
    """Whose account an entry belongs to."""

    UNIT = "unit"
    BODY = "body"


class LedgerKind(StrEnum):
    """What an entry of the ledger records. Each event is posted once to each account that it concerns."""

    OPENING_PARTICIPANTS = "opening_participants"  # of earlier cycles, where a body starts in mid-year
    OPENING_USED = "opening_used"
    PARTICIPANTS = "participants"  # N, when it freezes (S3-33)
    NOMINEE = "nominee"  # of a unit, accepted or rejected (S3-35)
    FINAL_GOOD = "final_good"  # nominees that the committee accepted
    ADDITION = "addition"  # good given outside the nominees, at the session or later (S3-36)
    FREED = "freed"  # good taken back after the freeze
    CORRECTION = "correction"  # of a clerical error, signed: places used


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the append-only ledger; `unit_id` is None on the body's account."""

    kind: LedgerKind
    scope: QuotaScope
    unit_id: int | None
    period: Period
    quantity: int

    @property
    def account(self) -> tuple[QuotaScope, int | None, int]:
        """What is summed together: one unit's or the body's entries of one year."""
        return self.scope, self.unit_id, self.period.year


_EARNS = frozenset({LedgerKind.OPENING_PARTICIPANTS, LedgerKind.PARTICIPANTS})

_SPENDS: Mapping[QuotaScope, Mapping[LedgerKind, int]] = {
    QuotaScope.UNIT: {LedgerKind.OPENING_USED: 1, LedgerKind.NOMINEE: 1, LedgerKind.CORRECTION: 1},
    QuotaScope.BODY: {
        LedgerKind.OPENING_USED: 1,
        LedgerKind.FINAL_GOOD: 1,
        LedgerKind.ADDITION: 1,
        LedgerKind.FREED: -1,
        LedgerKind.CORRECTION: 1,
    },
}


def balance(entries: Iterable[LedgerEntry], ratio: Decimal) -> Fraction:
    """What is left on one account of the ledger: a sum over its entries, in any order.

    A kind that does not weigh on a scope is kept there for the record only: an addition or a freed place on a unit's
    account, a nominee on the body's. ValueError where entries of several accounts are mixed.
    """
    posted = list(entries)
    if len({entry.account for entry in posted}) > 1:
        raise ValueError("entries of several accounts or years cannot be summed")
    earned = sum(entry.quantity for entry in posted if entry.kind in _EARNS)
    spent = sum(_SPENDS[entry.scope].get(entry.kind, 0) * entry.quantity for entry in posted)
    return Fraction(ratio) * earned - spent
