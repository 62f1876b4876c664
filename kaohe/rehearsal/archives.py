"""The archive of a quarter: sealed, exported to the rehearsal's folder, and verified as anybody could."""

from pathlib import Path

from kaohe.config import Settings
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.world import World
from kaohe.schema.session import Database
from kaohe.workflow.accounts import operator
from kaohe.workflow.archive import export_cycle, seal_archived, signing_key, verify_file
from kaohe.workflow.archive.named_cycle import named_cycle
from kaohe.workflow.people import body_id_of


async def archive(world: World, settings: Settings, body_key: str) -> Path:
    """Do what `kaohe export` and `kaohe verify` do; the file. RehearsalStopped where it is not intact.

    There is no HTTP way to an archive: it is the operator's, with the key that lies beside the database.
    """
    file = world.options.folder / f"{body_key}-{world.quarter.key}.zip"
    database = Database(str(settings.database_url), pool_size=1)
    try:
        await seal_archived(database, world.now, signing_key(settings))
        async with database.transaction() as session:
            body_id = await body_id_of(session, body_key)
            must(body_id is not None, f"the body {body_key} is there")
            cycle_id = await named_cycle(session, body_id or 0, world.quarter.key)
            with file.open("wb") as target:
                await export_cycle(session, operator(body_id or 0), world.now, settings, cycle_id, target)
    finally:
        await database.close()
    verdict = verify_file(file)
    must(verdict.intact, "; ".join(verdict.lines()))
    return file
