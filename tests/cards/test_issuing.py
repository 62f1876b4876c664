"""Who may issue cards, for whom and when; what is kept of them; making them void."""

import hashlib
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from support.carded import GOOD, KEY, issued, rows, with_cards_at_windows
from support.drive import INDICATORS, at, opened
from support.scene import Scene
from support.substitutes import lend, signed_in

from kaohe.schema.models import Unit
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.cards import cancel_cards, find_card, issue_cards, use_card
from kaohe.workflow.domain.cards import CardState, is_ours
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.summaries import SummaryInput, submit_summary

pytestmark = pytest.mark.req("S0-20")


async def aggregated(scene: Scene, name: str, now: datetime) -> None:
    """One person of unit a with his score."""
    case = await scene.case(name)
    await submit_summary(scene.session, scene.actor(name), now, case, SummaryInput("完成任务"))
    await record_scores(scene.session, scene.actor("a_clerk"), now, {case: dict.fromkeys(INDICATORS, Decimal(92))})
    await aggregate(scene.session, scene.actor("a_clerk"), now, [case])


async def state(scene: Scene, token: str, now: datetime | None = None) -> CardState:
    card = await find_card(scene.session, token, now or scene.now)
    assert card is not None
    return card.state


async def test_cards_are_as_many_as_asked_for_and_all_different(scene: Scene) -> None:
    _, tokens = await issued(scene.session, scene.world, scene.now, 50)
    assert len(set(tokens)) == 50
    assert all(is_ours(KEY, one) for one in tokens)


async def test_the_database_has_hashes_alone(scene: Scene) -> None:
    """From all that is kept, even with the key, no link can be made."""
    _, tokens = await issued(scene.session, scene.world, scene.now, 3)
    kept = await rows(scene.session, "SELECT token_hash, CAST(evaluation_card AS text) AS line FROM evaluation_card")
    assert {bytes(one["token_hash"]) for one in kept} == {hashlib.sha256(one.encode()).digest() for one in tokens}
    assert not [one for one in tokens for row in kept if one in row["line"] or one[:21] in row["line"]]


@pytest.mark.parametrize("who", ["a_clerk", "a_leader", "deputy", "office"])
async def test_clerk_leaders_and_office_issue(scene: Scene, who: str) -> None:
    _, tokens = await issued(scene.session, scene.world, scene.now, 1, by=scene.actor(who))
    assert len(tokens) == 1


async def test_a_substitute_issues_what_was_lent_to_him(scene: Scene) -> None:
    await lend(scene, "a_clerk", "b1", WorkKind.AGGREGATION)
    await lend(scene, "a_clerk", "b2", WorkKind.UNIT_LIST)
    b1, b2 = await signed_in(scene, "b1"), await signed_in(scene, "b2")
    batch, _ = await issued(scene.session, scene.world, scene.now, 1, by=b1)
    await cancel_cards(scene.session, b1, scene.now, batch, "多印了")
    async with scene.refused(Code.NOT_LENT):
        await issued(scene.session, scene.world, scene.now, 1, by=b2)


@pytest.mark.parametrize("who", ["a1", "b_clerk", "b_leader", "member3", "secretary", "inspector", "admin"])
async def test_nobody_else_does(scene: Scene, who: str) -> None:
    async with scene.refused(Code.NOT_ALLOWED):
        await issued(scene.session, scene.world, scene.now, 1, by=scene.actor(who))


async def test_a_case_that_one_may_not_see_does_not_exist(scene: Scene) -> None:
    async with scene.refused(Code.NOT_FOUND):
        await issued(scene.session, scene.world, scene.now, 1, about="a1", by=scene.actor("b_clerk"))


async def test_a_case_of_another_unit_does_not_exist_here(scene: Scene) -> None:
    async with scene.refused(Code.NOT_FOUND):
        await issued(scene.session, scene.world, scene.now, 1, about="b1", by=scene.actor("office"))


async def test_nobody_issues_cards_about_himself(scene: Scene) -> None:
    async with scene.refused(Code.OWN_CASE):
        await issued(scene.session, scene.world, scene.now, 1, about="a_clerk")
    await issued(scene.session, scene.world, scene.now, 1, about="a_clerk", by=scene.actor("a_leader"))


@pytest.mark.parametrize("count", [0, -1, 51])
async def test_a_batch_is_as_large_as_the_policy_allows(scene: Scene, count: int) -> None:
    async with scene.refused(Code.BAD_INPUT) as refusals:
        await issued(scene.session, scene.world, scene.now, count)
    assert refusals[0].field == "count"


