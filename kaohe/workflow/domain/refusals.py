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
    INDICATORS_SETTLED = "indicators_settled"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    CONFLICT = "conflict"
    NO_ANSWER_WANTED = "no_answer_wanted"
    RESULT_FINAL = "result_final"
    IN_RESERVE = "in_reserve"
    NOT_IN_RESERVE = "not_in_reserve"
    BALLOT_RANGE = "ballot_range"
    BALLOT_STEP = "ballot_step"
    BALLOT_TOO_MANY_HIGH = "ballot_too_many_high"
    BALLOT_INCOMPLETE = "ballot_incomplete"
    BALLOT_STRANGER = "ballot_stranger"
    BALLOT_TWICE = "ballot_twice"
    CASE_AGGREGATED = "case_aggregated"
    BALLOT_CLOSED = "ballot_closed"
    ALREADY_CAST = "already_cast"
    TOO_FEW_EXTERNAL = "too_few_external"
    RATER_OF_THE_UNIT = "rater_of_the_unit"
    OWN_PROPOSAL = "own_proposal"
    BOX_LACKS_RATERS = "box_lacks_raters"
    TOO_FEW_BALLOTS = "too_few_ballots"
    BALLOTS_DO_NOT_ADD_UP = "ballots_do_not_add_up"
    BALLOT_KEY_LOST = "ballot_key_lost"
    CARDS_NOT_FOR_UNIT = "cards_not_for_unit"
    BATCH_CANCELLED = "batch_cancelled"
    UNIT_AGGREGATED = "unit_aggregated"
    CASE_NOT_OPEN = "case_not_open"
    RECORD_HIS_OWN = "record_his_own"
    RECORD_NOT_KEPT = "record_not_kept"
    RECORD_TOO_EARLY = "record_too_early"
    RECORD_TOO_LATE = "record_too_late"
    RECORD_REDACTED = "record_redacted"
    RECORDS_STILL_OPEN = "records_still_open"
    NOT_COMPARABLE = "not_comparable"


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
    Code.INDICATORS_SETTLED: (
        "已有{count}人按原指标汇总，不能再改；如须更改，先退回重办",
        "{count} people have been aggregated by the indicators as they are; return these cases first",
    ),
    Code.IDEMPOTENCY_MISMATCH: ("同一幂等键已用于不同内容", "this idempotency key was used with another input"),
    Code.CONFLICT: ("与同时进行的办理冲突，请重试", "somebody else acted at the same moment; try again"),
    Code.NO_ANSWER_WANTED: ("推广的经验做法无须答复", "good practice is promoted and asks for no answer"),
    Code.RESULT_FINAL: (
        "{names}的结果已经生效，不能随备案退回；请考核办更正，或登记为督导问题",
        "the results of {names} are final: the office corrects them, or records a finding",
    ),
    Code.IN_RESERVE: ("{name}已在后备库中", "{name} is in the reserve pool already"),
    Code.NOT_IN_RESERVE: ("{name}已于{day}出库", "{name} left the reserve pool on {day}"),
    Code.BALLOT_RANGE: ("评分须在{lowest}至{highest}分之间", "a score lies between {lowest} and {highest}"),
    Code.BALLOT_STEP: ("评分须为{step}分的整数倍", "a score is a whole multiple of {step}"),
    Code.BALLOT_TOO_MANY_HIGH: (
        "{high_from}分以上（含{high_from}分）{high}人，本单位{headcount}人，最多{most}人，超出{over}人",
        "{high} people have {high_from} or above; in a unit of {headcount} at most {most} may: {over} too many",
    ),
    Code.BALLOT_INCOMPLETE: ("还有{count}人未评分", "{count} people have no score yet"),
    Code.BALLOT_STRANGER: ("此人不由您评分，请刷新后重试", "this person is not yours to rate; reload and try again"),
    Code.CASE_AGGREGATED: (
        "{name}{period}的得分已汇总，须先将个案退回汇总环节，才能变更本期的加减分事项",
        "{name}'s score of {period_en} is aggregated: return the case first, then change what counts in it",
    ),
    Code.BALLOT_TWICE: ("此人在选票上出现两次", "this person stands on the ballot twice"),
    Code.BALLOT_CLOSED: ("评分已于{until}截止", "the ballot ended at {until}"),
    Code.ALREADY_CAST: ("您已评分，以第一次为准，不能更改", "you have cast your ballot; the first one counts"),
    Code.TOO_FEW_EXTERNAL: (
        "外部评分人至少{fewest}人，只提名了{count}人",
        "at least {fewest} external raters are needed, {count} are proposed",
    ),
    Code.RATER_OF_THE_UNIT: (
        "此人属于本单位，不能作为外部评分人",
        "this person belongs to the unit and is no external rater",
    ),
    Code.OWN_PROPOSAL: ("不能审定自己提名的评分人", "nobody approves raters whom he proposed"),
    Code.BOX_LACKS_RATERS: (
        "评分人不足：有人最多只能得到{count}票，至少须{fewest}票",
        "raters are missing: somebody could receive {count} ballots at most, {fewest} are needed",
    ),
    Code.TOO_FEW_BALLOTS: (
        "票数不足：有人只得到{count}票，至少须{fewest}票",
        "too few ballots: somebody has received {count}, {fewest} are needed",
    ),
    Code.BALLOTS_DO_NOT_ADD_UP: (
        "选票与已评分人数不符（选票{sealed}张，可开启{readable}张，已评分{cast}人），不予计票",
        "the ballots do not add up ({sealed} envelopes, {readable} open, {cast} raters have cast): not counted",
    ),
    Code.BALLOT_KEY_LOST: ("票箱密钥丢失，不能计票", "the key of the box is lost: it can't be counted"),
    Code.CARDS_NOT_FOR_UNIT: (
        "按实施细则，{unit}不使用评议卡片",
        "under the policy {unit} hands out no evaluation cards",
    ),
    Code.BATCH_CANCELLED: ("这批评议卡片已作废", "this batch of cards is void already"),
    Code.UNIT_AGGREGATED: (
        "{unit}已有人完成综合汇总，不能再办理“{action}”",
        "people of {unit} are aggregated already: too late to {action_en}",
    ),
    Code.CASE_NOT_OPEN: (
        "{unit}没有等待计分的考核对象，不能办理“{action}”",
        "nobody of {unit} waits for a score: no time to {action_en}",
    ),
    Code.RECORD_HIS_OWN: (
        "{covers}的纪实由本人填写，只能由本人更正",
        "the person wrote the record of {covers} himself; only he corrects it",
    ),
    Code.RECORD_NOT_KEPT: (
        "{covers}适用的细则不要求记“{label}”",
        "no policy that holds for {covers} has a {label_en}",
    ),
    Code.RECORD_TOO_EARLY: ("{covers}的{label}须在{first}当天或以后记", "the {label_en} of {covers} opens on {first}"),
    Code.RECORD_TOO_LATE: (
        "{covers}的{label}已过补记期限（{until}截止）",
        "the {label_en} of {covers} was open until {until}",
    ),
    Code.RECORD_REDACTED: ("此处已脱密，须保留“{mark}”", "this place is redacted: leave “{mark}” as it is"),
    Code.RECORDS_STILL_OPEN: (
        "本期工作纪实可补记至{until}，届满后方可汇总",
        "records of the period may still be entered until {until}; scores are added up after that",
    ),
    Code.NOT_COMPARABLE: (
        "该细则不能测算本周期的数据：{path} {problem}",
        "that policy can't evaluate the cycle's facts: {path} {problem_en}",
    ),
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
    "merit_event": "奖惩事件",
    "relative": "亲属关系",
    "role_grant": "授权",
    "substitution": "代理",
    "notification": "通知",
    "work_record": "工作纪实",
    "leave": "请假记录",
    "ballot_box": "票箱",
    "ballot box": "票箱",
    "finding": "督导问题",
    "reserve_entry": "后备库记录",
    "card_batch": "评议卡片批次",
    "policy_version": "细则版本",
}
