"""Policies (实施细则) and what they say of a cycle."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.queries.company import same_for_all
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import View, by_id, of_body
from kaohe.workflow.situations import policy_of

POLICIES = View(
    columns=(
        "v.id, v.key, v.version, v.name, v.status, v.effective_from, v.effective_to, v.source, v.document, v.sha256, "
        "v.published_at, v.locked"
    ),
    source="policy_version v",
    scope=of_body("v"),
    order=(Key("v.id", int),),
    id="v.id",
    descending=True,
)

FILTERS = {"key": "v.key = :key"}

policies_by_id = by_id(POLICIES)

_OF_CYCLES = text("""
SELECT c.id, v.id AS version_id, v.sha256 FROM cycle c
  JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
 WHERE c.body_id = :body_id AND c.id = ANY(:ids)
""")


@same_for_all
async def policies_of_cycles(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> Mapping[int, Policy]:
    """The policy that each cycle runs by, parsed. It may be kept: nothing changes a cycle's version, and none that is in use is
    replaced (`policies.publish`)."""
    found = (await session.execute(_OF_CYCLES, {"body_id": actor.body_id, "ids": list(ids)})).all()
    return {row.id: await policy_of(session, actor.body_id, row.version_id, row.sha256) for row in found}
