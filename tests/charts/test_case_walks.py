"""Random walks of one case through its chart: guards and plans agree, and nobody is left without a desk."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.snapshots import ACTORS, NOW, OTHER_UNIT, PERSON, UNIT, situation, snapshot

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Changes, Command
from kaohe.workflow.domain.charts import ASSESSMENT_CHART as CHART
from kaohe.workflow.domain.charts import LOOP, Stage, Subject
from kaohe.workflow.domain.charts.machine import advance
from kaohe.workflow.domain.guards import available, judge
from kaohe.workflow.domain.indicators.model import InForce
from kaohe.workflow.domain.permissions import acting
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.plans.entry import enter
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Opinion

GRADES = ("good", "fairly_good", "fair", "poor")

#: Where somebody has to do something; publicity and appeal only wait.
BUSY = frozenset({"self_summary", "aggregation", "review", "decision", "feedback"})

#: What leads away from the loop, taken less often so that walks get far.
ASIDE = frozenset(
    {"exclude", "reassign", "return_summary", "return_for_rework", "return_to_review", "cancel", "skip_stage"}
)


def _args(grade: str | None, outcome: str, place: str) -> dict[str, Any]:
    """Something for every trigger's inputs."""
    graded = outcome == "graded"
    result = {
        "missing": (),
        "outcome": outcome,
        "score": None,
        "breakdown": (),
        "proposed_grade": "fair" if graded else None,
    }
    return {
        "text": "小结",
        "scan": 1,
        "claims": ({"standard": "major_case", "matter": "X案", "points": 1, "status": "accepted"},),
        "scores": {},
        "points": (),
        "in_force": InForce(),
        "score": Decimal(90),
        "comment": "扎实",
        "result": {**result, "allowed_grades": GRADES if graded else ()},
        "grade": grade,
        "outcome": outcome,
        "to": "aggregation" if place == "unit" else "self_summary",
        "step": place,
        "notice_id": 1,
        "session_id": 1,
        "kind": "accepted",
        "closes_at": NOW,
        "method": "written_delivery",
        "affirmed": "好",
        "shortcomings": "无",
        "requirements": "继续",
        "acknowledgement": "refused",
        "witness": "李四",
        "unit_id": OTHER_UNIT if place == "unit" else UNIT,
    }


class CaseWalk(RuleBasedStateMachine):
    """One case; each step somebody pulls a trigger, possible or not."""

    def __init__(self) -> None:
        super().__init__()
        self.where = situation()
        self.now = NOW
        self.case = self._entered("self_summary")

    def _entered(self, stage: str) -> AssessmentSnapshot:
        """The case as it comes to a stage, with the task that this brings."""
        early = stage in ("self_summary", "aggregation")
        case = snapshot(
            Subject.ASSESSMENT, stage, summary=None if early else "submitted", proposed_grade=None if early else "fair"
        )
        assert isinstance(case, AssessmentSnapshot)
        changes = enter(case, Stage(stage), Command("open", ACTORS["system"], NOW), self.where)
        return replace(case, task_keys=frozenset(task.assignee_key for task in changes.tasks), on_list=False)

    @initialize(stage=st.sampled_from(LOOP[:-1]))
    def begin(self, stage: str) -> None:
        self.case = self._entered(stage)

    @rule(
        pick=st.integers(0, 99),
        name=st.sampled_from([*ACTORS, "whoever may", "whoever may", "whoever may"]),
        grade=st.sampled_from([*GRADES, None]),
        outcome=st.sampled_from(["graded", "graded", "comment_only", "pending"]),
        place=st.sampled_from(["unit", "consent", "office"]),
        days=st.integers(0, 9),
    )
    def pull(self, pick: int, name: str, grade: str | None, outcome: str, place: str, days: int) -> None:
        """Pull one of the triggers of the present state, or any trigger where it has none."""
        self.now += timedelta(days=days, minutes=1)
        names = CHART.triggers_from(self.case.state) or list(CHART.rules)
        names = [one for one in names if one not in ASIDE or place == "consent"] or names
        trigger = names[pick % len(names)]
        if trigger in ("cancel", "skip_stage"):
            return
        actor = self._whoever_may(trigger) if name == "whoever may" else ACTORS[name]
        command = Command(trigger, actor, self.now, reason="理由", args=_args(grade, outcome, place))
        refusals = judge(Subject.ASSESSMENT, self.case, command, self.where)
        if refusals:
            assert all(one.message and one.message_en for one in refusals)
            return
        if not actor.is_system:
            assert trigger in {one.name for one in available(Subject.ASSESSMENT, self.case, actor, self.where)}
        changes = plan(Subject.ASSESSMENT, self.case, command, self.where)
        assert advance(CHART, self.case.state, trigger, changes.dest) == changes.dest
        self._apply(changes, command)

    def _whoever_may(self, trigger: str) -> Actor:
        may = (one for one in ACTORS.values() if acting(Subject.ASSESSMENT, trigger, one, self.case, self.where))
        return next(may, ACTORS["system"])

    def _apply(self, changes: Changes, command: Command) -> None:
        before = self.case
        known = {name: value for name, value in changes.fields.items() if hasattr(before, name)}
        opinions = [row for table, row in changes.rows if table == "review_opinion"]
        signed = [Opinion(row["round"], row["step"], row["person_id"]) for row in opinions]
        keys = frozenset(task.assignee_key for task in changes.tasks)
        self.case = replace(
            before,
            **known,
            state=str(changes.dest),
            version=before.version + 1,
            task_keys=before.task_keys | keys if changes.keep_tasks else keys,
            opinions=(*self._standing(command), *signed),
            decided_before=before.decided_before or command.trigger == "decide",
        )

    def _standing(self, command: Command) -> tuple[Opinion, ...]:
        """The signatures that the use cases leave in force."""
        case = self.case
        steps = [step.key for step in self.where.policy.review.chain]
        if command.trigger in ("return_for_rework", "include"):
            return tuple(one for one in case.opinions if one.round < case.round)
        if command.trigger == "return_to_review":
            through = steps.index(command.args["step"])
            return tuple(one for one in case.opinions if one.round < case.round or steps.index(one.step) < through)
        return case.opinions

    @invariant()
    def somebody_has_it_on_the_desk(self) -> None:
        assert bool(self.case.task_keys) == (self.case.state in BUSY), self.case.state

    @invariant()
    def nobody_signs_twice_in_a_round_or_his_own_case(self) -> None:
        for number in {one.round for one in self.case.opinions}:
            people = [one.person_id for one in self.case.opinions if one.round == number]
            assert len(people) == len(set(people))
            assert PERSON not in people

    @invariant()
    def a_step_of_the_chain(self) -> None:
        assert 0 <= self.case.review_step < len(self.where.policy.review.chain)

    @invariant()
    def only_the_graded_have_a_published_grade(self) -> None:
        if self.case.state in ("publicity", "appeal", "feedback", "archived"):
            assert self.case.grade is None or self.case.graded


CaseWalk.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.req("S3-28", "S3-30", "S3-31", "S3-34", "S3-41")
class TestCaseWalk(CaseWalk.TestCase):  # type: ignore[misc,valid-type] # unittest's case, made by hypothesis
    """Runs the machine."""
