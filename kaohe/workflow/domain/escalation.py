"""Who is told that something is overdue (逾期上报): one step up from whoever is late, or the role that the policy names.

Being told decides nothing: the work stays with whoever has it. As elsewhere (§3, "own case"), a vacant post and one
whose only holders keep away from the case are passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe.workflow.domain.chain import holder, ladder_of
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation

#: How the outcome of a deadline begins, or goes on, that says who was told: the overdue list reads it there.
TOLD = "told"


@dataclass(frozen=True)
class Late:
    """Work that is overdue: the key that has it, the unit it is about, and the person assessed, where it has them."""

    key: str
    unit_id: int | None = None
    person_id: int | None = None


def one_step_up(late: Late, situation: Situation) -> str:
    """The key to tell where the policy names nobody: the next rung above whoever is late."""
    return _first(_ladder_above(late, situation), late, situation)


def level_key(role: Role, late: Late, situation: Situation) -> str:
    """The key to tell where the policy names a role. If it is that role itself that is late: one step up from it."""
    unit_id, root = late.unit_id or situation.root_unit_id, situation.root_unit_id
    match role:
        case Role.MAIN_LEADER | Role.LEADER_IN_CHARGE | Role.OFFICE:
            ladder = ladder_of(role, unit_id, root)
        case Role.UNIT_CLERK:
            ladder = (role_key(role, unit_id), *ladder_of(Role.MAIN_LEADER, unit_id, root))
        case _:
            ladder = (role_key(role), *ladder_of(Role.OFFICE, unit_id, root))
    if late.key in ladder:
        return one_step_up(late, situation)
    return _first(ladder, late, situation)


def _ladder_above(late: Late, situation: Situation) -> Sequence[str]:
    """A unit's people answer to its main leader, the office and the committee to the body's head, outsiders to nobody:
    the office asks them."""
    unit_id, root = late.unit_id or situation.root_unit_id, situation.root_unit_id
    whole = ladder_of(Role.MAIN_LEADER, unit_id, root)
    if late.key in whole[:-1]:
        return whole[whole.index(late.key) + 1 :]
    head, office = role_key(Role.MAIN_LEADER, root), role_key(Role.OFFICE)
    if late.key == office:
        return (head,)
    if late.key == role_key(Role.COMMITTEE_SECRETARY):
        return (head, office)
    if late.key.startswith(f"{Role.OUTSIDE_APPROVER}@"):
        return (office, head)
    return whole


def _first(ladder: Sequence[str], late: Late, situation: Situation) -> str:
    kept_away: frozenset[int] = frozenset()
    if late.person_id is not None:
        kept_away = frozenset({late.person_id}) | situation.relatives.get(late.person_id, frozenset())
    return holder(ladder, situation.holders, kept_away) or ladder[-1]
