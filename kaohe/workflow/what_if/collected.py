"""A cycle's facts for a comparison: what was sealed, else what stands in the tables (测算数据)."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.archive.facts import facts_of
from kaohe.workflow.archive.records import read_cases, read_cycle, read_record
from kaohe.workflow.domain.archive.documents import FACTS
from kaohe.workflow.domain.facts import FactsDocument, load_facts
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.snapshots import Situation

_SEALED = text("""
SELECT d.content FROM seal s JOIN sealed_document d ON d.body_id = s.body_id AND d.seal_id = s.id AND d.name = :name
 WHERE s.body_id = :body_id AND s.cycle_id = :cycle_id
""")


@dataclass(frozen=True)
class Collected:
    """Facts, still as sealed text or gathered already, and the policy of their cycle."""

    policy: Policy
    found: bytes | FactsDocument

    @property
    def sealed(self) -> bool:
        """Whether they are what was sealed."""
        return isinstance(self.found, bytes)

    def facts(self) -> FactsDocument:
        """The facts. Sealed ones are parsed here, which takes its time: not on an event loop."""
        return self.found if isinstance(self.found, FactsDocument) else load_facts(self.found.decode(), self.policy)


async def collect(session: AsyncSession, situation: Situation) -> Collected:
    """The facts of the situation's cycle: one statement where it is sealed, else a fixed number however many people."""
    of_cycle = {"body_id": situation.body_id, "cycle_id": situation.cycle_id}
    sealed = await session.scalar(_SEALED, {**of_cycle, "name": FACTS})
    if sealed is not None:
        return Collected(situation.policy, bytes(sealed))
    cycle = await read_cycle(session, **of_cycle)
    cases = await read_cases(session, **of_cycle)
    of_year = {"policy_key": situation.policy.key, "year": situation.year, "period": situation.period}
    ledger = await read_record(session, "quota.json", {"body_id": situation.body_id, **of_year})
    facts = await facts_of(session, situation, cycle["body_name"], cases, ledger)
    return Collected(situation.policy, FactsDocument((facts,)))
