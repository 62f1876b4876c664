"""Every kind of notification that the code can produce has words, and none gives a result away outside."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kaohe.workflow
from kaohe.workflow.domain.charts import LOOP
from kaohe.workflow.domain.notices import NOTICES, TASKS, asks, outside_words

_SOURCES = [path for root in kaohe.workflow.__path__ for path in Path(root).rglob("*.py")]


def _said(node: ast.expr) -> Iterator[str]:
    """The kinds in lists of (key, kind): whole texts, and the beginning of those with a value in them."""
    for pair in ast.walk(node):
        if isinstance(pair, ast.Tuple) and len(pair.elts) == 2:
            kind = pair.elts[1]
            if isinstance(kind, ast.JoinedStr) and isinstance(kind.values[0], ast.Constant):
                yield f"{kind.values[0].value}…"
            elif isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                yield kind.value


def _told(tree: ast.AST) -> Iterator[str]:
    """The kinds that a file tells by `notify` or by `tell`, and what it hands on to one of the `tell_…`."""
    for node in ast.walk(tree):
        named = isinstance(node, ast.keyword) and node.arg == "notify"
        set_to = isinstance(node, ast.Assign) and any(getattr(to, "attr", "") == "notify" for to in node.targets)
        if named or set_to:
            yield from _said(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("tell"):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
                yield from _said(argument)


def _opened(tree: ast.AST) -> Iterator[str]:
    """The kinds of the tasks that a file opens by their name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("TaskSpec", "task"):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield argument.value


def _found(read) -> set[str]:  # type: ignore[no-untyped-def]
    return {kind for path in _SOURCES for kind in read(ast.parse(path.read_text("utf-8")))}


def test_whatever_is_told_has_words() -> None:
    told = _found(_told)
    assert {
        "list_handed_in",
        "summary_missed",
        "objection_…",
        "dates_moved",
        "cycle_resumed",
        "substitute_revoked",
    } <= told
    assert {kind for kind in told if not kind.endswith("…")} <= set(NOTICES)
    for kind in told:
        assert any(known.startswith(kind.removesuffix("…")) for known in NOTICES), kind


def test_every_task_has_words() -> None:
    opened = _found(_opened)
    assert {"write_summary", "sign_list", "decide_objection"} <= opened
    assert opened <= set(TASKS)


@pytest.mark.parametrize("stage", LOOP)
@pytest.mark.parametrize("kind", ["remind", "expire", "escalate", "overdue"])
def test_every_deadline_of_every_stage_has_words(kind: str, stage: str) -> None:
    assert f"{kind}_{stage}" in NOTICES


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_words_are_in_both_languages_and_give_no_result_away(kind: str) -> None:
    chinese, english = outside_words(kind)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)
    assert not any(word in chinese for word in ("等次", "得分", "成立", "驳回", "撤回", "不予受理"))


def test_a_kind_nobody_foresaw_is_told_in_general_words() -> None:
    assert outside_words("something_new") == outside_words("grade_withheld")


@pytest.mark.parametrize(
    ("kind", "asking"),
    [("review", True), ("remind_review", True), ("overdue_review", False), ("grade_withheld", False)],
)
def test_who_only_is_told_is_asked_for_nothing(kind: str, asking: bool) -> None:
    assert asks(kind) is asking
