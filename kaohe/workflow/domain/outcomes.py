"""Who gets no ordinary grade (特殊情形): comment only, pending, not determined, refused, not taking part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaohe.workflow.domain.facts.model import (
    Circumstance,
    CircumstanceKind,
    PersonFacts,
)
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.outcomes import (
    Outcome,
    SanctionEffect,
    SanctionKind,
    SanctionRule,
)

#: Outcomes whose people count among the participants (N): those who take part and can be graded (§3). Whoever refuses
#: can be graded, and is: with the policy's refused_grade (N-13).
COUNTED = frozenset({Outcome.GRADED, Outcome.REFUSED})

# Of several, the first one wins: no part, no grade yet, a grade by refusal, none at all, a comment.
_HEAVIEST_FIRST = (
    Outcome.NOT_TAKING_PART,
    Outcome.PENDING,
    Outcome.REFUSED,
    Outcome.NOT_DETERMINED,
    Outcome.COMMENT_ONLY,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person's outcome or grade is restricted: the rule's requirement id, a code, and words for a clerk."""

    rule: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Determination:
    """A person's outcome, with every reason that bears on it. `not_top`: graded, but never with the best grade."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    not_top: bool = False


_ORDINARY = Determination(Outcome.GRADED)


def determine(policy: Policy, person: PersonFacts, period: Period, working_days: int) -> Determination:
    """The outcome of a person in a period of so many working days, of which all circumstances that hold are weighed."""
    if not person.circumstances and not any(person.leave.values()):
        return _ORDINARY
    found = [
        *_from_leave(policy, person, working_days),
        *_from_circumstances(policy, person.circumstances),
        *_from_sanctions(policy, person.circumstances, period),
    ]
    effects = {effect for effect, _ in found}
    return Determination(
        outcome=next((outcome for outcome in _HEAVIEST_FIRST if outcome in effects), Outcome.GRADED),
        reasons=tuple(reason for _, reason in found),
        not_top=SanctionEffect.NOT_TOP in effects,
    )


_Found = tuple[Outcome | SanctionEffect, Reason]


def _from_leave(policy: Policy, person: PersonFacts, working_days: int) -> Iterator[_Found]:
    """N-10: more leave than the share of the working days; exactly the share is not more."""
    rules = policy.outcomes
    days = sum(person.leave.get(kind, 0) for kind in rules.leave_kinds)
    due = person.working_days_in_period or working_days
    if Fraction(days) > rules.leave_over * due:
        zh = f"病事假 {days} 天,超过应出勤 {due} 个工作日的 {rules.leave_over}"
        en = f"{days} days of leave, more than {rules.leave_over} of {due} working days"
        yield Outcome.NOT_DETERMINED, Reason("N-10", "leave_over_share", zh, en)


def _from_circumstances(policy: Policy, circumstances: Iterable[Circumstance]) -> Iterator[_Found]:
    rules = policy.outcomes
    known: dict[CircumstanceKind, _Found] = {
        CircumstanceKind.PROBATION: (rules.probation, Reason("N-8", "probation", "试用期", "on probation")),
        CircumstanceKind.INVESTIGATION: (
            rules.investigation,
            Reason("N-11", "investigation", "立案审查调查,尚未结案", "under investigation that is not closed"),
        ),
        CircumstanceKind.REFUSED: (
            Outcome.REFUSED,
            Reason("N-13", "refused", "无正当理由不参加考核", "refuses to take part without good reason"),
        ),
        CircumstanceKind.NOT_TAKING_PART: (
            Outcome.NOT_TAKING_PART,
            Reason("§1", "not_taking_part", "不参加本周期考核", "does not take part in this cycle"),
        ),
    }
    for circumstance in circumstances:
        if circumstance.kind in known:
            yield known[circumstance.kind]


def _from_sanctions(policy: Policy, circumstances: Iterable[Circumstance], period: Period) -> Iterator[_Found]:
    """N-12: every sanction that still weighs on the period; the heaviest effect is chosen with the other outcomes."""
    for circumstance in circumstances:
        if circumstance.sanction is None or circumstance.date is None:
            continue
        rule = policy.outcomes.sanctions[circumstance.sanction]
        if _weighs(rule, circumstance.date, period):
            yield _outcome(rule.effect), _sanction_reason(circumstance.sanction, circumstance.date)


def _weighs(rule: SanctionRule, day: date, period: Period) -> bool:
    """Whether a sanction of that day has its effect in `period`: not before the cycle in which the day lies."""
    if day > period.end:
        return False
    if rule.lasts == "cycle":
        return day >= period.start
    return period.year <= day.year + (rule.lasts == "two_years")


def _outcome(effect: SanctionEffect) -> Outcome | SanctionEffect:
    return effect if effect is SanctionEffect.NOT_TOP else Outcome(effect)


_SANCTIONS_ZH = {
    SanctionKind.WARNING: "警告",
    SanctionKind.SERIOUS_WARNING: "严重警告",
    SanctionKind.DEMERIT: "记过",
    SanctionKind.MAJOR_DEMERIT: "记大过",
    SanctionKind.DEMOTION: "降级",
    SanctionKind.REMOVAL: "撤职",
}


def _sanction_reason(kind: SanctionKind, day: date) -> Reason:
    words = kind.replace("_", " ")
    return Reason("N-12", f"sanction_{kind}", f"{day} 受{_SANCTIONS_ZH[kind]}处分", f"{words} of {day}")
