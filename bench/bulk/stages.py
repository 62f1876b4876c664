"""The stages that the ratios end: what stands on everybody's desk there, and what the cases rest on."""

from datetime import datetime, timedelta

import asyncpg

from bench.bulk.cases import CYCLE, OPENED, Line, Standing, end_term, open_cases
from bench.bulk.organisation import BODY, Organisation, found_body, number_on

SUMMARY_POLICY = "county-psb"

#: Everybody has still to write his summary: its end closes his task and opens one of his unit's clerk.
AT_SUMMARY = Standing("self_summary", [OPENED], "write_summary", "'person@' || c.person_id", {})

_SUBMITTED = Line("submit_summary", "self_summary", "aggregation")

#: All summaries are in, boxes are counted: the end of the term adds everybody's score up.
AT_AGGREGATION = Standing(
    "aggregation", [OPENED, _SUBMITTED], "aggregate", "'unit_clerk@' || c.unit_id", {"summary": "'submitted'"}
)

#: Everybody has been told his result and has to sign for it, by a term of his own.
AT_FEEDBACK = Standing(
    "feedback",
    [
        OPENED,
        _SUBMITTED,
        Line("aggregate", "aggregation", "review"),
        Line("approve_review", "review", "decision"),
        Line("decide", "decision", "publicity"),
        Line("close_publicity", "publicity", "appeal"),
        Line("close_appeal", "appeal", "feedback"),
        Line("deliver_feedback", "feedback", "feedback"),
    ],
    "acknowledge",
    "'person@' || c.person_id",
    {"summary": "'submitted'", "outcome": "'graded'", "score": "85", "grade": "'fairly_good'", "feedback_at": "$6"},
)


async def seed_summaries(connection: asyncpg.Connection, size: Organisation, now: datetime) -> None:
    """All cases in the summary's stage, and the deadline that ends it, due at once."""
    await found_body(connection, size, SUMMARY_POLICY)
    await open_cases(connection, size, SUMMARY_POLICY, AT_SUMMARY, now)
    await end_term(connection, AT_SUMMARY, now)
    await number_on(connection)


_DELIVERED = """
INSERT INTO feedback (body_id, assessment_id, method, affirmed, shortcomings, requirements, own_words, goals, delivered_by,
                      delivered_at, opinion, witness)
SELECT body_id, id, 'written_delivery', '工作扎实', '有待提高', '再接再厉', '', '[]', $3, $4, '', ''
  FROM assessment WHERE body_id = $1 AND cycle_id = $2 ORDER BY id
"""

_OWN_TERMS = """
INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional)
SELECT body_id, 'assessment', id, cycle_id, 'feedback', entry_no, 1, 'expire', 0, due_at, false
  FROM assessment WHERE body_id = $1 AND cycle_id = $2 ORDER BY id
"""


async def seed_own_terms(connection: asyncpg.Connection, size: Organisation, now: datetime) -> None:
    """All cases wait for their person's signature, each with a deadline row of its own, due at once."""
    await found_body(connection, size, SUMMARY_POLICY)
    await open_cases(connection, size, SUMMARY_POLICY, AT_FEEDBACK, now)
    await connection.execute(_DELIVERED, BODY, CYCLE, size.office, now - timedelta(days=10))
    await connection.execute(_OWN_TERMS, BODY, CYCLE)
    await number_on(connection)
