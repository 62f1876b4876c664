"""The classes of a scheme's units (单位分类)."""

from kaohe.workflow.domain.policy.base import Flag, Key, Label, Section


class UnitClass(Section):
    """单位分类 · A class of units that is evaluated or rated in a way of its own (S0-9, S1-17)."""

    key: Key
    """代码 · The name that units are registered under."""
    label: Label
    """名称 · Its name in Chinese."""
    label_en: Label
    """英文名称 · Its name in English."""
    default: Flag = False
    """是否默认 · The class of units that are registered under none of the classes; exactly one is."""
