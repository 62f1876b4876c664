"""Units' annual shares: raised and lowered by their standing, within the bounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from supervision.found import GAP, PRACTICE, found
from support.drive import at
from support.scene import Scene

from kaohe.workflow.domain.policy.supervision import UnitShare
from kaohe.workflow.domain.refusals import Code
from kaohe.workflow.domain.supervision.shares import UnitYearStanding, annual_share
from kaohe.workflow.queries.unit_shares import unit_shares
from kaohe.workflow.supervision import close_finding, record_unit_standing

OUTSTANDING, ORDINARY, MANY = UnitYearStanding

RATIOS = st.integers(0, 100).map(lambda hundredths: f"{hundredths / 100:.2f}")


@pytest.mark.req("S0-28")
def test_one_step_up_or_down() -> None:
    rule = UnitShare(base="0.20", step="0.03", least="0.10", most="0.25")
    shares = [annual_share(rule, standing) for standing in UnitYearStanding]
    assert shares == [Fraction(23, 100), Fraction(1, 5), Fraction(17, 100)]


@pytest.mark.req("S0-28", "N-4")
def test_never_beyond_the_bounds() -> None:
    rule = UnitShare(base="0.20", step="0.15", least="0.10", most="0.25")
    assert [annual_share(rule, one) for one in (OUTSTANDING, MANY)] == [Fraction(1, 4), Fraction(1, 10)]


@pytest.mark.req("S0-28")
@given(RATIOS, RATIOS)
def test_better_standing_never_has_less(base: str, step: str) -> None:
    rule = UnitShare(base=base, step=step, least="0.05", most="0.25")
    best, usual, worst = (annual_share(rule, one) for one in (OUTSTANDING, ORDINARY, MANY))
    assert Fraction(1, 20) <= worst <= usual <= best <= Fraction(1, 4)


async def shares(scene: Scene, who: str = "office") -> dict[int, tuple[str, str]]:
    found = await unit_shares(scene.session, scene.actor(who), "county-psb", 2026)
    assert found is not None
    return {row["unit_id"]: (str(row["standing"]), str(row["share"])) for row in found}


async def record(scene: Scene, unit: str, standing: UnitYearStanding, **changes: object) -> int:
    given = {"policy_key": "county-psb", "year": 2026, "reason": "年终评议", **changes}
    actor, unit_id = scene.actor("office"), scene.world.units[unit]
    return await record_unit_standing(
        scene.session,
        actor,
        at(2),
        given["policy_key"],
        unit_id,
        given["year"],
        standing,
        given["reason"],  # type: ignore[arg-type]
    )


@pytest.mark.req("S0-28")
async def test_the_newest_word_counts(inspected: Scene) -> None:
    await record(inspected, "a", OUTSTANDING)
    await record(inspected, "a", MANY, reason="问题较多")
    a, b = inspected.world.units["a"], inspected.world.units["b"]
    # the county's policy names no step, so that nothing is moved
    assert {one: found for one, found in (await shares(inspected)).items() if one in (a, b)} == {
        a: ("many_problems", "0.2"),
        b: ("ordinary", "0.2"),
    }
    assert set(await shares(inspected, "b_leader")) == {b}
    assert await shares(inspected, "a1") == {}


@pytest.mark.req("S0-28", "S0-27")
async def test_beside_the_share_stands_what_was_found(inspected: Scene) -> None:
    gap, _, _ = await found(inspected, GAP, GAP, PRACTICE)
    await close_finding(inspected.session, inspected.actor("office"), at(2), gap, "整改到位")
    rows = await unit_shares(inspected.session, inspected.actor("office"), "county-psb", 2026)
    assert rows is not None
    counts = next(row["findings"] for row in rows if row["unit_id"] == inspected.world.units["a"])
    assert [(one["kind"], one["state"], one["count"]) for one in counts] == [
        ("gap", "closed", 1),
        ("gap", "issued", 1),
        ("good_practice", "issued", 1),
    ]


@pytest.mark.req("S0-28")
async def test_what_is_wrong_with_a_standing(inspected: Scene) -> None:
    async with inspected.refused(Code.BAD_INPUT, Code.REQUIRED, Code.POLICY_NOT_EFFECTIVE):
        await record(inspected, "a", MANY, policy_key="nothing", year=2031, reason=" ")
    async with inspected.refused(Code.BAD_INPUT):
        await record(inspected, "county", MANY)
    assert await unit_shares(inspected.session, inspected.actor("office"), "nothing", 2026) is None
