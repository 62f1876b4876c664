"""The plans of a ballot box (票箱)."""

from collections.abc import Callable
from typing import Any

from kaohe.workflow.domain.changes import Changes, Command
from kaohe.workflow.domain.snapshots import Situation

PLANS: dict[str, Callable[[Any, Command, Situation], Changes]] = {}
