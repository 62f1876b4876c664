"""The table of a year's days off and make-up days, as the State Council's notice is typed up."""

from kaohe.workflow.imports.cells import day, one_of, text
from kaohe.workflow.imports.columns import Column, Table
from kaohe.workflow.people import limits

_WORKED = {
    **dict.fromkeys(("班", "上班", "调休上班", "补班", "是", "work", "yes", "true", "1"), True),
    **dict.fromkeys(("休", "放假", "休息", "节假日", "否", "off", "no", "false", "0"), False),
}

CALENDAR = Table(
    "工作日历",
    (
        Column("date", "日期", day, required=True, aliases=("day",)),
        Column("working", "是否上班", one_of(_WORKED), required=True, aliases=("班休", "上班", "类型")),
        Column("name", "名称", text(limits.NOTE), aliases=("节日", "说明", "holiday")),
    ),
    aliases=("节假日", "日历", "calendar"),
)
