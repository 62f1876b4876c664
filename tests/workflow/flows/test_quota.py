"""Places over the year: frozen with N, cumulated, opening balances, the hypothesis that they never overrun."""

from datetime import UTC, datetime
from fractions import Fraction
from math import ceil

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.drive import at, opened
from support.scene import Scene

from kaohe.schema.models import Circumstance, QuotaEntry
from kaohe.workflow.cycles import create_cycle, freeze_quota, open_cycle
from kaohe.workflow.participation import exclude
from kaohe.workflow.quota.places import places_now
from kaohe.workflow.situations import load_situation

QUARTERS = (("2026Q2", datetime(2026, 7, 1, 1, tzinfo=UTC)), ("2026Q3", datetime(2026, 10, 8, 1, tzinfo=UTC)))


async def _offer(scene: Scene, cycle_id: int) -> tuple[int | None, int | None, int]:
    """The places of unit a, of unit b and of the body."""
    offer = await places_now(scene.session, await load_situation(scene.session, scene.world.body_id, cycle_id))
    body = offer.of_body()
    assert body is not None
    return offer.of_unit(scene.world.units["a"]), offer.of_unit(scene.world.units["b"]), body.places


async def _next(scene: Scene, period: str, now: datetime) -> int:
    office = scene.actor("office")
    cycle_id = await create_cycle(scene.session, office, now, "county-psb", period)
    await open_cycle(scene.session, office, now, cycle_id)
    return cycle_id


def _entry(scene: Scene, **fields: object) -> QuotaEntry:
    return QuotaEntry(**{
        "body_id": scene.world.body_id, "policy_key": "county-psb", "year": 2026, "period": "2025Q4", "cycle_id": None,
        "places": None, "assessment_id": None, "at": at(1), **fields,
    })  # fmt: skip


@pytest.mark.req("S3-7", "S3-23", "S3-24", "S3-33")
async def test_places_are_granted_when_n_freezes(at_self_summary: Scene) -> None:
    scene = at_self_summary
    assert await _offer(scene, scene.world.cycle_id) == (2, 2, 4)
    await freeze_quota(scene.session, scene.actor("office"), at(2), scene.world.cycle_id)
    await exclude(scene.session, scene.actor("office"), at(3), await scene.cases("a3", "a4"), "退休")
    assert await _offer(scene, scene.world.cycle_id) == (2, 2, 4)  # N stands
    assert await scene.value("SELECT count(*) FROM quota_entry WHERE cycle_id = :id", id=scene.world.cycle_id) == 3


@pytest.mark.req("S3-23", "N-8", "N-10")
async def test_before_the_freeze_n_follows_who_takes_part(at_self_summary: Scene) -> None:
    scene = at_self_summary
    for name in ("a1", "a2"):
        scene.session.add(
            Circumstance(body_id=scene.world.body_id, person_id=scene.world.people[name], kind="probation",
                         starts=at(1, month=1).date(), note="", recorded_at=at(1))
        )  # fmt: skip
    await scene.session.flush()
    await exclude(scene.session, scene.actor("office"), at(2), await scene.cases("a3"), "退休")
    assert await _offer(scene, scene.world.cycle_id) == (1, 2, 3)  # 3 × 40 % = 1.2; 9 × 40 % = 3.6


@pytest.mark.req("S3-23", "S3-24", "S3-35", "S3-36")
async def test_what_is_used_weighs_on_the_next_quarter(at_archived: Scene) -> None:
    """Each unit used 2 of 2.4, the body 4 of 4.8: 2.8 → 2, and 5.6 → 5."""
    scene = at_archived
    cycle_id = await _next(scene, *QUARTERS[0])
    assert await _offer(scene, cycle_id) == (2, 2, 5)
    await freeze_quota(scene.session, scene.actor("office"), QUARTERS[0][1], cycle_id)
    third = await _next(scene, *QUARTERS[1])
    assert await _offer(scene, third) == (5, 5, 10)  # nothing used in the second quarter: 3 × 2.4 − 2, 3 × 4.8 − 4


@pytest.mark.req("S3-23", "S3-25", "S3-26")
async def test_opening_balances_of_a_body_that_starts_in_mid_year(session: AsyncSession) -> None:
    scene = Scene(session, await opened(session, at(1)), at(1))
    a, b = scene.world.units["a"], scene.world.units["b"]
    for scope, unit, people, used in (("unit", a, 6, 5), ("unit", b, 6, 4), ("body", None, 12, 9)):
        scene.session.add(_entry(scene, scope=scope, unit_id=unit, kind="opening_participants", quantity=people))
        scene.session.add(_entry(scene, scope=scope, unit_id=unit, kind="opening_used", quantity=used))
    await session.flush()
    # 4.8 − 5 < 0: none; 4.8 − 4 = 0.8: one; 9.6 − 9 = 0.6: one.
    assert await _offer(scene, scene.world.cycle_id) == (0, 1, 1)


@pytest.mark.req("S3-23")
async def test_another_year_starts_anew(at_archived: Scene) -> None:
    scene = at_archived
    cycle_id = await _next(scene, "2027Q1", datetime(2027, 4, 1, 1, tzinfo=UTC))
    assert await _offer(scene, cycle_id) == (2, 2, 4)


@pytest.mark.req("S3-23", "S3-24", "S3-25", "S3-26")
async def test_a_year_on_the_ledger_never_overruns(at_archived: Scene) -> None:
    """Every place that is offered is used, quarter by quarter; with a constant N the year stays below ⌈p·ΣN⌉."""
    scene = at_archived
    used, people = 4, 12
    for quarter, month in ((2, 7), (3, 10), (4, 12)):
        now = at(8, month=month)
        cycle_id = await _next(scene, f"2026Q{quarter}", now)
        await freeze_quota(scene.session, scene.actor("office"), now, cycle_id)
        offered = (await _offer(scene, cycle_id))[2]
        scene.session.add(
            _entry(scene, period=f"2026Q{quarter}", cycle_id=cycle_id, scope="body", unit_id=None, kind="final_good",
                   quantity=offered)
        )  # fmt: skip
        await scene.session.flush()
        used, people = used + offered, people + 12
        assert used <= ceil(Fraction("0.40") * people)
    assert used == 19  # ⌊0.40 × 48⌋


@pytest.mark.req("S3-23")
async def test_the_ledger_is_append_only(at_archived: Scene) -> None:
    from sqlalchemy.exc import DBAPIError

    for statement in ("UPDATE quota_entry SET quantity = 0", "DELETE FROM quota_entry", "TRUNCATE quota_entry"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with at_archived.session.begin_nested():
                await at_archived.session.execute(text(statement))
