"""Permission where no chart decides: who may manage what is not a subject with a state."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import WHO_LABELS, WHO_LABELS_EN, Who
from kaohe.workflow.domain.permissions import Acting, not_lent, standing_in
from kaohe.workflow.domain.refusals import Code, Refused, refuse
from kaohe.workflow.domain.roles import CLERKS, Role, role_key
from kaohe.workflow.domain.substitution import WorkKind

_ROLES = {
    Who.OFFICE: Role.OFFICE,
    Who.SECRETARY: Role.COMMITTEE_SECRETARY,
    Who.ADMINISTRATOR: Role.ADMINISTRATOR,
}


def require(actor: Actor, action: str, action_en: str, *who: Who) -> None:
    """Refuse unless the actor holds one of these body-wide roles. `action` is what he wants to do, in both languages.

    `Who.SELF` among them is only named to whoever is refused: whose own matter it is the caller knows.
    """
    if not any(actor.has(_ROLES[one]) for one in who if one in _ROLES):
        raise _refused(action, action_en, *who)


def require_work(actor: Actor, action: str, action_en: str, who: Who, work: WorkKind) -> Acting:
    """The same for work of the loop, which a substitute may do too: how he holds the role."""
    key = role_key(_ROLES[who])
    held = next(standing_in(actor, key, work), None)
    if held is not None:
        return held
    lent = [not_lent(loan, work) for loan in actor.loans if loan.key == key]
    raise Refused(lent) if lent else _refused(action, action_en, who)


def require_clerk(
    actor: Actor, unit_id: int, action: str, action_en: str, work: WorkKind, *, or_office: bool = True
) -> Acting:
    """Refuse unless the actor does the unit's clerical work, or the office's, himself or as a substitute for `work`:
    how he does it, his own keys first."""
    office = (role_key(Role.OFFICE),) if or_office else ()
    keys = (*(role_key(role, unit_id) for role in CLERKS), *office)
    ways = [way for key in keys for way in standing_in(actor, key, work)]
    if ways:
        return min(ways, key=lambda way: way.loan is not None)
    lent = [not_lent(loan, work) for loan in actor.loans if loan.key in keys]
    raise Refused(lent) if lent else _refused(action, action_en, Who.CLERK, *((Who.OFFICE,) if or_office else ()))


def _refused(action: str, action_en: str, *who: Who) -> Refused:
    return refuse(
        Code.NOT_ALLOWED,
        action=action,
        action_en=action_en,
        who="、".join(WHO_LABELS[one] for one in who),
        who_en=", ".join(WHO_LABELS_EN[one] for one in who),
    )
