"""The guards of a ballot box (票箱; S1-20, S1-26)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.changes import Command
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.guards.inputs import Guard, bad, is_blank, reason, standing
from kaohe.workflow.domain.permissions import acting
from kaohe.workflow.domain.policy.ballots import TOGETHER, Box, RaterGroup
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.snapshots import BallotBoxSnapshot, Situation

_NEVER = datetime.min.replace(tzinfo=UTC)


def fewest_together(box: Box) -> int:
    """How many ballots everybody in a box needs: never fewer than may stand together (S1-20)."""
    return max(box.fewest_ballots, TOGETHER)


def box_of(snapshot: BallotBoxSnapshot, situation: Situation) -> Box:
    """The box's rules in the policy."""
    return situation.policy.ballots.box(snapshot.key)


def _outsiders(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """Raters proposed or added: each once, active, and not already rating; a reason for each (管理、联系、服务关系).

    `people` are (person, reason) in the order of the input, `members` the people of the unit itself, `unknown` those
    whom the body does not have or no longer has.
    """
    args = command.args
    times = Counter(person for person, _ in args["people"])
    for index, (person, why) in enumerate(args["people"]):
        field = f"people[{index}].person_id"
        if person in args["unknown"]:
            yield Refusal(Code.NOT_FOUND, field, {"what": "人员", "what_en": "person"})
        elif person in args["members"]:
            yield Refusal(Code.RATER_OF_THE_UNIT, field)
        elif times[person] > 1 or person in args["rating"]:
            yield Refusal(Code.DUPLICATE, field, {"what": "此评分人", "what_en": "this rater"})
        if is_blank(why):
            label, label_en = "提名理由", "why this person is proposed"
            yield Refusal(Code.REQUIRED, f"people[{index}].reason", {"label": label, "label_en": label_en})


def _may_rate(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """People from outside are added only where the policy lets them rate somebody."""
    unit_class = situation.policy.class_of(snapshot.row.get("unit_class") or "")
    raters = box_of(snapshot, situation).raters_for(unit_class)
    if command.args["people"] and not any(one.group is RaterGroup.EXTERNAL for one in raters):
        yield bad("people", "细则不设外部评分人", "the policy has no external raters")


def _enough_external(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    fewest = box_of(snapshot, situation).fewest_external
    if len(command.args["people"]) < fewest:
        yield Refusal(Code.TOO_FEW_EXTERNAL, "people", {"fewest": fewest, "count": len(command.args["people"])})


@standing
def _not_his_own_proposal(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    held = acting(Subject.BALLOT_BOX, command.trigger, command.actor, snapshot, situation)
    people = {command.actor.person_id, held.principal_id if held else None} - {None}
    if snapshot.proposed_by in people:
        yield Refusal(Code.OWN_PROPOSAL)


def _enough_raters(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """Everybody in the box can receive the ballots that he needs: `fewest` is what the worst placed may receive."""
    needed = fewest_together(box_of(snapshot, situation))
    if command.args["fewest"] < needed:
        yield Refusal(Code.BOX_LACKS_RATERS, params={"count": command.args["fewest"], "fewest": needed})


def _is_over(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """A box closes when its term ends, or when nobody is left who could cast."""
    due_at = snapshot.due_at or _NEVER
    if command.now < due_at and snapshot.waiting:
        yield Refusal(Code.TERM_NOT_OVER, params={"until": minute_words(due_at)})


def _later(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    due_at = max(snapshot.due_at or command.now, command.now)
    if command.args["due_at"] <= due_at:
        yield Refusal(Code.NOT_EXTENDED, "due_at", {"due": minute_words(due_at)})


def _in_future(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    if command.args["due_at"] <= command.now:
        yield bad("due_at", "新的截止时间须晚于现在", "the new end must lie in the future")


def _enough_ballots(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """`fewest` is the least number of ballots that somebody in the box has received; None where all were excluded since."""
    needed, fewest = fewest_together(box_of(snapshot, situation)), command.args["fewest"]
    if fewest is not None and fewest < needed:
        yield Refusal(Code.TOO_FEW_BALLOTS, params={"count": fewest, "fewest": needed})


def _adds_up(snapshot: BallotBoxSnapshot, command: Command, situation: Situation) -> Iterator[Refusal]:
    """As many envelopes as raters who have cast, each of which opens: nothing was slipped in or taken out."""
    sealed, readable, cast = (command.args[name] for name in ("sealed", "readable", "cast"))
    if not sealed == readable == cast:
        yield Refusal(Code.BALLOTS_DO_NOT_ADD_UP, params={"sealed": sealed, "readable": readable, "cast": cast})


GUARDS: dict[str, tuple[Guard, ...]] = {
    "propose_raters": (_enough_external, _outsiders),
    "return_raters": (reason,),
    "approve_raters": (_not_his_own_proposal,),
    "open_box": (_enough_raters,),
    "extend_box": (reason, _later),
    "close_box": (_is_over,),
    "reopen_box": (_in_future, _may_rate, _outsiders),
    "restart_box": (reason,),
    "count_box": (_adds_up, _enough_ballots),
}
