"""The statements that people and workers wait for, as the code itself executes them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event

from bench.indexes.world import BODY, NOW, Size
from kaohe.schema.session import Database
from kaohe.workers.waiting import waiting
from kaohe.workflow.accounts import actor_of
from kaohe.workflow.accounts.sign_out import end_sessions
from kaohe.workflow.actions import available_actions
from kaohe.workflow.backlog import backlog
from kaohe.workflow.ballots.tend import boxes_wait
from kaohe.workflow.cycles.progress import advance_cycle
from kaohe.workflow.deadlines.claim import claim
from kaohe.workflow.deadlines.parts import carry_out_part
from kaohe.workflow.deadlines.still import cases_of
from kaohe.workflow.deliveries.offer import offer
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.list_upkeep import reconcile
from kaohe.workflow.outbox import relay_next
from kaohe.workflow.pruning import Retention, prune_next
from kaohe.workflow.queries import ballots, case_parts, decisions, history, quota, records
from kaohe.workflow.queries.assessments import ASSESSMENTS, assessments_by_id
from kaohe.workflow.queries.assessments import FILTERS as CASES
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.nested import pages_within
from kaohe.workflow.queries.notifications import notifications_page
from kaohe.workflow.queries.overdue import overdue_page
from kaohe.workflow.queries.reading import View, given, page
from kaohe.workflow.queries.tasks import pending_page

PAGE = Window(20)
WEEK = {"from_day": date(2026, 4, 1), "to_day": date(2026, 4, 7)}

Act = Callable[[Any, Size], Awaitable[object]]


@dataclass(frozen=True)
class Hot:
    """A statement on `table`: what it is for (`serves`), the index by which it must go (or one of those between which
    PostgreSQL may choose: `a or b`), and the code that executes it.

    Of what `act` executes, the statements count that name the table.
    """

    table: str
    index: str
    serves: str
    act: Act


def _page(who: Callable[[Size], Actor], view: View, filters: Mapping[str, str], **values: Any) -> Act:
    """The first page of a view. A value may be a function of the size."""

    async def act(session: Any, size: Size) -> object:
        asked = {name: value(size) if callable(value) else value for name, value in values.items()}
        return await page(session, who(size), view, given(filters, asked), PAGE)

    return act


def _batch(who: Callable[[Size], Actor], batch: Any, *keys: Callable[[Size], Any]) -> Act:
    """What a loader reads."""

    async def act(session: Any, size: Size) -> object:
        return await batch(session, who(size), [key(size) for key in keys])

    return act


def _cases(size: Size) -> list[int]:
    return list(range(size.open_case, size.open_case + 20))


def _last(_size: Size) -> int:
    from bench.indexes.rows import CYCLES

    return CYCLES


#: The first twenty cases of the last cycle.
_CASES = tuple((lambda z, n=n: z.open_case + n) for n in range(20))

_HISTORY = pages_within(history.HISTORY, history.within("assessment"))

#: Nothing is past it, as mostly.
_RETENTION = Retention(*[timedelta(days=98)] * 4)

HOT: tuple[Hot, ...] = (
    Hot("task", "ix_task_open", "a leader's desk: `viewer.pendingTasks`", lambda s, z: pending_page(s, z.leader(), {}, PAGE)),
    Hot(
        "task",
        "ix_task_open",
        "the desk of somebody who holds hundreds of roles",
        lambda s, z: pending_page(s, z.in_charge(), {}, PAGE),
    ),
    Hot(
        "task",
        "ix_task_open_due",
        "the body's overdue list: `overdue`",
        lambda s, z: overdue_page(s, z.office(), NOW, {}, PAGE),
    ),
    Hot("task", "uq_task_open_subject", "whether a case is on the viewer's desk: `node(id)` of a stranger's case",
        _batch(Size.person, assessments_by_id, lambda z: z.open_case)),
    Hot("task", "uq_task_open_subject", "`availableActions` of a page of cases",
        lambda s, z: available_actions(s, z.leader(), Subject.ASSESSMENT, _cases(z))),
    Hot("task", "ix_task_open_due", "the gauge of overdue tasks: `/metrics`", lambda s, z: backlog(s, NOW)),
    Hot("history", "uq_history_body_id_subject_subject_id_seq", "a case's history: `assessment.history`",
        _batch(Size.office, _HISTORY, lambda z: (z.open_case, PAGE))),
    Hot("history", "uq_history_body_id_subject_subject_id_seq", "the histories of a page of cases",
        lambda s, z: _HISTORY(s, z.office(), [(one, PAGE) for one in _cases(z)])),
    Hot("assessment", "ix_assessment_body_id_cycle_id_id", "a cycle's cases: `assessments(cycleId)` of the office",
        _page(Size.office, ASSESSMENTS, CASES, cycle_id=_last)),
    Hot("assessment", "pk_assessment", "a unit\'s cases in a cycle, by its leader",
        _page(Size.leader, ASSESSMENTS, CASES, cycle_id=_last, unit_id=3)),
    Hot("assessment", "pk_assessment", "the leader\'s own list, over all units that he sees",
        _page(Size.leader, ASSESSMENTS, CASES, cycle_id=_last)),
    Hot("assessment", "ix_assessment_body_id_person_id", "one's own cases, by somebody without a role",
        _page(Size.person, ASSESSMENTS, CASES)),
    Hot("assessment", "ix_assessment_body_id_person_id", "`viewer.myAssessments`",
        lambda s, z: page(s, z.leader(), ASSESSMENTS, [("a.person_id = :own_person", {"own_person": 3})], PAGE)),
    Hot("assessment", "pk_assessment", "cases by their ids: loaders", lambda s, z: assessments_by_id(s, z.leader(), _cases(z))),
    Hot("assessment", "ix_assessment_body_id_cycle_id_state_unit_id", "whether a cycle may leave its stage",
        lambda s, z: advance_cycle(s, BODY, _last(z), NOW)),
    Hot("assessment", "ix_assessment_body_id_cycle_id_state_unit_id or pk_assessment",
        "which list a signature stands on, and whether it is complete by it",
        lambda s, z: reconcile(s, BODY, NOW, [z.open_case])),
    Hot("self_summary", "uq_self_summary_body_id_assessment_id_revision", "the summaries of a page of cases",
        lambda s, z: case_parts.summaries_of(s, z.leader(), _cases(z))),
    Hot("review_opinion", "ix_review_opinion_body_id_assessment_id", "the opinions on a page of cases",
        lambda s, z: case_parts.opinions_of(s, z.leader(), _cases(z))),
    Hot("objection", "ix_objection_body_id_assessment_id or pk_assessment", "the objections to a page of cases, by the office",
        _batch(Size.office, decisions.objections_of, *_CASES)),
    Hot("task", "ix_task_of_objection", "the same by a leader, who sees those that he has heard",
        _batch(Size.leader, decisions.objections_of, *_CASES)),
    Hot("unit_list", "uq_unit_list_body_id_cycle_id_unit_id", "a cycle's unit lists, by the office",
        _page(Size.office, decisions.UNIT_LISTS, decisions.UNIT_LIST_FILTERS, cycle_id=_last)),
    Hot("quota_entry", "ix_quota_entry_body_id_cycle_id_id", "a cycle's ledger of places",
        _page(Size.office, quota.LEDGER, quota.LEDGER_FILTERS, cycle_id=_last)),
    Hot("work_record", "ix_work_record_body_id_person_id_last_day", "one's own week: `workRecords(personId, from, to)`",
        _page(Size.person, records.WORK_RECORDS, records.WORK_RECORD_FILTERS, person_id=lambda z: z.people - 1, **WEEK)),
    Hot("work_record", "ix_work_record_body_id_person_id_last_day", "one's own records, newest first",
        _page(Size.person, records.WORK_RECORDS, records.WORK_RECORD_FILTERS, person_id=lambda z: z.people - 1)),
    Hot("work_record", "ix_work_record_body_id_unit_id_kind_first_day_id", "a unit's logs of a week, by its leader",
        _page(Size.leader, records.WORK_RECORDS, records.WORK_RECORD_FILTERS, unit_id=3, kind="daily_log", **WEEK)),
    Hot("work_record", "ix_work_record_body_id_first_day_id", "the body's newest records, by the office",
        _page(Size.office, records.WORK_RECORDS, records.WORK_RECORD_FILTERS)),
    Hot("deadline", "ix_deadline_due or ix_deadline_open_of_cycle", "what is due: the sweep's claim", lambda s, z: claim(s, NOW)),
    Hot("deadline", "ix_deadline_body_id_cycle_id_due_at_id", "a cycle's deadlines: `deadlines(cycleId)`",
        _page(Size.office, history.DEADLINES, history.DEADLINE_FILTERS, cycle_id=_last)),
    Hot("deadline", "ix_deadline_open_of_cycle or ix_deadline_due",
        "those that are to come: `deadlines(cycleId, pending: true)`",
        _page(Size.office, history.DEADLINES, history.DEADLINE_FILTERS, cycle_id=_last, pending=True)),
    Hot("deadline_part", "ix_deadline_part_waiting or pk_deadline_part or uq_deadline_part_body_id_deadline_id_number",
        "the next part of a large expiry, and what became of the others",
        lambda s, z: carry_out_part(_Inside(s), lambda: NOW, lambda _: None)),
    Hot("outbox", "ix_outbox_waiting", "what is to be relayed", lambda s, z: relay_next(_Inside(s), NOW)),
    Hot("outbox", "ix_outbox_waiting", "whether anything waits: a worker's look", lambda s, z: waiting(_Inside(s), NOW)),
    Hot("notification", "ix_notification_body_id_assignee_key_id", "one's messages: `viewer.notifications`",
        lambda s, z: notifications_page(s, z.leader(), {}, PAGE)),
    Hot("notification", "ix_notification_body_id_assignee_key_id", "the office's messages, which has had tens of thousands",
        lambda s, z: notifications_page(s, z.office(), {}, PAGE)),
    Hot("notification", "ix_notification_unread", "those not read yet",
        lambda s, z: notifications_page(s, z.office(), {"unread": True}, PAGE)),
    Hot("delivery", "ix_delivery_waiting", "deliveries whose turn it is", lambda s, z: offer(_Inside(s), NOW)),
    Hot("bearer_session", "pk_bearer_session", "who is calling: every request", lambda s, z: actor_of(s, "t7", NOW)),
    Hot("ballot_box", "ix_ballot_rater_body_id_person_id", "`viewer.myBallots`", lambda s, z: ballots.my_ballots(s, z.person())),
    Hot("ballot_box", "uq_ballot_box_body_id_cycle_id_unit_id_key or pk_ballot_box", "a cycle's boxes, by the office",
        _page(Size.office, ballots.BOXES, ballots.FILTERS, cycle_id=_last)),
    Hot("assessment", "ix_assessment_body_id_notice_id or ix_assessment_body_id_cycle_id_state_unit_id",
        "the cases of a notice whose term ends",
        lambda s, z: cases_of(s, {"body_id": BODY, "subject": "notice", "subject_id": 1, "stage": "publicity"})),
    Hot("objection", "ix_objection_body_id_filed_by", "objections, by somebody without a role",
        _page(Size.person, decisions.OBJECTIONS, decisions.OBJECTION_FILTERS)),
    Hot("unit_list", "ix_unit_list_body_id_unit_id", "a unit's lists, by its leader",
        _page(Size.leader, decisions.UNIT_LISTS, decisions.UNIT_LIST_FILTERS, unit_id=3)),
    Hot("quota_entry", "ix_quota_entry_body_id_policy_key_year_unit_id", "the places of a unit in a year",
        _page(Size.office, quota.LEDGER, quota.LEDGER_FILTERS, policy_key="county-psb", year=2026, unit_id=3)),
    Hot("bearer_session", "ix_bearer_session_body_id_account_id", "ending all sessions of an account",
        lambda s, z: end_sessions(s, BODY, 7)),
    Hot("ballot_box", "ix_ballot_box_body_id_unit_id", "a unit's boxes, by the office",
        _page(Size.office, ballots.BOXES, ballots.FILTERS, unit_id=3)),
    Hot("ballot_box", "ix_ballot_box_tended", "whether a box is to be tended: a worker's look",
        lambda s, z: boxes_wait(_Inside(s), ())),
    *(
        Hot(table, index, "pruning: what is past its term", lambda s, z: prune_next(_Inside(s), NOW, _RETENTION))
        for table, index in (
            ("outbox", "ix_outbox_done"),
            ("deadline_part", "ix_deadline_part_done"),
            ("delivery", "ix_delivery_delivered or uq_delivery_body_id_notification_id_channel_target"),
            ("notification", "ix_notification_created_at"),
            ("bearer_session", "ix_bearer_session_expires_at"),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Executed:
    """A statement as it went to the database, with the values of its places."""

    sql: str
    values: Sequence[Any]


async def executed(database: Database, size: Size, hot: Hot) -> list[Executed]:
    """What the code of a hot statement executes on its table; taken back afterwards."""
    async with database.session() as session:
        # What follows the first statement may stumble over rows that are made up: it is not asked for.
        with _listening(database) as seen, suppress(Exception):
            await hot.act(session, size)
        await session.rollback()
    return list({one.sql: one for one in seen if re.search(rf"\b{hot.table}\b", one.sql)}.values())


@contextmanager
def _listening(database: Database) -> Iterator[list[Executed]]:
    seen: list[Executed] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        seen.append(Executed(statement, tuple(values or ())))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


class _Inside(Database):
    """A database that hands out one session: what a worker does in it is taken back."""

    def __init__(self, session: Any) -> None:
        self._session = session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        yield self._session

    session = reading = transaction  # type: ignore[assignment]
