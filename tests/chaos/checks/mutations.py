"""What people were told is what happened: acknowledged is done once, refused is not done at all."""

from collections.abc import Iterator, Mapping, Sequence

from chaos.checks.found import Findings
from chaos.load import Sent
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_LINES = text("""
SELECT account_id, subject, subject_id, trigger, count(*) AS lines FROM history WHERE account_id = ANY(:accounts) GROUP BY 1, 2, 3, 4
""")

_KEPT = text("SELECT key FROM idempotency_key")

#: What a mutation writes beside the move, one row for each case: half a state would show here.
_BESIDE = {
    "submitSummary": text("SELECT assessment_id, count(*) FROM self_summary GROUP BY 1"),
    "approveReviews": text("SELECT assessment_id, count(*) FROM review_opinion GROUP BY 1"),
    "acknowledgeResult": text(
        "SELECT assessment_id, count(*) FROM feedback WHERE acknowledgement = 'signed' AND opinion <> '' GROUP BY 1"
    ),
}


async def mutations(session: AsyncSession, sent: Sequence[Sent]) -> Findings:
    """Each errand's lines of history: one for each of its cases if it was carried out, none if it was refused; where
    nobody knows, the key that was kept says which."""
    accounts = sorted({one.errand.account_id for one in sent})
    lines: dict[tuple[int, str, str], dict[int, int]] = {}
    for row in await session.execute(_LINES, {"accounts": accounts}):
        lines.setdefault((row.account_id, row.subject, row.trigger), {})[row.subject_id] = row.lines
    kept = set(await session.scalars(_KEPT))
    beside = {
        mutation: {row[0]: row[1] for row in await session.execute(statement)}
        for mutation, statement in _BESIDE.items()
    }
    findings = []
    for one in sent:
        done = one.errand.key in kept
        counted = {"history": _lines(one, lines)}
        if one.errand.mutation in beside:
            of_cases = beside[one.errand.mutation]
            counted["beside it"] = [of_cases.get(case, 0) for case in one.errand.ids]
        words = [*_disagreements(one, done), *_miscounted(counted, done)]
        findings += [f"{one.errand.mutation} {one.errand.key} on {list(one.errand.ids)}: {said}" for said in words]
    return findings


def _lines(one: Sent, lines: Mapping[tuple[int, str, str], Mapping[int, int]]) -> list[int]:
    """Lines of history for each case; of an objection, that was not there before, all that this account filed."""
    errand = one.errand
    of_triggers = [lines.get((errand.account_id, errand.subject, trigger), {}) for trigger in errand.triggers]
    if not errand.ids:
        return [sum(sum(found.values()) for found in of_triggers)]
    return [sum(found.get(case, 0) for found in of_triggers) for case in errand.ids]


def _disagreements(one: Sent, done: bool) -> Iterator[str]:
    if one.outcome == "unknown":
        return
    if done != (one.outcome == "done"):
        yield f"told {one.outcome} {list(one.codes)}, but its key is {'kept' if done else 'not there'}"


def _miscounted(counted: Mapping[str, Sequence[int]], done: bool) -> Iterator[str]:
    for what, counts in counted.items():
        if any(count != int(done) for count in counts):
            yield f"{'done' if done else 'not done'}, but {what} has {list(counts)}"
