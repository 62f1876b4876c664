"""What is sealed (封存内容): the documents of a cycle, built from the tables once, when it is archived."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.archive.facts import facts_of
from kaohe.workflow.archive.heads import Key, head, other_chains, read_heads
from kaohe.workflow.archive.records import RECORDS, read_cases, read_cycle, read_policy, read_record
from kaohe.workflow.domain.archive import documents
from kaohe.workflow.domain.archive.documents import json_bytes, plain
from kaohe.workflow.domain.archive.leaves import leaves_of
from kaohe.workflow.domain.archive.recompute import differences
from kaohe.workflow.domain.facts.model import CycleFacts, FactsDocument
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.situations import load_situation

Documents = dict[str, bytes]


async def contents_of(session: AsyncSession, body_id: int, cycle_id: int) -> Documents:
    """Every document by name, `leaves.json` among them, as the tables stand now."""
    situation = await load_situation(session, body_id, cycle_id)
    cycle = await read_cycle(session, body_id, cycle_id)
    policy = await read_policy(session, body_id, cycle_id)
    period = Period.parse(situation.period)
    parameters = {
        "body_id": body_id,
        "cycle_id": cycle_id,
        "months": list(period.months),
        "period": period.key,
        "period_start": period.start,
        "period_end": period.end,
        "policy_key": situation.policy.key,
        "year": situation.year,
    }
    records = {name: await read_record(session, name, _named(sql, parameters)) for name, sql in RECORDS.items()}
    stored = await read_cases(session, body_id, cycle_id)
    facts = await facts_of(session, situation, cycle["body_name"], stored, records["quota.json"])
    heads = await read_heads(session, body_id, cycle_id)
    # A large body takes many seconds: the deadlines on this event loop don't wait for it.
    return await asyncio.to_thread(_built, situation.policy, cycle, policy, records, stored, facts, heads)


def _built(
    rules: Policy,
    cycle: Mapping[str, Any],
    policy: Mapping[str, Any],
    records: Mapping[str, Any],
    stored: Sequence[Mapping[str, Any]],
    facts: CycleFacts,
    heads: Mapping[Key, Mapping[str, Any]],
) -> Documents:
    cases = [_case(row) for row in stored]
    differing = differences(rules, facts, cases)
    results = {
        "cases": [{**case, "differs": differing.get(case["id"], [])} for case in cases],
        "chains": other_chains(heads),
    }
    built = {
        documents.CYCLE: json_bytes(cycle),
        documents.POLICY_TOML: policy["source"].encode(),
        documents.POLICY_JSON: json_bytes(policy["document"]),
        documents.FACTS: json_bytes(asdict(FactsDocument((facts,)))),
        documents.RESULTS: json_bytes(results),
        **{name: json_bytes(rows) for name, rows in records.items()},
    }
    leaves = [asdict(leaf) for leaf in leaves_of(built, results)]
    return {**built, documents.LEAVES: json_bytes(leaves)}


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    case = {name: value for name, value in row.items() if not name.startswith("history_")}
    return {**plain(case), "history": head(row["history_count"], row["history_head"])}


def _named(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if f":{name}" in sql}
