"""The one door: every change of state, by mutation, worker or command line, of one row or a hundred thousand.

`move` pulls a trigger on subjects that exist, `begin` puts new ones into their chart's first state. Both judge all
guards under the rows' locks with the moment they are handed, and write state, version, history, tasks, deadlines,
quota and outbox in the caller's transaction. One row and many take the same path, so both leave identical rows.
"""

from kaohe.workflow.door.begin import Newcomer, begin
from kaohe.workflow.door.last_words import last_words
from kaohe.workflow.door.move import Moved, move, move_one
from kaohe.workflow.door.reroute import reroute

__all__ = ["Moved", "Newcomer", "begin", "last_words", "move", "move_one", "reroute"]
