"""The plans of a unit's result list: who signs next."""

from collections.abc import Callable

from kaohe.workflow.domain.chain import holder, ladder_of
from kaohe.workflow.domain.changes import Changes, Command, TaskSpec
from kaohe.workflow.domain.charts import ListState, Stage
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation, UnitListSnapshot

Planner = Callable[[UnitListSnapshot, Command, Situation], Changes]

_BLANK: dict[str, object] = {
    "signed_hash": None,
    "members": None,
    **{f"{act}_{what}": None for act in ("signed", "consented", "handed_in") for what in ("by", "at")},
}


def task(kind: str, role: Role, snapshot: UnitListSnapshot, command: Command, situation: Situation) -> TaskSpec:
    """A task on the list, for the role or, where the post is vacant, one step up."""
    if role == Role.UNIT_CLERK:
        ladder = (
            role_key(role, snapshot.unit_id),
            *ladder_of(Role.MAIN_LEADER, snapshot.unit_id, situation.root_unit_id),
        )
    else:
        ladder = ladder_of(role, snapshot.unit_id, situation.root_unit_id)
    key = holder(ladder, situation.holders, frozenset()) or ladder[0]
    return TaskSpec(kind, key, max(situation.due.get(Stage.REVIEW, command.now), command.now))


def _sign(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(
        dest=ListState.SIGNED,
        fields={
            "signed_hash": snapshot.content,
            "members": [member.assessment_id for member in snapshot.members],
            "signed_by": command.actor.person_id,
            "signed_at": command.now,
        },
        tasks=[task("consent_list", Role.LEADER_IN_CHARGE, snapshot, command, situation)],
        data={"content": snapshot.content.hex(), "people": len(snapshot.members), "nominees": snapshot.nominees},
    )


def _consent(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(
        dest=ListState.CONSENTED,
        fields={"consented_by": command.actor.person_id, "consented_at": command.now},
        tasks=[task("hand_in_list", Role.UNIT_CLERK, snapshot, command, situation)],
        data={"content": snapshot.content.hex()},
    )


def _hand_in(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(
        dest=ListState.HANDED_IN,
        fields={"handed_in_by": command.actor.person_id, "handed_in_at": command.now},
        data={"content": snapshot.content.hex()},
        notify=[(role_key(Role.OFFICE), "list_handed_in")],
    )


def _reopen(snapshot: UnitListSnapshot, command: Command, situation: Situation) -> Changes:
    return Changes(
        dest=ListState.OPEN,
        fields=dict(_BLANK),
        tasks=[task("sign_list", Role.MAIN_LEADER, snapshot, command, situation)],
    )


PLANS: dict[str, Planner] = {
    "sign": _sign,
    "consent": _consent,
    "hand_in": _hand_in,
    "return": _reopen,
    "void": _reopen,
}
