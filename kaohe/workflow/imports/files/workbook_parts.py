"""A look at a workbook's parts before it is read.

calamine shows a failed formula as an empty cell, and reserves memory for the whole rectangle up to the last cell: one
stray cell in XFD1048576 ends the process. Both are found in the sheets' own XML.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree import ElementTree

from kaohe.workflow.imports.files.unreadable import unreadable

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_CELLS = 4_000_000

_CELL = re.compile(rb"<(?:\w+:)?c(?=\s)([^>]*)(?<!/)>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FAILED = re.compile(rb"""\bt=["']e["']""")
_FORMULA_LENGTH = 10_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Place = tuple[int, int]
"""Row and column, from 0."""


def failed_formulas(content: bytes) -> dict[str, dict[Place, str]]:
    """By sheet, the cells whose formula failed. Raises Refused for what is no workbook, or one too large to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _too_large()
            return {name: _scan(archive.read(part)) for name, part in _sheets(archive)}
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ):
        raise unreadable("文件不是 Excel 工作簿，可能已损坏", "the file is no workbook; it may be damaged") from None


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name, and the part of the archive that holds it."""
    relations = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): normpath(join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
    for element in _parsed(archive.read("xl/workbook.xml")).iter():
        relation = element.get(_RELATION)
        if element.tag.endswith("}sheet") and relation in targets:
            yield element.get("name", ""), targets[relation]


def _parsed(part: bytes) -> ElementTree.Element:
    """No workbook declares a document type, in which XML attacks are written."""
    if b"<!" in part:
        raise ValueError("a declaration")
    return ElementTree.fromstring(part)  # noqa: S314 - see above


def _scan(part: bytes) -> dict[Place, str]:
    failed: dict[Place, str] = {}
    rows = columns = 0
    for cell in _CELL.finditer(part):
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1])
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if _FAILED.search(cell[1]):
            value = _VALUE.search(part, cell.end(), cell.end() + _FORMULA_LENGTH)
            failed[row, column] = value[1].decode(errors="replace") if value else "#?"
    if rows * columns > MAX_CELLS:
        raise _too_large()
    return failed


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _too_large() -> Exception:
    return unreadable(
        f"工作簿过大（最多{MAX_CELLS}个单元格），请删除表格之外的内容",
        f"the workbook is too large (at most {MAX_CELLS} cells); delete what lies outside the table",
    )
