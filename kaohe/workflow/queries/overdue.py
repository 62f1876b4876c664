"""The overdue list (逾期清单): open tasks whose time is over, oldest first, with how far up they have been reported.

A suspended cycle has none: its terms shift when it resumes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.desk import on_desk
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.escalation import TOLD
from kaohe.workflow.domain.plans.schedule import stage_rules
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.roles import UNIT_ROLES, Role, parts_of, person_key
from kaohe.workflow.domain.task_stages import PRIVATE, TASK_STAGES, kinds_of
from kaohe.workflow.queries.keyset import Key, Window
from kaohe.workflow.queries.reading import COUNT_LIMIT, Page, Predicate, Row, View, count, given, page, statement
from kaohe.workflow.queries.scopes import either
from kaohe.workflow.visibility import UNITS_BELOW, sees_body

_CASES = " ".join(f"WHEN '{kind}' THEN '{stage}'" for kind, stage in TASK_STAGES.items())
_STAGE = f"CASE t.kind {_CASES} END"

_HOLDERS = """
COALESCE((SELECT jsonb_agg(p.name ORDER BY p.name, p.id) FROM person p
  WHERE p.body_id = t.body_id AND p.active AND p.id IN (
    SELECT CAST(substr(t.assignee_key, 8) AS bigint) WHERE t.assignee_key LIKE 'person@%'
    UNION ALL
    SELECT g.person_id FROM role_grant g
     WHERE g.body_id = t.body_id AND g.role = split_part(t.assignee_key, '@', 1)
       AND COALESCE(CAST(g.unit_id AS text), g.scope, '') = split_part(t.assignee_key, '@', 2))), '[]')
"""

# The deadlines under which a task was reported: its subject's own; the cycle's, unless the case has a term of its own;
# the notices', for what waits for outside approval. Those of a term that was extended since are due before the task.
_REPORTED = f"""
(SELECT jsonb_build_object('level', d.mark, 'at', d.fired_at) FROM (
   SELECT d.* FROM deadline d
    WHERE d.body_id = t.body_id AND t.subject IN ('assessment', 'objection', 'finding') AND d.subject = t.subject
      AND d.subject_id = t.subject_id AND d.entry_no = COALESCE(o.entry_no, f.entry_no, a.entry_no)
   UNION ALL
   SELECT d.* FROM deadline d
    WHERE d.body_id = t.body_id AND t.subject IN ('assessment', 'unit_list', 'cycle', 'ballot_box') AND d.subject = 'cycle'

      AND d.subject_id = t.cycle_id AND d.stage = {_STAGE}
      AND (a.id IS NULL OR (a.round = 1 AND a.due_at <= (
        SELECT s.due_at FROM stage_term s
         WHERE s.body_id = t.body_id AND s.cycle_id = t.cycle_id AND s.stage = d.stage)))
   UNION ALL
   SELECT d.* FROM notice n JOIN deadline d ON d.body_id = n.body_id AND d.subject = 'notice' AND d.subject_id = n.id
    WHERE n.body_id = t.body_id AND n.cycle_id = t.cycle_id AND t.subject IN ('result_list', 'cycle')
      AND d.stage = {_STAGE}) d
  WHERE d.kind IN ('expire', 'escalate') AND d.fired_at IS NOT NULL AND d.outcome ~ '(^|, ){TOLD} ' AND d.due_at >= t.due_at
  ORDER BY d.mark DESC, d.fired_at DESC LIMIT 1)
