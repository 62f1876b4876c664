"""Guards (办理条件): every rule that a move must satisfy, all of them evaluated, each refusal a datum.

`judge` is what the door calls, `available` what `availableActions` shows.
"""

from kaohe.workflow.domain.guards.judge import available, judge

__all__ = ["available", "judge"]
