"""A comparison of two policies as tables for the eye."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table

from kaohe.workflow.domain.comparison.model import (
    BodyEffect,
    Comparison,
    CycleComparison,
    Distribution,
    Places,
    Projection,
    UnitEffect,
)

_ARROW = " → "


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print what would change, cycle by cycle: places, grades, people, and what the facts do not answer."""
    before, after = comparison.before, comparison.after
    console.print(f"原细则 · before: {before.name} ({before.key} {before.version})", highlight=False)
    console.print(f"新细则 · after: {after.name} ({after.key} {after.version})", highlight=False)
    console.print("比较的是两套细则各自的系统建议 · proposals are compared, not decisions", highlight=False)
    for cycle in comparison.cycles:
        _print_cycle(cycle, console)


def _print_cycle(cycle: CycleComparison, console: Console) -> None:
    decided = cycle.decided
    console.rule(cycle.period)
    console.print(f"有变化 · changed: {cycle.changed} / {cycle.people}", highlight=False)
    if cycle.unscored:
        console.print(
            f"! 缺数据、没有得分 · no score, for want of inputs: {cycle.unscored}; 以下不完整 · what follows is incomplete",
            highlight=False,
        )
    if decided.people:
        console.print(
            f"已定等次 · decided: {decided.people}; 新细则仍可定 · allowed after: {decided.allowed_after}; "
            f"尚不能判断 · open: {decided.open_after}",
            highlight=False,
        )
    console.print(_grades(cycle.body.distribution))
    console.print(_units(cycle))
    if cycle.changes:
        console.print(_people(cycle))
    for problem in cycle.problems:
        console.print(f"! {problem.zh} · {problem.en}", highlight=False, markup=False)


def _grades(found: Distribution) -> Table:
    table = _table("等次与得分 · grades and scores", "", "原 · before", "新 · after")
    for one in found.grades:
        table.add_row(f"{one.label} · {one.label_en}", str(one.before), str(one.after))
    for name, words in (("highest", "最高分 · highest"), ("lowest", "最低分 · lowest"), ("mean", "平均分 · mean")):
        table.add_row(words, _shown(getattr(found.before, name)), _shown(getattr(found.after, name)))
    return table


def _units(cycle: CycleComparison) -> Table:
    table = _table(
        "名额 · places",
        "单位 · unit",
        "人数 · N",
        "名额 · places",
        "建议 · proposed",
        "新增/失去/不明 · gained/lost/unknown",
        "平均分 · mean",
    )
    for unit in cycle.units:
        table.add_row(
            unit.name or unit.key, *_places(unit, f"{len(unit.gained)} / {len(unit.lost)} / {len(unit.unknown)}")
        )
    table.add_section()
    table.add_row(
        "全局 · body", *_places(cycle.body, f"{cycle.body.gained} / {cycle.body.lost} / {cycle.body.unknown}")
    )
    return table


def _places(found: UnitEffect | BodyEffect, moved: str) -> Iterable[str]:
    before: Places = found.before
    after: Places = found.after
    yield _step(before.participants, after.participants)
    yield _step(before.places, after.places)
    yield _step(before.used, after.used)
    yield moved
    yield _step(found.distribution.before.mean, found.distribution.after.mean)


def _people(cycle: CycleComparison) -> Table:
    grades = {one.grade: one.label for one in cycle.body.distribution.grades}
    units = {unit.key: unit.name or unit.key for unit in cycle.units}
    table = _table(
        "人员 · people",
        "姓名 · name",
        "单位 · unit",
        "得分 · score",
        "建议等次 · proposed",
        "原因 · causes",
        "计分项 · parts",
    )
    for one in cycle.changes:
        parts = ", ".join(f"{part.label} {_step(part.before, part.after)}" for part in one.parts)
        table.add_row(
            one.name or one.key,
            units[one.unit],
            _step(one.before.score, one.after.score),
            _step(_result(one.before, grades), _result(one.after, grades)),
            ", ".join(one.causes),
            parts,
        )
    return table


def _result(found: Projection, grades: Mapping[str, str]) -> str:
    return grades[found.proposed_grade] if found.proposed_grade else str(found.outcome)


def _step(before: object, after: object) -> str:
    return _shown(before) if before == after else f"{_shown(before)}{_ARROW}{_shown(after)}"


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", overflow="fold")
    return table
