"""Several who sign in one transaction, and somebody who holds one of their rows."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from support.drive import at

from kaohe.workflow.reviews import ReviewInput, Signer, approve_together


@pytest.mark.req("S3-30", "§4")
async def test_a_row_that_somebody_holds_is_not_waited_for(arena_at: Callable[[str], Awaitable[Any]]) -> None:
    arena = await arena_at("review")
    async with arena.hand() as holding, arena.hand() as scene:
        await holding.rows("SELECT 1 FROM assessment WHERE id = :id FOR UPDATE", id=await scene.case("a1"))
        signers = [
            Signer(scene.actor(leader), [ReviewInput(await scene.case(name), "fairly_good", "评语")])
            for leader, name in (("a_leader", "a1"), ("b_leader", "b1"))
        ]
        assert await approve_together(scene.session, scene.world.body_id, at(3), signers) == {1}
