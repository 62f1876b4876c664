"""How results are publicised (公示)."""

from kaohe.workflow.domain.policy.base import Key, Label, Section
from kaohe.workflow.domain.terms import Term


class Publicity(Section):
    """公示 · The notice (S3-37, N-3)."""

    term: Term = Term(working_days=5)
    """公示期 · How long a notice stands."""
    grades: tuple[Key, ...] = ("good",)
    """公示哪些等次 · The grades that are listed."""
    form: Label = "在本单位公示栏张榜公示"
    """公示形式 · In what form (S3-37)."""
