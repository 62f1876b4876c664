"""Units' annual shares of the best grade (单位年度优秀比例, S0-28) beside what was found there in the year."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.rows import rows_of
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.supervision.shares import UnitYearStanding, annual_share
from kaohe.workflow.queries.keyset import Key
from kaohe.workflow.queries.reading import Row, View, by_id, statement
from kaohe.workflow.queries.scopes import of_units
from kaohe.workflow.situations import policy_of

_VERSION = text("""
SELECT id, sha256 FROM policy_version
 WHERE body_id = :body_id AND key = :key AND effective_from <= :last AND (effective_to IS NULL OR effective_to >= :first)
 ORDER BY effective_from DESC, id DESC LIMIT 1
""")

_UNITS = """
SELECT u.id AS unit_id, s.standing, s.reason, s.recorded_by, s.recorded_at,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('kind', g.kind, 'state', g.state, 'count', g.count)
                                  ORDER BY g.kind, g.state)
                   FROM (SELECT f.kind, f.state, count(*) FROM finding f
                           JOIN cycle c ON c.body_id = f.body_id AND c.id = f.cycle_id
                          WHERE f.body_id = u.body_id AND f.unit_id = u.id AND c.policy_key = :policy_key
                            AND c.year = :year
                          GROUP BY f.kind, f.state) g), '[]') AS findings
  FROM unit u
  LEFT JOIN unit_standing s ON s.body_id = u.body_id AND s.unit_id = u.id AND s.policy_key = :policy_key AND s.year = :year
 WHERE NOT u.outside AND {scope} ORDER BY u.position, u.id"""


STANDINGS = View(
    columns="s.id, s.policy_key, s.unit_id, s.year, s.standing, s.reason, s.recorded_by, s.recorded_at",
    source="unit_standing s",
    scope=of_units("s.unit_id", "s"),
    order=(Key("s.id", int),),
    id="s.id",
)

standings_by_id = by_id(STANDINGS)


async def unit_shares(session: AsyncSession, actor: Actor, policy_key: str, year: int) -> Sequence[Row] | None:
    """Each unit that the viewer may see, by the scheme's newest version of that year; None where there was none.

    Two statements. A unit of which nothing was recorded did as usual; `share` is between 0 and 1.
    """
    term = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    found = await session.execute(_VERSION, {"body_id": actor.body_id, "key": policy_key, **term})
    version = found.one_or_none()
    if version is None:
        return None
    policy = await policy_of(session, actor.body_id, version.id, version.sha256)
    scope, parameters = of_units("u.id", "u")(actor)
    units = await session.execute(
        statement(_UNITS.format(scope=scope)), {**parameters, "policy_key": policy_key, "year": year}
    )
    rows = []
    for row in rows_of(units):
        standing = UnitYearStanding(row["standing"] or UnitYearStanding.ORDINARY)
        share = annual_share(policy.supervision.unit_share, standing)
        rows.append({**row, "standing": str(standing), "share": Decimal(share.numerator) / share.denominator})
    return rows
