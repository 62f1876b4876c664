"""In-app messages (通知) to the viewer's keys, own and lent, newest first."""

from kaohe.workflow.desk import told
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, View, by_id


def _mine(actor: Actor) -> Predicate:
    condition, parameters = told(actor)
    return f"m.body_id = :viewer_body AND {condition}", {"viewer_body": actor.body_id, **parameters}


NOTIFICATIONS = View(
    columns="m.id, m.assignee_key, m.kind, m.subject, m.subject_id, m.created_at, m.read_at",
    source="notification m",
    scope=_mine,
    order=(Key("m.id", int),),
    id="m.id",
    descending=True,
)

FILTERS = {"unread": "(m.read_at IS NULL) = :unread"}

notifications_by_id = by_id(NOTIFICATIONS)
