"""What an archive holds beside results and facts: one query a document, each row with the names a reader needs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Row = dict[str, Any]

_NAME = "(SELECT p.name FROM person p WHERE p.body_id = {0}.body_id AND p.id = {0}.{1})"


def _name(alias: str, column: str) -> str:
    return _NAME.format(alias, column) + f" AS {column}_name"


def _principal(subject: str, subject_id: str, triggers: str, at: str, name: str) -> str:
    """In whose place it was done (代理), from the line of history that was written then; null in one's own."""
    named = ", ".join(f"'{trigger}'" for trigger in triggers.split())
    return (
        "(SELECT h.data->'in_place_of'->>'name' FROM history h WHERE h.body_id = x.body_id "
        f"AND h.subject = '{subject}' AND h.subject_id = {subject_id} AND h.trigger IN ({named}) AND h.at = {at} "
        f"ORDER BY h.seq DESC LIMIT 1) AS {name}_in_place_of"
    )


_OF_CASE = (
    "JOIN assessment a ON a.body_id = x.body_id AND a.id = x.assessment_id "
    "WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id"
)

#: Document → its rows, in a fixed order. `:months` are the keys of the period's months.
RECORDS: Mapping[str, str] = {
    "summaries.json": f"""
        SELECT x.assessment_id, x.revision, x.text, x.attendance, x.self_score, x.goals, x.submitted_at,
               {_name("x", "person_id")}, x.entered_by, {_name("x", "entered_by")},
               {_principal("assessment", "x.assessment_id", "submit_summary submit_late", "x.submitted_at", "entered_by")}
          FROM self_summary x {_OF_CASE} ORDER BY x.assessment_id, x.revision""",
    "appraisals.json": f"""
        SELECT x.assessment_id, x.round, x.score, x.comment, {_name("x", "person_id")}, x.acted_as,
               {_name("x", "in_place_of")}, x.signed_at
          FROM appraisal x {_OF_CASE} ORDER BY x.assessment_id, x.round""",
    "merits.json": f"""
        SELECT x.id, a.id AS assessment_id, x.standard, x.matter, x.points, x.happened_on, x.document,
               {_name("x", "recorded_by")}, x.recorded_at, {_name("x", "withdrawn_by")}, x.withdrawn_at, x.withdrawn_reason
          FROM merit_event x JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
         WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND x.policy_key = :policy_key
           AND x.happened_on BETWEEN :period_start AND :period_end ORDER BY x.id""",
    "claims.json": f"""
        SELECT x.id, x.assessment_id, x.standard, x.matter, x.points, x.status, {_name("x", "checked_by")},
               {_name("x", "audited_by")}, x.remark
          FROM bonus_claim x {_OF_CASE} ORDER BY x.id""",
    "attendance.json": """
        SELECT a.id AS assessment_id, x.month, x.absent_days, x.sick_days, x.personal_days, x.late_count, x.batch_id
          FROM attendance x JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
         WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND x.month = ANY(:months) ORDER BY a.id, x.month""",
    "performance.json": """
        SELECT a.id AS assessment_id, x.month, x.score, x.batch_id
          FROM monthly_performance x JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
         WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND x.month = ANY(:months) ORDER BY a.id, x.month""",
    "indicators.json": f"""
        SELECT s.id, s.unit_id, u.name AS unit, s.kind, s.post_category, s.period, s.indicators, {_name("s", "set_by")},
               s.set_at,
               (SELECT jsonb_agg(jsonb_build_object('assessment_id', a.id, 'indicator', x.indicator,
                         'points', x.points::text) ORDER BY a.id, x.indicator)
                  FROM assessment a JOIN indicator_score x ON x.body_id = a.body_id AND x.assessment_id = a.id
                 WHERE a.body_id = s.body_id AND a.cycle_id = :cycle_id AND a.unit_id = s.unit_id AND x.kind = s.kind
                   AND (s.kind = 'elastic' OR a.post_category = s.post_category)) AS points
          FROM (SELECT DISTINCT ON (i.unit_id, i.kind, i.post_category) i.* FROM indicator_set i
                 WHERE i.body_id = :body_id AND i.policy_key = :policy_key
                   AND (i.kind = 'individual' AND i.period <= :period OR i.kind = 'elastic' AND i.period = :period)
                 ORDER BY i.unit_id, i.kind, i.post_category, i.period DESC) s
          JOIN unit u ON u.body_id = s.body_id AND u.id = s.unit_id
         ORDER BY u.position, u.id, s.kind, s.post_category""",
    "records.json": f"""
        SELECT x.id, a.id AS assessment_id, x.kind, x.covers, x.text, x.items, x.recorded_at, x.changed_at, x.revision,
               x.backfilled, {_name("x", "entered_by")},
               (SELECT jsonb_agg(jsonb_build_object('place', d.place, 'reason', d.reason, 'sha256', d.sha256,
                         'redacted_by', {_NAME.format("d", "redacted_by")},
                         'redacted_at', to_char(d.redacted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                         ORDER BY d.id)
                  FROM redaction d WHERE d.body_id = x.body_id AND d.record_id = x.id) AS redactions
          FROM work_record x JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
         WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND x.last_day BETWEEN :period_start AND :period_end
         ORDER BY a.id, x.first_day, x.id""",
    "leave.json": f"""
        SELECT x.id, a.id AS assessment_id, x.kind, x.starts, x.ends, x.note, {_name("x", "recorded_by")}, x.recorded_at
          FROM leave x JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
         WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND x.starts <= :period_end AND x.ends >= :period_start
         ORDER BY a.id, x.starts, x.id""",
    "imports.json": """
        SELECT x.id, x.kind, x.file_name, x.sha256, x.rows FROM import_batch x
         WHERE x.body_id = :body_id AND x.id IN (
           SELECT m.batch_id FROM monthly_performance m WHERE m.body_id = :body_id AND m.month = ANY(:months)
           UNION SELECT t.batch_id FROM attendance t WHERE t.body_id = :body_id AND t.month = ANY(:months))
         ORDER BY x.id""",
    "circumstances.json": """
        SELECT a.id AS assessment_id, x.kind, x.sanction, x.starts, x.ends, x.note
          FROM circumstance x JOIN assessment a ON a.body_id = x.body_id AND a.person_id = x.person_id
         WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id AND x.starts <= :period_end ORDER BY a.id, x.id""",
    "ballots.json": """
        SELECT x.id, x.unit_id, u.name AS unit, x.key, x.state, x.headcount, x.cast, x.opened_at, x.closed_at,
               x.counted_at, x.due_at, jsonb_array_length(x.ratees) AS ratees,
               (SELECT jsonb_object_agg(g.rater_group, g.people)
                  FROM (SELECT r.rater_group, count(*) AS people FROM ballot_rater r
                         WHERE r.body_id = x.body_id AND r.box_id = x.id GROUP BY r.rater_group) g) AS raters
          FROM ballot_box x JOIN unit u ON u.body_id = x.body_id AND u.id = x.unit_id
         WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.id""",
    "cards.json": f"""

        SELECT x.id, x.unit_id, u.name AS unit, x.assessment_id, x.size, x.valid_until, {_name("x", "issued_by")},
               x.issued_at, {_name("x", "cancelled_by")}, x.cancelled_at, x.cancelled_reason,
               (SELECT jsonb_agg(jsonb_build_object('used_on', c.used_on, 'levels', c.scores, 'score', c.score::text)
                         ORDER BY c.used_on, c.id)
                  FROM evaluation_card c WHERE c.body_id = x.body_id AND c.batch_id = x.id AND c.used_on IS NOT NULL)
                 AS used
          FROM card_batch x JOIN unit u ON u.body_id = x.body_id AND u.id = x.unit_id
         WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.id""",
    "unit_items.json": f"""
        SELECT x.unit_id, u.name AS unit, x.item, x.score, x.source, {_name("x", "recorded_by")}, x.recorded_at
          FROM unit_item x JOIN unit u ON u.body_id = x.body_id AND u.id = x.unit_id
         WHERE x.body_id = :body_id AND x.policy_key = :policy_key AND x.period = :period
         ORDER BY u.position, u.id, x.item""",
    "reviews.json": f"""
        SELECT x.assessment_id, x.round, x.step, {_name("x", "person_id")}, x.acted_as,
               {_name("x", "in_place_of")}, x.grade, x.comment, x.signed_at, x.void
          FROM review_opinion x {_OF_CASE} ORDER BY x.assessment_id, x.id""",
    "unit_lists.json": f"""
        SELECT x.id, x.unit_id, u.name AS unit, x.state, x.members, encode(x.signed_hash, 'hex') AS signed_hash,
               {_name("x", "signed_by")}, {_principal("unit_list", "x.id", "sign", "x.signed_at", "signed_by")},
               x.signed_at, {_name("x", "consented_by")},
               {_principal("unit_list", "x.id", "consent", "x.consented_at", "consented_by")}, x.consented_at,
               {_name("x", "handed_in_by")},
               {_principal("unit_list", "x.id", "hand_in", "x.handed_in_at", "handed_in_by")}, x.handed_in_at
          FROM unit_list x JOIN unit u ON u.body_id = x.body_id AND u.id = x.unit_id
         WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY u.position, u.id""",
    "sessions.json": f"""
        SELECT x.id, x.number, x.supplementary, x.held_at, x.members, x.minutes, {_name("x", "recorded_by")},
               {_name("x", "in_place_of")},
               (SELECT jsonb_agg(p.name ORDER BY t.n) FROM jsonb_array_elements(x.attendees) WITH ORDINALITY t(one, n)
                  JOIN person p ON p.body_id = x.body_id AND p.id = t.one::bigint) AS attendees,
               (SELECT jsonb_agg(jsonb_build_object('assessment_id', i.assessment_id, 'round', i.round, 'kind', i.kind,
                         'suggested_grade', i.suggested_grade, 'grade', i.grade, 'reason', i.reason,
                         'recused', i.recused) ORDER BY i.id)
                  FROM decision_item i WHERE i.body_id = x.body_id AND i.session_id = x.id) AS items
          FROM decision_session x WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.number""",
    "notices.json": """
        SELECT x.id, x.session_id, x.number, x.form, x.content, x.published_at, x.closes_at, x.objections_until,
               x.provisional, x.amended_at
          FROM notice x WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.number""",
    "objections.json": f"""
        SELECT x.id, x.assessment_id, x.state, x.round, x.instance, x.first_id, {_name("x", "filed_by")}, x.grounds,
               x.filed_at, x.reply, {_name("x", "decided_by")},
               {_principal("objection", "x.id", "refuse dismiss sustain", "x.decided_at", "decided_by")}, x.decided_at
          FROM objection x WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.id""",
    "inspections.json": f"""
        SELECT x.id, x.unit_id, u.name AS unit, x.kind, x.held_on, x.inspectors, x.looked_at, x.note,
               {_name("x", "recorded_by")}, {_name("x", "in_place_of")}, x.recorded_at
          FROM inspection x JOIN unit u ON u.body_id = x.body_id AND u.id = x.unit_id
         WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.id""",
    "findings.json": f"""
        SELECT x.id, x.inspection_id, x.unit_id, u.name AS unit, x.state, x.kind, x.text, x.wanted, x.issuer_key,
               x.asked_at, x.due_at, x.reply, {_name("x", "replied_by")},
               {_principal("finding", "x.id", "answer_finding", "x.replied_at", "replied_by")}, x.replied_at,
               x.conclusion, x.closed_at
          FROM finding x JOIN unit u ON u.body_id = x.body_id AND u.id = x.unit_id
         WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.id""",
    "approvals.json": f"""
        SELECT x.id, x.number, x.supplements, x.submitted_at, {_name("x", "submitted_by")}, {_name("x", "in_place_of")},
               (SELECT jsonb_agg(jsonb_build_object('assessment_id', i.assessment_id, 'round', i.round, 'grade', i.grade)
                         ORDER BY i.id)
                  FROM result_list_item i WHERE i.body_id = x.body_id AND i.list_id = x.id) AS items,
               (SELECT jsonb_agg(jsonb_build_object('approver', o.approver, 'letter', o.letter, 'refused', o.refused,
                         'reason', o.reason, 'answered_by', {_NAME.format("o", "answered_by")},
                         'in_place_of', {_NAME.format("o", "in_place_of")},
                         'answered_at',
                         to_char(o.answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY o.id)
                  FROM outside_approval o WHERE o.body_id = x.body_id AND o.list_id = x.id) AS answers
          FROM result_list x WHERE x.body_id = :body_id AND x.cycle_id = :cycle_id ORDER BY x.number""",
    "feedback.json": f"""
        SELECT x.assessment_id, x.method, x.affirmed, x.shortcomings, x.requirements, x.own_words, x.goals,
               {_name("x", "delivered_by")},
               {_principal("assessment", "x.assessment_id", "deliver_feedback", "x.delivered_at", "delivered_by")},
               x.delivered_at, x.acknowledgement, x.opinion, x.witness, x.acknowledged_at
          FROM feedback x {_OF_CASE} ORDER BY x.assessment_id""",
    "evidence.json": f"""
        SELECT x.id, x.assessment_id, x.claim_id, x.file_name, x.media_type, x.size, x.sha256, x.uploaded_at
          FROM evidence x {_OF_CASE} ORDER BY x.id""",
    "quota.json": """
        SELECT x.id, x.year, x.period, x.cycle_id, x.scope, x.unit_id, x.kind, x.quantity, x.places, x.assessment_id, x.at
          FROM quota_entry x WHERE x.body_id = :body_id AND x.policy_key = :policy_key AND x.year = :year
           AND x.period <= :period ORDER BY x.id""",
    "units.json": """
        SELECT x.id, x.key, x.name, x.outside FROM unit x WHERE x.body_id = :body_id AND x.id IN (
           SELECT a.unit_id FROM assessment a WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id)
         ORDER BY x.position, x.id""",
}

