"""Who approves the external raters of a small unit (上级单位审定, S1-26): the unit above, else the office."""

from kaohe.workflow.domain.chain import holder
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation


def approver_key(unit_id: int, proposed_by: int | None, situation: Situation) -> str:
    """The main leader of the unit above; the office where there is none, or where it was he who proposed."""
    place = situation.units.get(unit_id)
    above = place.parent_id if place else None
    office = role_key(Role.OFFICE)
    ladder = (office,) if above is None else (role_key(Role.MAIN_LEADER, above), office)
    barred = frozenset() if proposed_by is None else frozenset({proposed_by})
    return holder(ladder, situation.holders, barred) or office
