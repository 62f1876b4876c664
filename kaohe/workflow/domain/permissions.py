"""Who may do what, decided from the keys that the actor holds. Source: design.md, "The charts"; §3, "own case"."""

from collections.abc import Iterable

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.chain import Holders, barred_in_round_two, ladder_of
from kaohe.workflow.domain.charts.chart import Who
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import (
    AssessmentSnapshot,
    ObjectionSnapshot,
    Situation,
    Snapshot,
)

#: Who does a unit's clerical work: its clerk, or its leaders in his place.
CLERKS = (Role.UNIT_CLERK, Role.MAIN_LEADER, Role.LEADER_IN_CHARGE)


def acting_key(who: Iterable[Who], actor: Actor, snapshot: Snapshot) -> str | None:
    """The key under which the actor may act, the first that fits; None where he may not."""
    for one in sorted(who, key=list(Who).index):
        for key in _keys_for(one, actor, snapshot):
            if key in actor.keys or (key == Who.SYSTEM and actor.is_system):
                return key
    return None


def _keys_for(who: Who, actor: Actor, snapshot: Snapshot) -> Iterable[str]:
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
        case Who.OFFICE:
            return [role_key(Role.OFFICE)]
        case Who.SECRETARY:
            return [role_key(Role.COMMITTEE_SECRETARY)]
        case Who.OUTSIDE:
            return sorted(key for key in actor.keys if key.startswith(f"{Role.OUTSIDE_APPROVER}@"))
        case Who.UNIT_MEMBER:
            return [person_key(actor.person_id)] if actor.person_id is not None and actor.unit_id == unit_id else []
        case Who.SYSTEM:
            return [Who.SYSTEM]
        case _:
            return []


def barred(snapshot: AssessmentSnapshot, situation: Situation) -> frozenset[int]:
    """Those who keep away from a case: the person himself and his declared relatives (回避)."""
    return frozenset({snapshot.person_id}) | situation.relatives.get(snapshot.person_id, frozenset())


def barred_from_step(snapshot: AssessmentSnapshot, situation: Situation, step: int) -> frozenset[int]:
    """Those who may not sign step `step` of the chain now: also who signed another step of this round, and in a
    later round who signed this one before, where the chain has somebody else."""
    rules = situation.policy.review.chain[step]
    kept_away = barred(snapshot, situation) | {
        one.person_id for one in snapshot.opinions if one.round == snapshot.round and one.step != rules.key
    }
    if snapshot.round == 1 or not rules.another_in_round_two:
        return kept_away
    before = frozenset(
        one.person_id for one in snapshot.opinions if one.round < snapshot.round and one.step == rules.key
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
