"""Monthly figures for a roster: performance scores and attendance, always the same for a person and a month."""

import random
from collections.abc import Iterable, Sequence

from kaohe.demo.bureau import OUTSIDE, SEED
from kaohe.demo.people import people
from kaohe.demo.sheets import workbook
from kaohe.demo.special import LONG_SICK

_OUTSIDE = frozenset(unit.key for unit in OUTSIDE)

Who = tuple[str, str]
"""Staff number and name."""


def assessed() -> list[Who]:
    """Whom the demo's policy covers: the bureau's people who are not managed by the county (S3-10)."""
    return [
        (person.number, person.name)
        for person in people()
        if person.management != "县管" and person.unit not in _OUTSIDE
    ]


def performance_workbook(who: Iterable[Who], months: Sequence[str]) -> bytes:
    """Monthly performance as .xlsx: scores of 50 to 99.5 about each person's own level."""
    rows = [(number, name, month, _score(number, month)) for month in months for number, name in who]
    return workbook({"月度绩效": (("工号", "姓名", "月份", "得分"), rows)})


def attendance_workbook(who: Iterable[Who], months: Sequence[str]) -> bytes:
    """Attendance as .xlsx: mostly nothing, some days of leave, one person on long sick leave."""
    rows = [(number, name, month, *_absence(number, month)) for month in months for number, name in who]
    return workbook({"考勤": (("工号", "姓名", "月份", "旷工天数", "病假天数", "事假天数", "迟到早退次数"), rows)})


def _score(number: str, month: str) -> float:
    level = _chance(number).gauss(88, 4.5)
    return min(99.5, max(50.0, round(_chance(number, month).gauss(level, 2), 1)))


def _absence(number: str, month: str) -> tuple[float, float, float, int]:
    """Days absent, sick and on personal leave, and how often late or early."""
    if number == LONG_SICK:
        return 0, 20, 0, 0
    chance = _chance(number, month, "attendance")
    sick = chance.choice((1, 1, 2, 3, 5)) if chance.random() < 0.06 else 0
    personal = chance.choice((0.5, 1, 1, 2)) if chance.random() < 0.08 else 0
    late = chance.choice((1, 1, 2)) if chance.random() < 0.1 else 0
    return 0, sick, personal, late


def _chance(*of: str) -> random.Random:
    return random.Random(":".join((str(SEED), *of)))  # noqa: S311 - nothing depends on its secrecy
