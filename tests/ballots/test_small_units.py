"""Units with fewer than eight people: external raters, proposed by the unit and approved by the one above (S1-26)."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import text
from support.ballots import MakePolls, Polls, small

from kaohe.workflow.accounts import actor_of_login
from kaohe.workflow.ballots import Proposed, approve_raters, propose_raters, return_raters
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people import appoint_substitute, revoke_role

pytestmark = pytest.mark.req("S1-26")

OUTSIDE = ("b1", "b2", "b3")


async def propose(polls: Polls, by: str = "a_clerk", names: Sequence[str] = OUTSIDE, reason: str = "业务联系") -> None:
    people = [Proposed(polls.world.people[name], reason) for name in names]
    async with polls.database.transaction() as session:
        await propose_raters(session, polls.world.actor(by), polls.now, await polls.box_id(), people)


async def approve(polls: Polls, by: str = "chief") -> None:
    async with polls.database.transaction() as session:
        await approve_raters(session, polls.world.actor(by), polls.now, await polls.box_id())


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[tuple[Code, str | None]]:
    return {(one.code, one.field) for one in caught.value.refusals}


async def test_a_small_unit_proposes_the_one_above_approves_and_they_rate(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    clerk = role_key(Role.UNIT_CLERK, polls.world.units["a"])
    assert clerk in await polls.tasks("propose_raters")
    assert not await polls.tend()
    await propose(polls)
    assert await polls.tasks("approve_raters") == [role_key(Role.MAIN_LEADER, polls.world.units["root"])]
    assert not await polls.tend()
    await approve(polls)
    assert (await polls.tend()).opened == 1
    assert set(OUTSIDE) <= set(await polls.raters())
    assert len(await polls.paper("b1")) == 6
    await polls.cast_all()
    await polls.tend()
    assert [(row["state"], row["cast"]) for row in [await polls.box()]] == [("counted", 11)]


async def test_a_unit_of_eight_or_more_needs_none(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=lambda box: box.replace("external_below = 0", "external_below = 6"))
    assert await polls.tasks("propose_raters") == []
    assert (await polls.tend()).opened == 2


async def test_fewer_than_the_policy_asks_for_are_refused_with_all_that_is_wrong(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    with pytest.raises(Refused) as caught:
        await propose(polls, names=("b1", "a1"), reason=" ")
    assert codes(caught) == {
        (Code.TOO_FEW_EXTERNAL, "people"),
        (Code.RATER_OF_THE_UNIT, "people[1].person_id"),
        (Code.REQUIRED, "people[0].reason"),
        (Code.REQUIRED, "people[1].reason"),
    }


async def test_somebody_is_proposed_once_and_only_if_the_body_has_him(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    await polls.run("UPDATE person SET active = false WHERE id = :id", id=polls.world.people["b4"])
    with pytest.raises(Refused) as caught:
        await propose(polls, names=("b1", "b1", "b4"))
    assert codes(caught) == {
        (Code.DUPLICATE, "people[0].person_id"),
        (Code.DUPLICATE, "people[1].person_id"),
        (Code.NOT_FOUND, "people[2].person_id"),
    }


async def test_another_units_clerk_finds_no_box_and_the_units_leader_does_not_approve(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    with pytest.raises(Refused) as caught:
        await propose(polls, by="b_clerk")
    assert codes(caught) == {(Code.NOT_FOUND, None)}
    await propose(polls)
    for by in ("a_leader", "deputy", "office"):
        with pytest.raises(Refused) as caught:
            await approve(polls, by)
        assert codes(caught) == {(Code.NOT_ALLOWED, None)}


async def test_nobody_approves_what_he_proposed(make_polls: MakePolls) -> None:
    """The head of the unit above leads the small unit as well: the office approves then."""
    polls = await make_polls(edit=small)
    world, key = polls.world, role_key(Role.MAIN_LEADER, polls.world.units["a"])
    await polls.run(
        "INSERT INTO role_grant (body_id, person_id, role, unit_id) VALUES (:body, :person, 'main_leader', :unit)",
        body=world.body_id,
        person=world.people["chief"],
        unit=world.units["a"],
    )
    world.keys["chief"].add(key)
    await propose(polls, by="chief")
    assert await polls.tasks("approve_raters") == [role_key(Role.OFFICE)]
    with pytest.raises(Refused) as caught:
        await approve(polls)
    assert (Code.OWN_PROPOSAL, None) in codes(caught)
    await approve(polls, "office")
    assert (await polls.box())["approved_by"] == world.people["office"]


async def test_where_no_leader_is_above_the_office_approves(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    await polls.run(
        "DELETE FROM role_grant WHERE role = 'main_leader' AND unit_id = :root", root=polls.world.units["root"]
    )
    await propose(polls)
    assert await polls.tasks("approve_raters") == [role_key(Role.OFFICE)]
    await approve(polls, "office")


async def test_returned_with_a_reason_the_unit_proposes_others(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    await propose(polls)
    async with polls.database.transaction() as session:
        await return_raters(session, polls.world.actor("chief"), polls.now, await polls.box_id(), "与本单位无业务联系")
    assert role_key(Role.UNIT_CLERK, polls.world.units["a"]) in await polls.tasks("propose_raters")
    await propose(polls, names=("b2", "b3", "b4"))
    await approve(polls)
    await polls.tend()
    assert {"b2", "b3", "b4"} <= set(await polls.raters())
    assert "b1" not in await polls.raters()


async def test_a_unit_that_has_become_small_is_asked_when_its_box_should_open(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=lambda box: box.replace("external_below = 0", "external_below = 6"))
    await polls.run(
        "UPDATE assessment SET state = 'excluded' WHERE person_id = :person", person=polls.world.people["a4"]
    )
    assert (await polls.tend()).opened == 1
    assert await polls.tasks("propose_raters") == [role_key(Role.UNIT_CLERK, polls.world.units["a"])]
    await polls.tend()
    assert len(await polls.tasks("propose_raters")) == 1


async def test_approval_can_be_lent(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    world = polls.world
    term = (date(2026, 4, 1), date(2026, 6, 30))
    async with polls.database.transaction() as session:
        people = (world.people["chief"], world.people["a2"])
        await appoint_substitute(session, world.actor("chief"), polls.now, *people, [WorkKind.RATERS], *term, "学习")
    await propose(polls)
    async with polls.database.transaction() as session:
        substitute = await actor_of_login(session, f"{world.body_id}-a2", polls.now)
        assert substitute is not None
        await approve_raters(session, substitute, polls.now, await polls.box_id())
    line = await polls.rows("SELECT actor_name, data FROM history WHERE trigger = 'approve_raters'")
    assert [(row["actor_name"], row["data"]["in_place_of"]["name"]) for row in line] == [("a2", "chief")]


async def test_tasks_follow_when_posts_change_hands(make_polls: MakePolls) -> None:
    polls = await make_polls(edit=small)
    units = polls.world.units
    await _vacate(polls, Role.UNIT_CLERK, "a")
    assert role_key(Role.MAIN_LEADER, units["a"]) in await polls.tasks("propose_raters")
    await propose(polls, by="a_leader")
    await _vacate(polls, Role.MAIN_LEADER, "root")
    assert await polls.tasks("approve_raters") == [role_key(Role.OFFICE)]


async def _vacate(polls: Polls, role: Role, unit: str) -> None:
    async with polls.database.transaction() as session:
        grant = await session.scalar(
            text("SELECT id FROM role_grant WHERE role = :role AND unit_id = :unit"),
            {"role": role, "unit": polls.world.units[unit]},
        )
        assert grant is not None
        await revoke_role(session, polls.world.actor("admin"), polls.now, grant)
