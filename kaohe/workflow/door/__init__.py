"""The one door: every change of state, by mutation, worker or command line, of one row or a hundred thousand.

`move` pulls a trigger on subjects that exist, `move_together` does it for several people in one transaction, `begin` puts
new ones into their chart's first state. All judge all guards under the rows' locks with the moment they are handed, and
write state, version, history, tasks, deadlines, quota and outbox in the caller's transaction. One row and many take the
same path, so both leave identical rows.
`open_tasks` and `set_deadlines` are for what no chart moves.
"""

from kaohe.workflow.door.begin import Newcomer, begin
from kaohe.workflow.door.beside import About, drop_task, forget_ballots, move_due, open_tasks, set_deadlines
from kaohe.workflow.door.last_words import last_words
from kaohe.workflow.door.move import Moved, move, move_one
from kaohe.workflow.door.pull import Pull
from kaohe.workflow.door.reroute import reroute
from kaohe.workflow.door.together import move_together
from kaohe.workflow.door.uphold import uphold

__all__ = [
    "About",
    "Moved",
    "Newcomer",
    "Pull",
    "begin",
    "drop_task",
    "forget_ballots",
    "last_words",
    "move",
    "move_due",
    "move_one",
    "move_together",
    "open_tasks",
    "reroute",
    "set_deadlines",
    "uphold",
]
