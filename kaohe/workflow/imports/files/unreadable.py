"""Refusing a file as a whole."""

from kaohe.workflow.domain.refusals import Code, Refused, refuse


def unreadable(problem: str, problem_en: str) -> Refused:
    """The file cannot be read, in words for whoever sent it."""
    return refuse(Code.BAD_INPUT, "file", problem=problem, problem_en=problem_en)
