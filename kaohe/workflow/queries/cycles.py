"""Cycles (考核周期), their stages' terms, and how far their people are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Row, View, by_id, of_body, of_parent, statement
from kaohe.workflow.visibility import case_scope

CYCLES = View(
    columns=(
        "c.id, c.version, c.state, c.title, c.kind, c.policy_key, c.policy_version_id, c.year, c.period, "
        "c.period_start, c.period_end, c.opened_at, c.suspended_at, c.frozen_at"
    ),
    source="cycle c",
    scope=of_body("c"),
    order=(Key("c.id", int),),
    id="c.id",
    descending=True,
)

FILTERS = {"year": "c.year = :year", "stage": "c.state = :stage", "policy_key": "c.policy_key = :policy_key"}

STAGE_TERMS = View(
    columns="s.cycle_id, s.stage, s.due_at, s.provisional, s.entered_at, s.left_at, s.extended_to, s.extension_reason",
    source="stage_term s",
    scope=of_body("s"),
    order=(Key("s.due_at", object), Key("s.id", int)),
    id="s.id",
)

cycles_by_id = by_id(CYCLES)
stage_terms_of = of_parent(STAGE_TERMS, "s.cycle_id", "cycle_id")


async def progress_of(session: AsyncSession, actor: Actor, cycle_ids: Sequence[int]) -> Mapping[int, list[Row]]:
    """How many of the cases that the viewer may see are in each stage, by unit."""
    predicate, parameters = case_scope(actor)
    found = await session.execute(
        statement(
            "SELECT a.cycle_id, a.unit_id, a.state, count(*)::int AS count FROM assessment a "
            f"WHERE a.cycle_id = ANY(:ids) AND {predicate} "
            "GROUP BY a.cycle_id, a.unit_id, a.state ORDER BY a.unit_id, a.state"
        ),
        {"ids": list(cycle_ids), **parameters},
    )
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in found.mappings():
        grouped[row["cycle_id"]].append(dict[str, Any](row))
    return {one: grouped[one] for one in cycle_ids}
