"""Workers look twice a minute whether an archived cycle has no seal: years of sealed ones may cost them nothing."""

import pytest
from sqlalchemy import text

from kaohe.schema.session import Database
from kaohe.workers.waiting import _UNSEALED, is_unsealed

_BODY = text("INSERT INTO body (id, key, name) OVERRIDING SYSTEM VALUE VALUES (1, 'county', '某县')")

_POLICY = text("""
INSERT INTO policy_version (id, body_id, key, version, name, status, effective_from, source, document, sha256, published_at,
                            locked)
OVERRIDING SYSTEM VALUE VALUES (1, 1, 'p', '1', '细则', 'in_force', '2026-01-01', '', '{}', '', '2026-01-01T00:00Z', true)
""")

#: 2,000 archived ones, one under review.
_CYCLES = text("""
INSERT INTO cycle (id, body_id, state, title, kind, policy_key, policy_version_id, year, period, period_start, period_end,
                   version, entry_no, history_count, history_head)
OVERRIDING SYSTEM VALUE
SELECT n, 1, CASE WHEN n = 2001 THEN 'review' ELSE 'archived' END, '周期', 'quarter', 'p', 1, 2026, n::text, '2026-01-01',
       '2026-03-31', 1, 1, 1, ''
  FROM generate_series(1, 2001) n
""")

_SEALS = text("""
INSERT INTO seal (body_id, cycle_id, merkle_root, leaves, signature, public_key, key_id, sealed_at)
SELECT c.body_id, c.id, '', 1, '', '', 'k', '2026-04-20T00:00Z' FROM cycle c WHERE c.state = 'archived' AND c.id <> :but
""")


@pytest.mark.req("design: evidence")
@pytest.mark.parametrize(("but", "waits"), [(0, False), (1_700, True)])
async def test_one_that_is_not_sealed_is_found_by_indexes_alone(
    fresh_database: Database, but: int, *, waits: bool
) -> None:
    async with fresh_database.transaction() as session:
        for statement in (_BODY, _POLICY, _CYCLES):
            await session.execute(statement)
        await session.execute(_SEALS, {"but": but})
    async with fresh_database.reading() as session:
        await session.execute(text("VACUUM ANALYZE"))
        plan = "\n".join(await session.scalars(text(f"EXPLAIN {_UNSEALED.text}")))
    assert await is_unsealed(fresh_database) is waits
    assert "Index Only Scan using ix_cycle_archived on cycle" in plan
    assert plan.count("Scan") == plan.count("Index Only Scan") == 2
