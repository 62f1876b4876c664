"""Drafting boxes when a cycle opens: one for each unit that assesses and each box of the policy."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.plans.ballot_box import propose_task
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.door import Newcomer, begin


async def draft_boxes(
    session: AsyncSession, situation: Situation, headcounts: Mapping[int, int], command: Command
) -> list[int]:
    """The boxes of these units, which have so many people each. Small ones are asked for external raters (S1-26)."""
    newcomers = [
        Newcomer(
            {"cycle_id": situation.cycle_id, "unit_id": unit_id, "key": box.key},
            tasks=[propose_task(unit_id, command.now, situation)] if headcounts[unit_id] < box.external_below else [],
        )
        for unit_id in sorted(headcounts)
        for box in situation.policy.ballots.boxes
    ]
    return await begin(session, Subject.BALLOT_BOX, newcomers, replace(command, trigger="draft"), situation)