_CYCLE = text("""
SELECT b.key AS body_key, b.name AS body_name, c.id, c.title, c.kind, c.state, c.policy_key, v.version AS policy_version,
       v.name AS policy_name, v.sha256 AS policy_sha256, c.year, c.period, c.period_start, c.period_end, c.opened_at,
       c.frozen_at
  FROM cycle c JOIN body b ON b.id = c.body_id
  JOIN policy_version v ON v.body_id = c.body_id AND v.id = c.policy_version_id
 WHERE c.body_id = :body_id AND c.id = :cycle_id
""")

_STAGES = text("""
SELECT stage, due_at, provisional, entered_at, left_at, extended_to, extension_reason
  FROM stage_term WHERE body_id = :body_id AND cycle_id = :cycle_id ORDER BY id
""")

_CASES = text("""
SELECT a.id, p.number, p.name, p.work_in_charge, a.post, a.rank, a.unit_id, u.name AS unit, a.own_unit_id,
       o.name AS own_unit, a.main_leader, a.state, a.round, a.summary, a.outcome, a.score, a.breakdown, a.allowed_grades,
       a.proposed_grade, a.suggested_grade, a.grade, a.nominee, a.notice_id, a.excluded_reason,
       a.history_count, a.history_head
  FROM assessment a JOIN person p ON p.body_id = a.body_id AND p.id = a.person_id
  JOIN unit u ON u.body_id = a.body_id AND u.id = a.unit_id
  JOIN unit o ON o.body_id = a.body_id AND o.id = a.own_unit_id
 WHERE a.body_id = :body_id AND a.cycle_id = :cycle_id
 ORDER BY u.position, u.id, p.number
""")

