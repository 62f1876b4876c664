"""Readdressing open tasks when posts change hands (交接): a vacant post's go one step up, a filled one's come back.

A task under a role follows the role by itself; only who stands above or below it can change whose turn it is.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import document
from kaohe.workflow.domain.actor import system
from kaohe.workflow.domain.changes import Command, TaskSpec
from kaohe.workflow.domain.charts import Stage, Subject
from kaohe.workflow.domain.plans.ballot_box import rerouted
from kaohe.workflow.domain.plans.entry import rekey
from kaohe.workflow.domain.plans.finding import answer_task, close_task
from kaohe.workflow.domain.plans.objection import hearing_key
from kaohe.workflow.domain.plans.unit_list import task
from kaohe.workflow.domain.roles import Role
from kaohe.workflow.domain.snapshots import (
    AssessmentSnapshot,
    BallotBoxSnapshot,
    FindingSnapshot,
    ObjectionSnapshot,
    Situation,
    Snapshot,
    UnitListSnapshot,
)
from kaohe.workflow.door.beside import About
from kaohe.workflow.door.shared import SHARED, share
from kaohe.workflow.door.stores import cycle_of, load

_LISTED = {
    "sign_list": Role.MAIN_LEADER,
    "consent_list": Role.LEADER_IN_CHARGE,
    "hand_in_list": Role.UNIT_CLERK,
}

#: Whoever hears an objection locks it before its case, whoever upholds a list the cases before it: we do likewise.
_LOCKED_IN_ORDER = (Subject.OBJECTION, Subject.FINDING, Subject.ASSESSMENT, Subject.UNIT_LIST, Subject.BALLOT_BOX)

_OPEN = text("""
SELECT subject, subject_id, array_agg(kind) AS kinds FROM task
 WHERE body_id = :body_id AND state = 'open' AND (CAST(:units AS bigint[]) IS NULL OR unit_id = ANY(:units))
   AND kind IN ('aggregate', 'review', 'deliver_feedback', 'sign_list', 'consent_list', 'hand_in_list',
                'admit_objection', 'decide_objection', 'answer_finding', 'close_finding',
                'propose_raters', 'approve_raters')
 GROUP BY subject, subject_id
""")

_READDRESS = text("""
UPDATE task t SET assignee_key = n.assignee_key
  FROM jsonb_populate_recordset(NULL::task, CAST(:rows AS jsonb)) n
 WHERE t.body_id = :body_id AND t.subject = n.subject AND t.subject_id = n.subject_id AND t.kind = n.kind
   AND t.state = 'open' AND t.assignee_key <> n.assignee_key
RETURNING t.id
""")


async def reroute(session: AsyncSession, body_id: int, now: datetime, units: Sequence[int] | None = None) -> int:
    """Address every open task on cases, lists and objections (of these units, or of all) to whoever must act now.

    Call it after posts, relatives or people have changed, in the same transaction. How many tasks changed hands.
    """
    found = await session.execute(_OPEN, {"body_id": body_id, "units": None if units is None else list(units)})
    open_kinds = {(Subject(row.subject), row.subject_id): row.kinds for row in found}
    command = Command("reroute", system(body_id), now)
    rows, shared, cases = [], list[tuple[About, TaskSpec]](), list[int]()
    for subject in _LOCKED_IN_ORDER:
        ids = [one for kind, one in open_kinds if kind is subject]
        if not ids:
            continue
        snapshots, situations = await load(session, subject, body_id, ids)
        cases += ids if subject is Subject.ASSESSMENT else ()
        for snapshot in snapshots:
            situation = situations[cycle_of(subject, snapshot.row)]
            for spec in _specs(snapshot, open_kinds[subject, snapshot.id], command, situation):
                if spec.kind in SHARED:
                    shared.append((_about(subject, snapshot), spec))
                    continue
                rows.append(
                    {
                        "subject": str(subject),
                        "subject_id": snapshot.id,
                        "kind": spec.kind,
                        "assignee_key": spec.assignee_key,
                    }
                )
    joined = await share(session, body_id, now, command.actor.name, cases, shared)
    if not rows:
        return joined
    changed = await session.execute(_READDRESS, {"rows": document(rows), "body_id": body_id})
    return joined + len(changed.all())


def _about(subject: Subject, snapshot: Snapshot) -> About:
    row = snapshot.row
    return About(snapshot.body_id, str(subject), snapshot.id, row["cycle_id"], row["unit_id"], row["person_id"])


def _specs(snapshot: Snapshot, kinds: Sequence[str], command: Command, situation: Situation) -> Iterator[TaskSpec]:
    if isinstance(snapshot, AssessmentSnapshot):
        if snapshot.state in (Stage.AGGREGATION, Stage.REVIEW, Stage.FEEDBACK):
            yield from rekey(snapshot, command, situation)
    elif isinstance(snapshot, UnitListSnapshot):
        for kind in kinds:
            yield task(kind, _LISTED[kind], snapshot, command, situation)
    elif isinstance(snapshot, ObjectionSnapshot):
        key = hearing_key(snapshot.subject_person_id, snapshot.unit_id, snapshot.filed_by, snapshot.instance, situation)
        for kind in kinds:
            yield TaskSpec(kind, key, snapshot.decide_due)
    elif isinstance(snapshot, BallotBoxSnapshot):
        for kind in kinds:
            yield rerouted(kind, snapshot, command.now, situation)
    elif isinstance(snapshot, FindingSnapshot):
        due_at = snapshot.row["due_at"]
        if "answer_finding" in kinds:
            yield answer_task(snapshot.unit_id, due_at, situation)
        if "close_finding" in kinds:
            yield close_task(snapshot.issuer_key, due_at, situation)
