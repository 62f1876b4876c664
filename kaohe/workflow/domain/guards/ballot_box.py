"""The guards of a ballot box (票箱)."""

from kaohe.workflow.domain.guards.inputs import Guard

GUARDS: dict[str, tuple[Guard, ...]] = {}
