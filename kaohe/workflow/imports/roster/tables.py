"""The tables of a roster (花名册) and how their cells are read."""

import re
from dataclasses import dataclass

from kaohe.workflow.domain.facts.model import CircumstanceKind
from kaohe.workflow.domain.policy.outcomes import SanctionKind
from kaohe.workflow.domain.policy.participation import AssignmentKind
from kaohe.workflow.domain.roles import ROLE_LABELS, Role
from kaohe.workflow.imports.cells import day, email, flag, key, one_of, person_name, plain_text, text
from kaohe.workflow.imports.columns import Column, Table
from kaohe.workflow.imports.files import Cell
from kaohe.workflow.imports.problems import BadCell
from kaohe.workflow.people import limits
from kaohe.workflow.people.record_circumstance import RECORDED

ASSIGNMENT_WORDS = {
    "培训": AssignmentKind.TRAINING,
    "专项工作": AssignmentKind.SPECIAL_WORK,
    "抽调": AssignmentKind.SPECIAL_WORK,
    "援派": AssignmentKind.AID,
    "挂职": AssignmentKind.TEMPORARY_POST,
    "派驻窗口": AssignmentKind.SERVICE_WINDOW,
    "借用": AssignmentKind.LOAN,
} | {str(kind): kind for kind in AssignmentKind}

CIRCUMSTANCE_WORDS = {
    "试用期": CircumstanceKind.PROBATION,
    "立案调查": CircumstanceKind.INVESTIGATION,
    "处分": CircumstanceKind.SANCTION,
    "拒不参加": CircumstanceKind.REFUSED,
} | {str(kind): kind for kind in sorted(RECORDED)}

SANCTION_WORDS = {
    "警告": SanctionKind.WARNING,
    "严重警告": SanctionKind.SERIOUS_WARNING,
    "记过": SanctionKind.DEMERIT,
    "记大过": SanctionKind.MAJOR_DEMERIT,
    "降级": SanctionKind.DEMOTION,
    "撤职": SanctionKind.REMOVAL,
} | {str(kind): kind for kind in SanctionKind}

ROLE_WORDS = (
    {label: role for role, label in ROLE_LABELS.items()}
    | {
        "经办人": Role.UNIT_CLERK,
        "主要领导": Role.MAIN_LEADER,
        "副职": Role.DEPUTY_LEADER,
        "管理员": Role.ADMINISTRATOR,
    }
    | {str(role): role for role in Role}
)

MANAGEMENT_WORDS = {
    "县管": "county_managed",
    "区管": "district_managed",
    "市管": "city_managed",
    "领导成员": "leading_member",
    "非县管": "",
    "非领导成员": "",
}
_MANAGEMENT = re.compile(r"[a-z][a-z0-9_]*")

NO_ROLES = "无"
_BETWEEN_ROLES = re.compile(r"[;,、\n]+")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role as written: `at` is a unit by key or name, or an outside approver's key; empty where none is named."""

    role: Role
    at: str = ""


def roles(cell: Cell) -> tuple[RoleWords, ...]:
    """主要领导@城关派出所；经办人 — the English names too; 无 means none."""
    value = re.sub("＠", "@", plain_text(cell)).replace("；", ";").replace("，", ",")
    if value == NO_ROLES:
        return ()
    return tuple(dict.fromkeys(_role(words.strip()) for words in _BETWEEN_ROLES.split(value) if words.strip()))


def _role(words: str) -> RoleWords:
    name, _, at = words.partition("@")
    role = ROLE_WORDS.get(name.strip().lower())
    if role is None or role is Role.PERSON:
        listed = "、".join(label for known, label in ROLE_LABELS.items() if known is not Role.PERSON)
        raise BadCell(f"没有角色“{name}”，可填：{listed}", f"there is no role “{name}”; the roles are {listed}")
    return RoleWords(role, at.strip())


def management(cell: Cell) -> str:
    """县管 → county_managed; another category by its key (policy: scope.excluded_management)."""
    value = plain_text(cell)
    if value in MANAGEMENT_WORDS:
        return MANAGEMENT_WORDS[value]
    if _MANAGEMENT.fullmatch(value) and len(value) <= limits.MANAGEMENT:
        return value
    listed = "、".join(MANAGEMENT_WORDS)
    raise BadCell(f"没有管理类别“{value}”，可填：{listed}", f"“{value}” is none of: {listed}, nor a key")


UNITS = Table(
    "单位",
    (
        Column("key", "单位代码", key(limits.UNIT_KEY), required=True, aliases=("代码",)),
        Column("name", "单位名称", text(limits.UNIT_NAME), required=True, aliases=("名称",)),
        Column("parent", "上级单位", text(limits.UNIT_NAME), aliases=("上级",)),
        Column("outside", "外部单位", flag),
        Column("unit_class", "单位分类", text(limits.KEY), aliases=("分类",)),
    ),
    aliases=("units", "单位表"),
)

PEOPLE = Table(
    "人员",
    (
        Column("number", "工号", key(limits.NUMBER), required=True, aliases=("警号", "编号", "人员编号")),
        Column("name", "姓名", person_name(limits.PERSON_NAME), required=True),
        Column("unit", "单位", text(limits.UNIT_NAME), required=True, aliases=("所属单位", "部门", "所在单位")),
        Column("post", "职务", text(limits.POST)),
        Column("rank", "职级", text(limits.RANK)),
        Column("work_in_charge", "分管工作", text(limits.WORK_IN_CHARGE), aliases=("从事或分管工作",)),
        Column("management", "管理类别", management, aliases=("干部管理类别",)),
        Column("post_category", "岗位类别", text(limits.POST_CATEGORY), aliases=("岗位分类",)),
        Column("email", "邮箱", email, aliases=("电子邮箱", "邮件地址")),
        Column("roles", "角色", roles),
        Column("assignment", "外派类别", one_of(ASSIGNMENT_WORDS)),
        Column("receiving_unit", "接收单位", text(limits.UNIT_NAME)),
        Column("starts", "外派开始", day, aliases=("外派开始日期",)),
        Column("ends", "外派结束", day, aliases=("外派结束日期",)),
        Column("approval", "批准文号", text(limits.APPROVAL)),
        Column("login", "账号", key(limits.LOGIN), aliases=("登录名",)),
    ),
    aliases=("people", "roster", "花名册", "人员花名册"),
)

RELATIVES = Table(
    "亲属",
    (
        Column("number", "工号", key(limits.NUMBER), required=True, aliases=("警号",)),
        Column("relative", "亲属工号", key(limits.NUMBER), required=True, aliases=("亲属警号",)),
        Column("relation", "关系", text(limits.RELATION)),
    ),
    aliases=("relatives", "亲属回避"),
)

CIRCUMSTANCES = Table(
    "特殊情形",
    (
        Column("number", "工号", key(limits.NUMBER), required=True, aliases=("警号",)),
        Column("kind", "情形", one_of(CIRCUMSTANCE_WORDS), required=True),
        Column("sanction", "处分种类", one_of(SANCTION_WORDS)),
        Column("starts", "开始日期", day, required=True, aliases=("日期",)),
        Column("ends", "结束日期", day),
        Column("note", "说明", text(limits.NOTE)),
    ),
    aliases=("circumstances",),
)

TABLES = (PEOPLE, UNITS, RELATIVES, CIRCUMSTANCES)
