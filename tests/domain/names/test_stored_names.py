"""Names that rows, histories, archives and clients hold: they never change with the code."""

import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module

import pytest

from kaohe.workflow import domain


def _enums() -> Iterator[type[StrEnum]]:
    """Every enum of names in the domain."""
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        for one in vars(import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, StrEnum) and one.__module__ == module.name:
                yield one


ENUMS = tuple(_enums())


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_name_is_written_as_it_is_called(enum: type[StrEnum]) -> None:
    assert [one.value for one in enum] == [one.name.lower() for one in enum]


def test_there_are_many() -> None:
    assert len(ENUMS) > 15
