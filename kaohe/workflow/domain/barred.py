"""Who keeps away from a case (回避). Source: requirements §3, "own case"."""

from kaohe.workflow.domain.snapshots import AssessmentSnapshot, Situation


def barred(snapshot: AssessmentSnapshot, situation: Situation) -> frozenset[int]:
    """Those who keep away from a case: the person himself and his declared relatives (回避)."""
    return frozenset({snapshot.person_id}) | situation.relatives.get(snapshot.person_id, frozenset())
