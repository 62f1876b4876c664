"""Acting in another's place: by whom, for what, from when to when, and what the history says of it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.drive import INDICATORS, at
from support.scene import Scene
from support.substitutes import lend, signed_in

from kaohe.schema.models import Relative
from kaohe.workflow.accounts import actor_of_login
from kaohe.workflow.aggregation import aggregate, record_scores
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.notifications import mark_read
from kaohe.workflow.outbox import tell
from kaohe.workflow.people import deactivate_person, revoke_substitution
from kaohe.workflow.queries.notifications import NOTIFICATIONS
from kaohe.workflow.queries.reading import rows
from kaohe.workflow.reviews import ReviewInput, approve_reviews

pytestmark = pytest.mark.req("design: tasks")

NOW = at(3, hour=2)


async def approve(scene: Scene, who: str, *names: str) -> None:
    reviews = [ReviewInput(one, "fairly_good", "同意") for one in await scene.cases(*names)]
    await approve_reviews(scene.session, await signed_in(scene, who, NOW), NOW, reviews)


async def score(scene: Scene, who: str, *names: str) -> None:
    cases = await scene.cases(*names)
    scores = {case: {key: Decimal(92) for key in INDICATORS} for case in cases}
    await record_scores(scene.session, await signed_in(scene, who, NOW), NOW, scores)


async def last_line(scene: Scene, name: str) -> dict[str, Any]:
    found = await scene.rows(
        "SELECT trigger, actor_name, person_id, acted_as, data->'in_place_of' AS in_place_of FROM history "
        "WHERE subject = 'assessment' AND subject_id = :id ORDER BY seq DESC LIMIT 1",
        id=await scene.case(name),
    )
    return found[0]


async def related(scene: Scene, one: str, other: str) -> None:
    people = scene.world.people
    scene.session.add(Relative(body_id=scene.world.body_id, person_id=people[one], relative_id=people[other]))
    await scene.session.flush()


async def test_a_review_signed_in_anothers_place_names_both(at_review: Scene) -> None:
    scene = at_review
    await lend(scene, "a_leader", "b1", WorkKind.REVIEW)
    await approve(scene, "b1", "a2")
    people, key = scene.world.people, role_key(Role.MAIN_LEADER, scene.world.units["a"])
    assert await last_line(scene, "a2") == {
        "trigger": "approve_review",
        "actor_name": "b1",
        "person_id": people["b1"],
        "acted_as": key,
        "in_place_of": {"person_id": people["a_leader"], "name": "a_leader"},
    }
    signed = await scene.rows(
        "SELECT person_id, in_place_of, acted_as FROM review_opinion WHERE assessment_id = :id",
        id=await scene.case("a2"),
    )
    assert signed == [{"person_id": people["b1"], "in_place_of": people["a_leader"], "acted_as": key}]


async def test_the_principal_goes_on_in_his_own_name(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    await approve(at_review, "a_leader", "a2")
    assert (await last_line(at_review, "a2"))["in_place_of"] is None


@pytest.mark.req("§3")
async def test_not_on_the_substitutes_own_case(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "a1", WorkKind.REVIEW)
    await approve(at_review, "a1", "a2")
    async with at_review.refused(Code.OWN_CASE):
        await approve(at_review, "a1", "a1")


@pytest.mark.req("§3")
async def test_not_on_his_relatives_case(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    await related(at_review, "b1", "a2")
    async with at_review.refused(Code.RELATIVE):
        await approve(at_review, "b1", "a2")


@pytest.mark.req("§3")
async def test_not_on_the_case_of_the_principals_relative(at_review: Scene) -> None:
    """Declared while the task still lies with the principal."""
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    await related(at_review, "a2", "a_leader")
    async with at_review.refused(Code.PRINCIPAL_KEPT_AWAY) as refusals:
        await approve(at_review, "b1", "a2")
    assert "a_leader" in refusals[0].message


@pytest.mark.req("§3")
async def test_the_principals_own_case_does_not_exist_for_his_substitute(at_aggregation: Scene) -> None:
    await lend(at_aggregation, "a_clerk", "b1", WorkKind.AGGREGATION)
    await score(at_aggregation, "b1", "a1")
    async with at_aggregation.refused(Code.NOT_FOUND):
        await score(at_aggregation, "b1", "a_clerk")


async def test_not_twice_in_one_chain_as_substitute_of_two(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    await lend(at_review, "deputy", "b1", WorkKind.REVIEW)
    await approve(at_review, "b1", "a2")
    async with at_review.refused(Code.ACTED_ALREADY):
        await approve(at_review, "b1", "a2")
    await approve(at_review, "deputy", "a2")


async def test_not_twice_in_one_chain_first_in_ones_own_name(at_review: Scene) -> None:
    await lend(at_review, "deputy", "a_leader", WorkKind.REVIEW)
    await approve(at_review, "a_leader", "a2")
    async with at_review.refused(Code.ACTED_ALREADY):
        await approve(at_review, "a_leader", "a2")


async def test_not_twice_in_one_chain_first_in_anothers_place(at_review: Scene) -> None:
    """The deputy has signed for the unit's leader: his own step goes one up, to the head of the body."""
    await lend(at_review, "a_leader", "deputy", WorkKind.REVIEW)
    await approve(at_review, "deputy", "a2")
    assert await at_review.desk_of("a2") == [f"review main_leader@{at_review.world.units['root']}"]
    async with at_review.refused(Code.ACTED_ALREADY, Code.NOT_ALLOWED):
        await approve(at_review, "deputy", "a2")
    await approve(at_review, "chief", "a2")


