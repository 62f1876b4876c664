"""The guards of a unit's result list (S3-29..31)."""

from collections.abc import Iterator

from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Stage
from kaohe.workflow.domain.guards.inputs import Guard, reason, standing
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.snapshots import ListMember, Situation, UnitListSnapshot


def waiting_for(snapshot: UnitListSnapshot, situation: Situation, role: Role) -> list[ListMember]:
    """The lines that still wait for the step of `role`, or for one before it."""
    through = last_step(situation, role)
    return [
        member
        for member in snapshot.members
        if Stage(member.state).position < Stage.REVIEW.position
        or (member.state == Stage.REVIEW and member.review_step <= through)
    ]


def last_step(situation: Situation, role: Role) -> int:
    """The place of the role's last step in the review chain, from 0; −1 where it has none."""
    steps = [index for index, step in enumerate(situation.policy.review.chain) if step.role == role]
    return max(steps, default=-1)


def _through(role: Role) -> Guard:
    def guard(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
        waiting = waiting_for(snapshot, situation, role)
        if waiting:
            names = "、".join(member.name for member in waiting[:5]) + ("等" if len(waiting) > 5 else "")
            yield Refusal(Code.LIST_INCOMPLETE, params={"count": len(waiting), "names": names})

    return guard


def _within_places(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """Nominees never exceed what is offered (S3-24..26). `places` comes with the command: none where units have none."""
    places = command.args["places"]
    if places is not None and snapshot.nominees > places:
        yield Refusal(
            Code.OVER_UNIT_PLACES,
            params={
                "unit": snapshot.unit_name,
                "places": places,
                "used": snapshot.nominees,
                "over": snapshot.nominees - places,
                "hint": "，请由审核领导退回其中的人员重办",
                "hint_en": "; a reviewer can send somebody back for rework",
            },
        )


@standing
def _unchanged(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if snapshot.signed_hash != snapshot.content:
        yield Refusal(Code.LIST_CHANGED)


# Consenting to a list brings everyone on it through that step: only then is it known who is left.
GUARDS = {
    "sign": (standing(_through(Role.MAIN_LEADER)), _within_places),
    "consent": (_unchanged, _through(Role.LEADER_IN_CHARGE), _within_places),
    "hand_in": (_unchanged, _through(Role.LEADER_IN_CHARGE), _within_places),
    "return": (reason,),
}
