"""When a record is accepted (补记, S1-12): from its first day until 24:00 of the last day of the back-fill term."""

from collections.abc import Iterator
from datetime import datetime

from kaohe.workflow.domain.calendar import BUSINESS_ZONE, Due, WorkCalendar, end_of_day, minute_words
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.records import RecordRules
from kaohe.workflow.domain.records.covers import RECORD_LABELS, Cover, covers_in
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.terms import end_of


def accepted_until(rules: RecordRules, cover: Cover, calendar: WorkCalendar) -> Due:
    """The last day on which the record is accepted, to its end in Asia/Shanghai."""
    return end_of(rules.backfill, cover.last, calendar)


def is_backfill(cover: Cover, now: datetime) -> bool:
    """Whether what is entered now comes after the day or the period that it covers."""
    return now >= end_of_day(cover.last)


def out_of_time(
    rules: RecordRules, cover: Cover, calendar: WorkCalendar, now: datetime, field: str
) -> Iterator[Refusal]:
    """Why the record is not accepted now, if so: its first day has not come, or the back-fill term is over."""
    label, label_en = RECORD_LABELS[cover.kind]
    words: dict[str, object] = {"label": label, "label_en": label_en, "covers": cover.key}
    if cover.first > now.astimezone(BUSINESS_ZONE).date():
        yield Refusal(Code.RECORD_TOO_EARLY, field, {**words, "first": cover.first})
        return
    until = accepted_until(rules, cover, calendar).ends_at
    if now >= until:
        yield Refusal(Code.RECORD_TOO_LATE, field, {**words, "until": minute_words(until)})


def required_until(policy: Policy, period: Period, calendar: WorkCalendar) -> datetime | None:
    """Until when records that the period requires may still come; None where it requires none. Before that, one that
    is not there is not missing yet (S1-13)."""
    ends = [
        accepted_until(rules, cover, calendar).ends_at
        for kind, rules in policy.records.kinds()
        if rules.required
        for cover in covers_in(kind, period)[-1:]
    ]
    return max(ends, default=None)
