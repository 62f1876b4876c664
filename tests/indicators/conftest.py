"""A district after S0: five dimensions, individual indicators by post category, elastic ones in departments only."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pytest_asyncio
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import at
from support.measured import policy_text
from support.scene import Scene
from support.world import make_world

from kaohe.schema.session import Database
from kaohe.workflow import policies
from kaohe.workflow.cycles import create_cycle, open_cycle
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.indicators.model import GivenPoints, IndicatorKind, UnitIndicator
from kaohe.workflow.indicators import IndicatorsInput, record_indicators, set_indicators

INDIVIDUAL, ELASTIC = IndicatorKind.INDIVIDUAL, IndicatorKind.ELASTIC


def indicator(label: str, standard: str = "按时办结", weight: str | None = "1", key: str = "") -> UnitIndicator:
    return UnitIndicator(key, label, standard, None if weight is None else Decimal(weight))


def elastic(label: str, standard: str = "每次加一分", key: str = "") -> UnitIndicator:
    return indicator(label, standard, None, key)


@dataclass
class Measured(Scene):
    """The bureau with a department `a` (a1, a2 investigate, a3, a4 write) and a window unit `b`."""

    async def set(
        self,
        kind: IndicatorKind = INDIVIDUAL,
        *indicators: UnitIndicator,
        category: str = "",
        unit: str = "a",
        cycle_id: int | None = None,
        by: str | Actor = "",
    ) -> int:
        """What the unit's clerk, or `by`, sets in this cycle."""
        actor = by if isinstance(by, Actor) else self.actor(by or f"{unit}_clerk")
        given = IndicatorsInput(
            cycle_id or self.world.cycle_id, self.world.units[unit], kind, indicators, post_category=category
        )
        return await set_indicators(self.session, actor, self.now, given)

    async def record(self, given: dict[str, Sequence[tuple[IndicatorKind, str, str]]], by: str = "a_clerk") -> None:
        """Points by person, kind and key."""
        points = {
            await self.case(name): [GivenPoints(kind, key, Decimal(value)) for kind, key, value in listed]
            for name, listed in given.items()
        }
        await record_indicators(self.session, self.actor(by), self.now, points)

    async def points(self, name: str) -> dict[str, Decimal]:
        """What is recorded of a person, by key."""
        case = await self.case(name)
        rows = await self.rows("SELECT indicator, points FROM indicator_score WHERE assessment_id = :id", id=case)
        return {row["indicator"]: row["points"] for row in rows}

    async def open_quarter(self, period: str) -> int:
        """Another quarter of the same policy."""
        cycle_id = await create_cycle(self.session, self.actor("office"), self.now, "county-psb", period)
        await open_cycle(self.session, self.actor("office"), self.now, cycle_id)
        return cycle_id


@pytest_asyncio.fixture(scope="module")
async def prepared(database: Database) -> AsyncIterator[Measured]:
    async with database.session() as session:
        yield await _prepare(session, at(1))
        await session.rollback()


@pytest_asyncio.fixture
async def measured(prepared: Measured) -> AsyncIterator[Measured]:
    savepoint = await prepared.session.begin_nested()
    yield prepared
    await savepoint.rollback()


async def _prepare(session: AsyncSession, now: datetime) -> Measured:
    world = await make_world(session, "measured")
    for names, category in ((("a1", "a2"), "办案岗"), (("a3", "a4"), "综合岗"), (("b1", "b2"), "窗口岗")):
        await session.execute(
            text("UPDATE person SET post_category = :category WHERE id = ANY(:ids)"),
            {"category": category, "ids": [world.people[name] for name in names]},
        )
    await session.execute(text("UPDATE unit SET unit_class = 'window' WHERE id = :id"), {"id": world.units["b"]})
    office = world.actor("office")
    await policies.publish(session, office, now, policy_text())
    world.cycle_id = await create_cycle(session, office, now, "county-psb", "2026Q1")
    await open_cycle(session, office, now, world.cycle_id)
    return Measured(session, world, now)


class Counted:
    """The statements that are executed inside."""

    def __init__(self, session: AsyncSession) -> None:
        self._engine = session.get_bind()
        self.statements: list[str] = []

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.statements.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)
