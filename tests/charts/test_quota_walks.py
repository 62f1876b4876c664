"""A year of a unit's places: whatever is nominated, within what is offered the ledger never overruns."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import LedgerEntry, LedgerKind, QuotaScope, balance, offered

RATIO = Decimal("0.40")


class QuotaYear(RuleBasedStateMachine):
    """Four quarters with a constant N: freeze, nominate some of what is offered, next quarter."""

    @initialize(people=st.integers(1, 60))
    def start(self, people: int) -> None:
        self.people = people
        self.entries: list[LedgerEntry] = []
        self.quarter = 0
        self.places: int | None = None
        self.used = 0

    def _post(self, kind: LedgerKind, quantity: int) -> None:
        self.entries.append(LedgerEntry(kind, QuotaScope.UNIT, 1, Period.parse(f"2026Q{self.quarter}"), quantity))

    @precondition(lambda self: self.quarter < 4 and self.places is None)
    @rule()
    def freeze(self) -> None:
        self.quarter += 1
        self._post(LedgerKind.PARTICIPANTS, self.people)
        self.places = offered(balance(self.entries, RATIO))

    @precondition(lambda self: self.places is not None)
    @rule(share=st.fractions(0, 1))
    def nominate(self, share: Fraction) -> None:
        """Accepted or rejected, a nominee uses the place (S3-35)."""
        assert self.places is not None
        nominees = round(share * self.places)
        assert nominees <= self.places
        self._post(LedgerKind.NOMINEE, nominees)
        self.used += nominees
        self.places = None

    @precondition(lambda self: self.quarter > 0)
    @rule()
    def an_addition_weighs_on_the_body_only(self) -> None:
        before = balance(self.entries, RATIO)
        self._post(LedgerKind.ADDITION, 1)
        assert balance(self.entries, RATIO) == before

    @invariant()
    def the_year_never_overruns_by_more_than_a_rounded_place(self) -> None:
        """S3-25 lets a remainder below one be one place; so the total is at most the share, rounded up."""
        earned = sum(one.quantity for one in self.entries if one.kind is LedgerKind.PARTICIPANTS)
        assert self.used <= ceil(Fraction(RATIO) * earned)

    @invariant()
    def what_is_left_is_a_sum(self) -> None:
        earned = sum(one.quantity for one in self.entries if one.kind is LedgerKind.PARTICIPANTS)
        assert balance(self.entries, RATIO) == Fraction(RATIO) * earned - self.used


QuotaYear.TestCase.settings = settings(max_examples=60, stateful_step_count=16, deadline=None)


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26", "S3-35", "S3-36")
class TestQuotaYear(QuotaYear.TestCase):  # type: ignore[misc,valid-type] # unittest's case, made by hypothesis
    """Runs the machine."""
