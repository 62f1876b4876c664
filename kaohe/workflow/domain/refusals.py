"""Refusals (不予办理) are data: a code, the field it concerns, and words a clerk understands in both languages."""

import dataclasses
from collections.abc import Iterable
from enum import StrEnum


class Code(StrEnum):
    """Every reason for which the service refuses. `MESSAGES` holds the words."""

    NOT_SIGNED_IN = "not_signed_in"
    BAD_LOGIN = "bad_login"
    ACCOUNT_LOCKED = "account_locked"
    WEAK_PASSWORD = "weak_password"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    WRONG_STATE = "wrong_state"
    STALE_VERSION = "stale_version"
    SUSPENDED = "suspended"
    NOT_SUSPENDED = "not_suspended"
    OWN_CASE = "own_case"
    RELATIVE = "relative"
    ACTED_ALREADY = "acted_already"
    NOT_LENT = "not_lent"
    PRINCIPAL_KEPT_AWAY = "principal_kept_away"
    PRINCIPAL_ACTED = "principal_acted"
    SUBSTITUTION_REVOKED = "substitution_revoked"
    BAD_INPUT = "bad_input"
    REQUIRED = "required"
    DUPLICATE = "duplicate"
    SCAN_REQUIRED = "scan_required"
    LIST_HANDED_IN = "list_handed_in"
    LIST_NOT_HANDED_IN = "list_not_handed_in"
    LIST_INCOMPLETE = "list_incomplete"
    LIST_CHANGED = "list_changed"
    INPUTS_INCOMPLETE = "inputs_incomplete"
    CLAIMS_UNSETTLED = "claims_unsettled"
    CLAIM_STATUS = "claim_status"
    UNKNOWN_GRADE = "unknown_grade"
    GRADE_NOT_ALLOWED = "grade_not_allowed"
    GRADE_WITHOUT_OUTCOME = "grade_without_outcome"
    OVER_UNIT_PLACES = "over_unit_places"
    OVER_BODY_PLACES = "over_body_places"
    QUOTA_NOT_FROZEN = "quota_not_frozen"
    QUOTA_FROZEN = "quota_frozen"
    NO_QUORUM = "no_quorum"
    NOT_A_MEMBER = "not_a_member"
    TERM_NOT_OVER = "term_not_over"
    OBJECTION_UNDECIDED = "objection_undecided"
    APPROVAL_MISSING = "approval_missing"
    ROUND_LIMIT = "round_limit"
    WINDOW_CLOSED = "window_closed"
    NO_SECOND_INSTANCE = "no_second_instance"
    FEEDBACK_MISSING = "feedback_missing"
    FEEDBACK_DELIVERED = "feedback_delivered"
    NOT_EXTENDED = "not_extended"
    POLICY_LOCKED = "policy_locked"
    POLICY_INVALID = "policy_invalid"
    POLICY_NOT_EFFECTIVE = "policy_not_effective"
    IMPORT_INVALID = "import_invalid"
    FILE_TYPE = "file_type"
    FILE_TOO_LARGE = "file_too_large"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    CONFLICT = "conflict"


