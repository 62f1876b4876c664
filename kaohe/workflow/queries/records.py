"""Records of work, their redactions, and leave (工作纪实、脱密、请假)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.calendar.of_body import CALENDAR, calendar_in
from kaohe.workflow.desk import lent_cases, on_desk
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.policy.records import RecordKind, RecordRules
from kaohe.workflow.domain.records.covers import Cover
from kaohe.workflow.domain.records.window import accepted_until
from kaohe.workflow.domain.roles import UNIT_ROLES
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Predicate, View, by_id, of_parent
from kaohe.workflow.queries.scopes import either, of_people
from kaohe.workflow.situations import policy_of
from kaohe.workflow.visibility import UNITS_BELOW, sees_body

#: The versions under which all members of a unit read each other's records (S1-9).
_OPEN = """SELECT v.id FROM policy_version v WHERE v.body_id = :viewer_body
            AND CAST(v.document #>> '{records,open_in_unit}' AS boolean)"""


_CASES = """
 SELECT a.person_id, c.period_start, c.period_end
   FROM {source} JOIN cycle c ON c.body_id = a.body_id AND c.id = a.cycle_id
  WHERE a.body_id = :viewer_body AND a.state NOT IN ('excluded', 'cancelled') AND {condition}"""

#: Cases on the viewer's desk.
_ON_DESK = "task t JOIN assessment a ON a.body_id = t.body_id AND a.id = t.subject_id"

#: Cases that he rates in boxes that are open: ratings rest on the records (S1-16).
_IN_BOXES = """ballot_rater v
   JOIN ballot_box b ON b.body_id = v.body_id AND b.id = v.box_id AND b.state = 'open'
   CROSS JOIN LATERAL jsonb_array_elements(b.ratees) rated
   JOIN assessment a ON a.body_id = b.body_id AND a.id = rated::bigint"""

_JUDGED = """EXISTS (SELECT 1 FROM ({judged}) j
    WHERE j.person_id = r.person_id AND r.last_day BETWEEN j.period_start AND j.period_end)"""


def _record_ways(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """Records `r`: one's own; those of one's unit where the policy opens them (S1-9); those of the units at which one
    holds a role and of all below (S1-10); of the period, those of the people whom one rates in an open box (S1-16) or
    whose cases are one's work; every record for the office and the committee."""
    if sees_body(actor):
        return ["true"], {"viewer_body": actor.body_id}
    above, parameters = _above(actor)
    judged, added = _judged(actor)
    fellows = f"r.unit_id = :viewer_unit AND r.policy_version_id IN ({_OPEN})"
    return [*above, fellows, _JUDGED.format(judged=judged)], {**parameters, **added, "viewer_unit": actor.unit_id}


visible_records = either("r", _record_ways)


def _traces(actor: Actor) -> Predicate:
    """What was taken out of records `r`: for the person, the leaders and clerks, the office; for nobody else who reads
    them."""
    own = "r.body_id = :viewer_body"
    if sees_body(actor):
        return own, {"viewer_body": actor.body_id}
    ways, parameters = _above(actor)
    return f"{own} AND ({' OR '.join(ways)})", parameters


def _above(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    own = {"viewer_body": actor.body_id, "viewer_person": actor.person_id}
    units = {"viewer_units": sorted(actor.units_of(*UNIT_ROLES))}
    return ["r.person_id = :viewer_person", f"r.unit_id = ANY(ARRAY({UNITS_BELOW}))"], {**own, **units}


def _judged(actor: Actor) -> Predicate:
    """The people on whose cases the viewer works, and in which periods: those whom his units assess, wherever they belong,
    those on his desk, those of work that is lent to him, and those whom he rates."""
    desk, parameters = on_desk(actor)
    judged = [
        ("assessment a", f"a.unit_id = ANY(ARRAY({UNITS_BELOW}))"),
        (_ON_DESK, f"t.body_id = :viewer_body AND t.subject = 'assessment' AND t.state = 'open' AND {desk}"),
        (_IN_BOXES, "v.body_id = :viewer_body AND v.person_id = :viewer_person"),
    ]
    if actor.loans:
        lent, added = lent_cases(actor)
        judged.append(("assessment a", lent))
        parameters |= added
    cases = [_CASES.format(source=source, condition=condition) for source, condition in judged]
    return " UNION ALL ".join(cases), parameters


WORK_RECORDS = View(
    columns=(
        "r.id, r.person_id, r.unit_id, r.policy_version_id, r.kind, r.covers, r.first_day, r.last_day, r.text, r.items, "
        "r.recorded_at, r.changed_at, r.revision, r.backfilled, r.entered_by"
    ),
    source="work_record r",
    scope=visible_records,
    order=(Key("r.first_day", date), Key("r.id", int)),
    id="r.id",
    descending=True,
    ways=_record_ways,
)

WORK_RECORD_FILTERS = {
    "person_id": "r.person_id = :person_id",
    "unit_id": "r.unit_id = :unit_id",
    "kind": "r.kind = :kind",
    "from_day": "r.last_day >= :from_day",
    "to_day": "r.first_day <= :to_day",
}

REDACTIONS = View(
    columns="x.record_id, x.place, x.reason, x.sha256, x.redacted_by, x.redacted_at",
    source="redaction x JOIN work_record r ON r.body_id = x.body_id AND r.id = x.record_id",
    scope=_traces,
    order=(Key("x.id", int),),
    id="x.id",
)

LEAVES = View(
    columns="x.id, x.person_id, x.kind, x.starts, x.ends, x.note, x.recorded_by, x.recorded_at",
    source="leave x",
    scope=of_people("x"),
    order=(Key("x.starts", date), Key("x.id", int)),
    id="x.id",
    descending=True,
)

LEAVE_FILTERS = {
    "person_id": "x.person_id = :person_id",
    "unit_id": """EXISTS (SELECT 1 FROM person q
                   WHERE q.body_id = x.body_id AND q.id = x.person_id AND q.unit_id = :unit_id)""",
    "from_day": "x.ends >= :from_day",
    "to_day": "x.starts <= :to_day",
}

work_records_by_id = by_id(WORK_RECORDS)
leaves_by_id = by_id(LEAVES)
redactions_of = of_parent(REDACTIONS, "x.record_id", "record_id")

# The calendar beside the versions, which are few: mostly one.
_VERSIONS = text(f"""
SELECT v.id, v.sha256, k.* FROM policy_version v CROSS JOIN ({CALENDAR}) k
 WHERE v.body_id = :body_id AND v.id = ANY(:ids)
""")


@dataclass(frozen=True)
class Allowed:
    """The rules under which a record was entered, and until when it may be entered or corrected."""

    rules: RecordRules
    until: datetime


#: Version, kind, and what is covered: what decides until when a record is accepted.
Asked = tuple[int, str, str]


async def allowed_of(session: AsyncSession, actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, Allowed]:
    """What holds for records; nothing for a kind that the version has no longer."""
    versions = {version_id for version_id, _, _ in asked}
    found = rows_of(await session.execute(_VERSIONS, {"body_id": actor.body_id, "ids": sorted(versions)}))
    policies = {row["id"]: await policy_of(session, actor.body_id, row["id"], row["sha256"]) for row in found}
    calendar = calendar_in(found[0])
    allowed = {}
    for version_id, kind, key in asked:
        rules = policies[version_id].records.rules(RecordKind(kind))
        if rules is not None:
            until = accepted_until(rules, Cover.parse(RecordKind(kind), key), calendar).ends_at
            allowed[version_id, kind, key] = Allowed(rules, until)
    return allowed
