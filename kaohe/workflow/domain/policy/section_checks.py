"""What must hold within the other sections of a policy."""

from collections.abc import Iterator, Sequence
from datetime import date

from kaohe.workflow.domain.policy.appeal import Appeal
from kaohe.workflow.domain.policy.grades import Grade
from kaohe.workflow.domain.policy.outcomes import Outcomes, SanctionKind
from kaohe.workflow.domain.policy.participation import AssignmentKind, Participation
from kaohe.workflow.domain.policy.publicity import Publicity
from kaohe.workflow.domain.policy.review import REVIEWERS, Review
from kaohe.workflow.domain.policy.scoring_checks import unknown_grade
from kaohe.workflow.domain.policy.stages import OWN_TERM, REPORTED_TO, OnExpiry, StageRules, Stages
from kaohe.workflow.domain.policy.supervision import Supervision
from kaohe.workflow.domain.problems import Problem, repeated

# A notice and the time for objections are over when they are over; everything else but the summary needs a human.
_EXPIRY_ALLOWED = {
    "self_summary": frozenset(OnExpiry),
    "publicity": frozenset({OnExpiry.ADVANCE}),
    "appeal": frozenset({OnExpiry.ADVANCE}),
}
_NEEDS_A_HUMAN = frozenset({OnExpiry.ESCALATE, OnExpiry.HOLD})


def effective_dates(effective_from: date, effective_to: date | None) -> Iterator[Problem]:
    """A policy does not end before it begins."""
    if effective_to is not None and effective_to < effective_from:
        yield Problem(
            ("effective_to",),
            "effective_dates",
            f"早于施行日期 {effective_from}",
            f"is before effective_from, {effective_from}",
        )


def grades(given: Sequence[Grade]) -> Iterator[Problem]:
    """Keys and ranks are unique, and the best grade uses places, no other."""
    yield from repeated((("grades", index, "key"), grade.key) for index, grade in enumerate(given))
    yield from repeated((("grades", index, "rank"), str(grade.rank)) for index, grade in enumerate(given))
    best = min(grade.rank for grade in given)
    for index, grade in enumerate(given):
        if grade.limited != (grade.rank == best):
            zh, en = "最高等次且只有最高等次占用名额", "the best grade must be limited, and no other"
            yield Problem(("grades", index, "limited"), "limited_grade", zh, en)


def expiries(given: Stages) -> Iterator[Problem]:
    """No deadline decides in a human's place, whatever a policy says."""
    for name, rules in given.in_order():
        allowed = _EXPIRY_ALLOWED.get(name, _NEEDS_A_HUMAN)
        if rules.on_expiry not in allowed:
            words = ", ".join(sorted(allowed))
            zh, en = f"只能取 {words}", f"must be {words}"
            if allowed is _NEEDS_A_HUMAN:
                zh, en = f"此环节由人决定，到期不能代替；{zh}", f"a human decides here, never a clock; {en}"
            yield Problem(("stages", name, "on_expiry"), "on_expiry", zh, en)


def escalations(given: Stages) -> Iterator[Problem]:
    """What is overdue is reported to those who see whose work it is."""
    for name, rules in given.in_order():
        for index, level in enumerate(rules.escalations):
            if level.to not in REPORTED_TO:
                words = ", ".join(REPORTED_TO)
                path = ("stages", name, "escalations", index, "to")
                yield Problem(path, "reported_to", f"只能报给 {words}", f"can be reported to {words} only")


def own_terms(given: Stages) -> Iterator[Problem]:
    """A stage whose time another section gives has no second one here."""
    for name, where in OWN_TERM.items():
        rules: StageRules = getattr(given, name)
        if rules.due is not None or "minimum" in rules.model_fields_set:
            zh, en = f"期限由 {where} 规定", f"takes its time from {where}, not from due or minimum"
            yield Problem(("stages", name), "own_term", zh, en)


def stage_order(given: Stages) -> Iterator[Problem]:
    """The fixed dates follow the loop."""
    last = (0, 0)
    for name, rules in given.in_order():
        if not rules.present or rules.due is None:
            continue
        due = (rules.due.months_after, rules.due.day)
        if due < last:
            zh, en = "早于前一环节的截止日", "is before the date of an earlier stage"
            yield Problem(("stages", name, "due"), "stage_order", zh, en)
        last = max(last, due)


def participation(given: Participation) -> Iterator[Problem]:
    """Every kind of assignment has an assessing unit."""
    for kind in AssignmentKind:
        if kind not in given.assessed_by:
            yield Problem(
                ("participation", "assessed_by"),
                "kind_missing",
                f"缺少 {kind} 由谁考核",
                f"does not say who assesses {kind}",
            )


def outcomes(given: Outcomes, known: Sequence[Grade]) -> Iterator[Problem]:
    """The grade for refusing exists, and every sanction has an effect."""
    keys = [grade.key for grade in known]
    if given.refused_grade not in keys:
        yield unknown_grade(("outcomes", "refused_grade"), given.refused_grade, keys)
    for kind in SanctionKind:
        if kind not in given.sanctions:
            yield Problem(
                ("outcomes", "sanctions"), "kind_missing", f"缺少处分 {kind} 的影响", f"does not say what {kind} does"
            )


def review(given: Review) -> Iterator[Problem]:
    """Steps have names of their own, and roles whose holders review."""
    yield from repeated((("review", "chain", index, "key"), step.key) for index, step in enumerate(given.chain))
    for index, step in enumerate(given.chain):
        if step.role not in REVIEWERS:
            words = ", ".join(REVIEWERS)
            yield Problem(
                ("review", "chain", index, "role"), "reviewer", f"审核人只能是 {words}", f"a reviewer must be {words}"
            )


def publicity(given: Publicity, known: Sequence[Grade]) -> Iterator[Problem]:
    """Only grades that may be public are publicised."""
    public = {grade.key: grade.public for grade in known}
    for index, key in enumerate(given.grades):
        path = ("publicity", "grades", index)
        if key not in public:
            yield unknown_grade(path, key, public)
        elif not public[key]:
            yield Problem(path, "not_public", f"等次 {key} 不得公示", f"the grade {key} is not public")


def appeal(given: Appeal, loop: Stages) -> Iterator[Problem]:
    """Objections count from the end of a notice, so they need one; approvers have names of their own."""
    yield from repeated(
        (("appeal", "outside_approvals", index, "key"), one.key) for index, one in enumerate(given.outside_approvals)
    )
    if loop.appeal.present and not loop.publicity.present:
        yield Problem(
            ("stages", "appeal", "present"),
            "appeal_without_publicity",
            "不公示就没有异议期",
            "needs the publicity from whose end objections count",
        )
    if given.outside_approvals and not loop.appeal.present:
        yield Problem(
            ("appeal", "outside_approvals"),
            "approvals_without_appeal",
            "不设异议环节就没有核准的时间",
            "are waited for in appeal, which the scheme does not have",
        )


def supervision(given: Supervision) -> Iterator[Problem]:
    """A unit's share of the best grade moves between its bounds (S0-28)."""
    share = given.unit_share
    if not share.least <= share.base <= share.most:
        zh, en = f"应在 {share.least} 与 {share.most} 之间", f"must lie between {share.least} and {share.most}"
        yield Problem(("supervision", "unit_share", "base"), "unit_share", zh, en)
