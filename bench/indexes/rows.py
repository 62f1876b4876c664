"""The rows of that world: each table with a series and the columns that matter; the others are filled in.

In the texts P is how many people there are, U units, D divisions above them, A cases, C cycles; V is the policy's version.
"""

from collections.abc import Mapping

CYCLES = 12

#: The day of a quarter's review, for cycle c.
_REVIEW = "timestamptz '2023-07-08 00:00+00' + (c - 1) * interval '91 days'"

_UNIT = "1 + (p - 1) % {U}"

#: Table, what follows FROM, and its columns.
ROWS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (
        "unit",
        "generate_series(1, {U}) u",
        {
            "id": "u",
            "key": "'u' || u",
            "name": "'单位' || u",
            "parent_id": "CASE WHEN u = 1 THEN NULL WHEN u <= 1 + {D} THEN 1 ELSE 2 + u % {D} END",
            "position": "u",
        },
    ),
    (
        "person",
        "generate_series(1, {P}) p",
        {"id": "p", "number": "'P' || p", "name": "'人' || p", "unit_id": _UNIT, "active": "true"},
    ),
    (
        "role_grant",
        """(SELECT u AS p, 'main_leader' AS role, u FROM generate_series(1, {U}) u UNION ALL
            SELECT {U} + u, 'unit_clerk', u FROM generate_series(1, {U}) u UNION ALL
            SELECT 1, 'leader_in_charge', u FROM generate_series(2, {U}, 10) u UNION ALL SELECT {P}, 'office', NULL) r""",
        {"person_id": "p", "role": "role", "unit_id": "u"},
    ),
    ("account", "generate_series(1, {P}) p", {"id": "p", "person_id": "p", "login": "'L' || p"}),
    (
        "bearer_session",
        "generate_series(1, {P}) p",
        {"token_hash": "sha256(convert_to('t' || p, 'UTF8'))", "account_id": "p", "expires_at": "'2030-01-01'"},
    ),
    (
        "idempotency_key",
        "generate_series(1, {P} * 10) n",
        {"account_id": "1 + n % {P}", "mutation": "'submitSummary'", "key": "md5(n::text)"},
    ),
    (
        "cycle",
        "generate_series(1, {C}) c CROSS JOIN LATERAL (SELECT 2023 + c / 4 AS y, c % 4 + 1 AS q) at",
        {
            "id": "c",
            "state": "CASE WHEN c = {C} THEN 'review' ELSE 'archived' END",
            "title": "'周期' || c",
            "kind": "'routine'",
            "policy_key": "'county-psb'",
            "policy_version_id": "{V}",
            "year": "y",
            "period": "y || 'Q' || q",
            "period_start": "make_date(y, q * 3 - 2, 1)",
            "period_end": "(make_date(y, q * 3 - 2, 1) + interval '3 months - 1 day')::date",
            "opened_at": _REVIEW,
        },
    ),
    (
        "assessment",
        "generate_series(1, {C}) c, generate_series(1, {P}) p",
        {
            "id": "(c - 1) * {P} + p",
            "state": "CASE WHEN c = {C} THEN 'review' ELSE 'archived' END",
            "cycle_id": "c",
            "person_id": "p",
            "unit_id": _UNIT,
            "own_unit_id": _UNIT,
            "post": "'民警'",
            "entered_at": _REVIEW,
            "due_at": f"{_REVIEW} + interval '3 days'",
            "outcome": "'graded'",
            "score": "90",
            "breakdown": """jsonb '[{{"part": "common", "points": "36.80"}}]'""",
            "grade": "CASE WHEN c = {C} THEN NULL WHEN p % 5 = 0 THEN 'good' ELSE 'fairly_good' END",
            "notice_id": "CASE WHEN c < {C} THEN c END",
        },
    ),
    (
        "history",
        "generate_series(1, {A}) a, generate_series(1, 8) s",
        {
            "subject": "'assessment'",
            "subject_id": "a",
            "seq": "s",
            "trigger": "'approve_review'",
            "source": "'review'",
            "dest": "'decision'",
            "actor_name": "'某某某'",
            "acted_as": "'main_leader@7'",
            "data": "jsonb_build_object('grade', 'good', 'comment', '工作扎实')",
        },
    ),
    (
        "history",
        "generate_series(1, {U} * {C}) l, generate_series(1, 10) s",
        {"subject": "'unit_list'", "subject_id": "l", "seq": "s", "trigger": "'sign'"},
    ),
    (
        "task",
        """generate_series(1, {P} * 99) n CROSS JOIN LATERAL (SELECT 1 + (n - 1) % {A} AS a) x
           CROSS JOIN LATERAL (SELECT 1 + (a - 1) / {P} AS c, 1 + (a - 1) % {P} AS p) y""",
        {
            "id": "n",
            "assignee_key": "CASE n / {A} % 4 WHEN 0 THEN 'person@' || p WHEN 1 THEN 'unit_clerk@' || "
            + _UNIT
            + " WHEN 2 THEN 'office' ELSE 'main_leader@' || "
            + _UNIT
            + " END",
            "kind": "CASE n / {A} % 4 WHEN 0 THEN 'write_summary' WHEN 1 THEN 'aggregate' ELSE 'review' END",
            "subject": "'assessment'",
            "subject_id": "a",
            "cycle_id": "c",
            "unit_id": _UNIT,
            "person_id": "p",
            "due_at": _REVIEW,
            "state": "'done'",
            "closed_at": _REVIEW,
        },
    ),
    (
        "task",
        "generate_series(1, {P}) p",
        {
            "id": "{P} * 99 + p",
            # One in fifty was reported: the office has it, and it is late.
            "assignee_key": "CASE WHEN p % 50 = 0 THEN 'office' ELSE 'main_leader@' || " + _UNIT + " END",
            "kind": "'review'",
            "subject": "'assessment'",
            "subject_id": "{A} - {P} + p",
            "cycle_id": "{C}",
            "unit_id": _UNIT,
            "person_id": "p",
            "due_at": "timestamptz '2026-04-10 16:00+00' - CASE WHEN p % 50 = 0 THEN interval '7 days' ELSE '0' END",
            "state": "'open'",
        },
    ),
    (
        "deadline",
        "generate_series(1, {P}) p, generate_series(1, 10) m",
        {
            "subject": "'assessment'",
            "subject_id": "{A} - {P} + p",
            "cycle_id": "{C}",
            "stage": "'review'",
            "kind": "'remind'",
            "mark": "m",
            # Half of them are to come; of the others all but a few hundred were carried out.
            "due_at": "timestamptz '2026-04-08 00:00+00' + (m - 5) * interval '1 hour' + p * interval '10 milliseconds'",
            "fired_at": "CASE WHEN m < 5 OR m = 5 AND p > 300 THEN timestamptz '2026-04-08 00:00+00' END",
        },
    ),
    (
        "deadline",
        "generate_series(1, {C}) c, generate_series(1, 40) m",
        {
            "subject": "'cycle'",
            "subject_id": "c",
            "cycle_id": "c",
            "stage": "'review'",
            "kind": "'expire'",
            "mark": "m",
            "due_at": _REVIEW,
            "fired_at": _REVIEW,
        },
    ),
    (
        "deadline_part",
        "generate_series(1, {P} * 2) n",
        {
            "deadline_id": "1 + n / 100",
            "number": "n",
            "done_at": "CASE WHEN n % 200 <> 0 THEN timestamptz '2026-01-01' END",
        },
    ),
    (
        "outbox",
        "generate_series(1, {P} * 10) n",
        {
            "id": "n",
            "topic": "'moved'",
            "payload": "jsonb_build_object('cycle_id', {C}, 'tasks', jsonb '[]', 'notify', jsonb '[]')",
            "done_at": "CASE WHEN n <= {P} * 10 - 500 THEN timestamptz '2026-01-01' END",
        },
    ),
    (
        "notification",
        "generate_series(1, 20) s, generate_series(1, {P}) p",
        {
            "id": "(s - 1) * {P} + p",
            "assignee_key": "CASE s % 4 WHEN 0 THEN 'main_leader@' || " + _UNIT + " WHEN 1 THEN CASE WHEN p % 10 = 0 "
            "THEN 'office' ELSE 'person@' || p END ELSE 'person@' || p END",
            "kind": "'review'",
            "subject": "'assessment'",
            "subject_id": "{A} - {P} + p",
            "created_at": "timestamptz '2026-01-01 00:00+00' + s * interval '1 day'",
            "read_at": "CASE WHEN s < 19 THEN timestamptz '2026-03-01' END",
        },
    ),
    (
        "delivery",
        "generate_series(1, 10) s, generate_series(1, {P}) p",
        {
            "id": "(s - 1) * {P} + p",
            "notification_id": "(s - 1) * {P} + p",
            "channel": "'mail'",
            "target": "'p' || p || '@example.gov.cn'",
            "token": "md5(s || '-' || p)",
            "state": "CASE WHEN s = 10 AND p <= 300 THEN 'waiting' WHEN p = 7 THEN 'failed' ELSE 'delivered' END",
            "delivered_at": "CASE WHEN (s < 10 OR p > 300) AND p <> 7 THEN timestamptz '2026-02-01' END",
            "retry_at": "CASE WHEN s = 10 AND p <= 300 THEN timestamptz '2026-04-08' END",
        },
    ),
    (
        "work_record",
        """generate_series(0, 99) d, generate_series(1, {P}) p
           CROSS JOIN LATERAL (SELECT date '2026-04-07' - 7 * (d / 5) - d % 5 AS day) x""",
        {
            "id": "(99 - d) * {P} + p",
            "person_id": "p",
            "unit_id": _UNIT,
            "policy_version_id": "{V}",
            "kind": "'daily_log'",
            "covers": "day::text",
            "first_day": "day",
            "last_day": "day",
            "text": "'上午走访辖区重点单位，下午整理台账，晚上值班备勤。'",
        },
    ),
    (
        "ballot_box",
        "generate_series(1, {C}) c, generate_series(1, {U}) u",
        {
            "id": "(c - 1) * {U} + u",
            "state": "CASE WHEN c = {C} THEN 'open' ELSE 'counted' END",
            "cycle_id": "c",
            "unit_id": "u",
            "key": "'unit'",
            "headcount": "30",
            "ratees": "jsonb_build_array((c - 1) * {P} + u, (c - 1) * {P} + u + {U})",
            "due_at": _REVIEW,
            "opened_at": _REVIEW,
        },
    ),
    (
        "ballot_rater",
        "generate_series(1, {C}) c, generate_series(1, {U}) u, generate_series(0, 24) k",
        {"box_id": "(c - 1) * {U} + u", "person_id": "u + k * {U}", "rater_group": "'unit'", "has_cast": "c < {C}"},
    ),
    (
        "sealed_ballot",
        "generate_series(1, {U}) u, generate_series(1, 20) k",
        {"id": "gen_random_uuid()", "box_id": "({C} - 1) * {U} + u", "envelope": "decode(repeat('ab', 300), 'hex')"},
    ),
    (
        "ballot_score",
        "generate_series(1, {P}) p, generate_series(1, 15) k",
        {"id": "gen_random_uuid()", "box_id": _UNIT, "assessment_id": "p", "category": "'peer'"},
    ),
    (
        "ballot_tally",
        "generate_series(1, {A}) a",
        {"box_id": "1", "assessment_id": "a", "weight": "'1'", "ballots": "15", "value": "'1350/15'"},
    ),
    (
        "unit_list",
        "generate_series(1, {C}) c, generate_series(1, {U}) u",
        {
            "id": "(c - 1) * {U} + u",
            "state": "CASE WHEN c = {C} THEN 'open' ELSE 'handed_in' END",
            "cycle_id": "c",
            "unit_id": "u",
            "members": "jsonb_build_array((c - 1) * {P} + u, (c - 1) * {P} + u + {U})",
        },
    ),
    (
        "quota_entry",
        "generate_series(1, {C}) c, generate_series(1, {U}) u, generate_series(1, 8) k",
        {
            "policy_key": "'county-psb'",
            "year": "2023 + c / 4",
            "period": "(2023 + c / 4) || 'Q' || (c % 4 + 1)",
            "cycle_id": "c",
            "scope": "'unit'",
            "unit_id": "u",
            "kind": "'nominee'",
        },
    ),
    (
        "self_summary",
        "generate_series(1, {A}) a",
        {"assessment_id": "a", "text": "'本季度完成了各项工作任务。'", "person_id": "1 + (a - 1) % {P}"},
    ),
    (
        "review_opinion",
        "generate_series(1, {A}) a, generate_series(1, 2) s",
        {"assessment_id": "a", "step": "'step' || s", "person_id": "1", "grade": "'good'"},
    ),
    (
        "objection",
        "generate_series(1, {A} / 10) n",
        {
            "id": "n",
            "state": "CASE WHEN n % 100 = 0 THEN 'filed' ELSE 'dismissed' END",
            "assessment_id": "n * 10",
            "cycle_id": "1 + (n * 10 - 1) / {P}",
            "filed_by": "1 + n % {P}",
        },
    ),
    (
        "notice",
        "generate_series(1, {C} - 1) c",
        {"id": "c", "cycle_id": "c", "session_id": "c", "form": "'网络'", "closes_at": _REVIEW},
    ),
    (
        "decision_item",
        "generate_series(1, {A} - {P}) a",
        {"session_id": "1 + (a - 1) / {P}", "assessment_id": "a", "kind": "'accepted'", "grade": "'good'"},
    ),
)
