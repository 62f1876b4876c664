"""Who may do what, decided from the keys that the actor holds. Source: design.md, "The charts"; §3, "own case"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.appraisal import appraiser_keys
from kaohe.workflow.domain.barred import barred
from kaohe.workflow.domain.chain import Holders, barred_in_round_two, ladder_of
from kaohe.workflow.domain.charts import CHARTS, Subject, Who
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import CLERKS, Role, person_key, role_key
from kaohe.workflow.domain.snapshots import (
    AssessmentSnapshot,
    BallotBoxSnapshot,
    ObjectionSnapshot,
    Situation,
    Snapshot,
)
from kaohe.workflow.domain.substitution import WORK_LABELS, WORK_OF_TRIGGER, Loan, WorkKind
from kaohe.workflow.domain.supervision.superiors import superior_keys

#: The committee decides, and its members keep away themselves: the secretary only records it.
_RECORDED = frozenset({"decide"})

_OF_BODY = {Who.OFFICE: Role.OFFICE, Who.SECRETARY: Role.COMMITTEE_SECRETARY}


@dataclass(frozen=True)
class Acting:
    """The key under which somebody acts, and the loan where it is another's (代理)."""

    key: str
    loan: Loan | None = None

    @property
    def principal_id(self) -> int | None:
        """In whose place he acts; None in his own."""
        return self.loan.principal_id if self.loan else None

    @property
    def loans(self) -> tuple[Loan, ...]:
        """The loan, if there is one."""
        return (self.loan,) if self.loan else ()


_SYSTEM = Acting(Who.SYSTEM)


def acting(
    subject: Subject,
    trigger: str,
    actor: Actor,
    snapshot: Snapshot,
    situation: Situation | None,
    who: Iterable[Who] | None = None,
) -> Acting | None:
    """How the actor may pull a trigger, the first way that fits; None where he may not.

    `who` narrows the chart's own rule. His own keys come before those lent to him, and a lent one counts only where
    `hindrance` finds nothing. `situation` is None for a cycle that begins.
    """
    asked = CHARTS[subject].rules[trigger].who if who is None else who
    if actor.is_system and not actor.keys:  # it has no other way
        return _SYSTEM if Who.SYSTEM in asked else None
    for one in _ways(asked, actor, snapshot, situation):
        if one.loan is None or hindrance(one.loan, subject, trigger, actor, snapshot, situation) is None:
            return one
    return None


def hindrances(
    subject: Subject, trigger: str, actor: Actor, snapshot: Snapshot, situation: Situation | None
) -> Iterator[Refusal]:
    """Why the keys lent to the actor do not count for a trigger that they would fit."""
    for one in _ways(CHARTS[subject].rules[trigger].who, actor, snapshot, situation):
        if one.loan is not None:
            refusal = hindrance(one.loan, subject, trigger, actor, snapshot, situation)
            if refusal is not None:
                yield refusal


def hindrance(
    loan: Loan, subject: Subject, trigger: str, actor: Actor, snapshot: Snapshot, situation: Situation | None
) -> Refusal | None:
    """Why a lent key does not count here, if so: other work; a case of the actor's or the principal's own, or of a
    relative's (what the principal may not do he can't lend); or one of the two has signed another step already."""
    work = WORK_OF_TRIGGER.get((subject, trigger))
    if work not in loan.kinds:
        return not_lent(loan, work)
    if situation is None or trigger in _RECORDED:
        return None
    for concerned in _concerned(snapshot):
        refusal = kept_apart(actor.person_id, loan, concerned, situation)
        if refusal is not None:
            return refusal
    if trigger == "approve_review" and isinstance(snapshot, AssessmentSnapshot):
        signed = barred_from_step(snapshot, situation, snapshot.review_step)
        if actor.person_id in signed:
            return Refusal(Code.ACTED_ALREADY)
        if loan.principal_id in signed:
            return Refusal(Code.PRINCIPAL_ACTED, params={"principal": loan.principal_name})
    return None


def not_lent(loan: Loan, work: WorkKind | None) -> Refusal:
    """The refusal of work that was not lent with the key."""
    label, label_en = WORK_LABELS[work] if work else ("该事项", "this")
    return Refusal(Code.NOT_LENT, params={"principal": loan.principal_name, "work": label, "work_en": label_en})


def kept_apart(person_id: int | None, loan: Loan, subject: int, situation: Situation) -> Refusal | None:
    """Why a lent key does not count on the case of `subject`: the actor or the principal keeps away from it."""
    refusal = recusal(person_id, subject, situation)
    if refusal is None and recusal(loan.principal_id, subject, situation) is not None:
        return Refusal(Code.PRINCIPAL_KEPT_AWAY, params={"principal": loan.principal_name})
    return refusal


