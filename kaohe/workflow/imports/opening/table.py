"""The table of opening balances: one row a past period and unit, and one for the body as a whole (全局)."""

from kaohe.workflow.imports.cells import count, key, period, text
from kaohe.workflow.imports.columns import Column, Table
from kaohe.workflow.people import limits

#: What stands in the column of units for the body as a whole.
WHOLE_BODY = frozenset({"全局", "合计", "body"})

_MOST = 10_000_000

OPENING = Table(
    "期初名额",
    (
        Column("period", "期间", period, required=True, aliases=("考核期间", "周期")),
        Column("unit", "单位", text(limits.UNIT_NAME), required=True, aliases=("单位代码", "单位名称")),
        Column("participants", "参加人数", count(_MOST), required=True),
        Column("used", "已用名额", count(_MOST), required=True, aliases=("占用名额",)),
        Column("policy", "实施细则", key(limits.KEY), aliases=("细则代码",)),
    ),
    aliases=("opening", "期初", "期初数"),
)
