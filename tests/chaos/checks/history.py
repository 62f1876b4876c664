"""History without gap or double: one chain for each subject, from its first line to the state it is in."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from chaos.checks.found import Findings
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.history_chain import GENESIS, Linked, verify

_LINES = text("SELECT * FROM history WHERE subject = :subject ORDER BY body_id, subject_id, seq")

#: Columns of a line that its hash does not cover.
_ASIDE = ("id", "hash")

_SUBJECTS = ("assessment", "cycle", "unit_list", "objection")

#: What may be done once between two moves of a case, although it stays where it is.
_ONCE = ("submit_late", "deliver_feedback")


async def history(session: AsyncSession) -> Findings:
    """Numbers run from 1 without a gap, hashes hold, each line begins where the last ended, the row says the same."""
    return [one for subject in _SUBJECTS for one in await _of(session, subject)]


async def _of(session: AsyncSession, subject: str) -> Findings:
    found = await session.execute(
        text(f"SELECT body_id, id, state, version, history_count, history_head FROM {subject}")
    )
    rows = {(row["body_id"], row["id"]): row for row in found.mappings()}
    lines = (await session.execute(_LINES, {"subject": subject})).mappings().all()
    chains = {key: list(chain) for key, chain in groupby(lines, lambda line: (line["body_id"], line["subject_id"]))}
    findings = [f"{subject} {one}: there is no such row" for _, one in chains.keys() - rows.keys()]
    for key, row in rows.items():
        findings += [f"{subject} {row['id']}: {words}" for words in _wrong(row, chains.get(key, []))]
    return findings


def _wrong(row: RowMapping, chain: Sequence[RowMapping]) -> Iterator[str]:
    if [line["seq"] for line in chain] != list(range(1, len(chain) + 1)):
        yield f"lines {[line['seq'] for line in chain]}"
    broken = verify([Linked(_plain(line), line["hash"]) for line in chain], row["history_head"] or GENESIS)
    if broken is not None:
        yield f"the chain breaks at line {broken + 1}"
    if row["history_count"] != len(chain) or row["version"] != len(chain):
        yield f"{len(chain)} lines, but count {row['history_count']} and version {row['version']}"
    for before, after in pairwise(chain):
        if after["source"] != before["dest"]:
            yield f"line {after['seq']} leaves {after['source']}, line {before['seq']} led to {before['dest']}"
    if not chain or chain[-1]["dest"] != row["state"]:
        yield f"it is in {row['state']}, its history ends elsewhere"
    yield from _twice(chain)


def _twice(chain: Sequence[RowMapping]) -> Iterator[str]:
    seen: set[str] = set()
    for line in chain:
        if line["source"] != line["dest"]:
            seen.clear()
        elif line["trigger"] in _ONCE:
            if line["trigger"] in seen:
                yield f"line {line['seq']}: {line['trigger']} a second time"
            seen.add(line["trigger"])


def _plain(line: RowMapping) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in _ASIDE}
