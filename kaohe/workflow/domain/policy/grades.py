"""The grades of a scheme (等次)."""

from kaohe.workflow.domain.policy.base import Flag, Key, Label, Positive, Section


class Grade(Section):
    """等次 · One grade, as the scheme spells it (N-5, S3-22)."""

    key: Key
    """代码 · The name used in facts and results."""
    label: Label
    """名称 · The grade's name in Chinese."""
    label_en: Label
    """英文名称 · The grade's name in English."""
    rank: Positive
    """高低次序,1 为最高 · Its order, 1 is the best."""
    limited: Flag = False
    """是否占用名额 · Whether a person with this grade uses one of the places (S3-23)."""
    public: Flag = False
    """是否可以列入公示 · Whether it may stand on a notice; fair and poor never do (§3)."""
