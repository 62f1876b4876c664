"""The shipped scheme's text, and what is wrong with a change of it."""

from collections.abc import Callable

import pytest

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.policy import PolicyError, load_policy
from kaohe.workflow.domain.problems import Problem


@pytest.fixture(scope="session")
def problems_after() -> Callable[..., tuple[Problem, ...]]:
    """The problems of county-psb after the given (old, new) replacements, each of which must match."""

    def problems(*changes: tuple[str, str]) -> tuple[Problem, ...]:
        text = shipped_text("county-psb")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        with pytest.raises(PolicyError) as refused:
            load_policy(text, "mine.toml")
        return refused.value.problems

    return problems
