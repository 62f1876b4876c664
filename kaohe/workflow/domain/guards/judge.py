"""Judging a move: the rules that hold for every trigger, then the trigger's own."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import (
    CHARTS,
    WHO_LABELS,
    WHO_LABELS_EN,
    Chart,
    Subject,
    TriggerRule,
    Who,
)
from kaohe.workflow.domain.charts.labels import state_label
from kaohe.workflow.domain.guards import assessment, ballot_box, cycle, finding, objection, unit_list
from kaohe.workflow.domain.guards.inputs import STANDING, Guard
from kaohe.workflow.domain.permissions import acting, hindrances
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import Situation, Snapshot

_GUARDS: Mapping[Subject, Mapping[str, tuple[Guard, ...]]] = {
    Subject.ASSESSMENT: assessment.GUARDS,
    Subject.CYCLE: cycle.GUARDS,
    Subject.UNIT_LIST: unit_list.GUARDS,
    Subject.OBJECTION: objection.GUARDS,
    Subject.BALLOT_BOX: ballot_box.GUARDS,
    Subject.FINDING: finding.GUARDS,
}

#: Guards that need no input need no time either.
_NO_MATTER_WHEN = datetime.min.replace(tzinfo=UTC)

#: What may be done to a cycle although it is suspended.
_WHILE_SUSPENDED = frozenset({"resume", "cancel"})


def judge(subject: Subject, snapshot: Snapshot, command: Command, situation: Situation) -> list[Refusal]:
    """Every rule that the command violates; empty where it may go ahead."""
    chart = CHARTS[subject]
    refusals = list(_common(chart, snapshot, command, situation))
    if chart.destinations(command.trigger, snapshot.state):
        for guard in _GUARDS[subject].get(command.trigger, ()):
            refusals.extend(guard(snapshot, command, situation))
    return list({(one.code, one.field, one.message): one for one in refusals}.values()) if refusals else []


def available(subject: Subject, snapshot: Snapshot, actor: Actor, situation: Situation) -> list[TriggerRule]:
    """The triggers that the actor may pull now, by hand, in the chart's order."""
    chart = CHARTS[subject]
    return [
        rule
        for rule in (chart.rules[name] for name in chart.triggers_from(snapshot.state))
        if rule.by_hand
        and acting(subject, rule.name, actor, snapshot, situation, rule.who - {Who.SYSTEM}) is not None
        and not (situation.suspended and rule.name not in _WHILE_SUSPENDED)
        and not assessment.kept_away(snapshot, rule.name, actor, situation)
        and not any(_standing(subject, snapshot, rule.name, actor, situation))
    ]


def _standing(
    subject: Subject, snapshot: Snapshot, trigger: str, actor: Actor, situation: Situation
) -> Iterator[Refusal]:
    """What the guards that need no input refuse already."""
    command = Command(trigger, actor, _NO_MATTER_WHEN)
    for guard in _GUARDS[subject].get(trigger, ()):
        if guard in STANDING:
            yield from guard(snapshot, command, situation)


def _common(chart: Chart, snapshot: Snapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    rule = chart.rules[command.trigger]
    possible = bool(chart.destinations(command.trigger, snapshot.state))
    words = {"action": rule.label, "action_en": rule.label_en}
    # Who holds the task is known only where there is one: elsewhere the state says enough.
    asked = (chart.subject, command.trigger, command.actor, snapshot, situation)
    if (possible or rule.who != {Who.HOLDER}) and acting(*asked) is None:
        yield from list(hindrances(*asked)) or [_not_allowed(rule, words)]
    if not possible:
        state, state_en = state_label(snapshot.state)
        yield Refusal(Code.WRONG_STATE, params={**words, "state": state, "state_en": state_en})
    if command.seen_version is not None and command.seen_version != snapshot.version:
        yield Refusal(
            Code.STALE_VERSION,
            "version",
            {**words, "seen": command.seen_version, "version": snapshot.version},
        )
    if situation.suspended and command.trigger not in _WHILE_SUSPENDED:
        yield Refusal(Code.SUSPENDED)


def _not_allowed(rule: TriggerRule, words: dict[str, str]) -> Refusal:
    who: list[Who] = [one for one in Who if one in rule.who and one is not Who.SYSTEM] or [Who.SYSTEM]
    return Refusal(
        Code.NOT_ALLOWED,
        params={
            **words,
            "who": "、".join(WHO_LABELS[one] for one in who),
            "who_en": ", ".join(WHO_LABELS_EN[one] for one in who),
        },
    )
