"""Snapshots of ballot boxes: how many rate and who has not cast yet, never what anybody cast."""

from kaohe.workflow.domain.ballots.superior import approver_key
from kaohe.workflow.domain.charts import Subject
from kaohe.workflow.domain.snapshots import BallotBoxSnapshot, Situation
from kaohe.workflow.door.stores.store import Row, Store, common

_COLUMNS = """
       (SELECT count(*) FROM ballot_rater r WHERE r.body_id = a.body_id AND r.box_id = a.id) AS raters,
       (SELECT array_agg(r.person_id) FROM ballot_rater r WHERE r.body_id = a.body_id AND r.box_id = a.id
           AND r.rater_group = 'external') AS external,
       (SELECT array_agg(r.person_id) FROM ballot_rater r
          JOIN person p ON p.body_id = r.body_id AND p.id = r.person_id AND p.active
         WHERE r.body_id = a.body_id AND r.box_id = a.id AND NOT r.has_cast) AS waiting"""


def _snapshot(row: Row, beside: Row, situation: Situation) -> BallotBoxSnapshot:
    return BallotBoxSnapshot(
        **common(row, beside),
        unit_id=row["unit_id"],
        key=row["key"],
        due_at=row["due_at"],
        proposed_by=row["proposed_by"],
        raters=beside["raters"],
        external=frozenset(beside["external"] or ()),
        waiting=frozenset(beside["waiting"] or ()),
        superior_keys=frozenset({approver_key(row["unit_id"], row["proposed_by"], situation)}),
    )


STORE = Store(Subject.BALLOT_BOX, _snapshot, columns=_COLUMNS)
