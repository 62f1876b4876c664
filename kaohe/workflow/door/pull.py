"""One pull on one row: judged, and walked through to where it ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaohe.workflow.domain.changes import Changes, Command
from kaohe.workflow.domain.charts import CHARTS, Subject
from kaohe.workflow.domain.charts.machine import advance
from kaohe.workflow.domain.guards import judge
from kaohe.workflow.domain.permissions import acting
from kaohe.workflow.domain.plans import plan
from kaohe.workflow.domain.plans.schedule import is_present
from kaohe.workflow.domain.refusals import Refusal
from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation, Snapshot
from kaohe.workflow.domain.substitution import Loan
from kaohe.workflow.door.stores import cycle_of
from kaohe.workflow.door.write import Step


@dataclass(frozen=True)
class Pull:
    """What one person asks: to pull a trigger on all of `ids`. `args` and `seen` add a row's own inputs and last read
    version to the command; `request` is the id of his request."""

    ids: Sequence[int]
    command: Command
    args: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    seen: Mapping[int, int] = field(default_factory=dict)
    request: str | None = None

    def on(self, one: int) -> Command:
        """The command as it is for one row."""
        if one not in self.args and one not in self.seen:
            return self.command
        given = self.command
        return Command(
            trigger=given.trigger,
            actor=given.actor,
            now=given.now,
            reason=given.reason,
            args={**given.args, **self.args.get(one, {})},
            seen_version=self.seen.get(one, given.seen_version),
            on_behalf_of=given.on_behalf_of,
        )


def attempt(
    subject: Subject, snapshot: Snapshot, pull: Pull, situations: Mapping[int, Situation]
) -> tuple[list[Refusal], list[Step]]:
    """What stands against the pull on this row; where nothing does, the steps it takes."""
    command, situation = pull.on(snapshot.id), situations[cycle_of(subject, snapshot.row)]
    refusals = judge(subject, snapshot, command, situation)
    return refusals, [] if refusals else list(_walk(subject, snapshot, command, situation, pull.request))


def lent(subject: Subject, steps: Sequence[Step]) -> Iterator[Loan]:
    """The loans under which the steps, which are one person's, are taken."""
    for one in steps if steps and steps[0].command.actor.loans else ():
        acted = acting(subject, one.command.trigger, one.command.actor, one.snapshot, one.situation)
        if acted is not None and acted.loan is not None:
            yield acted.loan


def _walk(
    subject: Subject, snapshot: Snapshot, command: Command, situation: Situation, request: str | None
) -> Iterator[Step]:
    """The move itself, and on through every stage that the scheme lacks."""
    step = _step(subject, snapshot, command, situation, request)
    yield step
    while isinstance(snapshot, AssessmentSnapshot) and _lacking(step.changes, snapshot, situation):
        fields = {name: value for name, value in step.changes.fields.items() if hasattr(snapshot, name)}
        snapshot = snapshot.altered(state=step.changes.dest, **fields)
        skip = Command("skip_stage", command.actor, command.now)
        step = _step(subject, snapshot, skip, situation, request)
        yield step


def _lacking(changes: Changes, snapshot: Snapshot, situation: Situation) -> bool:
    moved = changes.dest != snapshot.state
    return moved and changes.dest not in ("excluded", "cancelled") and not is_present(situation.policy, changes.dest)


def _step(subject: Subject, snapshot: Snapshot, command: Command, situation: Situation, request: str | None) -> Step:
    changes = plan(subject, snapshot, command, situation)
    reached = advance(CHARTS[subject], snapshot.state, command.trigger, changes.dest)
    if reached != changes.dest:
        raise AssertionError(f"{subject}: the plan of {command.trigger} leads off the chart, to {changes.dest}")
    return Step(snapshot, command, changes, situation, request)
