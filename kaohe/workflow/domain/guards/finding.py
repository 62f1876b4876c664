"""The guards of a finding (S0-27)."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import Guard, reason, required, standing
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import FindingSnapshot, Situation


@standing
def _wants_answer(snapshot: FindingSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if not snapshot.wants_answer:
        yield Refusal(Code.NO_ANSWER_WANTED)


GUARDS: dict[str, tuple[Guard, ...]] = {
    "answer_finding": (_wants_answer, required("reply", "答复", "reply")),
    "return_finding": (reason,),
    "close_finding": (required("conclusion", "办结意见", "conclusion"),),
}
