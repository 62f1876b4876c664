"""The guards of a cycle."""

from collections.abc import Iterator

from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.guards.inputs import bad, reason, standing
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import CycleSnapshot, Situation


@standing
def _not_frozen(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.frozen:
        yield Refusal(Code.QUOTA_FROZEN)


def _later(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    stage, until = str(command.args.get("stage")), command.args.get("until")
    due = situation.due.get(stage)
    if due is None or Stage(stage).position < Stage(snapshot.state).position:
        yield bad("stage", "只能延长当前或以后环节的期限", "only a present or later stage can be extended")
    elif until is None or until <= max(due, command.now):
        earliest = max(due, command.now)
        yield Refusal(Code.NOT_EXTENDED, "until", {"due": minute_words(earliest)})


@standing
def _is_suspended(snapshot: CycleSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if not snapshot.suspended:
        yield Refusal(Code.NOT_SUSPENDED)


GUARDS = {
    "freeze_quota": (_not_frozen,),
    "extend": (reason, _later),
    "suspend": (reason,),
    "resume": (_is_suspended,),
    "cancel": (reason,),
}
