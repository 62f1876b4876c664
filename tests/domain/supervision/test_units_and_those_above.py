"""A unit's annual share, who stands above it, what a finding wants, and who appraises (S0-16, S0-27, S0-28)."""

from fractions import Fraction
from typing import Any

import pytest
from support.snapshots import PERSON, ROOT, UNIT, situation, snapshot

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.appraisal import appraiser_keys
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.policy.parts import Appraisal
from kaohe.workflow.domain.policy.supervision import UnitShare
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, UnitPlace
from kaohe.workflow.domain.supervision.kinds import FindingKind
from kaohe.workflow.domain.supervision.shares import UnitYearStanding, annual_share
from kaohe.workflow.domain.supervision.superiors import superior_keys

STATION, ABOVE = 5, 4
HEAD = f"main_leader@{ROOT}"


@pytest.mark.req("S0-28")
@pytest.mark.parametrize(
    ("step", "shares"),
    [("0.05", ["1/4", "1/5", "3/20"]), ("0.10", ["1/4", "1/5", "3/20"]), ("0", ["1/5", "1/5", "1/5"])],
)
def test_a_share_moves_one_step_within_its_bounds(step: str, shares: list[str]) -> None:
    rule = UnitShare.model_validate({"base": "0.20", "step": step, "least": "0.15", "most": "0.25"})
    assert [annual_share(rule, standing) for standing in UnitYearStanding] == [Fraction(one) for one in shares]


@pytest.mark.req("S0-27")
def test_good_practice_asks_for_nothing() -> None:
    assert [kind.wants_answer for kind in FindingKind] == [False, True, True]


@pytest.mark.req("S0-16", "S0-26")
def test_all_leaders_above_a_unit_stand_above_it() -> None:
    units = {STATION: UnitPlace(ABOVE), ABOVE: UnitPlace(ROOT), ROOT: UnitPlace(None)}
    posts = (f"main_leader@{ABOVE}", f"leader_in_charge@{ABOVE}", HEAD, f"main_leader@{STATION}")
    where = situation(units=units, holders={post: frozenset({1}) for post in posts})
    assert superior_keys(STATION, where) == set(posts[:3])
    assert superior_keys(ABOVE, where) == {HEAD}
    assert superior_keys(ROOT, where) == superior_keys(99, where) == {"office"}
    vacant = situation(units=units, holders={HEAD: frozenset(), posts[0]: frozenset({1})})
    assert superior_keys(STATION, vacant) == {posts[0]}


DAGUAN = load_policy(shipped_text("daguan"))


def appraisers(standing: str, **where: Any) -> tuple[str, ...]:
    given = snapshot(Subject.ASSESSMENT, "aggregation", standing=standing)
    assert isinstance(given, AssessmentSnapshot)
    everybody = {
        **situation().holders, f"deputy_leader@{UNIT}": frozenset({140}), HEAD: frozenset({120}),
    }  # fmt: skip
    return appraiser_keys(given, situation(**{"policy": DAGUAN, "holders": everybody, **where}))


@pytest.mark.req("S0-16")
def test_who_appraises_is_named_by_the_policy_or_it_is_the_office() -> None:
    part = next(one for one in DAGUAN.scoring.parts if isinstance(one, Appraisal))
    roles = {"superior_main_leader": HEAD}
    for standing in ("main_leader", "deputy", "staff"):
        named = [roles.get(str(one), f"{one}@{UNIT}") for one in part.appraisers(standing)]  # type: ignore[arg-type]
        assert appraisers(standing) == tuple(dict.fromkeys(named))
    assert appraisers("staff", holders={"office": frozenset({107})}) == ("office",)
    assert appraisers("staff", holders={}) == ("office",)
    related = {PERSON: frozenset({107})}
    head = {HEAD: frozenset({120}), "office": frozenset({107})}
    assert appraisers("deputy", holders={"office": frozenset({107})}, relatives=related) == ("office",)
    assert HEAD in appraisers("staff", holders=head, relatives=related)
    assert appraisers("staff", policy=situation().policy) == ()
