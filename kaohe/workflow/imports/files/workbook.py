"""Excel workbooks (.xlsx), by calamine, with what calamine leaves out: failed formulas, and sheets too large to hold."""

import io

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from kaohe.workflow.imports.files.sheet import Cell, CellError, Sheet
from kaohe.workflow.imports.files.unreadable import unreadable
from kaohe.workflow.imports.files.workbook_parts import failed_formulas


def read_workbook(content: bytes) -> list[Sheet]:
    """The workbook's sheets, in their order. Raises Refused where it is damaged, encrypted or too large."""
    failures = failed_formulas(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return [
                Sheet(about.name, _rows(workbook, about.name, failures.get(about.name, {})))
                for about in workbook.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise unreadable(
            "工作簿已加密，请取消密码后再导入", "the workbook is encrypted; remove its password first"
        ) from None
    except CalamineError as error:
        raise unreadable("工作簿已损坏，无法读取", f"the workbook is damaged: {error}") from None


def _rows(workbook: CalamineWorkbook, name: str, failures: dict[tuple[int, int], str]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [list(row) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    for (row, column), text in failures.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = CellError(text)
    return rows
