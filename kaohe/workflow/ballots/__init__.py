"""Ballot boxes (票箱): from the draft to the count. What is kept of a ballot, and what never is: docs/ballots.md."""

from kaohe.workflow.ballots.cancel import cancel_boxes
from kaohe.workflow.ballots.cast import Vote, cast_ballot
from kaohe.workflow.ballots.deadlines import carry_out_box
from kaohe.workflow.ballots.draft import draft_boxes
from kaohe.workflow.ballots.keys import BallotKeys
from kaohe.workflow.ballots.prolong import extend_box, reopen_box
from kaohe.workflow.ballots.raters import Proposed, approve_raters, propose_raters, return_raters
from kaohe.workflow.ballots.restart import restart_box
from kaohe.workflow.ballots.tend import Tended, boxes_wait, tend_boxes

__all__ = [
    "BallotKeys",
    "Proposed",
    "Tended",
    "Vote",
    "approve_raters",
    "boxes_wait",
    "cancel_boxes",
    "carry_out_box",
    "cast_ballot",
    "draft_boxes",
    "extend_box",
    "propose_raters",
    "reopen_box",
    "restart_box",
    "return_raters",
    "tend_boxes",
]
