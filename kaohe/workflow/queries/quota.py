"""Places (名额) of a cycle and the ledger that they rest on."""

from collections.abc import Container, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.quota import QuotaScope
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.organisation import UNITS
from kaohe.workflow.queries.reading import Row, View, rows
from kaohe.workflow.queries.scopes import of_units
from kaohe.workflow.quota.places import Offer, places_of
from kaohe.workflow.situations import load_situations
from kaohe.workflow.visibility import sees_body

_OWN_UNITS = View(UNITS.columns, UNITS.source, of_units("u.id", "u"), UNITS.order, UNITS.id)

LEDGER = View(
    columns=(
        "q.id, q.policy_key, q.year, q.period, q.cycle_id, q.scope, q.unit_id, q.kind, q.quantity, q.places, "
        "q.assessment_id, q.at"
    ),
    source="quota_entry q",
    scope=of_units("q.unit_id", "q"),
    order=(Key("q.id", int),),
    id="q.id",
)

LEDGER_FILTERS = {
    "policy_key": "q.policy_key = :policy_key",
    "year": "q.year = :year",
    "cycle_id": "q.cycle_id = :cycle_id",
    "unit_id": "q.unit_id = :unit_id",
}


async def quotas_of(session: AsyncSession, actor: Actor, cycle_ids: Sequence[int]) -> Mapping[int, Row]:
    """Each cycle's places as the viewer may see them: his units', and the body's for its deciders."""
    visible = {row["id"] for row in await rows(session, actor, _OWN_UNITS, [])}
    if not visible:
        return {}
    situations = await load_situations(session, actor.body_id, cycle_ids)
    offers = await places_of(session, list(situations.values()), None if sees_body(actor) else visible)
    return {cycle_id: _seen(actor, visible, cycle_id, offer) for cycle_id, offer in offers.items()}


def _seen(actor: Actor, visible: Container[int], cycle_id: int, offer: Offer) -> Row:
    """An offer as far as the viewer may see it."""
    grants = [
        {
            "scope": str(grant.scope),
            "unit_id": grant.unit_id,
            "participants": grant.participants,
            "places": grant.places,
            "used": grant.used,
            "remaining": grant.places - grant.used,
        }
        for grant in sorted(offer.grants.values(), key=lambda one: (one.scope, one.unit_id or 0))
        if (grant.scope == QuotaScope.UNIT and offer.by_unit and grant.unit_id in visible)
        or (grant.scope == QuotaScope.BODY and offer.by_body and sees_body(actor))
    ]
    return {"cycle_id": cycle_id, "frozen": offer.frozen, "grants": grants}


#: The link of the ledger's entries to the cycle that made them (`nested`).
OF_CYCLE = "q.cycle_id = asked.id"
