"""Comma-separated text: UTF-8, with or without a byte order mark, or what Chinese Excel writes (GB 18030)."""

import csv
import io

from kaohe.workflow.imports.files.sheet import Sheet
from kaohe.workflow.imports.files.unreadable import unreadable


def read_csv(content: bytes, name: str) -> Sheet:
    """The text as one sheet; every cell is text. A row is a record, so a cell with line breaks stays in one."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(_decoded(content), newline=""), strict=True))
    except csv.Error as error:
        row = len(rows) + 1
        raise unreadable(f"第{row}行引号或分隔符有误", f"row {row}: {error}") from None
    return Sheet(name, rows)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable("不是 UTF-8 或 GB18030 编码的文本", "the file is no text in UTF-8 or GB 18030")
