"""Appointing a substitute and revoking it: by whom, under which rules, and who is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from kaohe.schema.models import Substitution
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import person_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people import appoint_substitute, deactivate_person, revoke_substitution

pytestmark = pytest.mark.req("design: tasks")

TODAY = date(2026, 4, 1)
WORK = (WorkKind.REVIEW, WorkKind.UNIT_LIST)


def terms(bureau, principal="a_leader", substitute="a1", kinds=WORK, starts=TODAY, ends=date(2026, 4, 10)):
    people = bureau.world.people
    return people[principal], people[substitute], kinds, starts, ends


async def told(bureau):
    """(kind of message, to whom, about whom) of what waits in the outbox."""
    found = await bureau.session.execute(
        text("SELECT payload FROM outbox WHERE body_id = :body AND topic = 'told' ORDER BY id"),
        {"body": bureau.world.body_id},
    )
    names = {number: name for name, number in bureau.world.people.items()}
    keys = {person_key(number): name for number, name in names.items()}
    payloads = list(found.scalars())
    assert all(one["subject"] == "person" and one["cycle_id"] is None for one in payloads)
    return [(kind, keys[key], names[one["id"]]) for one in payloads for key, kind in one["notify"]]


@pytest.mark.parametrize("who", ["a_leader", "office", "admin"])
async def test_by_the_principal_or_the_office(bureau, who):
    one = await bureau.do(appoint_substitute, *terms(bureau), "学习", by=who)
    row = (await bureau.session.scalars(select(Substitution).where(Substitution.id == one))).one()
    assert (row.kinds, row.reason, row.granted_at) == (["review", "unit_list"], "学习", bureau.now)
    assert row.granted_by == bureau.world.people[who]


@pytest.mark.parametrize("who", ["a1", "deputy", "secretary", "b_leader"])
async def test_nobody_else_lends_his_roles(bureau, who):
    assert await bureau.refused(appoint_substitute, *terms(bureau), by=who) == [(Code.NOT_ALLOWED, None)]


@pytest.mark.parametrize("who", ["office", "admin"])
async def test_nobody_appoints_himself(bureau, who):
    refused = await bureau.refused(appoint_substitute, *terms(bureau, substitute=who), by=who)
    assert refused == [(Code.BAD_INPUT, "substituteId")]
    assert await bureau.do(appoint_substitute, *terms(bureau, substitute="office2"), by="office")


async def test_both_are_told_about_each_other(bureau):
    one = await bureau.do(appoint_substitute, *terms(bureau), by="a_leader")
    given = [("substitute_appointed", "a_leader", "a1"), ("substitution_given", "a1", "a_leader")]
    assert await told(bureau) == given
    await bureau.do(revoke_substitution, one, by="a1")
    assert await told(bureau) == [
        *given,
        ("substitute_revoked", "a_leader", "a1"),
        ("substitution_revoked", "a1", "a_leader"),
    ]


async def test_every_violated_rule_is_named_at_once(bureau):
    given = terms(bureau, "a1", "a1", (), date(2026, 3, 20), date(2026, 3, 10))
    assert await bureau.refused(appoint_substitute, *given) == [
        (Code.BAD_INPUT, "substituteId"),
        (Code.BAD_INPUT, "principalId"),
        (Code.BAD_INPUT, "ends"),
        (Code.BAD_INPUT, "ends"),
        (Code.REQUIRED, "kinds"),
    ]


@pytest.mark.parametrize(
    ("days", "refused"),
    [(0, False), (365, False), (366, True)],  # the last day is included: 366 days at most
)
async def test_the_longest_term(bureau, days, refused):
    given = terms(bureau, ends=TODAY + timedelta(days=days))
    if refused:
        assert await bureau.refused(appoint_substitute, *given) == [(Code.BAD_INPUT, "ends")]
    else:
        assert await bureau.do(appoint_substitute, *given)


async def test_one_that_ends_today_is_not_over(bureau):
    assert await bureau.do(appoint_substitute, *terms(bureau, starts=date(2026, 3, 1), ends=TODAY))
    over = terms(bureau, starts=date(2026, 3, 1), ends=date(2026, 3, 31))
    assert await bureau.refused(appoint_substitute, *over) == [(Code.BAD_INPUT, "ends")]


@pytest.mark.parametrize("who", ["admin", "member3", "a1"])
async def test_who_has_nothing_to_lend(bureau, who):
    given = terms(bureau, who, "a2")
    assert await bureau.refused(appoint_substitute, *given) == [(Code.BAD_INPUT, "principalId")]


async def test_nobody_who_has_left(bureau):
    for name in ("a_leader", "a1"):
        await bureau.do(deactivate_person, bureau.world.people[name])
    assert await bureau.refused(appoint_substitute, *terms(bureau)) == [
        (Code.BAD_INPUT, "principalId"),
        (Code.BAD_INPUT, "substituteId"),
    ]


async def test_another_body_s_people_do_not_exist(bureau, other):
    mine, foreign = bureau.world.people["a_leader"], other.people["a1"]
    days = (TODAY, TODAY)
    assert await bureau.refused(appoint_substitute, mine, foreign, WORK, *days) == [(Code.NOT_FOUND, "substituteId")]
    assert await bureau.refused(appoint_substitute, foreign, mine, WORK, *days) == [(Code.NOT_FOUND, "principalId")]


@pytest.mark.parametrize("who", ["a_leader", "a1", "office", "admin"])
async def test_revoked_by_either_or_the_office(bureau, who):
    one = await bureau.do(appoint_substitute, *terms(bureau))
    await bureau.do(revoke_substitution, one, by=who)
    row = (await bureau.session.scalars(select(Substitution).where(Substitution.id == one))).one()
    assert (row.revoked_at, row.revoked_by) == (bureau.now, bureau.world.people[who])
    assert await bureau.refused(revoke_substitution, one, by=who) == [(Code.BAD_INPUT, "substitutionId")]


@pytest.mark.parametrize("who", ["a2", "deputy", "secretary"])
async def test_for_others_it_does_not_exist(bureau, who):
    one = await bureau.do(appoint_substitute, *terms(bureau))
    assert await bureau.refused(revoke_substitution, one, by=who) == [(Code.NOT_FOUND, "substitutionId")]
