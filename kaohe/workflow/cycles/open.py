"""Opening a cycle: everyone's case begins, with the assessing unit fixed (S3-10..14, S3-28)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.draft import draft_boxes
from kaohe.workflow.cycles.find import require_cycle
from kaohe.workflow.cycles.terms import replan
from kaohe.workflow.domain.actor import Actor, system
from kaohe.workflow.domain.assessing_unit import Away, assessing_unit
from kaohe.workflow.domain.changes import Command, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans.schedule import is_present
from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.door import Newcomer, begin, move
from kaohe.workflow.situations import load_situation

_PEOPLE = text("""
SELECT p.id, p.unit_id, p.post, p.post_category, p.rank,
       (SELECT jsonb_agg(jsonb_build_array(a.kind, a.unit_id, a.starts, a.ends, a.approval) ORDER BY a.starts, a.id)
          FROM assignment a WHERE a.body_id = p.body_id AND a.person_id = p.id AND a.starts <= :on
           AND (a.ends IS NULL OR a.ends >= :on)) AS assignments
  FROM person p JOIN unit u ON u.body_id = p.body_id AND u.id = p.unit_id
 WHERE p.body_id = :body_id AND p.active AND NOT u.outside AND NOT p.management = ANY(:excluded)
 ORDER BY p.id
""")

#: Cases that begin in one statement: bounds the size of the documents sent.
_BATCH = 5_000


async def open_cycle(session: AsyncSession, actor: Actor, now: datetime, cycle_id: int) -> int:
    """Open the cycle: plan its stages, begin a case for everyone whom the policy covers; how many there are."""
    await require_cycle(session, actor, cycle_id, lock=True)
    situation = await load_situation(session, actor.body_id, cycle_id)
    people = await _people(session, situation)
    due = await replan(session, situation, now, now, entered={Stage.SELF_SUMMARY: now})
    await move(session, Subject.CYCLE, [cycle_id], Command("open", actor, now, args={"people": len(people)}))
    situation = replace(situation, due=due, cycle_state=Stage.SELF_SUMMARY)
    command = Command("open", system(actor.body_id), now)
    await _begin_lists(session, situation, people, command)
    await _begin_cases(session, situation, people, command)
    await draft_boxes(session, situation, Counter(person["assessed_by"] for person in people), command)
    return len(people)


async def _people(session: AsyncSession, situation: Situation) -> list[dict[str, Any]]:
    """Whom the policy covers, each with the unit that assesses him on the period's last day."""
    found = await session.execute(
        _PEOPLE,
        {
            "body_id": situation.body_id,
            "on": situation.period_end,
            "excluded": list(situation.policy.scope.excluded_management),
        },
    )
    people = []
    for row in found.mappings():
        away = [_away(one) for one in row["assignments"] or ()]
        assessed_by = assessing_unit(situation.policy, row["unit_id"], away, situation.period_end)
        people.append({**row, "assessed_by": assessed_by})
    return people


def _away(one: Sequence[Any]) -> Away:
    kind, unit_id, starts, ends, approval = one
    return Away(kind, unit_id, date.fromisoformat(starts), date.fromisoformat(ends) if ends else None, bool(approval))


async def _begin_lists(
    session: AsyncSession, situation: Situation, people: Sequence[Mapping[str, Any]], command: Command
) -> None:
    newcomers = [
        Newcomer({"cycle_id": situation.cycle_id, "unit_id": unit_id})
        for unit_id in sorted({person["assessed_by"] for person in people})
    ]
    await begin(session, Subject.UNIT_LIST, newcomers, replace(command, trigger="create"), situation)


async def _begin_cases(
    session: AsyncSession, situation: Situation, people: Sequence[Mapping[str, Any]], command: Command
) -> None:
    newcomers = [_newcomer(situation, person, command.now) for person in people]
    skipping = not is_present(situation.policy, Stage.SELF_SUMMARY)
    for start in range(0, len(newcomers), _BATCH):
        ids = await begin(session, Subject.ASSESSMENT, newcomers[start : start + _BATCH], command, situation)
        if skipping:
            await move(session, Subject.ASSESSMENT, ids, replace(command, trigger="skip_stage"))


def _newcomer(situation: Situation, person: Mapping[str, Any], now: datetime) -> Newcomer:
    due_at = situation.due.get(Stage.SELF_SUMMARY)
    heads = situation.holders.get(role_key(Role.MAIN_LEADER, person["assessed_by"]), frozenset())
    deputies = situation.holders.get(role_key(Role.DEPUTY_LEADER, person["assessed_by"]), frozenset())
    task = [TaskSpec("write_summary", person_key(person["id"]), due_at)] if due_at else []
    return Newcomer(
        {
            "cycle_id": situation.cycle_id,
            "person_id": person["id"],
            "unit_id": person["assessed_by"],
            "own_unit_id": person["unit_id"],
            "post": person["post"],
            "post_category": person["post_category"],
            "rank": person["rank"],
            "main_leader": person["id"] in heads,
            "deputy_leader": person["id"] in deputies,
            "round": 1,
            "review_step": 0,
            "nominee": False,
            "entered_at": now,
            "due_at": due_at,
        },
        tasks=task,
    )
