"""What is found at a unit of the small bureau, for tests."""

from datetime import date
from typing import Any

from support.scene import Scene

from kaohe.workflow.domain.supervision.kinds import FindingKind, InspectionKind
from kaohe.workflow.supervision import FindingInput, InspectionInput, record_inspection

GAP = FindingInput(FindingKind.GAP, "台账不全", "补齐台账")
DIFFICULTY = FindingInput(FindingKind.DIFFICULTY, "警力不足", "提出调配方案")
PRACTICE = FindingInput(FindingKind.GOOD_PRACTICE, "案件日清日结")


def with_inspections(source: str) -> str:
    """The county's policy, whose leading group inspects."""
    return source + "\n[supervision]\ninspections = true\n"


def inspection(*findings: FindingInput, **changes: Any) -> InspectionInput:
    values: dict[str, Any] = {
        "kind": InspectionKind.SITE_VISIT,
        "held_on": date(2026, 4, 1),
        "inspectors": ["王考察"],
        "looked_at": "工作纪实台账",
        "findings": findings,
    }
    return InspectionInput(**{**values, **changes})


async def found(scene: Scene, *findings: FindingInput, who: str = "office", unit: str = "a") -> list[int]:
    """The ids of what somebody has found at a unit."""
    given = inspection(*findings)
    actor, unit_id = scene.actor(who), scene.world.units[unit]
    return (await record_inspection(scene.session, actor, scene.now, scene.world.cycle_id, unit_id, given))[1]


async def finding(scene: Scene, finding_id: int) -> dict[str, Any]:
    return (await scene.rows("SELECT * FROM finding WHERE id = :id", id=finding_id))[0]
