"""What a session must satisfy beside each case's own guards: members, quorum, minutes, reasons, places."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from kaohe.workflow.decisions.cases import Case, recused
from kaohe.workflow.decisions.inputs import SessionInput
from kaohe.workflow.domain.calendar import day_of
from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.refusals import Code, Refusal
from kaohe.workflow.domain.roles import Role, role_key
from kaohe.workflow.domain.snapshots import Situation
from kaohe.workflow.quota.places import Offer


def quorum_refusals(
    situation: Situation, given: SessionInput, cases: Sequence[Case], names: Mapping[int, str]
) -> Iterator[Refusal]:
    """Only members decide, enough of them are there for every single case, and the minutes say so (S3-34)."""
    rules = situation.policy.decision
    members = situation.holders.get(role_key(Role.COMMITTEE_MEMBER), frozenset())
    for index, one in enumerate(given.attendee_ids):
        if one not in members:
            yield Refusal(Code.NOT_A_MEMBER, f"attendee_ids[{index}]", {"name": names.get(one, str(one))})
    present = [one for one in dict.fromkeys(given.attendee_ids) if one in members]
    needed = next(count for count in range(len(members) + 2) if rules.has_quorum(count, len(members)))
    if not rules.has_quorum(len(present), len(members)):
        yield _no_quorum(len(present), len(members), needed)
    else:
        for case in cases:
            voting = len(present) - len(recused(case, present, situation.relatives))
            if not rules.has_quorum(voting, len(members)):
                yield _no_quorum(voting, len(members), needed, case.name)
    if rules.minutes_required and not given.minutes.strip():
        yield Refusal(Code.REQUIRED, "minutes", {"label": "会议纪要", "label_en": "minutes"})


def item_refusals(situation: Situation, given: SessionInput, cases: Sequence[Case], now: datetime) -> Iterator[Refusal]:
    """It has been held, somebody is decided, nobody twice, and whatever departs from the suggestion has a reason."""
    if given.held_at > now:
        yield bad("held_at", "会议时间不能晚于现在", "a session that is yet to come cannot be recorded")
    elif day_of(given.held_at) <= situation.period_end:
        yield bad("held_at", "会议时间不能早于考核期结束", "no session decides before the assessed period is over")
    if not cases:
        yield bad("decisions", "没有待研究的人员", "nobody is before the session")
    known = {case.assessment_id: case for case in cases}
    limited = situation.policy.limited_grade.key
    seen: set[int] = set()
    for index, one in enumerate(given.decisions):
        case = known.get(one.assessment_id)
        if one.assessment_id in seen:
            yield bad(f"decisions[{index}]", "同一人重复列出", "the same person twice")
        seen.add(one.assessment_id)
        departs = case is not None and case.kind(limited) in ("rejected", "added", "changed")
        if departs and not one.reason.strip():
            yield Refusal(Code.REQUIRED, f"decisions[{index}].reason", {"label": "理由", "label_en": "reason"})


def place_refusals(
    situation: Situation, offer: Offer, cases: Sequence[Case], accepted_before: Mapping[int, int]
) -> Iterator[Refusal]:
    """No unit has more accepted nominees than its places, nor the body more people than its own (S3-23, S3-36).

    What is decided after the next cycle's freeze is posted there, and weighs on the places then offered (§3).
    """
    if situation.posting != situation.period:
        return
    limited = situation.policy.limited_grade.key
    good = [case for case in cases if case.grade == limited]
    by_unit = Counter(case.unit_id for case in good if case.nominee and case.round == 1 and case.was is None)
    names = {case.unit_id: case.unit for case in cases}
    for unit_id, count in by_unit.items():
        places, used = offer.of_unit(unit_id), count + accepted_before.get(unit_id, 0)
        if places is not None and used > places:
            params = {"unit": names[unit_id], "places": places, "used": used, "over": used - places}
            yield Refusal(Code.OVER_UNIT_PLACES, "decisions", params)
    body = offer.of_body()
    if body is not None:
        gained = sum(case.was != limited for case in good)
        freed = sum(case.was == limited and case.grade != limited for case in cases)
        used = body.used + gained - freed
        if gained and used > body.places:
            yield Refusal(
                Code.OVER_BODY_PLACES,
                "decisions",
                {"places": body.places, "used": used, "over": used - body.places},
            )


def _no_quorum(present: int, members: int, needed: int, name: str = "") -> Refusal:
    case, case_en = (f"（{name}的事项须回避）", f" (recusals in {name}'s case)") if name else ("", "")
    params: dict[str, object] = {"present": present, "members": members, "needed": needed}
    return Refusal(Code.NO_QUORUM, "attendee_ids", params | {"case": case, "case_en": case_en})
