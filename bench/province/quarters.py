"""One quarter of all bodies: cycles, lists, cases with all that people and the clock wrote into them, set-wise."""

import asyncpg

from bench.province.chains import history_sql
from bench.province.lines import BREAKDOWN, CASE, CYCLE, KEYS, LIST, PROGRESS, TASKS
from bench.province.organisation import POLICY
from bench.province.size import OPENED, Size

#: What is told and what is relayed is kept for a term (docs/growth.md): of the past only notifications.
_BASE = f"(CAST('{OPENED.isoformat()}' AS timestamptz) - {{back}} * interval '3 months')"

_CYCLES = """
INSERT INTO cycle (body_id, id, state, title, kind, policy_key, policy_version_id, year, period, period_start, period_end,
                   opened_at, frozen_at, version, entry_no, history_count, history_head)
SELECT v.body_id, {first_cycle} + v.body_id, '{state}', '{period}平时考核', 'routine', v.key, v.id, {year}, '{period}',
       make_date({year}, {quarter} * 3 - 2, 1), (make_date({year}, {quarter} * 3 - 2, 1) + interval '3 months - 1 day')::date,
       {base}, CASE WHEN {archived} THEN {base} + interval '8 days' END, {lines}, {entry}, {lines}, h.hash
  FROM policy_version v JOIN history h ON h.body_id = v.body_id AND h.subject = 'cycle'
   AND h.subject_id = {first_cycle} + v.body_id AND h.seq = {lines} WHERE v.key = '{policy}';

INSERT INTO stage_term (body_id, cycle_id, stage, due_at, provisional, entered_at, left_at, extension_reason, told_at)
SELECT c.body_id, c.id, s.stage, {base} + s.due * interval '1 day', false, {base} + s.entered * interval '1 day',
       CASE WHEN {archived} THEN {base} + s.due * interval '1 day' END, '', {base}
  FROM cycle c, (VALUES ('self_summary', 0, 7), ('aggregation', 7, 10), ('review', 9, 15), ('decision', 10, 30),
                        ('publicity', 12, 20), ('appeal', 20, 27), ('feedback', 27, 41)) AS s(stage, entered, due)
 WHERE c.period = '{period}' AND ({archived} OR s.entered <= 7) ORDER BY c.body_id, c.id;

INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional, fired_at,
                      outcome)
SELECT t.body_id, 'cycle', t.cycle_id, t.cycle_id, t.stage, 1, 0, k.kind, k.mark, t.due_at + k.day * interval '1 day', false,
       CASE WHEN {archived} OR t.stage = 'self_summary' THEN t.due_at END, CASE WHEN {archived} THEN 'void' END
  FROM stage_term t, (VALUES ('remind', 1, -2), ('expire', 0, 0), ('escalate', 1, 2)) AS k(kind, mark, day)
 WHERE t.cycle_id BETWEEN {first_cycle} + 1 AND {first_cycle} + {bodies} ORDER BY t.body_id, t.cycle_id;

INSERT INTO decision_session (body_id, id, cycle_id, number, supplementary, held_at, attendees, members, minutes, recorded_by)
SELECT body_id, id, id, 1, false, {base} + interval '12 days', '[1, 2, 3, 4, 5, 6, 7, 8, 9]', 9, '逐人研究，形成决定。', 1
  FROM cycle WHERE period = '{period}' AND {archived};

INSERT INTO notice (body_id, id, cycle_id, session_id, number, form, content, published_at, closes_at, objections_until,
                    provisional)
SELECT body_id, id, id, id, 1, '张榜公示', (SELECT jsonb_agg(jsonb_build_object('name', p.name, 'grade', 'good',
         'post', p.post, 'assessment_id', {first_case} + p.id)) FROM person p WHERE p.body_id = c.body_id AND p.id % 3 = 0),
       {base} + interval '12 days', {base} + interval '20 days', {base} + interval '27 days', false
  FROM cycle c WHERE period = '{period}' AND {archived};

INSERT INTO seal (body_id, cycle_id, merkle_root, leaves, signature, public_key, key_id, sealed_at)
SELECT body_id, id, '', 0, '', '', 'none', {base} + interval '31 days' FROM cycle WHERE period = '{period}' AND {archived};

INSERT INTO unit_list (body_id, id, state, cycle_id, unit_id, version, entry_no, history_count, history_head, signed_hash,
                       members, signed_by, signed_at, consented_by, consented_at, handed_in_by, handed_in_at)
SELECT u.body_id, {first_list} + u.id, CASE WHEN {archived} THEN 'handed_in' ELSE 'open' END, {first_cycle} + u.body_id, u.id,
       h.seq, 1, h.seq, h.hash, CASE WHEN {archived} THEN h.hash END,
       CASE WHEN {archived} THEN (SELECT jsonb_agg({first_case} + x.person_id) FROM party x WHERE x.unit_id = u.id) END,
       CASE WHEN {archived} THEN 1 END, CASE WHEN {archived} THEN {base} + interval '8 days' END,
       CASE WHEN {archived} THEN 1 END, CASE WHEN {archived} THEN {base} + interval '9 days' END,
       CASE WHEN {archived} THEN 1 END, CASE WHEN {archived} THEN {base} + interval '9 days' END
  FROM unit u JOIN history h ON h.body_id = u.body_id AND h.subject = 'unit_list' AND h.subject_id = {first_list} + u.id
   AND h.seq = CASE WHEN {archived} THEN 4 ELSE 1 END ORDER BY u.body_id, u.id;
"""

