"""Carrying out claimed deadlines in one go. Each that is done gets an outcome in words, kept on its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.ballots.deadlines import carry_out_box
from kaohe.workflow.deadlines.expiry import expire, outcome, tell_of_held
from kaohe.workflow.deadlines.parts import PART, split
from kaohe.workflow.deadlines.remind import remind, remind_alike
from kaohe.workflow.deadlines.still import cases_of, still_there

Row = Mapping[str, Any]

#: What was overtaken by another hand meanwhile is a no-op, and says so.
PASSED = "passed"


@dataclass
class CarriedOut:
    """Outcomes and failures by deadline. One that was shared out is in neither."""

    outcomes: dict[int, str] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)


async def carry_out(session: AsyncSession, rows: Sequence[Row], now: datetime) -> CarriedOut:
    """Do what these deadlines are for: one, or several of cases that are alike in all but the case."""
    if rows[0]["subject"] == "assessment":
        return await _of_cases(session, rows, now)
    row = rows[0]
    if row["subject"] == "ballot_box":
        return CarriedOut({row["id"]: await carry_out_box(session, row, now) or PASSED})
    ids = await cases_of(session, row)

    if not ids:
        return CarriedOut({row["id"]: PASSED})
    if row["kind"] != "expire":
        return CarriedOut({row["id"]: await remind(session, row, ids, now)})
    if len(ids) > PART:
        await split(session, row, ids, now)
        return CarriedOut()
    there = await cases_of(session, row, locked=ids)
    if not there:
        return CarriedOut({row["id"]: PASSED})
    expired = await expire(session, row, there, now)
    if expired.failed:  # those who moved are gone: the next attempt is about the others
        return CarriedOut(failed={row["id"]: next(iter(expired.failed.values()))})
    return CarriedOut({row["id"]: await outcome(session, row, len(expired.moved), expired.held, now)})


async def _of_cases(session: AsyncSession, rows: Sequence[Row], now: datetime) -> CarriedOut:
    there = await still_there(session, rows)
    done = CarriedOut({row["id"]: PASSED for row in rows if row["subject_id"] not in there})
    current = {row["subject_id"]: row for row in rows if row["subject_id"] in there}
    if not current:
        return done
    if rows[0]["kind"] != "expire":
        done.outcomes |= await remind_alike(session, list(current.values()), sorted(current), now)
        return done
    expired = await expire(session, rows[0], sorted(current), now)
    done.failed = {current[case]["id"]: error for case, error in expired.failed.items()}
    held = [current[case] for case in expired.held]
    done.outcomes |= {row["id"]: PASSED for row in current.values() if row["id"] not in done.failed}
    done.outcomes |= {current[case]["id"]: "moved 1, held 0" for case in expired.moved}
    done.outcomes |= {one: f"moved 0, held 1{told}" for one, told in (await tell_of_held(session, held, now)).items()}
    return done
