"""Read from the source: only the door assigns a state, and only the clock knows the time."""

import ast
import re
from pathlib import Path

import kaohe

PACKAGE = Path(kaohe.__file__).parent
SOURCES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]

#: Tables whose state is a chart's.
STATEFUL = ("assessment", "cycle", "unit_list", "objection")

#: Columns that only the door writes.
DOORS_OWN = ("state", "version", "entry_no", "history_count", "history_head")


def _words(path: Path) -> list[str]:
    """Every text in a module that is no docstring: where SQL would be."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def _outside_the_door() -> list[Path]:
    return [path for path in SOURCES if PACKAGE / "workflow" / "door" not in path.parents]


def test_only_the_door_assigns_a_state() -> None:
    own = "|".join(DOORS_OWN)
    assigning = re.compile(
        rf"UPDATE\s+({'|'.join(STATEFUL)})\b[^;]*?\bSET\b(?P<set>.*?)(\bFROM\b|\bWHERE\b|$)", re.S | re.I
    )
    for path in _outside_the_door():
        for words in _words(path):
            for found in assigning.finditer(words):
                assert not re.search(rf"\b({own})\s*=", found.group("set")), path
            assert not re.search(rf"INSERT INTO ({'|'.join(STATEFUL)})\b", words, re.I), path


def test_no_orm_row_is_moved_by_hand() -> None:
    for path in _outside_the_door():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            for target in targets:
                moved = isinstance(target, ast.Attribute) and target.attr in (
                    "history_head",
                    "history_count",
                    "entry_no",
                )
                assert not moved, f"{path}:{node.lineno}"


def test_sql_never_asks_the_database_for_the_time() -> None:
    asking = re.compile(
        r"\bnow\(\)|CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIMESTAMP|clock_timestamp|statement_timestamp", re.I
    )
    for path in SOURCES:
        for words in _words(path):
            assert not asking.search(words), path


def test_only_the_clock_reads_the_time() -> None:
    reading = re.compile(r"\b(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|time\.time)\b\(")
    found = [path.relative_to(PACKAGE) for path in SOURCES if reading.search(path.read_text(encoding="utf-8"))]
    assert found == [Path("clock.py")]


def test_the_domain_is_handed_its_moments() -> None:
    for path in (PACKAGE / "workflow" / "domain").rglob("*.py"):
        names = {
            alias.name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert not names & {"random", "secrets", "time", "asyncio", "sqlalchemy", "os"}, path
