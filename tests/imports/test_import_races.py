"""Two imports into one body at once: they take turns, and both end."""

import asyncio

import pytest
from sqlalchemy import text

from kaohe.workflow.accounts import operator
from kaohe.workflow.imports import ImportKind, import_file
from kaohe.workflow.people import create_body

pytestmark = pytest.mark.req("S3-7")


async def test_the_same_roster_sent_twice_at_once_comes_in_once(fresh_database, files, now):
    async with fresh_database.transaction() as session:
        body_id = await create_body(session, "psb", "某县公安局")
    rows = {"单位": (("单位代码", "单位名称"), ("a", "甲")), "人员": (("工号", "姓名", "单位"), ("1", "张三", "a"))}
    content = files.xlsx(rows)

    async def send():
        async with fresh_database.transaction() as session:
            return await import_file(session, operator(body_id), now, ImportKind.ROSTER, "a.xlsx", content)

    reports = await asyncio.gather(*(send() for _ in range(4)))
    assert sorted(report.inserted for report in reports) == [0, 0, 0, 2]
    assert sorted(report.repeated for report in reports) == [False, True, True, True]
    async with fresh_database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM person")) == 1
        assert await session.scalar(text("SELECT count(*) FROM import_batch")) == 1