MESSAGES: dict[Code, tuple[str, str]] = {
    Code.NOT_SIGNED_IN: ("请先登录", "sign in first"),
    Code.BAD_LOGIN: ("账号或密码不正确", "the login or the password is wrong"),
    Code.ACCOUNT_LOCKED: ("账号已锁定，{until}后再试", "the account is locked until {until}"),
    Code.WEAK_PASSWORD: ("密码至少{length}位", "a password has at least {length} characters"),
    Code.NOT_FOUND: ("未找到{what}", "no such {what_en}"),
    Code.NOT_ALLOWED: (
        "您无权办理“{action}”，须由{who}办理{last}",
        "“{action_en}” is not yours to do; it is for: {who_en}{last_en}",
    ),
    Code.WRONG_STATE: (
        "当前状态为“{state}”，不能办理“{action}”{last}",
        "the state is “{state_en}”, which does not allow “{action_en}”{last_en}",
    ),
    Code.STALE_VERSION: (
        "内容已被更新（您看到的是第{seen}版，现为第{version}版）{last}，请刷新后重试",
        "it has changed since you read it (version {seen}, now {version}){last_en}; reload and try again",
    ),
    Code.SUSPENDED: ("考核周期已中止，恢复后方可办理", "the cycle is suspended"),
    Code.NOT_SUSPENDED: ("考核周期并未中止", "the cycle is not suspended"),
    Code.OWN_CASE: ("本人的考核事项须回避，由上一级办理", "nobody acts on his own case; it goes one step up"),
    Code.RELATIVE: ("涉及申报亲属，须回避，由上一级办理", "a declared relative is concerned; it goes one step up"),
    Code.ACTED_ALREADY: (
        "您已在本次审核中办理过前一环节（含代他人办理或由他人代办）",
        "you have already acted in this chain, yourself, for somebody else or through a substitute",
    ),
    Code.NOT_LENT: (
        "您代理{principal}，但代理事项不含“{work}”",
        "you act in place of {principal}, but not for {work_en}",
    ),
    Code.PRINCIPAL_KEPT_AWAY: (
        "您所代理的{principal}须回避本事项，不能由您代为办理",
        "{principal}, in whose place you act, keeps away from this case and cannot lend it",
    ),
    Code.PRINCIPAL_ACTED: (
        "您所代理的{principal}已在本次审核中办理过前一环节，不能由您代为办理",
        "{principal}, in whose place you act, has already acted in this chain",
    ),
    Code.SUBSTITUTION_REVOKED: ("对{principal}的代理已撤销", "the substitution for {principal} has been revoked"),
    Code.BAD_INPUT: ("{problem}", "{problem_en}"),
    Code.REQUIRED: ("“{label}”不能为空", "“{label_en}” is required"),
    Code.DUPLICATE: ("{what}已存在", "{what_en} exists already"),
    Code.SCAN_REQUIRED: ("代录须附本人签字的扫描件", "an entry on behalf needs the signed scan"),
    Code.LIST_HANDED_IN: ("单位已报送结果登记表，不能再更改", "the unit has handed in its list"),
    Code.LIST_NOT_HANDED_IN: ("单位结果登记表尚未报送", "the unit has not handed in its list yet"),
    Code.LIST_INCOMPLETE: (
        "登记表中还有{count}人未完成本环节：{names}",
        "{count} people on the list are not through this step yet: {names}",
    ),
    Code.LIST_CHANGED: (
        "登记表内容在签字后有变更，须重新签字",
        "the list has changed since it was signed; it must be signed again",
    ),
    Code.INPUTS_INCOMPLETE: ("考核数据不全：{missing}", "inputs are missing: {missing_en}"),
    Code.CLAIMS_UNSETTLED: ("还有{count}项加分申报未办结", "{count} bonus claims are not settled"),
    Code.CLAIM_STATUS: ("加分申报{claim}的状态为“{status}”，不能办理", "bonus claim {claim} is {status_en}"),
    Code.UNKNOWN_GRADE: (
        "没有“{grade}”这一等次，可用等次：{grades}",
        "there is no grade “{grade}”; the grades are {grades}",
    ),
    Code.GRADE_NOT_ALLOWED: (
        "{name}得分{score}，不能评为“{grade}”，可评：{grades}",
        "{name}'s score of {score} does not allow “{grade}”; allowed: {grades}",
    ),
    Code.GRADE_WITHOUT_OUTCOME: ("{name}本周期不确定等次", "{name} is not graded in this cycle"),
    Code.OVER_UNIT_PLACES: (
        "{unit}“好”名额{places}个，拟评{used}个，超出{over}个{hint}",
        "{unit} has {places} places and names {used}: {over} too many{hint_en}",
    ),
    Code.OVER_BODY_PLACES: (
        "全局“好”名额{places}个，拟定{used}个，超出{over}个",
        "the body has {places} places and {used} are decided: {over} too many",
    ),
    Code.QUOTA_NOT_FROZEN: (
        "考核办尚未申报情况表和比例使用申报表",
        "the forms are not filed, so the quota is not frozen yet",
    ),
    Code.QUOTA_FROZEN: ("名额已申报锁定", "the quota is frozen already"),
    Code.NO_QUORUM: (
        "到会有表决权的委员{present}人，应到{members}人，不足法定人数{needed}人{case}",
        "{present} of {members} members could vote, {needed} are needed{case_en}",
    ),
    Code.NOT_A_MEMBER: ("{name}不是党委委员", "{name} is not a committee member"),
    Code.TERM_NOT_OVER: ("期限未满，{until}届满", "the term runs until {until}"),
    Code.OBJECTION_UNDECIDED: ("还有{count}件异议未办结", "{count} objections are undecided"),
    Code.APPROVAL_MISSING: ("尚缺核准：{approvers}", "outside approvals are missing: {approvers}"),
    Code.ROUND_LIMIT: ("已达复核轮次上限（{rounds}轮）", "the limit of {rounds} rounds is reached"),
    Code.WINDOW_CLOSED: ("异议期已于{until}届满", "the time to object ended at {until}"),
    Code.NO_SECOND_INSTANCE: ("本方案不设二次复核，或已提出过一次", "there is no second instance, or it was used"),
    Code.FEEDBACK_MISSING: ("尚未反馈结果", "the feedback has not been delivered"),
    Code.FEEDBACK_DELIVERED: ("已反馈过结果", "the feedback has been delivered already"),
    Code.NOT_EXTENDED: ("新期限须晚于{due}", "the new date must be later than {due}"),
    Code.POLICY_LOCKED: (
        "{version}版已被考核周期使用，不能修改，请发布新版本",
        "version {version} is in use; publish a new one",
    ),
    Code.POLICY_INVALID: ("第{line}行 {path}：{problem}", "line {line}, {path}: {problem_en}"),
    Code.POLICY_NOT_EFFECTIVE: (
        "{day}没有生效的细则“{key}”",
        "no version of policy {key} is in force on {day}",
    ),
    Code.IMPORT_INVALID: ("{sheet} 第{row}行 {column}：{problem}", "{sheet} row {row}, {column}: {problem_en}"),
    Code.FILE_TYPE: (
        "文件类型或内容不符（{found}），可用：{allowed}",
        "the file's type or content ({found}) is not accepted; accepted: {allowed}",
    ),
    Code.FILE_TOO_LARGE: ("文件超过{limit}字节", "the file is larger than {limit} bytes"),
    Code.IDEMPOTENCY_MISMATCH: ("同一幂等键已用于不同内容", "this idempotency key was used with another input"),
    Code.CONFLICT: ("与同时进行的办理冲突，请重试", "somebody else acted at the same moment; try again"),
}


