"""Files as people send them, and a body to import them into."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import pytest_asyncio
import xlsxwriter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.accounts import operator
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, Refused
from kaohe.workflow.imports import ImportKind, ImportReport, import_file
from kaohe.workflow.people import create_body

Rows = Sequence[Sequence[Any]]

UNIT_ROWS: Rows = (
    ("单位代码", "单位名称", "上级单位", "外部单位"),
    ("psb", "某县公安局", "", "否"),
    ("a", "刑警大队", "psb", "否"),
    ("b", "城关派出所", "某县公安局", ""),
    ("centre", "政务服务中心", "", "是"),
)
PEOPLE_ROWS: Rows = (
    ("工号", "姓名", "单位", "职务", "职级", "管理类别", "角色"),
    ("001", "王局", "psb", "局长", "副县级", "县管", "主要领导@psb；党委委员；分管领导@a"),
    ("101", "张三", "刑警大队", "大队长", "二级警长", "", "主要领导"),
    ("102", "李四", "a", "民警", "四级警长", "非县管", "经办人"),
    ("201", "赵五", "城关派出所", "所长", "", "", "main_leader@b；unit_clerk@b"),
    ("202", "钱六", "b", "民警", "", "", ""),
)


class Files:
    """Making files: `xlsx({"人员": rows})`, `csv(rows)`."""

    @staticmethod
    def xlsx(sheets: dict[str, Rows]) -> bytes:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
            book.set_properties({"created": datetime(2026, 4, 1, tzinfo=UTC)})  # the same rows, the same bytes
            days = book.add_format({"num_format": "yyyy-mm-dd"})
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, str) and value.startswith("#"):  # a formula that failed
                            sheet.write_formula(number, column, "=NA()", None, value)
                        elif isinstance(value, date):
                            sheet.write_datetime(number, column, value, days)
                        else:
                            sheet.write(number, column, value)
        return target.getvalue()

    @staticmethod
    def csv(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
        target = io.StringIO()
        csv.writer(target).writerows(rows)
        return target.getvalue().encode(encoding)


@pytest.fixture
def files() -> Files:
    return Files()


@dataclass
class Importing:
    """A body that is imported into; `actor` is its operator unless a test says otherwise."""

    session: AsyncSession
    actor: Actor
    now: datetime

    async def load(self, kind: ImportKind, content: bytes, name: str = "file.xlsx", **options: Any) -> ImportReport:
        actor = options.pop("actor", self.actor)
        return await import_file(self.session, actor, self.now, kind, name, content, **options)

    async def roster(self, people: Rows = PEOPLE_ROWS, units: Rows = UNIT_ROWS, **more: Any) -> ImportReport:
        sheets = {"单位": units, "人员": people} | more.pop("sheets", {})
        return await self.load(ImportKind.ROSTER, Files.xlsx(sheets), "roster.xlsx", **more)

    async def problems(self, kind: ImportKind, content: bytes, name: str = "file.xlsx", **options: Any) -> list[str]:
        """Each refusal as the sheet, row and column that it names, and the words; nothing has changed."""
        before = await self.everything()
        with pytest.raises(Refused) as caught:
            await self.load(kind, content, name, **options)
        assert await self.everything() == before
        assert {refusal.code for refusal in caught.value.refusals} == {Code.IMPORT_INVALID}
        for refusal in caught.value.refusals:
            assert refusal.params["problem"]
            assert refusal.params["problem_en"]
            assert refusal.field
        named = (one.params for one in caught.value.refusals)
        return [f"{one['sheet']} {one['row']} {one['column']}: {one['problem']}" for one in named]

    async def rows(self, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        found = await self.session.execute(text(statement), {"body_id": self.actor.body_id, **parameters})
        return [tuple(row) for row in found]

    async def everything(self) -> list[Any]:
        """Every row of the body, to see that nothing has changed."""
        tables = (
            "unit person role_grant assignment account relative circumstance attendance monthly_performance "
            "quota_entry import_batch"
        )
        return [
            await self.rows(f"SELECT x.* FROM {table} x WHERE body_id = :body_id ORDER BY id")
            for table in tables.split()
        ]


@pytest_asyncio.fixture
async def importing(session: AsyncSession, now: datetime) -> Importing:
    body_id = await create_body(session, "importing", "某县公安局")
    return Importing(session, operator(body_id), now)


@pytest_asyncio.fixture
async def loaded(importing: Importing) -> Importing:
    """The same with its roster in."""
    await importing.roster()
    return importing


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 4, 1)
