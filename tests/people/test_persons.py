"""People: added, changed, gone and back."""

import pytest

from kaohe.schema.models import Person
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.people import create_person, deactivate_person, reactivate_person, update_person

pytestmark = pytest.mark.req("S3-10")


async def person(bureau, person_id: int) -> Person:
    return await bureau.session.get_one(Person, {"body_id": bureau.world.body_id, "id": person_id})


async def test_a_person_is_added_with_what_is_known(bureau):
    one = await bureau.do(
        create_person, "N1", "新人", bureau.world.units["a"], post="民警", rank="一级警员", management="county_managed"
    )
    added = await person(bureau, one)
    assert (added.number, added.post, added.management, added.active) == ("N1", "民警", "county_managed", True)


async def test_everything_wrong_with_a_person_is_told_at_once(bureau):
    refused = await bureau.refused(create_person, "a1", "", bureau.world.units["a"], post="x" * 101)
    assert refused == [(Code.REQUIRED, "name"), (Code.BAD_INPUT, "post"), (Code.DUPLICATE, "number")]


async def test_only_what_is_given_changes(bureau):
    one = bureau.world.people["a1"]
    await bureau.do(update_person, one, unit_id=bureau.world.units["b"], rank="四级警长")
    changed = await person(bureau, one)
    assert (changed.unit_id, changed.rank, changed.post, changed.name) == (
        bureau.world.units["b"],
        "四级警长",
        "民警",
        "a1",
    )
    assert await bureau.refused(update_person, one, name=" ", rank="x" * 51) == [
        (Code.REQUIRED, "name"),
        (Code.BAD_INPUT, "rank"),
    ]


async def test_an_address_is_checked_and_can_be_taken_away(bureau):
    one = bureau.world.people["a1"]
    assert await bureau.refused(update_person, one, name="", email="a1@") == [
        (Code.REQUIRED, "name"),
        (Code.BAD_INPUT, "email"),
    ]
    for written, stored in ((" a1@psb.test ", "a1@psb.test"), ("", "")):
        await bureau.do(update_person, one, email=written)
        assert (await person(bureau, one)).email == stored
    await bureau.do(update_person, one, post="中队长")
    assert (await person(bureau, one)).email == ""


async def test_who_left_can_come_back(bureau):
    one = bureau.world.people["a1"]
    await bureau.do(deactivate_person, one)
    assert not (await person(bureau, one)).active
    await bureau.do(reactivate_person, one)
    assert (await person(bureau, one)).active


@pytest.mark.parametrize("who", ["a1", "a_clerk", "a_leader", "chief", "secretary", "inspector"])
async def test_nobody_else_changes_people(bureau, who):
    one = bureau.world.people["a2"]
    for use_case, *args in (
        (create_person, "N1", "新人", bureau.world.units["a"]),
        (update_person, one),
        (deactivate_person, one),
        (reactivate_person, one),
    ):
        assert await bureau.refused(use_case, *args, by=who) == [(Code.NOT_ALLOWED, None)]


async def test_another_body_s_people_and_units_do_not_exist(bureau, other):
    assert await bureau.refused(deactivate_person, other.people["a1"]) == [(Code.NOT_FOUND, "personId")]
    assert await bureau.refused(update_person, bureau.world.people["a1"], unit_id=other.units["a"]) == [
        (Code.NOT_FOUND, "unitId")
    ]
    assert await bureau.refused(create_person, "N1", "新人", other.units["a"]) == [(Code.NOT_FOUND, "unitId")]
