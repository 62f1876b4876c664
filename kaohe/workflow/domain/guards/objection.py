"""The guards of an objection (S3-38; §3, "objection" and "second look")."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.guards.inputs import required
from kaohe.workflow.domain.permissions import recusal
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import ObjectionSnapshot, Situation

_reply = required("reply", "答复", "reply")


def _hears_no_own_case(snapshot: ObjectionSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    for concerned in {snapshot.subject_person_id, snapshot.filed_by}:
        refusal = recusal(command.actor.person_id, concerned, situation)
        if refusal is not None:
            yield refusal


def _rounds_left(snapshot: ObjectionSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.instance == 1 and snapshot.round >= situation.policy.appeal.max_rounds:
        yield Refusal(Code.ROUND_LIMIT, params={"rounds": situation.policy.appeal.max_rounds})


GUARDS = {
    "admit": (_hears_no_own_case,),
    "refuse": (_hears_no_own_case, _reply),
    "dismiss": (_hears_no_own_case, _reply),
    "sustain": (_hears_no_own_case, _reply, _rounds_left),
}
