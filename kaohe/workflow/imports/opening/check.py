"""Checking opening balances: past periods of a published policy that have no cycle here. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.imports.opening.table import WHOLE_BODY
from kaohe.workflow.imports.problems import BadCell, Problems
from kaohe.workflow.imports.rows import Row, Rows
from kaohe.workflow.imports.unit_book import UnitBook


@dataclass(frozen=True, slots=True)
class Opening:
    """One account's counts in one past period; no `unit` means the body as a whole."""

    policy: str
    period: Period
    unit: str | None
    participants: int
    used: int


@dataclass(frozen=True, slots=True)
class Published:
    """What the body has under a policy: its newest version, periods with a cycle, years in which places are frozen."""

    policy: Policy
    periods: frozenset[str] = frozenset()
    frozen_years: frozenset[int] = frozenset()


@dataclass(slots=True)
class OpeningCheck:
    """The check of one table. `bodies` are policies and periods for which the body's own balance is known already."""

    rows: Rows
    book: UnitBook
    published: Mapping[str, Published]
    bodies: frozenset[tuple[str, str]]
    problems: Problems
    _seen: dict[tuple[str, str, str | None], int] = field(default_factory=dict)

    def run(self) -> list[Opening]:
        """The balances; what is wrong with them goes to the problems."""
        openings = [(row, self._opening(row)) for row in self.rows]
        found = [(row, opening) for row, opening in openings if opening is not None]
        self._check_bodies(found)
        return [opening for _, opening in found]

    def _opening(self, row: Row) -> Opening | None:
        policy, unit = self._policy(row), self._unit(row)
        period, participants, used = row.get("period"), row.get("participants"), row.get("used")
        if policy is not None and period is not None:
            self._check_period(row, self.published[policy], period)
        if participants is not None and used is not None and used > participants:
            self._complain(row, "used", f"多于参加人数{participants}", f"more than the {participants} participants")
        if policy is None or period is None or unit is None:
            return None
        opening = Opening(policy, period, unit or None, participants or 0, used or 0)
        first = self._seen.setdefault((policy, period.key, opening.unit), row.number)
        if first != row.number:
            self._complain(row, "unit", f"与第{first}行重复", f"the same period and unit as in row {first}")
        return opening

    def _policy(self, row: Row) -> str | None:
        """The policy that the row names, or the only one that the body has."""
        named = row.get("policy")
        if named is None:
            if len(self.published) == 1:
                return next(iter(self.published))
            if "policy" not in row.values:
                zh = "须填写实施细则代码" if self.published else "尚未发布实施细则"
                en = "name the policy" if self.published else "no policy has been published yet"
                self._complain(row, "policy", zh, en)
            return None
        if named not in self.published:
            self._complain(row, "policy", f"没有已发布的细则“{named}”", f"no policy “{named}” has been published")
            return None
        return str(named)

    def _unit(self, row: Row) -> str | None:
        """The unit's key; empty for the body; None where the cell is wrong."""
        named = row.get("unit")
        if named is None:
            return None
        if named.lower() in WHOLE_BODY:
            return ""
        try:
            return self.book.key_of(named)
        except BadCell as bad:
            self._complain(row, "unit", bad.zh, bad.en)
            return None

    def _check_period(self, row: Row, published: Published, period: Period) -> None:
        kind = published.policy.cycle.period
        if period.kind != kind:
            self._complain(row, "period", "与细则规定的周期长度不符", f"the policy's cycles are a {kind} long")
        elif period.key in published.periods:
            self._complain(row, "period", f"{period.label}已在系统中考核", f"{period.key} has a cycle of its own here")
        elif period.year in published.frozen_years:
            self._complain(
                row,
                "period",
                f"{period.year}年已有周期锁定名额，期初数不能再改",
                f"places of {period.year} are frozen already",
            )

    def _check_bodies(self, found: list[tuple[Row, Opening]]) -> None:
        """Where the body has places of its own, its balance must not be forgotten: they would be too many."""
        given = {(one.policy, one.period.key) for _, one in found if one.unit is None} | self.bodies
        for row, one in found:
            place = (one.policy, one.period.key)
            if self.published[one.policy].policy.quota.by_body and place not in given:
                self._complain(
                    row, "unit", f"{one.period.key}缺少“全局”一行", f"{one.period.key} lacks the row of the body (全局)"
                )
                given |= {place}

    def _complain(self, row: Row, column: str, zh: str, en: str) -> None:
        self.rows.complain(self.problems, row, column, zh, en)
