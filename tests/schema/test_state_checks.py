"""The database refuses a state that no chart knows."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.charts import CHARTS, LOOP, Chart


async def _listed(session: AsyncSession, table: str, column: str) -> set[str]:
    """The values that the CHECK constraint on a column lists."""
    definition = await session.scalar(
        text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"),
        {"name": f"ck_{table}_{column}"},
    )
    return set(re.findall(r"'([a-z_]+)'", str(definition)))


@pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda chart: str(chart.subject))
async def test_the_constraint_lists_the_charts_states(session: AsyncSession, chart: Chart) -> None:
    assert await _listed(session, str(chart.subject), "state") == {str(state) for state in chart.states}


async def test_terms_are_of_the_loops_stages(session: AsyncSession) -> None:
    assert await _listed(session, "stage_term", "stage") == {str(stage) for stage in LOOP}


async def test_history_is_of_the_charts_subjects(session: AsyncSession) -> None:
    assert await _listed(session, "history", "subject") == {str(subject) for subject in CHARTS}
