"""What is asked, of every side alike, and the worlds in which it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from graphql_relay import to_global_id

from bench.context import Bench
from bench.database import connected, settle
from bench.load import LoadFailed, ask, graphql, request
from bench.seed import LONG_COURSE, Shape, add_history, seed, token
from bench.serving import Server

#: A frontend's list of what is to be done.
TASKS = """query Desk { viewer { pendingTasks(first: 20) { edges { node {
 id kind kindLabel subject subjectLabel subjectId assigneeKey dueAt overdue openedAt } }
 pageInfo { hasNextPage endCursor } } } }"""

#: The same with whom it is about: two more statements for us, two joins for the floor.
NAMED_TASKS = """query Desk { viewer { pendingTasks(first: 20) { edges { node {
 id kind kindLabel subject subjectLabel subjectId assigneeKey dueAt overdue openedAt person { name } unit { name } } }
 pageInfo { hasNextPage endCursor } } } }"""

#: A person's own result: the score and how it came about, the course of the case, what may be done, his objections.
PAGE = """query Page($id: ID!) { node(id: $id) { ... on Assessment {
 id stage stageLabel round reviewStepLabel score proposedGradeLabel gradeLabel
 breakdown { part rule inputs points } person { id name } unit { id name }
 history(first: 20) { edges { node { seq trigger triggerLabel at actorName reason } } pageInfo { hasNextPage endCursor } }
 availableActions { trigger label } objections { id state stateLabel grounds filedAt } } } }"""


@dataclass(frozen=True)
class Asked:
    """One person's request, as each side wants it."""

    ours: bytes
    floor: bytes


@dataclass(frozen=True)
class Desks:
    """A database in which a number of people each have full desks, and what they ask."""

    url: str
    people: Sequence[tuple[int, int]]  # (body, person)

    @property
    def tasks(self) -> list[Asked]:
        return [Asked(graphql(TASKS, token(one)), of_floor("/tasks", body, one)) for body, one in self.people]

    @property
    def named_tasks(self) -> list[Asked]:
        return [Asked(graphql(NAMED_TASKS, token(one)), of_floor("/named", body, one)) for body, one in self.people]

    @property
    def pages(self) -> list[Asked]:
        return [
            Asked(
                graphql(PAGE, token(one), {"id": to_global_id("Assessment", one)}),
                of_floor("/page", body, one),
            )
            for body, one in self.people
        ]


def of_floor(path: str, body: int, person: int) -> bytes:
    """A request to a hand-written server, which is told who asks."""
    return request(path, **{"X-Body": str(body), "X-Person": str(person)})


def bureaus(bench: Bench) -> Shape:
    """Three county bureaus: a thousand people without a role."""
    return Shape(bench.size(3, 1), bench.size(25, 3), bench.size(390, 45))


async def desks(bench: Bench, name: str, shape: Shape, *, each: int) -> Desks:
    """Everybody without a role has `each` open tasks of his own."""
    url = await bench.databases.new(name)
    async with connected(url) as connection:
        await seed(url, connection, shape, datetime.now(UTC), each)
    await settle(url)
    return Desks(url, _staff(shape))


async def results(bench: Bench, name: str) -> Desks:
    """People whose result has been told to them: a long course, an objection that was dismissed, their turn to sign."""
    url, shape = await bench.databases.new(name), bureaus(bench)
    now = datetime.now(UTC)
    async with connected(url) as connection:
        await seed(url, connection, shape, now)
        await add_history(connection, shape, now, LONG_COURSE)
        await connection.execute(_TOLD.replace("$now", f"'{now.isoformat()}'"))
    await settle(url)
    return Desks(url, _staff(shape))


async def same_answers(ours: Server, theirs: Server, asked: Sequence[Asked], *, sample: int = 100) -> str:
    """Compare the answers of two servers, byte for byte; what was compared, in words. Raises LoadFailed."""
    for one in asked[:: max(1, len(asked) // sample)]:
        mine, other = await ask(ours.port, one.ours), await ask(theirs.port, one.floor)
        if b'"errors"' in mine:
            raise LoadFailed(f"an error is no answer:\n{mine.decode()}")
        if mine != other:
            raise LoadFailed(f"the answers differ: {_difference(mine, other)}")
    return f"answers of {min(sample, len(asked))} people equal byte for byte"


def _difference(mine: bytes, other: bytes) -> str:
    """Where they part, with some of what stands around it."""
    at = next((place for place, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), 0)
    return "\n".join(one[max(0, at - 100) : at + 200].decode(errors="replace") for one in (mine, other))


def same_data(mine: bytes, other: bytes) -> bool:
    """Whether two answers hold the same data, whatever the order of their keys."""
    return bool(orjson.loads(mine)["data"] == orjson.loads(other)["data"])


def _staff(shape: Shape) -> list[tuple[int, int]]:
    """Everybody without a role, bodies in turn."""
    return [(body, shape.person(body, place)) for place in shape.staff() for body in range(1, shape.bodies + 1)]


_TOLD = """
UPDATE cycle SET state = 'feedback';
UPDATE unit_list SET state = 'handed_in';
UPDATE task SET state = 'done', closed_at = $now, closed_by = '系统' WHERE state = 'open';
UPDATE assessment SET state = 'feedback', suggested_grade = proposed_grade, grade = proposed_grade, review_step = 2,
       feedback_at = $now, entered_at = $now, due_at = $now::timestamptz + interval '10 days';
INSERT INTO feedback (body_id, assessment_id, method, affirmed, shortcomings, requirements, own_words, goals, delivered_by,
                      delivered_at, opinion, witness)
  SELECT body_id, id, 'individual_talk', '办案扎实', '材料报送偏慢', '按时报送', '', '["按时报送材料"]', id, $now, '', ''
    FROM assessment;
INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at)
  SELECT body_id, 'person@' || person_id, 'acknowledge', 'assessment', id, cycle_id, unit_id, person_id, due_at, 'open', $now
    FROM assessment;
INSERT INTO objection (body_id, version, entry_no, history_count, history_head, state, assessment_id, cycle_id, round, instance,
                       filed_by, grounds, filed_at, admit_due, decide_due, reply, decided_by, decided_at)
  SELECT body_id, 1, 1, 0, '', 'dismissed', id, cycle_id, 1, 1, person_id, '加分事项未计入',
         $now::timestamptz - interval '6 days', $now::timestamptz - interval '4 days', $now, '经核实，该事项不属于本季度', id,
         $now::timestamptz - interval '1 day' FROM assessment;
"""