"""


#: Who has not cast his ballot nobody reads here but he himself (S1-20).
_SEEN = (
    "t.state = 'open' AND c.suspended_at IS NULL "
    f"AND (t.kind NOT IN ({', '.join(repr(kind) for kind in sorted(PRIVATE))}) OR t.assignee_key = :viewer_own)"
)

#: The body's head is told of overdue objections, so he sees whose they are.
_HEAD = """EXISTS (SELECT 1 FROM unit r WHERE r.body_id = :viewer_body AND r.parent_id IS NULL AND NOT r.outside
                      AND 'main_leader@' || r.id = ANY(:viewer_keys))"""


def _ways(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """Everything for the office, all but objections for the committee; cases, lists and findings of their units and below for
    clerks and leaders; one's own work for everybody, but nobody's own case by a role of his (回避)."""
    if actor.has(Role.OFFICE):
        return [_SEEN], {"viewer_body": actor.body_id, "viewer_own": person_key(actor.person_id or 0)}
    on_his_desk, parameters = on_desk(actor)
    parameters |= {
        "viewer_body": actor.body_id,
        "viewer_keys": sorted(actor.keys),
        "viewer_person": actor.person_id,
        "viewer_own": person_key(actor.person_id or 0),
    }
    seen = [
        f"t.subject = 'objection' AND {_HEAD}",
        f"{on_his_desk} AND (t.assignee_key = :viewer_own OR t.person_id IS DISTINCT FROM :viewer_person)",
    ]
    if sees_body(actor):
        seen.append("t.subject <> 'objection'")
    elif units := sorted(actor.units_of(*UNIT_ROLES)):
        subjects = "('assessment', 'unit_list', 'finding', 'ballot_box')"
        seen.append(f"t.subject IN {subjects} AND t.unit_id IN ({UNITS_BELOW})")
        parameters["viewer_units"] = units
    return [f"{_SEEN} AND {way}" for way in seen], parameters


_OVERDUE = View(
    columns=(
        "t.id, t.kind, t.assignee_key, t.subject, t.subject_id, t.cycle_id, t.due_at, "
        "COALESCE(t.unit_id, a.unit_id) AS unit_id, COALESCE(t.person_id, a.person_id) AS person_id, "
        f"{_STAGE} AS stage, {_HOLDERS} AS holders, {_REPORTED} AS reported"
    ),
    source="""task t
 JOIN cycle c ON c.body_id = t.body_id AND c.id = t.cycle_id
 LEFT JOIN objection o ON t.subject = 'objection' AND o.body_id = t.body_id AND o.id = t.subject_id
 LEFT JOIN finding f ON t.subject = 'finding' AND f.body_id = t.body_id AND f.id = t.subject_id
 LEFT JOIN assessment a ON a.body_id = t.body_id
       AND a.id = CASE t.subject WHEN 'assessment' THEN t.subject_id ELSE o.assessment_id END""",
    scope=either("t", _ways),
    order=(Key("t.due_at", datetime), Key("t.id", int)),
    id="t.id",
    ways=_ways,
)

FILTERS = {
    "now": "t.due_at < :now",
    "cycle_id": "t.cycle_id = :cycle_id",
    "unit_id": "COALESCE(t.unit_id, a.unit_id) = :unit_id",
    "kinds": "t.kind = ANY(:kinds)",
    "kind": "t.kind = :kind",
}


def _where(now: datetime, filters: Mapping[str, Any]) -> list[Predicate]:
    values = {**filters, "now": now, "kinds": kinds_of(filters["stage"]) if filters.get("stage") else None}
    return given(FILTERS, values)


async def overdue_page(
    session: AsyncSession, actor: Actor, now: datetime, filters: Mapping[str, Any], window: Window
) -> Page:
    """What is overdue at `now` (aware), whatever the page's size in one statement."""
    found = await page(session, actor, _OVERDUE, _where(now, filters), window)
    return replace(found, found=[_item(row) for row in found.found])


async def overdue_count(session: AsyncSession, actor: Actor, now: datetime, filters: Mapping[str, Any]) -> int:
    """How much there is, up to `COUNT_LIMIT`."""
    return await count(session, actor, _OVERDUE, _where(now, filters))


async def overdue_counts_of(
    session: AsyncSession, actor: Actor, asked: Sequence[tuple[int, datetime]]
) -> Mapping[tuple[int, datetime], int]:
    """How much is overdue in each cycle at a moment: by (cycle, moment), up to `COUNT_LIMIT` each."""
    ways, parameters = _ways(actor)
    own = "t.body_id = :viewer_body AND t.cycle_id = asked.cycle_id AND t.due_at < asked.now"
    seen = " UNION ".join(
        f"(SELECT t.id FROM {_OVERDUE.source} WHERE {own} AND ({way}) LIMIT {COUNT_LIMIT})" for way in ways
    )
    found = await session.execute(
        statement(f"""
SELECT asked.cycle_id, asked.now, few.items
  FROM unnest(CAST(:cycles AS bigint[]), CAST(:moments AS timestamptz[])) AS asked(cycle_id, now)
 CROSS JOIN LATERAL (SELECT CAST(count(*) AS int) AS items FROM (
   SELECT 1 FROM ({seen}) each LIMIT {COUNT_LIMIT}) limited) few"""),
        {
            **parameters,
            "cycles": [cycle_id for cycle_id, _ in asked],
            "moments": [moment for _, moment in asked],
        },
    )
    counts = {(row["cycle_id"], row["now"]): row["items"] for row in found.mappings()}
    return {one: counts[one] for one in asked}


def _item(row: Row) -> Row:
    reported = row["reported"]
    return {
        **row,
        "role": str(parts_of(row["assignee_key"])[0]),
        "vacant": not row["holders"],
        "reported_level": reported["level"] if reported else None,
        "reported_at": datetime.fromisoformat(reported["at"]) if reported else None,
    }


def told_at(row: Row, policy: Policy) -> str | None:
    """The role that an item was reported to last; none before the first level, nor for objections and findings: they have
    no levels."""
    level = row["reported_level"]
    if not level or row["subject"] in ("objection", "finding"):
        return None
    return str(stage_rules(policy, row["stage"]).levels[level - 1].to)