async def test_only_the_kinds_of_work_that_were_lent(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.UNIT_LIST)
    async with at_review.refused(Code.NOT_LENT) as refusals:
        await approve(at_review, "b1", "a2")
    assert "代理事项不含“审核”" in refusals[0].message


@pytest.mark.parametrize(
    ("moment", "lent"),
    [
        (datetime(2026, 4, 2, 15, 59, 59, 999_999, UTC), False),  # 23:59 of 2 April in Shanghai
        (datetime(2026, 4, 2, 16, 0, tzinfo=UTC), True),  # 00:00 of the 3rd
        (datetime(2026, 4, 5, 15, 59, 59, 999_999, UTC), True),  # 23:59 of the 5th
        (datetime(2026, 4, 5, 16, 0, tzinfo=UTC), False),  # 00:00 of the 6th
    ],
)
async def test_from_the_first_day_to_the_last(at_review: Scene, moment: datetime, lent: bool) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW, starts=date(2026, 4, 3), ends=date(2026, 4, 5))
    loans = (await signed_in(at_review, "b1", moment)).loans
    assert [loan.principal_name for loan in loans] == (["a_leader"] if lent else [])


async def test_a_revoked_one_ends_at_once(at_review: Scene) -> None:
    """Also for a request that is under way: it began before the revocation and acts after it."""
    substitution = await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    before = await signed_in(at_review, "b1", NOW)
    await revoke_substitution(at_review.session, at_review.actor("a_leader"), NOW, substitution)
    assert (await signed_in(at_review, "b1", NOW)).loans == ()
    async with at_review.refused(Code.NOT_FOUND):
        await approve(at_review, "b1", "a2")
    async with at_review.refused(Code.SUBSTITUTION_REVOKED):
        await approve_reviews(at_review.session, before, NOW, [ReviewInput(await at_review.case("a2"), "fairly_good")])


async def test_what_was_borrowed_is_not_lent_on(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b_leader", WorkKind.REVIEW)
    await lend(at_review, "b_leader", "b1", WorkKind.REVIEW)
    units = at_review.world.units
    assert [loan.key for loan in (await signed_in(at_review, "b1")).loans] == [role_key(Role.MAIN_LEADER, units["b"])]


async def test_administration_and_the_committees_seats_are_not_lent(at_review: Scene) -> None:
    """The chief is a member of the committee too; what he lends is his unit's leadership."""
    await lend(at_review, "chief", "b1")
    assert {loan.key for loan in (await signed_in(at_review, "b1")).loans} == {
        role_key(Role.MAIN_LEADER, at_review.world.units["root"])
    }


async def test_nothing_is_borrowed_from_who_has_left(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    people = at_review.world.people
    await deactivate_person(at_review.session, at_review.actor("office"), at_review.now, people["a_leader"])
    assert (await signed_in(at_review, "b1")).loans == ()


async def test_whoever_comes_too_late_is_told_who_was_there_in_whose_place(at_aggregation: Scene) -> None:
    scene = at_aggregation
    await lend(scene, "a_clerk", "b1", WorkKind.AGGREGATION)
    await score(scene, "b1", "a1")
    case = await scene.cases("a1")
    await aggregate(scene.session, await signed_in(scene, "b1", NOW), NOW, case)
    async with scene.refused(Code.WRONG_STATE) as refusals:
        await aggregate(scene.session, await signed_in(scene, "a_clerk", NOW), NOW, case)
    assert "b1(代a_clerk)已于" in refusals[0].message
    assert "b1(代a_clerk) did" in refusals[0].message_en


async def test_a_substitute_who_comes_too_late_is_told_so(at_review: Scene) -> None:
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    await approve(at_review, "a_leader", "a2")
    async with at_review.refused(Code.NOT_ALLOWED) as refusals:
        await approve(at_review, "b1", "a2")
    assert "a_leader已于" in refusals[0].message


async def test_nobody_signs_in_by_it(at_review: Scene) -> None:
    """A lent key is the substitute's own account's: the principal's login gains nothing."""
    await lend(at_review, "a_leader", "b1", WorkKind.REVIEW)
    principal = await actor_of_login(at_review.session, f"{at_review.world.body_id}-a_leader", at_review.now)
    assert principal is not None
    assert principal.loans == ()


async def _notices(scene: Scene, who: str) -> list[str]:
    actor = await signed_in(scene, who, NOW)
    return [row["kind"] for row in await rows(scene.session, actor, NOTIFICATIONS, [])]


async def test_a_substitute_reads_what_the_role_is_told_of_the_lent_work(at_review: Scene) -> None:
    scene = at_review
    body, told = scene.world.body_id, {"subject": "cycle", "subject_id": scene.world.cycle_id}
    key = role_key(Role.MAIN_LEADER, scene.world.units["a"])
    await lend(scene, "a_leader", "b_leader", WorkKind.REVIEW)
    kinds = ("review", "remind_review", "sign_list", "overdue_feedback")
    await tell(scene.session, body, NOW, [(key, kind) for kind in kinds], **told)
    await scene.relay(NOW)
    read = await _notices(scene, "b_leader")
    assert {kind for kind in read if kind in kinds} == {"review", "remind_review"}
    found = await scene.rows("SELECT id, kind FROM notification WHERE assignee_key = :key AND kind = ANY(:kinds)",
                             key=key, kinds=["remind_review", "overdue_feedback"])  # fmt: skip
    ids = {row["kind"]: row["id"] for row in found}
    substitute = await signed_in(scene, "b_leader", NOW)
    await mark_read(scene.session, substitute, NOW, [ids["remind_review"]])
    async with scene.refused(Code.NOT_FOUND):
        await mark_read(scene.session, substitute, NOW, [ids["overdue_feedback"]])
