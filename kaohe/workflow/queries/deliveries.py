"""The delivery log (外发记录), newest first: for the office and the administrator.

Of what goes to those who have not cast a ballot it has no address, nothing that a server said, which may quote one, and no
token, by which a mail server's own log names one (S1-20).
"""

from kaohe.workflow.domain.notices import UNNAMED
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import View, by_id
from kaohe.workflow.queries.scopes import managers

_KINDS = ", ".join(f"'{kind}'" for kind in sorted(UNNAMED))

_TOLD = ", ".join(
    f"CASE WHEN n.kind NOT IN ({_KINDS}) THEN d.{name} ELSE {otherwise} END AS {name}"
    for name, otherwise in (("target", "NULL"), ("error", "NULL"), ("answer", "NULL"), ("token", "''"))
)

DELIVERIES = View(
    columns=f"d.id, d.channel, {_TOLD}, d.state, d.attempts, d.created_at, d.retry_at, d.delivered_at, n.kind",
    source="delivery d JOIN notification n ON n.body_id = d.body_id AND n.id = d.notification_id",
    scope=managers("d"),
    order=(Key("d.id", int),),
    id="d.id",
    descending=True,
)

FILTERS = {"state": "d.state = :state", "channel": "d.channel = :channel"}

deliveries_by_id = by_id(DELIVERIES)
