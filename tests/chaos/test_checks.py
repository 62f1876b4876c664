"""Each check finds nothing where all is well, and finds what it is for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from chaos.arm import arm
from chaos.checks import CHECKS, Findings, check_all, mutations, unfired
from chaos.errands import Errand, errands
from chaos.load import Sent
from chaos.world import Sizes, World, build
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.databases import create_database, drop_database

from kaohe.schema.session import Database
from kaohe.workflow.deadlines import enforce_due
from kaohe.workflow.outbox import relay
from kaohe.workflow.summaries import SummaryInput, submit_summary

#: Few of each, but more who wait for one deadline than one move takes on.
SIZES = Sizes(returned=8, waiting=510, scoring=4, reviewing=5, notices=3, objections=2, told=8)


class Quiet:
    """A world in which everything has fired, with nobody to disturb it, and one errand that was carried out."""

    def __init__(self, database: Database, world: World, until: datetime, sent: list[Sent]) -> None:
        self.database, self.world, self.until, self.sent = database, world, until, sent


@pytest_asyncio.fixture(scope="module")
async def quiet(server_url: str, template: str) -> AsyncIterator[Quiet]:
    url, name = create_database(server_url, template)
    database = Database(url)
    noon = (datetime.now(UTC) - timedelta(days=1)).replace(hour=4, minute=0, second=0, microsecond=0)
    world = await build(database, SIZES, noon)
    begins = noon + timedelta(days=1)
    armed = await arm(database, 1, begins, timedelta(seconds=10))
    done = next(one for one in errands(world, 1, 0) if one.mutation == "submitSummary")
    await _carried_out(database, world, done, begins)
    for seconds in range(12):  # step by step, so that reminders come before what they remind of
        now = begins + timedelta(seconds=seconds)
        while await enforce_due(database, now) or await relay(database, now):
            pass
    yield Quiet(database, world, armed.ends, [Sent(done, "done", tries=2)])
    await database.close()
    drop_database(server_url, name)


async def _carried_out(database: Database, world: World, errand: Errand, now: datetime) -> None:
    """The errand as the API carries it out: with its key, in one transaction."""
    bureau = next(one for one in world.bureaus if one.body_id == errand.body_id)
    person = next(one for one, account in bureau.accounts.items() if account == errand.account_id)
    async with database.transaction() as session:
        await submit_summary(session, bureau.own(person), now, errand.ids[0], SummaryInput("已完成"))
        await session.execute(
            text(
                "INSERT INTO idempotency_key (body_id, account_id, mutation, key, input_hash, answer, created_at)"
                " VALUES (:body_id, :account_id, 'submitSummary', :key, '', '{}', :now)"
            ),
            {"body_id": errand.body_id, "account_id": errand.account_id, "key": errand.key, "now": now},
        )


@asynccontextmanager
async def _corrupted(quiet: Quiet, *statements: str) -> AsyncIterator[AsyncSession]:
    """The quiet world after these statements, which are taken back."""
    async with quiet.database.session() as session:
        for statement in statements:
            changed: Any = await (await session.connection()).execute(text(statement))
            assert changed.rowcount != 0, f"nothing was corrupted by {statement}"
        yield session
        await session.rollback()


async def _of_mutations(quiet: Quiet, *statements: str, sent: list[Sent] | None = None) -> Findings:
    async with _corrupted(quiet, *statements) as session:
        return await mutations(session, quiet.sent if sent is None else sent)


async def test_nothing_is_found_where_all_is_well(quiet: Quiet) -> None:
    async with quiet.database.session() as session:
        assert await check_all(session, quiet.until, quiet.sent) == {}


async def test_the_quiet_world_has_fired_everything_and_split_some(quiet: Quiet) -> None:
    async with quiet.database.session() as session:
        assert await _count(session, "deadline WHERE split_at IS NOT NULL") == 1
        assert await _count(session, "deadline WHERE outcome LIKE 'moved%'") > 20
        assert await _count(session, "notification WHERE kind LIKE 'remind%'") > 0
        assert await _count(session, "notification WHERE kind LIKE 'overdue%'") > 0


_UNLOCKED = "ALTER TABLE history DISABLE TRIGGER ALL"
_ONE_LINE = "(SELECT min(id) FROM history WHERE subject = 'assessment' AND trigger = 'miss_summary')"
_ONE_CASE = "(SELECT min(id) FROM assessment WHERE state = 'aggregation')"
_DONE_CASE = "(SELECT min(id) FROM assessment WHERE state = 'archived')"

#: A check, and what it must notice.
CORRUPTIONS = [
    ("unfired", "UPDATE deadline SET fired_at = NULL WHERE id = (SELECT min(id) FROM deadline WHERE outcome LIKE 'moved%')"),
    ("early", "UPDATE deadline SET fired_at = due_at - interval '1 s' WHERE id = (SELECT min(id) FROM deadline WHERE outcome LIKE 'moved%')"),
    ("early", "UPDATE deadline SET outcome = NULL WHERE id = (SELECT min(id) FROM deadline WHERE outcome LIKE 'moved%')"),
    ("early", "UPDATE deadline SET fired_at = fired_at + interval '1 h' WHERE subject = 'notice' AND stage = 'publicity'"),
    ("still_there", f"UPDATE assessment SET state = 'feedback', entry_no = entry_no - 1 WHERE id = {_DONE_CASE}"),
    ("still_there", "UPDATE assessment SET state = 'publicity' WHERE id = (SELECT max(id) FROM assessment WHERE notice_id IS NOT NULL)"),
    ("still_there", "UPDATE assessment SET state = 'self_summary', due_at = due_at - interval '9 d' WHERE id = (SELECT min((cases->>0)::bigint) FROM deadline_part)"),
    ("told", "INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at) SELECT body_id, assignee_key, kind, subject, subject_id, created_at FROM notification WHERE kind LIKE 'remind%' LIMIT 1"),
    ("told", "DELETE FROM notification n USING (SELECT body_id, subject, subject_id FROM deadline WHERE outcome LIKE 'reminded%' LIMIT 1) d WHERE n.body_id = d.body_id AND n.subject = d.subject AND n.subject_id = d.subject_id AND n.kind LIKE 'remind%'"),
    ("parts", "DELETE FROM deadline_part WHERE number = 1"),
    ("parts", "UPDATE deadline_part SET done_at = NULL WHERE number = 2"),
    ("parts", "UPDATE deadline_part SET cases = cases || (SELECT cases->0 FROM deadline_part WHERE number = 1) WHERE number = 2"),
    ("parts", "UPDATE deadline_part SET moved = moved - 1 WHERE number = 1"),
    ("history", f"DELETE FROM history WHERE id = {_ONE_LINE}"),
    ("history", f"UPDATE history SET seq = seq + 1 WHERE id = {_ONE_LINE}"),
    ("history", f"UPDATE history SET reason = 'another' WHERE id = {_ONE_LINE}"),
    ("history", f"UPDATE assessment SET state = 'review' WHERE id = {_ONE_CASE}"),
    ("history", f"UPDATE assessment SET version = version + 1 WHERE id = {_ONE_CASE}"),
    ("history", f"UPDATE assessment SET history_count = history_count - 1 WHERE id = {_ONE_CASE}"),
    ("moves", "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox WHERE topic = 'moved')"),
    ("moves", "INSERT INTO outbox (body_id, topic, payload, created_at, done_at) SELECT body_id, topic, payload, created_at, done_at FROM outbox WHERE topic = 'moved' LIMIT 1"),
    ("relayed", "UPDATE outbox SET done_at = NULL WHERE id = (SELECT max(id) FROM outbox)"),
    ("relayed", "DELETE FROM notification WHERE id = (SELECT max(id) FROM notification)"),
    ("relayed", "INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at) SELECT body_id, assignee_key, kind, subject, subject_id, created_at FROM notification LIMIT 1"),
    ("given_up", "INSERT INTO failed_message (key, queue, actor, arguments, error, attempts, failed_at) SELECT 'k', 'q', 'a', '[]', '', 1, created_at FROM notification LIMIT 1"),
    ("given_up", "INSERT INTO delivery (body_id, notification_id, channel, target, token, state, created_at) SELECT body_id, id, 'mail', 'a@b', 't', 'failed', created_at FROM notification LIMIT 1"),
    ("tasks", "UPDATE task SET state = 'open' WHERE id = (SELECT min(id) FROM task WHERE kind = 'write_summary' AND state = 'done')"),
    ("tasks", "UPDATE task SET state = 'done' WHERE id = (SELECT min(id) FROM task WHERE kind = 'aggregate' AND state = 'open')"),
    ("tasks", "UPDATE task SET state = 'done' WHERE id = (SELECT min(id) FROM task WHERE kind = 'admit_objection' AND state = 'open')"),
    ("cycles", "UPDATE cycle SET state = 'self_summary' WHERE state = 'aggregation'"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "corruption"), CORRUPTIONS)
async def test_a_check_finds_what_it_is_for(quiet: Quiet, check: str, corruption: str) -> None:
    async with _corrupted(quiet, _UNLOCKED, corruption) as session:
        findings = await (unfired(session, quiet.until) if check == "unfired" else CHECKS[check](session))
    assert findings


async def test_every_check_is_put_to_the_test() -> None:
    assert {check for check, _ in CORRUPTIONS} == {*CHECKS, "unfired"}


async def test_a_mutation_that_was_acknowledged_is_there_once(quiet: Quiet) -> None:
    (done,) = quiet.sent
    errand = done.errand
    assert await _of_mutations(quiet, f"DELETE FROM idempotency_key WHERE key = '{errand.key}'")
    assert await _of_mutations(quiet, f"DELETE FROM self_summary WHERE assessment_id = {errand.ids[0]}")
    lost = f"DELETE FROM history WHERE account_id = {errand.account_id} AND trigger LIKE 'submit%'"
    assert await _of_mutations(quiet, _UNLOCKED, lost)


async def test_a_mutation_that_was_refused_is_not_there(quiet: Quiet) -> None:
    (done,) = quiet.sent
    assert await _of_mutations(quiet, sent=[Sent(done.errand, "refused", ["WRONG_STATE"])])
    never_came = Sent(replace(done.errand, key="another", account_id=0, ids=[]), "refused", ["WRONG_STATE"])
    assert await _of_mutations(quiet, sent=[done, never_came]) == []


async def test_without_an_answer_the_key_says_what_happened(quiet: Quiet) -> None:
    (done,) = quiet.sent
    assert await _of_mutations(quiet, sent=[Sent(done.errand, "unknown")]) == []


async def _count(session: AsyncSession, where: str) -> int:
    return int(await session.scalar(text(f"SELECT count(*) FROM {where}")) or 0)
