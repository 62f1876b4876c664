"""Ballots on everybody: fifteen raters each, as counted tallies for kaohe, and as plain rows of ratings for the floor.

Scores repeat after `PATTERNS` people, so that the tallies can be computed by the rules themselves and are still many.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import asyncpg

from bench.bulk.cases import CYCLE, end_term, open_cases
from bench.bulk.organisation import BODY, Organisation, found_body, number_on
from bench.bulk.stages import AT_AGGREGATION
from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.domain.ballots.tally import tally
from kaohe.workflow.domain.policy.ballots import Box

POLICY = "show-assess-use"
PATTERNS = 64

#: What each of the fifteen raters rates as.
LEAVES = ("main_leader", "deputy", "deputy", *("peer",) * 12)


def box() -> Box:
    """The policy's one ballot box."""
    return shipped_policy(POLICY).ballots.boxes[0]


def score(person: int, rater: int) -> Decimal:
    """What a rater (from 0) gives a person: whole points from 60 to 99. `_RATINGS` gives the same."""
    return Decimal(60 + (7 * (person % PATTERNS) + 11 * rater) % 40)


_BOXES = """
INSERT INTO ballot_box (body_id, id, version, entry_no, history_count, history_head, state, cycle_id, unit_id, key, unit_class,
                        headcount, ratees, public_key, due_at, opened_at, closed_at, counted_at, "cast")
SELECT $1, a.unit_id - $4 + 1, 1, 1, 0, '', 'counted', $2, a.unit_id, $3, 'district_unit',
       count(*), jsonb_agg(a.id ORDER BY a.id), NULL, $5, $5, $5, $5, $6
  FROM assessment a WHERE a.body_id = $1 AND a.cycle_id = $2 GROUP BY a.unit_id ORDER BY a.unit_id
"""

_TALLIES = """
INSERT INTO ballot_tally (body_id, box_id, assessment_id, categories, weight, ballots, value)
SELECT $1, a.unit_id - $3 + 1, a.id, CAST(p.categories AS jsonb), p.weight, p.ballots, p.value
  FROM assessment a
  JOIN unnest($5::int[], $6::text[], $7::text[], $8::int[], $9::text[]) AS p(person, categories, weight, ballots, value)
    ON p.person = a.id % $4::int
 WHERE a.body_id = $1 AND a.cycle_id = $2 ORDER BY a.id
"""


async def seed_ballots(connection: asyncpg.Connection, size: Organisation, now: datetime) -> None:
    """All cases in aggregation, every unit's box counted, and the deadline that adds the scores up, due at once."""
    await found_body(connection, size, POLICY)
    await open_cases(connection, size, POLICY, AT_AGGREGATION, now)
    await connection.execute(_BOXES, BODY, CYCLE, box().key, size.first_unit, now, len(LEAVES))
    columns = list(zip(*_patterns(), strict=True))
    await connection.execute(_TALLIES, BODY, CYCLE, size.first_unit, PATTERNS, *map(list, columns))
    await end_term(connection, AT_AGGREGATION, now)
    await number_on(connection)


def received(person: int) -> Mapping[str, Sequence[Decimal]]:
    """The scores that a person has received, by leaf."""
    scores: dict[str, list[Decimal]] = {}
    for rater, leaf in enumerate(LEAVES):
        scores.setdefault(leaf, []).append(score(person, rater))
    return scores


def _patterns() -> list[tuple[int, str, str, int, str]]:
    return [
        (person, json.dumps(one.categories), str(one.weight), one.ballots, str(one.value))
        for person in range(PATTERNS)
        for one in tally(box(), received(person))
    ]


_RATINGS = """
INSERT INTO rating (person_id, leaf, score)
SELECT n, ($2::smallint[])[1 + r], 60 + (7 * (n % $3::int) + 11 * r) % 40
  FROM generate_series(1, $1::int) n, generate_series(0, cardinality($2::smallint[]) - 1) r
"""

# The main leader's one ballot weighs 6/10 of the leaders' 4, the deputies' mean 4/10 of it, the peers' mean 3.
_SCORED = """
INSERT INTO scored (person_id, score)
SELECT person_id, round((2.4 * avg(score) FILTER (WHERE leaf = 0) + 1.6 * avg(score) FILTER (WHERE leaf = 1)
                         + 3 * avg(score) FILTER (WHERE leaf = 2)) / 7, 2)
  FROM rating GROUP BY person_id
"""


async def seed_ratings(connection: asyncpg.Connection, size: Organisation) -> None:
    """The floor's tables: a row for each rating, and one to write scores into."""
    numbers = {leaf: number for number, leaf in enumerate(dict.fromkeys(LEAVES))}
    await connection.execute("CREATE TABLE rating (person_id bigint, leaf smallint, score numeric(6, 3))")
    await connection.execute("CREATE TABLE scored (person_id bigint PRIMARY KEY, score numeric(7, 2))")
    await connection.execute(_RATINGS, size.people, [numbers[leaf] for leaf in LEAVES], PATTERNS)


async def group_by(connection: asyncpg.Connection) -> None:
    """The floor: every score by one GROUP BY, written into a table, in one transaction."""
    await connection.execute(_SCORED)
