"""A file of opening balances made ready: read, checked, compared with the ledger."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.policy import load_policy
from kaohe.workflow.domain.quota import LedgerKind, QuotaScope
from kaohe.workflow.imports.files import Sheet
from kaohe.workflow.imports.opening.check import Opening, OpeningCheck, Published
from kaohe.workflow.imports.opening.table import OPENING
from kaohe.workflow.imports.plan import Task
from kaohe.workflow.imports.rows import read_rows
from kaohe.workflow.imports.sheets import tables_of
from kaohe.workflow.imports.statements import insert
from kaohe.workflow.imports.unit_book import UnitBook

_UNITS = text("SELECT id, key, name FROM unit WHERE body_id = :body_id")

_PUBLISHED = text("""
SELECT DISTINCT ON (v.key) v.key, v.source,
       ARRAY(SELECT c.period FROM cycle c WHERE c.body_id = v.body_id AND c.policy_key = v.key
              AND c.state <> 'cancelled') AS periods,
       ARRAY(SELECT c.year FROM cycle c WHERE c.body_id = v.body_id AND c.policy_key = v.key
              AND c.frozen_at IS NOT NULL) AS frozen_years
  FROM policy_version v WHERE v.body_id = :body_id ORDER BY v.key, v.effective_from DESC, v.id DESC
""")

_LEDGER = text("""
SELECT policy_key, period, unit_id, kind, sum(quantity)::bigint AS quantity FROM quota_entry
 WHERE body_id = :body_id AND kind IN ('opening_participants', 'opening_used')
 GROUP BY policy_key, period, unit_id, kind
""")

Balance = tuple[str, str, int | None]
"""Policy, period and unit (None: the body) of an opening balance."""


@dataclass(frozen=True)
class OpeningPlan:
    """A `Plan`: entries to append. The ledger is append-only, so a changed balance is posted as its difference."""

    task: Task
    entries: list[dict[str, Any]]
    rows: int
    inserted: int
    updated: int
    ignored: tuple[str, ...]

    async def write(self, batch_id: int) -> None:
        self.task.progress("写入 · writing", 0, 1)
        await insert(self.task.session, "quota_entry", self.entries)
        self.task.progress("写入 · writing", 1, 1)


async def prepare_opening(task: Task, sheets: Sequence[Sheet]) -> OpeningPlan:
    """What the file adds to the ledger; Refused with everything that is wrong with it."""
    body = {"body_id": task.actor.body_id}
    rows = read_rows(tables_of(sheets, [OPENING])[OPENING.name], OPENING, task.problems)
    units = {row["key"]: row for row in rows_of(await task.session.execute(_UNITS, body))}
    published = {
        row["key"]: Published(load_policy(row["source"]), frozenset(row["periods"]), frozenset(row["frozen_years"]))
        for row in rows_of(await task.session.execute(_PUBLISHED, body))
    }
    stored: dict[Balance, dict[str, int]] = defaultdict(dict)
    for row in rows_of(await task.session.execute(_LEDGER, body)):
        stored[row["policy_key"], row["period"], row["unit_id"]][row["kind"]] = row["quantity"]
    bodies = frozenset((policy, period) for policy, period, unit_id in stored if unit_id is None)
    openings = OpeningCheck(rows, UnitBook(units), published, bodies, task.problems).run()
    task.progress("检查 · checking", len(rows), len(rows))
    task.problems.check()
    return _compared(task, openings, {key: unit["id"] for key, unit in units.items()}, stored, rows.ignored)


def _compared(
    task: Task,
    openings: Sequence[Opening],
    units: Mapping[str, int],
    stored: Mapping[Balance, Mapping[str, int]],
    ignored: tuple[str, ...],
) -> OpeningPlan:
    entries: list[dict[str, Any]] = []
    inserted = updated = 0
    for one in openings:
        unit_id = units[one.unit] if one.unit else None
        before = stored.get((one.policy, one.period.key, unit_id))
        added = _entries(task, one, unit_id, before or {})
        entries += added
        inserted += before is None
        updated += before is not None and bool(added)
    return OpeningPlan(task, entries, len(openings), inserted, updated, ignored)


def _entries(task: Task, one: Opening, unit_id: int | None, before: Mapping[str, int]) -> list[dict[str, Any]]:
    """What is missing between the balance in the ledger and the one in the file."""
    wanted = {LedgerKind.OPENING_PARTICIPANTS: one.participants, LedgerKind.OPENING_USED: one.used}
    return [
        {
            "body_id": task.actor.body_id,
            "policy_key": one.policy,
            "year": one.period.year,
            "period": one.period.key,
            "scope": str(QuotaScope.UNIT if unit_id is not None else QuotaScope.BODY),
            "unit_id": unit_id,
            "kind": str(kind),
            "quantity": quantity - before.get(kind, 0),
            "at": task.now,
        }
        for kind, quantity in wanted.items()
        if kind not in before or quantity != before[kind]
    ]