_POLICY = text("""
SELECT v.source, v.document FROM policy_version v JOIN cycle c ON c.body_id = v.body_id AND c.policy_version_id = v.id
 WHERE c.body_id = :body_id AND c.id = :cycle_id
""")


async def read_cycle(session: AsyncSession, body_id: int, cycle_id: int) -> Row:
    """The cycle with its stages."""
    key = {"body_id": body_id, "cycle_id": cycle_id}
    cycle = (await session.execute(_CYCLE, key)).mappings().one()
    stages = [dict(row) for row in (await session.execute(_STAGES, key)).mappings()]
    return {**cycle, "stages": stages}


async def read_policy(session: AsyncSession, body_id: int, cycle_id: int) -> Row:
    """The policy's text and its parsed document."""
    found = await session.execute(_POLICY, {"body_id": body_id, "cycle_id": cycle_id})
    return dict(found.mappings().one())


async def read_cases(session: AsyncSession, body_id: int, cycle_id: int) -> list[Row]:
    """Everybody's case with its stored result, by unit and staff number."""
    found = await session.execute(_CASES, {"body_id": body_id, "cycle_id": cycle_id})
    return [dict(row) for row in found.mappings()]


async def read_record(session: AsyncSession, name: str, parameters: Mapping[str, Any]) -> list[Row]:
    """One document's rows."""
    return [dict(row) for row in (await session.execute(text(RECORDS[name]), dict(parameters))).mappings()]
