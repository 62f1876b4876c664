"""An empty database gets the demo; a newcomer signs in and finds something to do."""

import asyncio
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import text

from kaohe.config import Settings
from kaohe.demo import DEMO_PASSWORD, load_if_empty, logins
from kaohe.demo.load import last_finished_quarter, load, policy_text
from kaohe.workflow.accounts import actor_of, sign_in
from kaohe.workflow.domain.periods import Period
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.people import create_body

pytestmark = pytest.mark.req("set-up")


@pytest_asyncio.fixture
async def demo(session, now):
    assert await load(session, now)
    return session


async def test_its_cycle_is_open_with_a_case_for_everyone_assessed(demo):
    cycles = await demo.execute(text("SELECT period, state FROM cycle"))
    assert cycles.all() == [("2026Q1", "self_summary")]
    assert await demo.scalar(text("SELECT count(*) FROM assessment")) == 316
    assert await demo.scalar(text("SELECT count(*) FROM monthly_performance")) == 3 * 316


@pytest.mark.req("S3-12", "S3-13", "S3-14")
async def test_people_elsewhere_are_assessed_where_the_policy_says(demo):
    found = await demo.execute(
        text(
            "SELECT p.number, u.key FROM assessment a JOIN person p ON p.id = a.person_id JOIN unit u ON u.id = a.unit_id "
            "WHERE a.unit_id <> a.own_unit_id ORDER BY 1"
        )
    )
    assert found.all() == [
        ("305006", "qingshan"),
        ("309009", "fuwu"),
        ("309010", "fuwu"),
        ("310020", "fuwu"),
        ("310031", "yuanpai"),
        ("316015", "xingzhen"),
    ]


@pytest.mark.parametrize(
    "login", ["person", "clerk", "leader", "incharge", "office", "secretary", "approver1", "admin"]
)
async def test_the_demo_logins_sign_in_without_having_to_change_their_password(demo, now, login):
    signed_in = await sign_in(demo, login, DEMO_PASSWORD, now, Settings())
    assert not signed_in.must_change
    assert await actor_of(demo, signed_in.token, now) is not None


@pytest.mark.parametrize(
    ("login", "kind"), [("person", "write_summary"), ("clerk", "aggregate"), ("office", "freeze_quota")]
)
async def test_a_newcomer_finds_something_to_do(demo, now, login, kind):
    actor = await actor_of(demo, (await sign_in(demo, login, DEMO_PASSWORD, now, Settings())).token, now)
    tasks = text("SELECT kind FROM task WHERE state = 'open' AND assignee_key = ANY(:keys)")
    assert kind in (await demo.execute(tasks, {"keys": list(actor.keys)})).scalars().all()


async def test_a_database_with_a_body_is_left_alone(session, now):
    await create_body(session, "real", "真实单位")
    assert not await load(session, now)
    assert await session.scalar(text("SELECT count(*) FROM person")) == 0


async def test_it_loads_by_url_once_and_tells_its_logins(fresh_database):
    """With the machine's clock, whatever it says."""
    assert await asyncio.to_thread(logins, fresh_database.url) == []
    for _ in range(2):
        await asyncio.to_thread(load_if_empty, fresh_database.url)
    known = await asyncio.to_thread(logins, fresh_database.url)
    assert [login.account for login in known][:3] == ["person", "clerk", "leader"]
    assert len(known) == 11
    assert all(login.password == DEMO_PASSWORD and login.name in login.words for login in known)


@pytest.mark.parametrize(
    ("now", "key"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2025Q4"),
        (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), "2025Q4"),
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), "2026Q1"),
        (datetime(2026, 11, 21, tzinfo=UTC), "2026Q3"),
    ],
)
def test_the_last_finished_quarter_is_that_of_shanghai(now, key):
    assert last_finished_quarter(now).key == key


@pytest.mark.parametrize("key", ["2024Q4", "2025Q4", "2026Q1", "2030Q2"])
def test_the_policy_is_in_force_in_the_demo_s_quarter(key):
    period = Period.parse(key)
    assert load_policy(policy_text(period)).effective_from <= period.end
