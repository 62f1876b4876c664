"""Who is graded at all (是否确定等次), for cases of one cycle."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.cycle_frame import CycleFrame
from kaohe.workflow.domain.outcomes import Determination, determine
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.facts.gather import gather


async def outcomes_of(session: AsyncSession, situation: Situation, ids: Sequence[int]) -> dict[int, Determination]:
    """The outcome of each case as the facts stand now, by its id."""
    frame = CycleFrame.of(Period.parse(situation.period), situation.calendar)
    facts = await gather(session, situation, ids)
    return {one: determine(situation.policy, person, frame.period, frame.working_days) for one, person in facts.items()}
