"""Permission where no chart decides: who may manage what is not a subject with a state."""

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import WHO_LABELS, WHO_LABELS_EN, Who
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.domain.roles import Role

_ROLES = {
    Who.OFFICE: Role.OFFICE,
    Who.SECRETARY: Role.COMMITTEE_SECRETARY,
    Who.ADMINISTRATOR: Role.ADMINISTRATOR,
}


def require(actor: Actor, action: str, action_en: str, *who: Who) -> None:
    """Refuse unless the actor holds one of these body-wide roles. `action` is what he wants to do, in both languages."""
    if not any(actor.has(_ROLES[one]) for one in who):
        raise refuse(
            Code.NOT_ALLOWED,
            action=action,
            action_en=action_en,
            who="、".join(WHO_LABELS[one] for one in who),
            who_en=", ".join(WHO_LABELS_EN[one] for one in who),
        )
