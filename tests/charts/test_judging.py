"""Every trigger in every state by every kind of caller: only the chart's own may go ahead."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from support.snapshots import ACTORS, NOW, PERSON, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import CHARTS, Chart, Subject, Who
from kaohe.workflow.domain.guards import available, judge
from kaohe.workflow.domain.indicators.model import InForce
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import person_key

#: Rules about who and where, as against those about a trigger's own inputs.
STANDING = frozenset({Code.NOT_ALLOWED, Code.WRONG_STATE, Code.SUSPENDED, Code.STALE_VERSION})

#: Who each name in a rule is among the callers of `support.snapshots`, where nobody has a task.
MAY = {
    Who.SELF: {"person"},
    Who.CLERK: {"clerk", "main_leader", "leader_in_charge"},
    Who.OFFICE: {"office"},
    Who.SECRETARY: {"secretary"},
    Who.OUTSIDE: {"outside"},
    Who.SYSTEM: {"system"},
    Who.UNIT_MEMBER: set(ACTORS) - {"system"},
    Who.HOLDER: set(),
    Who.SUPERIOR: {"office"},  # nobody leads a unit above
    Who.APPRAISER: set(),  # the shipped bureau's score has no appraisal
}

#: A cycle belongs to no unit and no person.
NOT_OF_A_CYCLE = frozenset({Who.SELF, Who.CLERK})

charts = pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda chart: str(chart.subject))

ARGS = {
    "result": {"missing": ()},
    "to": "aggregation",
    "step": "unit",
    "scores": {},
    "points": (),
    "in_force": InForce(),
    "claims": (),
    "places": 2,
    "text": "小结",
    "score": Decimal(90),
    "comment": "扎实",
    "people": (),
    "unknown": frozenset(),
    "members": frozenset(),
    "rating": frozenset(),
    "due_at": NOW + timedelta(days=1),
    "fewest": 3,
    "sealed": 3,
    "readable": 3,
    "cast": 3,
}


def _command(trigger: str, actor: Actor, **changes: object) -> Command:
    return Command(trigger, actor, NOW, **{"reason": "理由", "args": ARGS, **changes})  # type: ignore[arg-type]


def _standing(chart: Chart, state: str, command: Command, **of_snapshot: object) -> set[Code]:
    given = snapshot(chart.subject, state, **of_snapshot)
    return {one.code for one in judge(chart.subject, given, command, situation())} & STANDING


def _all(chart: Chart) -> Iterator[tuple[str, str, str]]:
    for trigger in chart.rules:
        for state in chart.states:
            for name in ACTORS:
                yield trigger, state, name


def _who_may(chart: Chart, trigger: str) -> set[str]:
    who = {one for one in chart.rules[trigger].who if not (chart.subject is Subject.CYCLE and one in NOT_OF_A_CYCLE)}
    may = set().union(*(MAY[one] for one in who))
    if chart.subject is Subject.OBJECTION and Who.SELF in who:
        may = may - {"person"} | {"colleague"}  # who filed it, not whom it concerns
    return may


@charts
def test_only_the_charts_own_go_ahead(chart: Chart) -> None:
    for trigger, state, name in _all(chart):
        expected = set()
        possible = bool(chart.destinations(trigger, state))
        if not possible:
            expected.add(Code.WRONG_STATE)
        holder_only = chart.rules[trigger].who == {Who.HOLDER}
        if name not in _who_may(chart, trigger) and (possible or not holder_only):
            expected.add(Code.NOT_ALLOWED)
        assert _standing(chart, state, _command(trigger, ACTORS[name])) == expected, (trigger, state, name)


@charts
def test_whoever_holds_the_task_may(chart: Chart) -> None:
    for trigger, rule in chart.rules.items():
        if Who.HOLDER not in rule.who:
            continue
        for state in chart.states:
            if not chart.destinations(trigger, state):
                continue
            keys = frozenset({"committee_member"})
            assert Code.NOT_ALLOWED not in _standing(chart, state, _command(trigger, ACTORS["member"]), task_keys=keys)
            assert Code.NOT_ALLOWED in _standing(chart, state, _command(trigger, ACTORS["other_clerk"]), task_keys=keys)


@charts
def test_every_violated_rule_is_named_at_once(chart: Chart) -> None:
    """Wrong caller, wrong state, old version, suspended: four refusals, each with words."""
    for trigger, rule in chart.rules.items():
        wrong = [state for state in chart.states if not chart.destinations(trigger, state)]
        if not wrong or rule.who == {Who.HOLDER} or trigger in ("resume", "cancel"):
            continue
        outsider = next(name for name in ACTORS if name not in _who_may(chart, trigger))
        command = _command(trigger, ACTORS[outsider], seen_version=1)
        refusals = judge(chart.subject, snapshot(chart.subject, wrong[0]), command, situation(suspended=True))
        assert {one.code for one in refusals} == STANDING, trigger
        assert all(one.message and one.message_en for one in refusals)


@charts
def test_a_suspended_cycle_lets_itself_be_resumed_or_cancelled_only(chart: Chart) -> None:
    for trigger in chart.rules:
        for state in chart.states:
            found = judge(chart.subject, snapshot(chart.subject, state), _command(trigger, ACTORS["office"]),
                          situation(suspended=True))  # fmt: skip
            assert (Code.SUSPENDED in {one.code for one in found}) == (trigger not in ("resume", "cancel"))


#: Refused by what stands, whatever is typed in: that is no available action either.
BY_ITSELF = frozenset(
    {
        Code.OWN_CASE,
        Code.RELATIVE,
        Code.ACTED_ALREADY,
        Code.QUOTA_FROZEN,
        Code.QUOTA_NOT_FROZEN,
        Code.NOT_SUSPENDED,
        Code.LIST_CHANGED,
        Code.LIST_INCOMPLETE,
        Code.LIST_NOT_HANDED_IN,
        Code.ROUND_LIMIT,
        Code.FEEDBACK_DELIVERED,
        Code.FEEDBACK_MISSING,
        Code.NO_ANSWER_WANTED,
    }
)


def _stands(refusal: Refusal) -> bool:
    known = refusal.code is Code.BAD_INPUT and refusal.field == "assessment_id"  # the summary is in already
    return known or refusal.code in STANDING | BY_ITSELF


@charts
def test_what_is_available_is_not_refused_for_who_or_where(chart: Chart) -> None:
    for state in chart.states:
        for actor in ACTORS.values():
            for suspended in (False, True):
                given, where = snapshot(chart.subject, state), situation(suspended=suspended)
                names = {rule.name for rule in available(chart.subject, given, actor, where)}
                for trigger in chart.rules:
                    found = judge(chart.subject, given, _command(trigger, actor), where)
                    standing = {one.code for one in found if _stands(one)}
                    if trigger in names:
                        assert not standing, (state, actor.name, trigger)
                    elif chart.rules[trigger].by_hand and not actor.is_system:
                        assert standing, (state, actor.name, trigger)


@pytest.mark.req("S3-30", "S3-31")
def test_nobody_acts_on_his_own_case_or_a_relatives() -> None:
    """Whatever role he has: the triggers of others are refused on his own case."""
    others_only = {
        "return_summary", "record_scores", "appraise", "check_claims", "audit_claims", "approve_review", "return_for_rework",
        "return_to_review", "reopen", "outside_reject", "withhold_grade", "deliver_feedback", "exclude", "include",
        "supplement", "record_indicators",
    }  # fmt: skip
    chart = CHARTS[Subject.ASSESSMENT]
    for relatives, code in (({}, Code.OWN_CASE), ({PERSON: frozenset({107})}, Code.RELATIVE)):
        own = code is Code.OWN_CASE
        one = Actor(1, "x", 107, PERSON if own else 107, 2, ACTORS["office"].keys | ACTORS["clerk"].keys)
        for trigger in others_only:
            for state in chart.states:
                if not chart.destinations(trigger, state):
                    continue
                found = judge(Subject.ASSESSMENT, snapshot(Subject.ASSESSMENT, state), _command(trigger, one),
                              situation(relatives=relatives))  # fmt: skip
                assert code in {refusal.code for refusal in found}, (trigger, code)


def test_a_case_is_its_persons_own() -> None:
    names = available(Subject.ASSESSMENT, snapshot(Subject.ASSESSMENT, "self_summary"), ACTORS["person"], situation())
    assert [rule.name for rule in names] == ["submit_summary"]
    assert person_key(PERSON) in ACTORS["person"].keys
