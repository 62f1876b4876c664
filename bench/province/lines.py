"""A case from its opening to the archive, as the rehearsed year of a bureau has it (docs/rehearsal.md): 12 moves, 8 tasks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A move of a case: who makes it (a party of `organisation`), on which day of the closing, with what data.

    `data` is in its canonical spelling: what is hashed is this text.
    """

    trigger: str
    source: str
    dest: str
    who: str
    day: int
    data: str = "{}"


CASE = (
    Line("open", "", "self_summary", "system", 0),
    Line("submit_summary", "self_summary", "aggregation", "person", 1),
    Line("record_scores", "aggregation", "aggregation", "clerk", 7,
         '{"scores":{"de":"89","ji":"89","lian":"91","neng":"88","qin":"90"}}'),
    Line("aggregate", "aggregation", "review", "clerk", 7, '{"outcome":"graded","proposed":"fairly_good","score":"90.42"}'),
    Line("approve_review", "review", "review", "leader", 8, '{"comment":"完成本职工作","grade":"fairly_good","step":"unit"}'),
    Line("approve_review", "review", "review", "in_charge", 9, '{"comment":"同意","grade":"fairly_good","step":"consent"}'),
    Line("approve_review", "review", "decision", "office", 10, '{"comment":"同意","grade":"fairly_good","step":"office"}'),
    Line("decide", "decision", "publicity", "secretary", 12, '{"grade":"fairly_good","kind":"accepted","session":1}'),
    Line("close_publicity", "publicity", "appeal", "system", 20),
    Line("close_appeal", "appeal", "feedback", "system", 27),
    Line("deliver_feedback", "feedback", "feedback", "in_charge", 30, '{"method":"meeting_comment"}'),
    Line("acknowledge", "feedback", "archived", "person", 31, '{"acknowledgement":"signed"}'),
)  # fmt: skip

LIST = (
    Line("create", "", "open", "system", 0),
    Line("sign", "open", "signed", "leader", 8, '{"members":15}'),
    Line("consent", "signed", "consented", "in_charge", 9, '{"members":15}'),
    Line("hand_in", "consented", "handed_in", "clerk", 9, '{"members":15}'),
)

CYCLE = (
    Line("create", "", "draft", "office", 0),
    Line("open", "draft", "self_summary", "office", 0),
    Line("advance", "self_summary", "aggregation", "system", 7),
    Line("advance", "aggregation", "review", "system", 9),
    Line("advance", "review", "decision", "system", 10),
    Line("advance", "decision", "publicity", "system", 12),
    Line("advance", "publicity", "appeal", "system", 20),
    Line("advance", "appeal", "feedback", "system", 27),
    Line("advance", "feedback", "archived", "system", 31),
)


@dataclass(frozen=True)
class CaseTask:
    """A task that one line of the case opens and another closes (both counted from 1)."""

    kind: str
    who: str
    opened: int
    closed: int
    due: int  # days of the closing


TASKS = (
    CaseTask("write_summary", "person", 1, 2, 7),
    CaseTask("aggregate", "clerk", 2, 4, 10),
    CaseTask("review", "leader", 4, 5, 15),
    CaseTask("review", "in_charge", 5, 6, 15),
    CaseTask("review", "office", 6, 7, 15),
    CaseTask("decide", "secretary", 7, 8, 30),
    CaseTask("deliver_feedback", "in_charge", 10, 11, 40),
    CaseTask("acknowledge", "person", 11, 12, 41),
)

#: Task keys by party, as SQL over `party`.
KEYS = {
    "system": "'system'",
    "person": "'person@' || {0}.person_id",
    "clerk": "'unit_clerk@' || {0}.unit_id",
    "leader": "'main_leader@' || {0}.unit_id",
    "in_charge": "'leader_in_charge@' || {0}.unit_id",
    "office": "'office'",
    "secretary": "'committee_secretary'",
}

#: How far the cases of a unit are today, by its number: with the clerk, the leader, the leader in charge.
PROGRESS = (2, 4, 5)

#: Breakdown of a score, as an aggregation writes it.
BREAKDOWN = (
    '[{"part": "common", "rule": "S3-18", "inputs": {"scores": {"de": "89.000", "ji": "89.000", "qin": "90.000", '
    '"lian": "91.000", "neng": "88.000"}, "weight": "40", "weights": {"de": "20", "ji": "20", "qin": "20", "lian": '
    '"20", "neng": "20"}}, "points": "35.76"}, {"part": "individual", "rule": "S3-19", "inputs": {"factor": "60", '
    '"months": {"2026-01": "91.000", "2026-02": "91.300", "2026-03": "91.000"}}, "points": "54.66"}]'
)