_CASES = """
INSERT INTO assessment (body_id, id, state, cycle_id, person_id, unit_id, own_unit_id, post, rank, main_leader, round,
                        review_step, entered_at, due_at, summary, outcome, score, breakdown, allowed_grades, proposed_grade,
                        suggested_grade, grade, nominee, notice_id, feedback_at, version, entry_no, history_count,
                        history_head)
SELECT x.body_id, x.subject_id, h.dest, {first_cycle} + x.body_id, x.person_id, x.unit_id, x.unit_id, '民警', '四级警长',
       x.place <= {units}, 1, CASE WHEN x.progress > 4 THEN LEAST(x.progress - 4, 2) ELSE 0 END, h.at,
       CASE WHEN {archived} THEN NULL ELSE x.base + interval '15 days' END, 'submitted', o.outcome,
       85 + x.place % 100 / 10.0, o.breakdown, o.grades, o.proposed, o.proposed, CASE WHEN {archived} THEN o.proposed END,
       false, CASE WHEN {archived} THEN {first_cycle} + x.body_id END, CASE WHEN {archived} THEN h.at END, x.progress,
       LEAST(x.progress, 9), x.progress, h.hash
  FROM ({cases}) x
  JOIN history h ON h.body_id = x.body_id AND h.subject = 'assessment' AND h.subject_id = x.subject_id AND h.seq = x.progress
  LEFT JOIN (VALUES ('graded', '{breakdown}'::jsonb, '["good", "fairly_good", "fair", "poor"]'::jsonb, 'fairly_good'))
       AS o(outcome, breakdown, grades, proposed) ON x.progress >= 4
 ORDER BY x.body_id, x.subject_id;

INSERT INTO self_summary (body_id, assessment_id, revision, text, attendance, submitted_at, person_id)
SELECT body_id, subject_id, 1,
       name || '：本季度认真履行岗位职责，完成了各项工作任务；不足是学习不够系统，下季度加强业务学习。',
       '{{}}', base + interval '1 day', person_id FROM ({cases}) x ORDER BY body_id, subject_id;

INSERT INTO common_score (body_id, assessment_id, indicator, score)
SELECT body_id, subject_id, i.name, 85 + place % 10 FROM ({cases}) x
 CROSS JOIN (VALUES ('de'), ('neng'), ('qin'), ('ji'), ('lian')) AS i(name) WHERE progress >= 3 ORDER BY body_id, subject_id;

INSERT INTO review_opinion (body_id, assessment_id, round, step, person_id, acted_as, grade, comment, signed_at, void)
SELECT x.body_id, x.subject_id, 1, s.step, x.leader_id, s.step, 'fairly_good', '完成本职工作', x.base + interval '9 days', false
  FROM ({cases}) x CROSS JOIN (VALUES ('unit', 5), ('consent', 6), ('office', 7)) AS s(step, line)
 WHERE x.progress >= s.line ORDER BY x.body_id, x.subject_id;

INSERT INTO decision_item (body_id, session_id, assessment_id, round, kind, suggested_grade, grade, reason, recused)
SELECT body_id, {first_cycle} + body_id, subject_id, 1, 'accepted', 'fairly_good', 'fairly_good', '', '[]'
  FROM ({cases}) x WHERE progress >= 8 ORDER BY body_id, subject_id;

INSERT INTO feedback (body_id, assessment_id, method, affirmed, shortcomings, requirements, own_words, goals, delivered_by,
                      delivered_at, acknowledgement, opinion, witness, acknowledged_at)
SELECT body_id, subject_id, 'meeting_comment', '工作态度端正，较好完成本季度各项任务', '学习的系统性不足',
       '加强业务学习，提升办案质量',
       '本人无异议', '["提高办结率", "加强业务学习"]', in_charge_id, base + interval '30 days', 'signed', '同意考核结果', '',
       base + interval '31 days' FROM ({cases}) x WHERE progress = 12 ORDER BY body_id, subject_id;

INSERT INTO quota_entry (body_id, policy_key, year, period, cycle_id, scope, unit_id, kind, quantity, places, assessment_id, at)
SELECT x.body_id, '{policy}', {year}, '{period}', {first_cycle} + x.body_id, q.scope,
       CASE WHEN q.scope = 'unit' THEN x.unit_id END, q.kind, 1, NULL, x.subject_id, x.base + interval '12 days'
  FROM ({cases}) x CROSS JOIN (VALUES ('unit', 'nominee'), ('body', 'final_good')) AS q(scope, kind)
 WHERE x.progress = 12 AND x.place % 3 = 0 ORDER BY x.body_id, x.subject_id;

INSERT INTO deadline (body_id, subject, subject_id, cycle_id, stage, entry_no, step, kind, mark, due_at, provisional, fired_at,
                      outcome)
SELECT body_id, 'assessment', subject_id, {first_cycle} + body_id, 'feedback', 8, 1, 'expire', 0,
       base + interval '39 days', false, base + interval '31 days', 'void'
  FROM ({cases}) x WHERE progress = 12 ORDER BY body_id, subject_id;

INSERT INTO task (body_id, assignee_key, kind, subject, subject_id, cycle_id, unit_id, person_id, due_at, state, opened_at,
                  closed_at, closed_by)
SELECT x.body_id, {task_key}, t.kind, 'assessment', x.subject_id, {first_cycle} + x.body_id, x.unit_id, x.person_id,
       x.base + t.due * interval '1 day', CASE WHEN t.closed <= x.progress THEN 'done' ELSE 'open' END,
       x.base + t.opened * interval '1 day',
       CASE WHEN t.closed <= x.progress THEN x.base + t.closed * interval '1 day' END,
       CASE WHEN t.closed <= x.progress THEN x.name END
  FROM ({cases}) x JOIN {tasks} ON t.opened <= x.progress ORDER BY x.body_id, x.subject_id, t.opened;

INSERT INTO notification (body_id, assignee_key, kind, subject, subject_id, created_at, read_at)
SELECT x.body_id, {task_key}, t.kind, 'assessment', x.subject_id, x.base + t.opened * interval '1 day',
       CASE WHEN t.closed <= x.progress THEN x.base + t.closed * interval '1 day' END
  FROM ({cases}) x JOIN {tasks} ON t.opened <= x.progress ORDER BY x.body_id, x.subject_id, t.opened;
"""

