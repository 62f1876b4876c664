"""The demo roster. `python -m kaohe.demo.roster` writes roster.xlsx anew; a test holds the committed file to it."""

from importlib.resources import files
from pathlib import Path

from kaohe.demo.bureau import OUTSIDE, ROOT, UNITS
from kaohe.demo.people import Person, people
from kaohe.demo.sheets import workbook
from kaohe.demo.special import CIRCUMSTANCES, RELATIVES

ROSTER = files("kaohe.demo").joinpath("roster.xlsx")

_PEOPLE = (
    "工号 姓名 单位 职务 职级 分管工作 管理类别 岗位类别 角色 外派类别 接收单位 外派开始 外派结束 批准文号 账号".split()
)


def roster_workbook() -> bytes:
    """The roster as .xlsx, with the sheets 单位, 人员, 亲属 and 特殊情形."""
    units = [
        (unit.key, unit.name, "" if unit.outside or unit.key == ROOT else ROOT, "是" if unit.outside else "否")
        for unit in (*UNITS, *OUTSIDE)
    ]
    names = {unit.key: unit.name for unit in (*UNITS, *OUTSIDE)}
    return workbook(
        {
            "单位": (("单位代码", "单位名称", "上级单位", "外部单位"), units),
            "人员": (_PEOPLE, [_row(person, names) for person in people()]),
            "亲属": (("工号", "亲属工号", "关系"), RELATIVES),
            "特殊情形": (("工号", "情形", "处分种类", "开始日期", "结束日期", "说明"), CIRCUMSTANCES),
        }
    )


def _row(person: Person, names: dict[str, str]) -> tuple[str, ...]:
    kind, receiving, starts, ends, approval = person.assignment
    return (
        person.number,
        person.name,
        names[person.unit],
        person.post,
        person.rank,
        person.work_in_charge,
        person.management,
        person.post_category,
        "；".join(person.roles),
        kind,
        names.get(receiving, ""),
        starts,
        ends,
        approval,
        person.login,
    )


if __name__ == "__main__":
    Path(str(ROSTER)).write_bytes(roster_workbook())
