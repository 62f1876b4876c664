"""What a quarter brings beside the cases: attendance and performance, records of work, ballots.

Daily logs and ballots are many where a scheme asks for them (S1). Here the last body's people alone write five logs a
quarter, and its units vote: enough to know what a row costs; docs/nation.md multiplies.
"""

import asyncpg

from bench.province.size import OPENED, Size

#: Raters of a box; their scores are one for each of the unit's people.
RATERS = 15

#: Days with a log in a quarter.
LOGS = 5

_MONTHS = """
INSERT INTO attendance (body_id, person_id, month, absent_days, sick_days, personal_days, late_count)
SELECT body_id, person_id, m, 0, 0, 0, 0 FROM party, unnest(ARRAY{months}) m ORDER BY body_id, person_id, m;

INSERT INTO monthly_performance (body_id, person_id, month, score)
SELECT body_id, person_id, m, 85 + place % 10 FROM party, unnest(ARRAY{months}) m ORDER BY body_id, person_id, m;

INSERT INTO work_record (body_id, person_id, unit_id, policy_version_id, kind, covers, first_day, last_day, text, items,
                         recorded_at, changed_at, revision, backfilled)
SELECT p.body_id, p.person_id, p.unit_id, v.id, 'monthly_record', m, d.first, d.last, '',
       '[{{"task": "办理案件", "procedure": "调查取证", "progress": "按期办结，群众满意，台账已归档", "done": true}}]',
       d.last, d.last, 1, false
  FROM party p JOIN policy_version v ON v.body_id = p.body_id
 CROSS JOIN unnest(ARRAY{months}) m
 CROSS JOIN LATERAL (SELECT (m || '-01')::date AS first, ((m || '-01')::date + interval '1 month - 1 day')::date AS last) d
 ORDER BY p.body_id, p.person_id, m;
"""

_LOGS = """
INSERT INTO work_record (body_id, person_id, unit_id, policy_version_id, kind, covers, first_day, last_day, text, items,
                         recorded_at, changed_at, revision, backfilled)
SELECT p.body_id, p.person_id, p.unit_id, v.id, 'daily_log', d.day::date::text, d.day::date, d.day::date,
       '今日走访辖区企业三家，排查安全隐患两处，接待来访群众五人，整理卷宗十二份。', '[]', d.day, d.day, 1, false
  FROM party p JOIN policy_version v ON v.body_id = p.body_id
 CROSS JOIN generate_series({last_day} - interval '{logs} days', {last_day} - interval '1 day', interval '1 day') AS d(day)
 WHERE p.body_id = {bodies} ORDER BY d.day, p.person_id;
"""

_BALLOTS = """
INSERT INTO ballot_box (body_id, id, state, cycle_id, unit_id, key, headcount, ratees, due_at, opened_at, closed_at, counted_at,
                        "cast", version, entry_no, history_count, history_head)
SELECT u.body_id, {first_list} + u.id, 'counted', {first_cycle} + u.body_id, u.id, 'peers', count(*),
       jsonb_agg({first_case} + x.person_id), {base} + interval '7 days', {base}, {base} + interval '7 days',
       {base} + interval '7 days', {raters}, 1, 1, 0, ''
  FROM unit u JOIN party x ON x.unit_id = u.id WHERE u.body_id = {bodies} GROUP BY u.body_id, u.id;

INSERT INTO ballot_rater (body_id, box_id, person_id, rater_group, reason, has_cast)
SELECT x.body_id, {first_list} + x.unit_id, x.person_id, 'peers', '', true
  FROM (SELECT *, row_number() OVER (PARTITION BY unit_id ORDER BY person_id) AS rank FROM party WHERE body_id = {bodies}) x
 WHERE x.rank <= {raters};

INSERT INTO ballot_score (body_id, id, box_id, assessment_id, category, score)
SELECT x.body_id, gen_random_uuid(), {first_list} + x.unit_id, {first_case} + x.person_id, 'peers', 80 + r
  FROM party x, generate_series(1, {raters}) r WHERE x.body_id = {bodies};

INSERT INTO ballot_tally (body_id, box_id, assessment_id, categories, weight, ballots, value)
SELECT body_id, {first_list} + unit_id, {first_case} + person_id, '["peers"]', '100', {raters}, '88'
  FROM party WHERE body_id = {bodies};
"""


async def write_beside(connection: asyncpg.Connection, size: Size, number: int) -> None:
    """The `number`-th quarter's; call it after the quarter itself."""
    before = number - 1
    base = f"(CAST('{OPENED.isoformat()}' AS timestamptz) - {size.quarters - number} * interval '3 months')"
    names = {
        "months": size.months(number),
        "last_day": f"CAST({base} AS date)",
        "logs": LOGS,
        "raters": RATERS,
        "bodies": size.bodies,
        "base": base,
        "first_case": before * size.people_each * size.bodies,
        "first_list": before * size.units_each * size.bodies,
        "first_cycle": before * size.bodies,
    }
    for statements in (_MONTHS, _LOGS, _BALLOTS):
        await connection.execute(statements.format(**names))
