"""What a cycle offers (本期名额): the places of each unit and of the body, after the earlier cycles of the year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kaohe.workflow.domain.facts.model import PreviousCycle
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy.quota import Quota
from kaohe.workflow.domain.quota import offered, remaining


@dataclass(frozen=True, slots=True)
class Offer:
    """What is left (R_k, exact) and the places that follow from it; both None where a scheme gives no such places."""

    remaining: Decimal | None = None
    places: int | None = None


@dataclass(slots=True)
class Account:
    """Participants and used places of the year's earlier cycles, for one unit or for the body."""

    participants: list[int] = field(default_factory=list)
    used: list[int] = field(default_factory=list)

    def add(self, participants: int, used: int) -> None:
        """Count one more cycle."""
        self.participants.append(participants)
        self.used.append(used)

    def offer(self, quota: Quota, participants: int) -> Offer:
        """What a cycle with so many participants offers (S3-23..26)."""
        left = remaining(quota.ratio, [*self.participants, participants], self.used)
        places = offered(left, quota.threshold, quota.below_threshold_places)
        return Offer(Decimal(left.numerator) / Decimal(left.denominator), places)


class YearSoFar:
    """The accounts before a cycle of that year; earlier cycles of another year do not weigh (S3-23)."""

    def __init__(self, year: int, previous: Iterable[PreviousCycle]) -> None:
        self._units: defaultdict[str, Account] = defaultdict(Account)
        self._body = Account()
        for cycle in previous:
            if Period.parse(cycle.period).year == year:
                self._add(cycle)

    def of_unit(self, quota: Quota, key: str, participants: int) -> Offer:
        """What the cycle offers to a unit."""
        return self._units[key].offer(quota, participants) if quota.by_unit else Offer()

    def of_body(self, quota: Quota, participants: int) -> Offer:
        """What the cycle offers to the body as a whole."""
        return self._body.offer(quota, participants) if quota.by_body else Offer()

    def _add(self, cycle: PreviousCycle) -> None:
        for unit in cycle.units:
            self._units[unit.key].add(unit.participants, unit.used)
        everyone = sum(unit.participants for unit in cycle.units)
        good = sum(unit.used for unit in cycle.units)
        self._body.add(
            everyone if cycle.participants is None else cycle.participants,
            good if cycle.final_good is None else cycle.final_good,
        )