#: Of today's quarter alone: older rows of these have been pruned.
_RECENT = """
INSERT INTO outbox (body_id, topic, payload, request_id, created_at, done_at)
SELECT body_id, 'moved', jsonb_build_object('subject', subject, 'id', subject_id, 'cycle_id', {first_cycle} + body_id,
         'trigger', trigger, 'dest', dest, 'tasks', jsonb_build_array(jsonb_build_array('office', 'review')), 'notify', '[]'),
       md5(id::text), at, at FROM history WHERE at >= {base} ORDER BY id;

INSERT INTO idempotency_key (body_id, account_id, mutation, key, input_hash, answer, created_at)
SELECT body_id, account_id, trigger, gen_random_uuid()::text, hash, jsonb_build_object('ids', jsonb_build_array(subject_id)), at
  FROM history WHERE at >= {base} AND account_id IS NOT NULL AND subject = 'assessment' ORDER BY id;
"""


def _tasks_sql() -> str:
    rows = ", ".join(f"('{one.kind}', '{one.who}', {one.opened}, {one.closed}, {one.due})" for one in TASKS)
    return f"(VALUES {rows}) AS t(kind, who, opened, closed, due)"


def _task_key() -> str:
    return "CASE t.who " + " ".join(f"WHEN '{name}' THEN {key.format('x')}" for name, key in KEYS.items()) + " END"


async def write_quarter(connection: asyncpg.Connection, size: Size, number: int) -> None:
    """The `number`-th quarter: archived, or open where it is the last. Its ids follow from its number."""
    today = number == size.quarters
    year, quarter = size.quarter(number)
    base = _BASE.format(back=size.quarters - number)
    before = number - 1
    people, units = size.people_each * size.bodies, size.units_each * size.bodies
    far = f"(ARRAY{list(PROGRESS)})[p.unit_id % {len(PROGRESS)} + 1]" if today else str(len(CASE))
    first_case, first_list, first_cycle = before * people, before * units, before * size.bodies
    cases = f"SELECT p.*, {first_case} + p.person_id AS subject_id, {far} AS progress, {base} AS base FROM party p"
    lists = (
        f"SELECT p.*, {first_list} + p.unit_id AS subject_id, {1 if today else len(LIST)} AS progress, {base} AS base "
        "FROM party p WHERE p.person_id = p.leader_id"
    )
    lines = 3 if today else len(CYCLE)
    cycles = (
        f"SELECT p.*, {first_cycle} + p.body_id AS subject_id, {lines} AS progress, {base} AS base "
        "FROM party p WHERE p.person_id = p.office_id"
    )
    for subject, of, subjects in (("cycle", CYCLE, cycles), ("unit_list", LIST, lists), ("assessment", CASE, cases)):
        await connection.execute(history_sql(subject, of, subjects))
    names = {
        "base": base,
        "archived": "false" if today else "true",
        "state": CYCLE[lines - 1].dest,
        "period": f"{year}Q{quarter}",
        "year": year,
        "quarter": quarter,
        "lines": lines,
        "entry": lines - 1,
        "policy": POLICY,
        "bodies": size.bodies,
        "units": size.units_each,
        "first_cycle": first_cycle,
        "first_list": first_list,
        "first_case": first_case,
        "cases": cases,
        "tasks": _tasks_sql(),
        "task_key": _task_key(),
        "breakdown": BREAKDOWN,
    }
    await connection.execute(_CYCLES.format(**names))
    await connection.execute(_CASES.format(**names))
    if today:
        await connection.execute(_RECENT.format(**names))
