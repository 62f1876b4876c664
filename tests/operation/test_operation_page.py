"""docs/operation.md names what there is."""

from pathlib import Path

from kaohe.metrics import REGISTRY
from kaohe.workflow.backlog import Backlog

PAGE = (Path(__file__).parents[2] / "docs" / "operation.md").read_text(encoding="utf-8")


def test_every_metric_is_on_the_page() -> None:
    counted = [
        family.name + ("_total" if family.type == "counter" else "")
        for family in REGISTRY.collect()
        if family.name.startswith("kaohe_")
    ]
    read = ["kaohe_database_up", *(f"kaohe_{name}" for name in Backlog.__dataclass_fields__)]
    assert [name for name in (*counted, *read) if f"`{name}`" not in PAGE] == []
