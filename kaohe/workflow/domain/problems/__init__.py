"""What is wrong with a document that somebody wrote: every problem at once, each with its place and a clerk's words."""

from kaohe.workflow.domain.problems.paths import KeyPath
from kaohe.workflow.domain.problems.problem import InputError, Problem
from kaohe.workflow.domain.problems.repeats import repeated
from kaohe.workflow.domain.problems.validation import problems_of

__all__ = ["InputError", "KeyPath", "Problem", "problems_of", "repeated"]
