"""Unit items (专项指标): what a unit scored in public satisfaction and service level (S0-8, S0-19)."""

from kaohe.workflow.unit_items.record import UnitItemInput, record_unit_items

__all__ = ["UnitItemInput", "record_unit_items"]
