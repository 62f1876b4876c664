"""What a table is expected to hold: its sheet's name, its columns and how their cells are read."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kaohe.workflow.imports.files import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `heading` is the Chinese one; `aliases` are others, and the English name `key` is always one.

    A `required` column must be there and every cell of it filled.
    """

    key: str
    heading: str
    read: Callable[[Cell], Any]
    required: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def headings(self) -> frozenset[str]:
        return frozenset(normal(name) for name in (self.heading, self.key, *self.aliases))


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `name` is the sheet's; `aliases` are other names for it."""

    name: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(normal(name) for name in (self.name, *self.aliases))

    def column_of(self, heading: str) -> Column | None:
        """The column with that heading."""
        wanted = normal(heading)
        return next((column for column in self.columns if wanted in column.headings), None)

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)


def normal(heading: str) -> str:
    """A heading as it is compared: without blanks, stars and brackets, in any letter case and width."""
    plain = unicodedata.normalize("NFKC", heading).split("(")[0]
    return "".join(letter for letter in plain.lower() if letter.isalnum())
