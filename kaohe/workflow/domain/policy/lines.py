"""On which line of a TOML text each key stands: tomllib does not say, and an error message must."""

import re
import tomllib
from bisect import bisect_left

from kaohe.workflow.domain.problems import KeyPath

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# The longest first. Up to two more quotes may stand before the closing three of a multi-line string.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of every key, table and list item of a text that tomllib accepts. What is opened several times, as
    a table by its sub-tables, stands where it is first named."""
    return _Scanner(text).scan()


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """The line of a path, or of the nearest thing around it: a missing field is looked for in its table."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    """One pass over the text. It trusts that the text is valid."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._lines: dict[KeyPath, int] = {}
        self._lengths: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._peek():
            if self._take("[["):
                table = self._array_table(self._keys())
                self._take("]]")
            elif self._take("["):
                table = self._table(self._keys())
                self._take("]")
            else:
                self._pair(table)
        return self._lines

    def _array_table(self, keys: list[str]) -> KeyPath:
        array = (*self._table(keys[:-1]), keys[-1])
        self._note(array)
        item = (*array, self._lengths.get(array, 0))
        self._lengths[array] = self._lengths.get(array, 0) + 1
        self._note(item)
        return item

    def _table(self, keys: list[str]) -> KeyPath:
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            self._note(path)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _pair(self, table: KeyPath) -> None:
        path = table
        self._peek()
        start = self._at
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._take("=")
        self._value(path)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._take("."):
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        quoted = self._peek() in ('"', "'")
        raw = self._match(_STRING if quoted else _BARE_KEY)
        return str(tomllib.loads(f"key = {raw}")["key"]) if quoted else raw

    def _value(self, path: KeyPath) -> None:
        first = self._peek()
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            self._match(_STRING if first in ('"', "'") else _SCALAR)

    def _array(self, path: KeyPath) -> None:
        self._take("[")
        index = 0
        while not self._take("]"):
            self._peek()
            self._note((*path, index))
            self._value((*path, index))
            self._take(",")
            index += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._take("{")
        while not self._take("}"):
            self._pair(path)
            self._take(",")

    def _peek(self) -> str:
        """The next character that is neither blank nor comment; empty at the end."""
        self._match(_BLANK)
        return self._text[self._at : self._at + 1]

    def _take(self, token: str) -> bool:
        self._peek()
        if not self._text.startswith(token, self._at):
            return False
        self._at += len(token)
        return True

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(f"not TOML at character {self._at}")
        self._at = found.end()
        return found.group()

    def _note(self, path: KeyPath, at: int | None = None) -> None:
        self._lines.setdefault(path, bisect_left(self._newlines, self._at if at is None else at) + 1)