@pytest.mark.req("S0-9")
async def test_cards_are_for_the_classes_of_units_that_the_policy_names(scene: Scene) -> None:
    world = await opened(scene.session, at(1), key="windows", edit=with_cards_at_windows)
    there = Scene(scene.session, world, at(1))
    async with there.refused(Code.CARDS_NOT_FOR_UNIT):
        await issued(scene.session, world, at(1), 1)
    (await scene.session.get_one(Unit, (world.body_id, world.units["a"]))).unit_class = "window"
    await issued(scene.session, world, at(1), 1)


async def test_a_scheme_without_cards_has_none(scene: Scene) -> None:
    world = await opened(scene.session, at(1), key="without")
    async with Scene(scene.session, world, at(1)).refused(Code.CARDS_NOT_FOR_UNIT):
        await issued(scene.session, world, at(1), 1)


async def test_cards_end_with_the_score_they_count_for(scene: Scene) -> None:
    _, [of_unit] = await issued(scene.session, scene.world, scene.now, 1)
    _, [of_a1] = await issued(scene.session, scene.world, scene.now, 1, about="a1")
    _, [of_a2] = await issued(scene.session, scene.world, scene.now, 1, about="a2")
    await aggregated(scene, "a1", at(2))
    assert [await state(scene, one) for one in (of_unit, of_a1, of_a2)] == [
        CardState.EXPIRED,
        CardState.EXPIRED,
        CardState.OPEN,
    ]
    async with scene.refused(Code.UNIT_AGGREGATED):
        await issued(scene.session, scene.world, scene.now, 1)
    async with scene.refused(Code.UNIT_AGGREGATED):
        await issued(scene.session, scene.world, scene.now, 1, about="a1")
    await issued(scene.session, scene.world, scene.now, 1, about="a2")


async def test_a_unit_whose_people_all_keep_out_has_nothing_to_count(scene: Scene) -> None:
    found = await scene.session.execute(
        text("UPDATE assessment SET state = 'excluded' WHERE unit_id = :unit RETURNING id"),
        {"unit": scene.world.units["a"]},
    )
    assert len(found.all()) == 6
    async with scene.refused(Code.CASE_NOT_OPEN):
        await issued(scene.session, scene.world, scene.now, 1)


async def test_the_term_is_the_policys(scene: Scene) -> None:
    """30 calendar days after 1 April 2026 end on Friday, 1 May, a holiday: the term rolls to 6 May."""
    batch, [token] = await issued(scene.session, scene.world, scene.now, 1)
    [row] = await rows(scene.session, "SELECT valid_until FROM card_batch WHERE id = :id", id=batch)
    assert row["valid_until"].isoformat() == "2026-05-06T16:00:00+00:00"
    assert await state(scene, token, row["valid_until"]) is CardState.EXPIRED


async def test_cancelled_cards_are_void_and_used_ones_stay(scene: Scene) -> None:
    batch, [used, unused] = await issued(scene.session, scene.world, scene.now, 2)
    await use_card(scene.session, used, scene.now, GOOD, "")
    async with scene.refused(Code.REQUIRED):
        await cancel_cards(scene.session, scene.actor("a_clerk"), scene.now, batch, " ")
    await cancel_cards(scene.session, scene.actor("a_clerk"), scene.now, batch, "印错了")
    assert [await state(scene, one) for one in (used, unused)] == [CardState.USED, CardState.VOID]
    found = await use_card(scene.session, unused, scene.now, GOOD, "")
    assert found is not None
    assert not found.kept
    [row] = await rows(scene.session, "SELECT cancelled_by, cancelled_reason FROM card_batch WHERE id = :id", id=batch)
    assert row == {"cancelled_by": scene.world.people["a_clerk"], "cancelled_reason": "印错了"}
    async with scene.refused(Code.BATCH_CANCELLED):
        await cancel_cards(scene.session, scene.actor("office"), scene.now, batch, "再次")


@pytest.mark.parametrize(
    ("who", "code"), [("b_clerk", Code.NOT_FOUND), ("a1", Code.NOT_FOUND), ("member3", Code.NOT_ALLOWED)]
)
async def test_who_may_not_issue_may_not_cancel(scene: Scene, who: str, code: Code) -> None:
    batch, _ = await issued(scene.session, scene.world, scene.now, 1)
    async with scene.refused(code):
        await cancel_cards(scene.session, scene.actor(who), scene.now, batch, "理由")


async def test_another_body_issues_nothing_here(scene: Scene) -> None:
    foreign = await opened(scene.session, at(1), key="foreign")
    async with scene.refused(Code.NOT_FOUND):
        await issue_cards(
            scene.session, foreign.actor("office"), scene.now, KEY, scene.world.cycle_id, scene.world.units["a"], 1
        )
