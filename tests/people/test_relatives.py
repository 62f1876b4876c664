"""Declared relatives: by either of them or the office, once a pair."""

import pytest
from sqlalchemy import select

from kaohe.schema.models import Relative
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people import declare_relative, withdraw_relative

pytestmark = pytest.mark.req("N-3")


async def test_a_pair_is_stored_once_whoever_declares_it(bureau):
    one, two = bureau.world.people["a1"], bureau.world.people["a2"]
    await bureau.do(declare_relative, two, one, "姐弟", by="a1")
    assert await bureau.refused(declare_relative, one, two, by="a2") == [(Code.DUPLICATE, "relativeId")]
    stored = (await bureau.session.scalars(select(Relative).where(Relative.body_id == bureau.world.body_id))).one()
    assert (stored.person_id, stored.relative_id, stored.relation) == (one, two, "姐弟")


async def test_nobody_is_his_own_relative(bureau):
    one = bureau.world.people["a1"]
    assert await bureau.refused(declare_relative, one, one, by="a1") == [(Code.BAD_INPUT, "relativeId")]


async def test_a_third_person_declares_nothing(bureau):
    pair = bureau.world.people["a1"], bureau.world.people["a2"]
    assert await bureau.refused(declare_relative, *pair, by="a3") == [(Code.NOT_ALLOWED, None)]
    assert await bureau.do(declare_relative, *pair, by="office")


async def test_nobody_frees_himself_from_a_recusal(bureau):
    declared = await bureau.do(declare_relative, bureau.world.people["a1"], bureau.world.people["a2"], by="a1")
    assert await bureau.refused(withdraw_relative, declared, by="a1") == [(Code.NOT_ALLOWED, None)]
    await bureau.do(withdraw_relative, declared, by="office")
    assert await bureau.refused(withdraw_relative, declared) == [(Code.NOT_FOUND, "relativeId")]


async def test_another_body_s_people_do_not_exist(bureau, other):
    mine, foreign = bureau.world.people["a1"], other.people["a1"]
    assert await bureau.refused(declare_relative, mine, foreign, by="a1") == [(Code.NOT_FOUND, "relativeId")]
