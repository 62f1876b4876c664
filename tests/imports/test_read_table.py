"""Files as sheets, and files that are none."""

import io
import zipfile
from datetime import date

import pytest

from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.imports.files import CellError, read_table

pytestmark = pytest.mark.req("S3-53")

ROWS = (("姓名", "得分"), ("张三", "90"))


def refusal(content: bytes, name: str):
    with pytest.raises(Refused) as caught:
        read_table(content, name)
    (one,) = caught.value.refusals
    return one


def test_a_workbook_s_rows_are_counted_as_its_user_sees_them(files):
    (sheet,) = read_table(files.xlsx({"人员": ((), (), ("", "姓名"), ("", "张三", date(2026, 1, 5), 92.5))}), "a.XLSX")
    assert sheet.name == "人员"
    assert sheet.rows[2][1] == "姓名"
    assert sheet.rows[3] == ["", "张三", date(2026, 1, 5), 92.5]


def test_failed_formulas_are_seen(files):
    (sheet, other) = read_table(files.xlsx({"甲": (("#N/A", 1),), "乙": ((1,), (), ("", "", "#DIV/0!"))}), "a.xlsx")
    assert sheet.rows == [[CellError("#N/A"), 1.0]]
    assert other.rows[2] == ["", "", CellError("#DIV/0!")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_that_excel_writes(files, encoding):
    (sheet,) = read_table(files.csv(ROWS, encoding), "绩效.csv")
    assert sheet.name == "绩效"
    assert [tuple(row) for row in sheet.rows] == list(ROWS)


def test_a_record_with_line_breaks_is_one_row(files):
    (sheet,) = read_table(files.csv((("a", "b"), ("1\n2", "x"), ("3", "y"))), "a.csv")
    assert sheet.rows[2] == ["3", "y"]


def test_a_workbook_is_one_whatever_its_name(files):
    assert read_table(files.xlsx({"人员": ROWS}), "a.csv")[0].name == "人员"


@pytest.mark.parametrize(
    ("content", "name", "code", "word"),
    [
        (b"hello", "a.xlsx", Code.BAD_INPUT, "no workbook"),
        (b"PK\x03\x04 and then nothing", "a.xlsx", Code.BAD_INPUT, "no workbook"),
        (b"", "a.xlsx", Code.BAD_INPUT, "empty"),
        (b" \r\n", "a.csv", Code.BAD_INPUT, "empty"),
        (b"x", "a.docx", Code.FILE_TYPE, ".docx"),
        (b"x", "noending", Code.FILE_TYPE, "noending"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "a.xls", Code.BAD_INPUT, ".xls"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            Code.BAD_INPUT,
            "encrypted",
        ),
        (bytes(range(256)), "a.csv", Code.BAD_INPUT, "no text"),
        (b'a,"b"c\n1,2', "a.csv", Code.BAD_INPUT, "row 1"),
        (b'a,b\n1,"never closed', "a.csv", Code.BAD_INPUT, "row 2"),
    ],
)
def test_what_cannot_be_read_is_named(content, name, code, word):
    one = refusal(content, name)
    assert (one.code, one.field) == (code, "file")
    assert word in one.message_en
    assert one.message


def test_another_zip_is_no_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "no workbook" in refusal(target.getvalue(), "a.xlsx").message_en


def test_a_workbook_cut_off_is_damaged(files):
    whole = files.xlsx({"人员": ROWS * 50})
    for length in range(10, len(whole), len(whole) // 20):
        assert refusal(whole[:length], "a.xlsx").code == Code.BAD_INPUT


def edited(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content.replace(old, new, 1) if name == part else content)
    return target.getvalue()


def test_one_stray_cell_far_away_is_refused_instead_of_filling_the_memory(files):
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    far = edited(files.xlsx({"人员": ROWS}), "xl/worksheets/sheet1.xml", b"</sheetData>", stray)
    assert "too large" in refusal(far, "a.xlsx").message_en


def test_a_part_that_declares_entities_is_refused(files):
    declaring = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'
    odd = edited(files.xlsx({"人员": ROWS}), "xl/workbook.xml", b"<workbook", declaring)
    assert "no workbook" in refusal(odd, "a.xlsx").message_en
