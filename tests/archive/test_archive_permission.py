"""Who may export: the office and the administrator of the cycle's own body."""

from datetime import datetime
from io import BytesIO

import pytest
from archive.quarter import ARCHIVED, Archived
from support.world import make_world

from kaohe.workflow.archive import export_cycle
from kaohe.workflow.domain.refusals import Code, Refused


@pytest.mark.req("§4")
@pytest.mark.parametrize("who", ["office", "admin"])
async def test_the_office_and_the_administrator_export(archived: Archived, who: str) -> None:
    assert await _refusal(archived, who) is None


@pytest.mark.req("§4")
@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "deputy", "chief", "secretary", "inspector"])
async def test_nobody_else_of_the_body_does(archived: Archived, who: str) -> None:
    assert await _refusal(archived, who) == Code.NOT_ALLOWED


@pytest.mark.req("§4")
async def test_another_bodys_cycle_does_not_exist(archived: Archived) -> None:
    async with archived.database.session() as session:
        other = await make_world(session, "other")
        to = BytesIO()
        cycle = archived.world.cycle_id
        with pytest.raises(Refused) as refused:
            await export_cycle(session, other.actor("office"), ARCHIVED, archived.settings, cycle, to)
        await session.rollback()
    assert [one.code for one in refused.value.refusals] == [Code.NOT_FOUND]
    assert to.getvalue() == b""


async def _refusal(archived: Archived, who: str, now: datetime = ARCHIVED) -> Code | None:
    world, to = archived.world, BytesIO()
    async with archived.database.session() as session:
        try:
            await export_cycle(session, world.actor(who), now, archived.settings, world.cycle_id, to)
        except Refused as refused:
            assert to.getvalue() == b""
            return refused.refusals[0].code
    return None
