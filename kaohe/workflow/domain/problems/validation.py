"""pydantic's findings as problems of the document."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kaohe.workflow.domain.problems.paths import without_tags
from kaohe.workflow.domain.problems.problem import Problem
from kaohe.workflow.domain.problems.suggest import did_you_mean
from kaohe.workflow.domain.problems.words import words_for


def problems_of(error: ValidationError, root: type, document: object) -> Iterator[Problem]:
    """Every problem that pydantic found when it read `document` as a `root`."""
    for details in error.errors(include_url=False):
        zh, en = words_for(details)
        meant = _meant(root, details)
        if meant:
            zh, en = f"{zh},是否为 {meant}?", f"{en}; did you mean {meant}?"
        yield Problem(without_tags(details["loc"], document), details["type"], zh, en)


def _meant(root: type, details: ErrorDetails) -> str | None:
    if details["type"] not in ("extra_forbidden", "unexpected_keyword_argument"):
        return None
    return did_you_mean(root, details["loc"])