def standing_in(actor: Actor, key: str, work: WorkKind) -> Iterator[Acting]:
    """The ways in which the actor holds a key for a kind of work: in his own name, else in others' place."""
    if key in actor.keys:
        yield Acting(key)
    else:
        yield from (Acting(key, loan) for loan in actor.loans if loan.key == key and work in loan.kinds)


def _ways(who: Iterable[Who], actor: Actor, snapshot: Snapshot, situation: Situation | None) -> Iterator[Acting]:
    """Every key of the actor's that fits a rule. Whoever has the task in hand, in his own name or in another's, acts
    as its holder; beyond that his own keys come first."""
    lent: list[Acting] = []
    for one in _in_order(frozenset(who)):
        keys = list(_keys_for(one, actor, snapshot, situation))
        for key in keys:
            if key in actor.keys or (key == Who.SYSTEM and actor.is_system):
                yield Acting(key)
        borrowed = [Acting(key, loan) for key in keys for loan in actor.loans if loan.key == key]
        if one is Who.HOLDER:
            yield from borrowed
        else:
            lent += borrowed
    yield from lent


@cache
def _in_order(who: frozenset[Who]) -> tuple[Who, ...]:
    return tuple(one for one in Who if one in who)


def _concerned(snapshot: Snapshot) -> frozenset[int]:
    """Whose case it is."""
    if isinstance(snapshot, AssessmentSnapshot):
        return frozenset({snapshot.person_id})
    if isinstance(snapshot, ObjectionSnapshot):
        return frozenset({snapshot.subject_person_id, snapshot.filed_by})
    return frozenset()


def _keys_for(who: Who, actor: Actor, snapshot: Snapshot, situation: Situation | None) -> Iterable[str]:
    unit_id = getattr(snapshot, "unit_id", None)
    match who:
        case Who.SELF:
            person = (
                snapshot.filed_by if isinstance(snapshot, ObjectionSnapshot) else getattr(snapshot, "person_id", None)
            )
            return [person_key(person)] if person is not None else []
        case Who.CLERK:
            return [role_key(role, unit_id) for role in CLERKS]
        case Who.HOLDER:
            # Whoever delivered a result still has it in hand: he may record that it was not signed for.
            delivered_by = getattr(snapshot, "delivered_by", None)
            return sorted(
                snapshot.task_keys if delivered_by is None else {*snapshot.task_keys, person_key(delivered_by)}
            )
        case Who.APPRAISER:
            if isinstance(snapshot, AssessmentSnapshot) and situation is not None:
                return appraiser_keys(snapshot, situation)
            return []
        case Who.OFFICE | Who.SECRETARY:
            return [role_key(_OF_BODY[who])]
        case Who.SUPERIOR:
            if isinstance(snapshot, BallotBoxSnapshot):
                return sorted(snapshot.superior_keys)  # the next one up, and never who proposed (S1-26)
            above = unit_id or snapshot.row.get("unit_id")  # what begins has only its row yet
            return sorted(superior_keys(above, situation)) if above and situation is not None else []
        case Who.OUTSIDE:
            held = {*actor.keys, *(loan.key for loan in actor.loans)}
            return sorted(key for key in held if key.startswith(f"{Role.OUTSIDE_APPROVER}@"))
        case Who.UNIT_MEMBER:
            return [person_key(actor.person_id)] if actor.person_id is not None and actor.unit_id == unit_id else []
        case Who.SYSTEM:
            return [Who.SYSTEM]
        case _:
            return []


def barred_from_step(snapshot: AssessmentSnapshot, situation: Situation, step: int) -> frozenset[int]:
    """Those who may not sign step `step` of the chain now: also who signed another step of this round, and in a
    later round who signed this one before, where the chain has somebody else. A signature in another's place is both's."""
    rules = situation.policy.review.chain[step]
    kept_away = barred(snapshot, situation).union(
        *(one.people for one in snapshot.opinions if one.round == snapshot.round and one.step != rules.key)
    )
    if snapshot.round == 1 or not rules.another_in_round_two:
        return kept_away
    before = frozenset[int]().union(
        *(one.people for one in snapshot.opinions if one.round < snapshot.round and one.step == rules.key)
    )
    ladder = ladder_of(rules.role, snapshot.unit_id, situation.root_unit_id)
    return barred_in_round_two(ladder, situation.holders, kept_away, before)


def recusal(person_id: int | None, subject: int, situation: Situation) -> Refusal | None:
    """Why this person keeps away from the case of `subject`, if he does."""
    if person_id is None:
        return None
    if person_id == subject:
        return Refusal(Code.OWN_CASE)
    if person_id in situation.relatives.get(subject, frozenset()):
        return Refusal(Code.RELATIVE)
    return None


def clerk_holder(unit_id: int, holders: Holders, barred: frozenset[int]) -> str:
    """The key that does the clerk's work on one case: the unit's clerk, or one step up where he keeps away."""
    ladder = tuple(role_key(role, unit_id) for role in CLERKS)
    return next((key for key in ladder if holders.get(key, frozenset()) - barred), ladder[0])
