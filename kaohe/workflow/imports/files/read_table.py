"""Any accepted file as sheets. What it is, its content says; its name only tells a text from anything else."""

from pathlib import PurePath

from kaohe.workflow.domain.refusals import Code, Refused, refuse
from kaohe.workflow.imports.files.csv_text import read_csv
from kaohe.workflow.imports.files.sheet import Sheet
from kaohe.workflow.imports.files.unreadable import unreadable

ACCEPTED = (".xlsx", ".csv")

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_table(content: bytes, file_name: str) -> list[Sheet]:
    """The file's sheets; a .csv is one, named after the file. Raises Refused where it cannot be read."""
    ending = PurePath(file_name).suffix.lower()
    if content.startswith(_OLE):
        raise _encrypted_or_old(content)
    if ending not in ACCEPTED:
        raise refuse(Code.FILE_TYPE, "file", found=ending or file_name, allowed="、".join(ACCEPTED))
    if not content.strip():
        raise unreadable("文件是空的", "the file is empty")
    if content.startswith(_ZIP):
        from kaohe.workflow.imports.files.workbook import read_workbook  # few processes ever read one

        return read_workbook(content)
    if ending == ".xlsx":
        raise unreadable("文件不是 Excel 工作簿，可能已损坏", "the file is no workbook; it may be damaged")
    return [read_csv(content, PurePath(file_name).stem)]


def _encrypted_or_old(content: bytes) -> Refused:
    """Both an encrypted .xlsx and an old .xls are OLE containers."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return unreadable("工作簿已加密，请取消密码后再导入", "the workbook is encrypted; remove its password first")
    return unreadable("旧版 .xls 文件，请另存为 .xlsx 后再导入", "an old .xls workbook; save it as .xlsx first")
