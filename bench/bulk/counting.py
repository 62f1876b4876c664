"""What counting ballot boxes costs: opening every envelope, tallying, and all that is written with it."""

import time
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
from nacl.public import PrivateKey, PublicKey, SealedBox

from bench.bulk.ballots import LEAVES, box, received, score, seed_ballots
from bench.bulk.organisation import BODY, Organisation
from bench.context import Bench
from bench.database import connected, settle
from kaohe.schema.session import Database
from kaohe.workflow.ballots import BallotKeys, tend_boxes
from kaohe.workflow.domain.ballots.envelope import pack, unpack
from kaohe.workflow.domain.ballots.tally import tally

_CLOSE = """
UPDATE ballot_box SET state = 'closed', public_key = $3, counted_at = NULL, "cast" = NULL, closed_at = $4
 WHERE body_id = $1 AND id = $2
"""

# Raters come from the neighbouring units, as external ones do: nobody rates himself.
_RATERS = """
INSERT INTO ballot_rater (body_id, box_id, person_id, rater_group, reason, has_cast)
SELECT $1, $2, ($2::bigint * $4::int + r) % $5::int + 1, 'external', '', true FROM generate_series(1, $3::int) r
"""


async def counting_figures(bench: Bench, now: datetime) -> dict[str, float]:
    """Count the boxes of some units through the worker's own code; what each step of it costs."""
    size = Organisation(bench.size(1_000, 100))
    url = await bench.databases.new("counting")
    keys = BallotKeys.under(bench.folder)
    async with connected(url) as connection:
        await seed_ballots(connection, size, now)
        await connection.execute("DELETE FROM ballot_tally")
        for number in range(1, size.units + 1):
            await _seal(connection, keys, size, number, now)
    await settle(url)
    database = Database(url)
    begun, cpu = time.perf_counter(), time.process_time()
    tended = await tend_boxes(database, now, keys)
    taken, cpu = time.perf_counter() - begun, time.process_time() - cpu
    await database.close()
    await bench.databases.drop("counting")
    if tended.counted != size.units:
        raise AssertionError(f"{tended.counted} boxes of {size.units} were counted")
    envelopes = size.units * len(LEAVES)
    return {
        "counting a box of 50 by 15, ms": 1e3 * taken / size.units,
        "counting, ms of our processor a box": 1e3 * cpu / size.units,
        "counting, ms an envelope": 1e3 * taken / envelopes,
        **_pure(size),
    }


def _pure(size: Organisation) -> dict[str, float]:
    """Opening alone and tallying alone, in processor time."""
    key = PrivateKey.generate()
    ratees = list(range(1, size.per_unit + 1))
    sealed = [SealedBox(key.public_key).encrypt(_ballot(ratees, rater)) for rater in range(len(LEAVES))]
    cpu = time.process_time()
    for envelope in sealed:
        unpack(box(), ratees, SealedBox(key).decrypt(envelope))
    opening = time.process_time() - cpu
    cpu = time.process_time()
    for ratee in ratees:
        tally(box(), received(ratee))
    tallying = time.process_time() - cpu
    return {
        "opening an envelope, ms": 1e3 * opening / len(sealed),
        "tallying a person, ms": 1e3 * tallying / len(ratees),
    }


def _ballot(ratees: list[int], rater: int) -> bytes:
    return pack(box(), ratees, {ratee: (LEAVES[rater], score(ratee, rater)) for ratee in ratees})


async def _seal(
    connection: asyncpg.Connection, keys: BallotKeys, size: Organisation, number: int, now: datetime
) -> None:
    """Close a box whose raters have all cast."""
    ratees = await connection.fetchval("SELECT ratees FROM ballot_box WHERE body_id = $1 AND id = $2", BODY, number)
    public = keys.make(BODY, number)
    await connection.execute(_CLOSE, BODY, number, public, now - timedelta(minutes=1))
    await connection.execute(_RATERS, BODY, number, len(LEAVES), size.per_unit, size.people)
    opener, cases = SealedBox(PublicKey(public)), [int(one) for one in ratees.strip("[]").split(",")]
    envelopes = [opener.encrypt(_ballot(cases, rater)) for rater in range(len(LEAVES))]
    await connection.executemany(
        "INSERT INTO sealed_ballot (body_id, id, box_id, envelope) VALUES ($1, $2, $3, $4)",
        [(BODY, uuid4(), number, envelope) for envelope in envelopes],
    )
