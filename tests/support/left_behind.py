"""What a way of doing something leaves behind in all tables."""

from collections.abc import Awaitable, Callable, Sequence

from support.scene import Scene

#: What a move writes, and the columns that two ways may number differently.
TABLES = {
    "assessment": (),
    "history": ("id",),
    "task": ("id",),
    "deadline": ("id",),
    "quota_entry": ("id",),
    "outbox": ("id",),
    "review_opinion": ("id",),
    "unit_list": (),
}

Way = Callable[[Scene, Sequence[str]], Awaitable[None]]


async def left_behind(scene: Scene, way: Way, groups: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """What all tables hold after `way` was taken with each group in turn, which is then undone."""
    savepoint = await scene.session.begin_nested()
    for group in groups:
        await way(scene, group)
    found = {}
    for table, numbered in TABLES.items():
        rows = await scene.rows(f"SELECT * FROM {table} WHERE body_id = :body", body=scene.world.body_id)
        found[table] = sorted(str({name: row[name] for name in row if name not in numbered}) for row in rows)
    await savepoint.rollback()
    return found
