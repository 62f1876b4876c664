"""Every key of a TOML text is found on its own line, however it is written."""

import tomllib
from collections.abc import Iterator
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kaohe.workflow.domain.policy.lines import key_lines, line_of
from kaohe.workflow.domain.problems import KeyPath

TEXT = '''\
# a comment with [brackets] and key = 1
title = "with # and = and [x]"   # trailing
"quoted key" = 'literal # no comment'
a.b . "c.d" = 1

[table.inner]
list = [
  1, # one
  { x = 1, y = [2,
    3] },
  """
  multi " line ]
  """, 'x',
]
[[rows]]
name = \'\'\'
[not.a.table]
x = 1\'\'\'
[[rows]]
name = "b"
  [rows.sub]
  when = 1979-05-27 07:32:00
  [[rows.deep]]
  k = """ends with a quote""""
'''

EXPECTED: dict[KeyPath, int] = {
    ("title",): 2,
    ("quoted key",): 3,
    ("a", "b", "c.d"): 4,
    ("table",): 6,
    ("table", "inner"): 6,
    ("table", "inner", "list"): 7,
    ("table", "inner", "list", 0): 8,
    ("table", "inner", "list", 1, "x"): 9,
    ("table", "inner", "list", 1, "y", 1): 10,
    ("table", "inner", "list", 2): 11,
    ("table", "inner", "list", 3): 13,
    ("rows",): 15,
    ("rows", 0): 15,
    ("rows", 0, "name"): 16,
    ("rows", 1): 19,
    ("rows", 1, "name"): 20,
    ("rows", 1, "sub"): 21,
    ("rows", 1, "sub", "when"): 22,
    ("rows", 1, "deep", 0): 23,
    ("rows", 1, "deep", 0, "k"): 24,
}


def test_every_way_of_writing_a_key() -> None:
    tomllib.loads(TEXT)
    lines = key_lines(TEXT)
    assert {path: lines.get(path) for path in EXPECTED} == EXPECTED


def test_windows_line_ends_count_once() -> None:
    lines = key_lines(TEXT.replace("\n", "\r\n"))
    assert {path: lines.get(path) for path in EXPECTED} == EXPECTED


def test_a_missing_field_is_looked_for_in_its_table() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("rows", 1, "sub", "absent")) == 21
    assert line_of(lines, ("absent",)) == 1


keys = st.text("ab-_é .#\"'\\", min_size=1, max_size=4)
leaves = st.sampled_from(["{n}", '"# {n} [x] = \\" "', "'{n} \\ {{ '", '"""{n} ""a ] # """', "1.5e{n}"])
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Writer:
    """Writes a document as TOML in ways drawn from `data`, and notes the line of every leaf."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.text, self.numbers, self.leaves = draw, "", count(1), dict[KeyPath, int]()

    @property
    def line(self) -> int:
        return self.text.count("\n") + 1

    def table(self, content: dict[str, Any], path: KeyPath, header: str) -> None:
        later = {key: value for key, value in content.items() if self._own_header(value)}
        for key, value in content.items():
            if key not in later:
                self.text += self.draw(st.sampled_from(["", "# a = [\n", "\n", "  "]))
                self.text += f"{quoted(key)} = "
                self.value(value, (*path, key))
                self.text += self.draw(st.sampled_from(["\n", " # end ]\n"]))
        for key, value in later.items():
            name = f"{header}.{quoted(key)}" if header else quoted(key)
            if isinstance(value, dict):
                self.text += f"[{name}]\n"
                self.table(value, (*path, key), name)
                continue
            for index, row in enumerate(value):
                self.text += f"[[{name}]] # row\n"
                self.table(row, (*path, key, index), name)

    def value(self, value: Any, path: KeyPath) -> None:
        if isinstance(value, str):
            self.leaves[path] = self.line
            self.text += value.format(n=next(self.numbers))
        elif isinstance(value, list):
            self.text += "["
            for index, item in enumerate(value):
                self.text += self.draw(st.sampled_from(["", " ", "\n", " # ] ,\n"]))
                self.value(item, (*path, index))
                self.text += self.draw(st.sampled_from([",", " ,", "\n,"]))
            self.text += "]"
        else:
            self.text += "{"
            for index, (key, item) in enumerate(value.items()):
                self.text += f"{', ' if index else ''}{quoted(key)}="
                self.value(item, (*path, key))
            self.text += "}"

    def _own_header(self, value: Any) -> bool:
        rows = isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
        return bool((isinstance(value, dict) or rows) and self.draw(st.booleans()))


def paths_in(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from paths_in(inner, (*path, key))


@given(content=st.dictionaries(keys, documents, max_size=4), data=st.data())
def test_every_path_has_the_line_on_which_it_was_written(content: dict[str, Any], data: st.DataObject) -> None:
    writer = Writer(data.draw)
    writer.table(content, (), "")
    lines = key_lines(writer.text)
    assert set(lines) == set(paths_in(tomllib.loads(writer.text)))
    assert {path: lines[path] for path in writer.leaves} == writer.leaves
