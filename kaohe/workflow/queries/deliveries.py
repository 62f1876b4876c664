"""The delivery log (外发记录), newest first: for the office and the administrator."""

from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import View, by_id
from kaohe.workflow.queries.scopes import managers

DELIVERIES = View(
    columns="d.id, d.channel, d.target, d.token, d.state, d.attempts, d.error, d.answer, "
    "d.created_at, d.retry_at, d.delivered_at, n.kind",
    source="delivery d JOIN notification n ON n.body_id = d.body_id AND n.id = d.notification_id",
    scope=managers("d"),
    order=(Key("d.id", int),),
    id="d.id",
    descending=True,
)

FILTERS = {"state": "d.state = :state", "channel": "d.channel = :channel"}

deliveries_by_id = by_id(DELIVERIES)
