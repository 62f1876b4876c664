"""Who may appraise a person: the policy names them by his standing, seen from the unit that assesses him."""

from collections.abc import Mapping

from kaohe.workflow.domain.appraisal.part import part_of_class
from kaohe.workflow.domain.barred import barred
from kaohe.workflow.domain.chain import holder, ladder_of
from kaohe.workflow.domain.policy.parts import Appraisal, Appraiser
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation

_AT_THE_UNIT: Mapping[Appraiser, Role] = {
    Appraiser.MAIN_LEADER: Role.MAIN_LEADER,
    Appraiser.DEPUTY_LEADER: Role.DEPUTY_LEADER,
    Appraiser.LEADER_IN_CHARGE: Role.LEADER_IN_CHARGE,
}


def appraiser_keys(snapshot: AssessmentSnapshot, situation: Situation) -> tuple[str, ...]:
    """The role keys of which any may appraise this case, in the policy's order; none where the score has no appraisal.

    A key that nobody holds who may act on the case is left out (own case, declared relative, vacant post). Where none
    is left it is the office's, and above it the head's (S0-16..18; §3, "own case").
    """
    part = part_of_class(situation, snapshot.unit_id, Appraisal)
    if part is None:
        return ()
    kept_away = barred(snapshot, situation)
    named = dict.fromkeys(_key(one, snapshot.unit_id, situation) for one in part.appraisers(snapshot.standing))
    able = tuple(key for key in named if situation.holders.get(key, frozenset()) - kept_away)
    if able:
        return able
    ladder = ladder_of(Role.OFFICE, snapshot.unit_id, situation.root_unit_id)
    return (holder(ladder, situation.holders, kept_away) or ladder[0],)


def _key(appraiser: Appraiser, unit_id: int, situation: Situation) -> str:
    role = _AT_THE_UNIT.get(appraiser)
    return role_key(Role.MAIN_LEADER, _above(unit_id, situation)) if role is None else role_key(role, unit_id)


def _above(unit_id: int, situation: Situation) -> int:
    """The unit above; the body itself stands above nobody but itself, and above a unit from outside."""
    place = situation.units.get(unit_id)
    return situation.root_unit_id if place is None or place.parent_id is None else place.parent_id