@dataclasses.dataclass(frozen=True)
class Refusal:
    """One violated rule. `field` names the input field where there is one; `params` fill the message."""

    code: Code
    field: str | None = None
    params: dict[str, object] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The Chinese sentence."""
        return MESSAGES[self.code][0].format_map(_Blank(self.params))

    @property
    def message_en(self) -> str:
        """The English sentence."""
        return MESSAGES[self.code][1].format_map(_Blank(self.params))


class _Blank(dict[str, object]):
    """Parameters that a message names but nobody gave are left out of it."""

    def __missing__(self, key: str) -> str:
        return ""


class Refused(Exception):
    """All rules that a request violates. Nothing has been changed."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{one.code}: {one.message_en}" for one in self.refusals))


def refuse(code: Code, field: str | None = None, **params: object) -> Refused:
    """A refusal for one rule, ready to be raised."""
    return Refused([Refusal(code, field, params)])


def not_found(what: str, field: str | None = None) -> Refused:
    """What a viewer may not see does not exist for him."""
    return refuse(Code.NOT_FOUND, field, what=_THINGS.get(what, what), what_en=what.replace("_", " "))


_THINGS = {
    "assessment": "考核个案",
    "cycle": "考核周期",
    "unit": "单位",
    "unit list": "结果登记表",
    "unit_list": "结果登记表",
    "objection": "异议",
    "evidence": "佐证材料",
    "bonus claim": "加分申报",
    "result list": "报批名单",
    "person": "人员",
    "account": "账号",
    "assignment": "外派",
    "circumstance": "特殊情形",
    "relative": "亲属关系",
    "role_grant": "授权",
    "substitution": "代理",
    "notification": "通知",
}
