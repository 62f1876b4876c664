"""The ledger of places: what is left is a sum (requirements §3, "whose places" and "quota after the freeze")."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.quota import LedgerEntry, LedgerKind, QuotaScope, balance, offered, places

FORTY = Decimal("0.40")
UNIT = 7
kinds = st.sampled_from(LedgerKind)


def posted(scope: QuotaScope, *lines: tuple[str, int], period: str = "2026Q1") -> list[LedgerEntry]:
    unit_id = UNIT if scope is QuotaScope.UNIT else None
    return [LedgerEntry(LedgerKind(kind), scope, unit_id, Period.parse(period), n) for kind, n in lines]


def left(scope: QuotaScope, *lines: tuple[str, int]) -> Fraction:
    return balance(posted(scope, *lines), FORTY)


@pytest.mark.req("S3-23")
def test_an_empty_account_has_nothing_left() -> None:
    assert balance([], FORTY) == 0


@pytest.mark.req("S3-23")
def test_opening_balances_of_a_body_that_starts_in_mid_year_count() -> None:
    opening = (("opening_participants", 20), ("opening_used", 5))
    for scope in QuotaScope:
        assert left(scope, *opening, ("participants", 10)) == 7


@pytest.mark.req("S3-35")
def test_a_rejected_nominee_still_uses_the_units_place_but_not_the_bodys() -> None:
    assert left(QuotaScope.UNIT, ("participants", 10), ("nominee", 4)) == 0
    assert left(QuotaScope.BODY, ("participants", 10), ("nominee", 4), ("final_good", 3)) == 1


@pytest.mark.req("S3-36")
def test_an_addition_uses_the_bodys_place_and_not_the_units() -> None:
    assert left(QuotaScope.UNIT, ("participants", 10), ("nominee", 3), ("addition", 1)) == 1
    assert left(QuotaScope.BODY, ("participants", 10), ("final_good", 3), ("addition", 1)) == 0


@pytest.mark.req("S3-23")
def test_a_downgrade_frees_only_the_bodys_place() -> None:
    assert left(QuotaScope.UNIT, ("participants", 10), ("nominee", 4), ("freed", 1)) == 0
    assert left(QuotaScope.BODY, ("participants", 10), ("final_good", 4), ("freed", 1)) == 1


@pytest.mark.req("S3-23")
def test_a_correction_is_signed_places_used() -> None:
    for scope in QuotaScope:
        assert left(scope, ("participants", 10), ("correction", 2)) == 2
        assert left(scope, ("participants", 10), ("correction", -1)) == 5


@pytest.mark.req("S3-23")
@pytest.mark.parametrize(
    "other",
    [
        LedgerEntry(LedgerKind.PARTICIPANTS, QuotaScope.UNIT, UNIT + 1, Period.parse("2026Q1"), 5),
        LedgerEntry(LedgerKind.PARTICIPANTS, QuotaScope.BODY, None, Period.parse("2026Q1"), 5),
        LedgerEntry(LedgerKind.PARTICIPANTS, QuotaScope.UNIT, UNIT, Period.parse("2025Q4"), 5),
    ],
)
def test_accounts_and_years_are_not_mixed(other: LedgerEntry) -> None:
    with pytest.raises(ValueError, match="cannot be summed"):
        balance([*posted(QuotaScope.UNIT, ("participants", 5)), other], FORTY)


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26")
@given(st.data(), st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_the_ledger_offers_what_the_counts_offer_and_nominees_never_exceed_it(
    data: st.DataObject, participants: list[int]
) -> None:
    ledger: list[LedgerEntry] = []
    used: list[int] = []
    for cycle, people in enumerate(participants, start=1):
        ledger += posted(QuotaScope.UNIT, ("participants", people), period=f"2026Q{cycle}")
        offer = offered(balance(ledger, FORTY))
        assert offer == places(FORTY, participants[:cycle], used)
        used.append(data.draw(st.integers(0, offer)))
        ledger += posted(QuotaScope.UNIT, ("nominee", used[-1]), period=f"2026Q{cycle}")
        assert balance(ledger, FORTY) > -1


@pytest.mark.req("S3-23")
@given(
    st.lists(st.tuples(kinds, st.integers(-20, 20)), max_size=8),
    st.lists(st.tuples(kinds, st.integers(-20, 20)), max_size=8),
    st.sampled_from(QuotaScope),
)
def test_the_order_of_entries_is_of_no_account(
    first: list[tuple[str, int]], second: list[tuple[str, int]], scope: QuotaScope
) -> None:
    one, other = posted(scope, *first), posted(scope, *second)
    assert balance(one + other, FORTY) == balance(other + one, FORTY) == balance(one, FORTY) + balance(other, FORTY)
