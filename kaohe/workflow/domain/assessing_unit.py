"""Which unit assesses a person on a given day (谁来考核): S3-11 … S3-14, as the policy's participation rules say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.participation import AssessingUnit, AssignmentKind


@dataclass(frozen=True, slots=True)
class Away:
    """外派 · Work outside the own unit, from `starts` to `ends`, both included; no end: still going on.

    `unit_id` is the receiving unit, where there is one; `approved` says that evidence of the approval is at hand.
    """

    kind: str
    unit_id: int | None
    starts: date
    ends: date | None
    approved: bool

    def holds(self, on: date) -> bool:
        """Whether the person is away on that day."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


def assessing_unit(policy: Policy, own_unit_id: int, away: Iterable[Away], on: date) -> int:
    """The unit that assesses a person of `own_unit_id` on that day.

    Of several assignments that hold and hand the person to a receiving unit, the one that began last decides.
    """
    receiving = [
        (one.starts, one.unit_id)
        for one in away
        if one.unit_id is not None and one.holds(on) and _receives(policy, one)
    ]
    return max(receiving)[1] if receiving else own_unit_id


def _receives(policy: Policy, away: Away) -> bool:
    by = policy.participation.assessing_unit(AssignmentKind(away.kind), approved=away.approved)
    return by is AssessingUnit.RECEIVING
