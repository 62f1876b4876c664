"""Every kind of task belongs to a stage, so that its deadlines reach whoever holds it."""

from kaohe.workflow.domain.charts import LOOP
from kaohe.workflow.domain.notices import TASKS
from kaohe.workflow.domain.task_stages import PRIVATE, TASK_STAGES, kinds_of


def test_every_kind_of_task_has_a_stage() -> None:
    assert set(TASK_STAGES) == set(TASKS)


def test_the_kinds_of_all_stages_are_all_kinds_that_others_may_learn_of() -> None:
    assert sorted(kind for stage in LOOP for kind in kinds_of(stage)) == sorted(set(TASK_STAGES) - PRIVATE)
    assert kinds_of("publicity") == []
