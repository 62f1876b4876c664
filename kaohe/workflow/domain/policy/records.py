"""What people record of their work in the period, and until when (工作纪实)."""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

from kaohe.workflow.domain.policy.base import Flag, Positive, Section, Share
from kaohe.workflow.domain.terms import Term


class RecordKind(StrEnum):
    """Daily log (工作日志), monthly record (月纪实), inventory (绩效清单), annual summary (工作总结)."""

    DAILY_LOG = "daily_log"
    MONTHLY_RECORD = "monthly_record"
    INVENTORY = "inventory"
    ANNUAL_SUMMARY = "annual_summary"


class Length(Section):
    """字数 · About how many characters a text has: a soft range that is told, never refused (S1-5..8)."""

    about: Positive
    """约多少字 · About so many characters; spaces do not count."""
    tolerance: Share = Fraction(1, 2)
    """允许偏差 · How far from it is still about: 1/2 of 50 is 25 to 75."""


class RecordRules(Section):
    """一类纪实 · One kind of record."""

    length: Length | None = None
    """字数 · The soft length of its text; none: any."""
    longest: Positive = 2000
    """最多字数 · More characters than this are refused."""
    by_items: Flag = False
    """是否按条目 · Whether it is written item by item, at least one, not as one text (S0-22)."""
    most_items: Positive = 50
    """最多条目数 · The most items of one record."""
    backfill: Term = Term(working_days=5)
    """补记期限 · How long after the day, or the period's last day, it is still accepted; later is refused (S1-12)."""
    required: Flag = True
    """是否必须 · Whether a record that is not there counts as missing (S1-13)."""


class Records(Section):
    """工作纪实 · Records of work. What a scheme does not name it does not have."""

    daily_log: RecordRules | None = None
    """工作日志 · A log for each working day (S1-5)."""
    monthly_record: RecordRules | None = None
    """月纪实 · What became of the month's key work (S0-21)."""
    inventory: RecordRules | None = None
    """工作绩效清单 · The period's work, item by item (S0-22)."""
    annual_summary: RecordRules | None = None
    """年度工作总结 · The year's summary, with the year's last period (S1-7)."""
    summary_length: Length | None = None
    """个人小结字数 · The soft length of the self-summary (S1-6)."""
    open_in_unit: Flag = True
    """单位内公开 · Whether all members of a unit may read each other's records at any time (S1-9)."""

    def rules(self, kind: RecordKind) -> RecordRules | None:
        """The rules of a kind; None where the scheme does not have it."""
        found: RecordRules | None = getattr(self, kind)
        return found

    def kinds(self) -> Iterator[tuple[RecordKind, RecordRules]]:
        """The kinds that the scheme has, with their rules."""
        for kind in RecordKind:
            rules = self.rules(kind)
            if rules is not None:
                yield kind, rules
