"""Which notifications (通知) to a role concern lent work: who stands in is told as well."""

from collections.abc import Iterable, Mapping

from kaohe.workflow.domain.notices import DEADLINE_NOTICES
from kaohe.workflow.domain.substitution import WORK_OF_TASK, WorkKind
from kaohe.workflow.domain.task_stages import told_as


def _works() -> Mapping[str, frozenset[WorkKind]]:
    works: dict[str, set[WorkKind]] = {}
    for task, work in WORK_OF_TASK.items():
        # A task's kind is that of the notification that it is there; the others speak of the stage that it belongs to.
        for kind in (task, *(f"{prefix}_{told_as(task)}" for prefix in DEADLINE_NOTICES)):
            works.setdefault(kind, set()).add(work)
    return {kind: frozenset(found) for kind, found in works.items()}


#: The kinds of work that a kind of notification concerns; those that concern none are not here.
WORK_OF_NOTICE: Mapping[str, frozenset[WorkKind]] = _works()


def notices_of(lent: Iterable[WorkKind]) -> list[str]:
    """The kinds of notification that come with these kinds of work."""
    wanted = frozenset(lent)
    return sorted(kind for kind, works in WORK_OF_NOTICE.items() if works & wanted)
