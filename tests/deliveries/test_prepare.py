"""To whom a notification goes out, and by which channels."""

from uuid import UUID

import pytest
from support.desk import Desk
from support.scene import Scene
from support.substitutes import lend

from kaohe.workflow.domain.roles import Role, person_key, role_key
from kaohe.workflow.domain.substitution import WorkKind

MAIL = {"smtp_host": "mail.test", "smtp_from": "kaohe@psb.test"}
HOOKS = [{"name": "oa", "url": "http://oa.test/"}, {"name": "robot", "url": "http://robot.test/", "format": "wecom"}]


async def _targets(desk: Desk) -> list[tuple[str, str]]:
    return sorted((row["channel"], row["target"]) for row in await desk.rows())


async def test_without_a_channel_nothing_goes_out(desk: Desk) -> None:
    await desk.give_addresses({"a1": "a1@psb.test"})
    assert await desk.prepare(await desk.notify(person_key(desk.world.people["a1"]))) == 0
    assert await desk.rows() == []


async def test_each_webhook_gets_each_notification(desk: Desk) -> None:
    desk.set(webhooks=HOOKS)
    ids = [await desk.notify(person_key(desk.world.people[name])) for name in ("a1", "a2")]
    assert await desk.prepare(*ids) == 4
    assert await _targets(desk) == [("oa", ""), ("oa", ""), ("robot", ""), ("robot", "")]


async def test_a_persons_mail_goes_to_his_own_address(desk: Desk) -> None:
    desk.set(**MAIL)
    await desk.give_addresses({"a1": "a1@psb.test", "a2": "a2@psb.test"})
    assert await desk.prepare(await desk.notify(person_key(desk.world.people["a1"]))) == 1
    assert await _targets(desk) == [("mail", "a1@psb.test")]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (lambda desk: role_key(Role.OFFICE), ["office2@psb.test", "office@psb.test"]),
        (lambda desk: role_key(Role.UNIT_CLERK, desk.world.units["a"]), ["a_clerk@psb.test"]),
        (lambda desk: role_key(Role.OUTSIDE_APPROVER, "county_authority"), ["authority@county.test"]),
        (lambda desk: role_key(Role.UNIT_CLERK, desk.world.units["root"]), []),
    ],
)
async def test_a_roles_mail_goes_to_all_who_hold_it_there(desk: Desk, key, expected: list[str]) -> None:  # type: ignore[no-untyped-def]
    desk.set(**MAIL)
    await desk.give_addresses(
        {name: f"{name}@psb.test" for name in ("office", "office2", "a_clerk", "b_clerk", "a1", "secretary")}
        | {"authority": "authority@county.test", "inspector": "inspector@county.test"}
    )
    await desk.prepare(await desk.notify(key(desk)))
    assert [target for _, target in await _targets(desk)] == expected


async def test_an_address_that_two_share_gets_one_mail(desk: Desk) -> None:
    desk.set(**MAIL)
    await desk.give_addresses({"office": "Office@psb.test", "office2": "office@psb.test"})
    assert await desk.prepare(await desk.notify(role_key(Role.OFFICE))) == 1


async def test_who_left_or_has_no_address_gets_no_mail(desk: Desk) -> None:
    desk.set(**MAIL)
    await desk.give_addresses({"office": "office@psb.test"})
    await desk.run("UPDATE person SET active = false WHERE id = :id", id=desk.world.people["office"])
    assert await desk.prepare(await desk.notify(role_key(Role.OFFICE))) == 0


async def test_the_same_key_of_another_body_is_somebody_else(desk: Desk) -> None:
    desk.set(**MAIL)
    await desk.give_addresses({"office": "office@psb.test"})
    notification = await desk.notify(role_key(Role.OFFICE))
    await desk.run("INSERT INTO body (key, name) VALUES ('foreign', '某市公安局')")
    await desk.run("UPDATE notification SET body_id = (SELECT id FROM body WHERE key = 'foreign')")
    assert await desk.prepare(notification) == 0


async def test_prepared_twice_it_stands_there_once(desk: Desk) -> None:
    desk.set(webhooks=HOOKS, **MAIL)
    await desk.give_addresses({"office": "office@psb.test"})
    notification = await desk.notify(role_key(Role.OFFICE))
    assert await desk.prepare(notification) == 3
    before = await desk.rows()
    assert await desk.prepare(notification) == 0
    assert await desk.rows() == before


async def test_a_delivery_prepared_anew_has_the_token_it_had(desk: Desk) -> None:
    desk.set(webhooks=HOOKS, **MAIL)
    await desk.give_addresses({"office": "office@psb.test", "office2": "office2@psb.test"})
    notification = await desk.notify(role_key(Role.OFFICE))
    await desk.prepare(notification)
    tokens = [row["token"] for row in await desk.rows()]
    assert len(set(tokens)) == 4
    assert {UUID(token).version for token in tokens} == {8}
    await desk.run("DELETE FROM delivery")
    await desk.prepare(notification)
    assert [row["token"] for row in await desk.rows()] == tokens


async def test_a_delivery_knows_the_request_that_brought_it(desk: Desk) -> None:
    desk.set(webhooks=HOOKS[:1])
    known, unknown = await desk.notify(role_key(Role.OFFICE)), await desk.notify(role_key(Role.OFFICE))
    await desk.prepare(known, unknown, requests={known: "req-1"})
    assert {row["notification_id"]: row["request_id"] for row in await desk.rows()} == {known: "req-1", unknown: None}


@pytest.mark.parametrize(
    ("kind", "lent", "expected"),
    [
        ("review", [WorkKind.REVIEW], ["a_leader@psb.test", "b_leader@psb.test"]),
        ("overdue_review", [WorkKind.REVIEW], ["a_leader@psb.test", "b_leader@psb.test"]),
        ("sign_list", [WorkKind.REVIEW], ["a_leader@psb.test"]),
        ("review", [WorkKind.FEEDBACK, WorkKind.CLAIMS], ["a_leader@psb.test"]),
    ],
)
async def test_who_stands_in_is_told_of_the_work_that_was_lent(
    desk: Desk, kind: str, lent: list[WorkKind], expected: list[str]
) -> None:
    desk.set(**MAIL)
    await desk.give_addresses({name: f"{name}@psb.test" for name in ("a_leader", "b_leader")})
    async with desk.database.transaction() as session:
        await lend(Scene(session, desk.world, desk.now), "a_leader", "b_leader", *lent)
    await desk.prepare(await desk.notify(role_key(Role.MAIN_LEADER, desk.world.units["a"]), kind))
    assert [target for _, target in await _targets(desk)] == expected


async def test_who_stands_in_gets_nothing_to_the_persons_own_name(desk: Desk) -> None:
    desk.set(**MAIL)
    await desk.give_addresses({"b_leader": "b_leader@psb.test"})
    async with desk.database.transaction() as session:
        await lend(Scene(session, desk.world, desk.now), "a_leader", "b_leader")
    await desk.prepare(await desk.notify(person_key(desk.world.people["a_leader"])))
    assert await _targets(desk) == []
