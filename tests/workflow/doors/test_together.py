"""Several people who sign at the same moment: what is left behind is what each would have left alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support.drive import at
from support.left_behind import left_behind
from support.scene import Scene

from kaohe.trace import bound
from kaohe.workflow.domain.substitution import Loan, WorkKind
from kaohe.workflow.reviews import ReviewInput, Signer, approve_reviews, approve_together

pytestmark = pytest.mark.req("S3-30", "§4")

#: Who signs for whom, and under which request: two leaders, and one of them twice.
SIGNING = (("a_leader", ("a1", "a2"), "r1"), ("b_leader", ("b1",), "r2"), ("a_leader", ("a3",), "r3"))


async def _signer(scene: Scene, who: str, names: Sequence[str], request: str = "r", **given: Any) -> Signer:
    reviews = [ReviewInput(one, "fairly_good", f"{who}的评语", **given) for one in await scene.cases(*names)]
    return Signer(scene.actor(who), reviews, request)


async def _together(scene: Scene, *signers: Signer) -> set[int]:
    return set(await approve_together(scene.session, scene.world.body_id, at(3), signers))


async def test_it_leaves_the_same_rows_as_one_after_the_other(walked_to_review: Scene) -> None:
    async def in_company(scene: Scene, _names: Sequence[str]) -> None:
        signers = [await _signer(scene, *one) for one in SIGNING]
        assert await _together(scene, *signers) == {0, 1, 2}

    async def alone(scene: Scene, _names: Sequence[str]) -> None:
        for who, names, request in SIGNING:
            with bound(request):
                signer = await _signer(scene, who, names)
                await approve_reviews(scene.session, signer.actor, at(3), signer.reviews)

    assert await left_behind(walked_to_review, in_company, [[]]) == await left_behind(walked_to_review, alone, [[]])


async def test_a_list_that_becomes_complete_asks_for_a_signature(at_review: Scene) -> None:
    own = ("a_clerk", "a1", "a2", "a3", "a4")
    await _together(at_review, *[await _signer(at_review, "a_leader", [name]) for name in own[:-1]])
    assert await _asked(at_review) == []
    leader = await _signer(at_review, "deputy", ["a_leader"])
    assert await _together(at_review, leader, await _signer(at_review, "a_leader", own[-1:])) == {0, 1}
    assert await _together(at_review, await _signer(at_review, "chief", ["a_leader"])) == {0}
    assert len(await _asked(at_review)) == 1


async def _asked(scene: Scene) -> list[Any]:
    return await scene.rows("SELECT id FROM task WHERE kind = 'sign_list' AND state = 'open'")


@pytest.mark.parametrize(
    "wrong", ["a colleague", "his own", "an old version", "no grade of this policy", "twice", "nobody's"]
)
async def test_what_a_rule_stands_against_is_left_undone_and_the_rest_is_done(at_review: Scene, wrong: str) -> None:
    scene = at_review
    signer = {
        "a colleague": await _signer(scene, "a2", ["a1"]),
        "his own": await _signer(scene, "a_leader", ["a1", "a_leader"]),
        "an old version": await _signer(scene, "a_leader", ["a1"], version=1),
        "no grade of this policy": Signer(scene.actor("a_leader"), [ReviewInput(await scene.case("a1"), "superb")]),
        "twice": await _signer(scene, "a_leader", ["a1", "a1"]),
        "nobody's": Signer(scene.actor("a_leader"), [ReviewInput(await scene.case("a1")), ReviewInput(10**9)]),
    }[wrong]
    before = await scene.row("a1")
    assert await _together(scene, signer, await _signer(scene, "b_leader", ["b1"])) == {1}
    assert await scene.row("a1") == before
    assert await scene.value("SELECT count(*) FROM review_opinion WHERE assessment_id = :id", id=before["id"]) == 0
    assert (await scene.row("b1"))["review_step"] != before["review_step"]


async def test_of_two_who_want_the_same_row_one_is_left_undone(at_review: Scene) -> None:
    first, second = await _signer(at_review, "a_leader", ["a1"]), await _signer(at_review, "a_leader", ["a2", "a1"])
    assert await _together(at_review, first, second) == {0}
    assert (await at_review.row("a2"))["version"] == (await at_review.row("a3"))["version"]


@pytest.mark.req("S3-31")
async def test_whoever_acts_in_anothers_place_goes_alone(at_review: Scene) -> None:
    """His substitution is held to stand until he is done, which the door does for one person at a time."""
    scene, principal = at_review, at_review.actor("a_leader")
    [key] = [key for key in principal.keys if key.startswith("main_leader@")]
    assert principal.person_id is not None
    loan = Loan(key, principal.person_id, principal.name, frozenset(WorkKind), 1)
    lent = replace(await _signer(scene, "b2", ["a1"]), actor=replace(scene.actor("b2"), loans=(loan,)))
    assert await _together(scene, lent, await _signer(scene, "b_leader", ["b1"])) == {1}
