"""The tables of monthly figures, one row a person and month."""

from kaohe.workflow.imports.cells import count, key, month, number, person_name
from kaohe.workflow.imports.columns import Column, Table
from kaohe.workflow.people import limits

_WHO_AND_WHEN = (
    Column("number", "工号", key(limits.NUMBER), required=True, aliases=("警号", "编号", "人员编号")),
    Column("name", "姓名", person_name(limits.PERSON_NAME)),
    Column("month", "月份", month, required=True),
)

PERFORMANCE = Table(
    "月度绩效",
    (*_WHO_AND_WHEN, Column("score", "得分", number(0, 100, 3), required=True, aliases=("绩效得分", "分数"))),
    aliases=("performance", "绩效"),
)

ATTENDANCE = Table(
    "考勤",
    (
        *_WHO_AND_WHEN,
        Column("absent_days", "旷工天数", number(0, 31, 1), aliases=("旷工", "缺勤天数")),
        Column("sick_days", "病假天数", number(0, 31, 1), aliases=("病假",)),
        Column("personal_days", "事假天数", number(0, 31, 1), aliases=("事假",)),
        Column("late_count", "迟到早退次数", count(999), aliases=("迟到早退",)),
    ),
    aliases=("attendance", "考勤表"),
)

WHO_AND_WHEN = frozenset(column.key for column in _WHO_AND_WHEN)
DAYS = ("absent_days", "sick_days", "personal_days")
