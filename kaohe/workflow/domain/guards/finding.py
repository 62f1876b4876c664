"""The guards of a finding (发现的情况)."""

from kaohe.workflow.domain.guards.inputs import Guard

GUARDS: dict[str, tuple[Guard, ...]] = {}
