"""Checking the table of units: unique keys, one unit that is the body itself, a tree without circles."""

from collections.abc import Mapping

from kaohe.workflow.imports.problems import BadCell, Problems
from kaohe.workflow.imports.roster.known import Known
from kaohe.workflow.imports.roster.wanted import WantedUnit
from kaohe.workflow.imports.rows import Row, Rows
from kaohe.workflow.imports.unit_book import UnitBook
from kaohe.workflow.people.unit_classes import class_key, unknown_class


def check_units(rows: Rows, known: Known, problems: Problems) -> list[WantedUnit]:
    """The units of the table; what is wrong with them goes to `problems`."""
    lines = [(row, row.get("key"), row.get("name")) for row in rows]
    named = [WantedUnit(key, name or "", 0) for _, key, name in lines if key]
    book = UnitBook(known.units, named)
    seen: dict[str, int] = {}
    wanted: list[tuple[Row, WantedUnit]] = []
    for position, (row, key, name) in enumerate(lines):
        if key in seen:
            rows.complain(problems, row, "key", f"与第{seen[key]}行重复", f"the same as in row {seen[key]}")
        elif key:
            seen[key] = row.number
        parent = _parent(rows, row, key, book, known, problems)
        if key and seen[key] == row.number:
            unit_class = _class(rows, row, known, problems)
            wanted.append((row, WantedUnit(key, name or "", position, parent, row.get("outside"), unit_class)))
    _check_tree(rows, wanted, known, problems)
    return [unit for _, unit in wanted]


def _parent(rows: Rows, row: Row, key: str | None, book: UnitBook, known: Known, problems: Problems) -> str | None:
    """The parent's key; one that the file does not name stays."""
    named = row.get("parent")
    if named is None:
        stored = known.units.get(key or "")
        return stored["parent"] if stored is not None and "parent" not in rows.columns else None
    try:
        return book.key_of(named)
    except BadCell as bad:
        rows.complain(problems, row, "parent", bad.zh, bad.en)
        return None


def _class(rows: Rows, row: Row, known: Known, problems: Problems) -> str | None:
    """The key of the unit's class; None where the file says nothing of classes."""
    if "unit_class" not in rows.columns:
        return None
    written = row.get("unit_class") or ""
    key = class_key(written, known.unit_classes)
    if key is None:
        rows.complain(problems, row, "unit_class", *unknown_class(written, known.unit_classes))
    return key


def _check_tree(rows: Rows, wanted: list[tuple[Row, WantedUnit]], known: Known, problems: Problems) -> None:
    parents: dict[str, str | None] = {key: row["parent"] for key, row in known.units.items()}
    parents |= {unit.key: unit.parent for _, unit in wanted}
    root = _stored_root(known, {unit.key for _, unit in wanted})
    for row, unit in wanted:
        if _circular(unit.key, parents):
            rows.complain(
                problems, row, "parent", "上级单位形成循环", "the unit stands below itself: the parents form a circle"
            )
        elif unit.parent is None and not _is_outside(unit, known) and "parent" not in row.values:
            if root is not None:
                rows.complain(
                    problems,
                    row,
                    "parent",
                    f"缺少上级单位（本体单位已有“{root}”）",
                    f"it needs a parent: “{root}” is the body itself",
                )
            root = root or unit.name


def _stored_root(known: Known, in_file: set[str]) -> str | None:
    """The unit that is the body itself, unless the file says something of it."""
    return next(
        (
            str(row["name"])
            for key, row in known.units.items()
            if row["parent"] is None and not row["outside"] and key not in in_file
        ),
        None,
    )


def _is_outside(unit: WantedUnit, known: Known) -> bool:
    if unit.outside is not None:
        return unit.outside
    return bool(known.units.get(unit.key, {}).get("outside", False))


def _circular(key: str, parents: Mapping[str, str | None]) -> bool:
    """Whether going up from a unit leads back to it."""
    above = parents.get(key)
    for _ in parents:
        if above is None:
            return False
        if above == key:
            return True
        above = parents.get(above)
    return False
