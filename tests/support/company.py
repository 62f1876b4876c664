"""Batches that are read for several viewers at once: all there are, who asks, and for what."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from support.api import Api

from kaohe.workflow.accounts import actors_of
from kaohe.workflow.actions import Seen
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people import appoint_substitute
from kaohe.workflow.queries import company
from kaohe.workflow.queries.keyset import Window, cursor
from kaohe.workflow.queries.reading import Page

#: Who stands in for whom: several of each sort, so that their reads are merged too, and one for two.
LOANS = (
    ("a_leader", "b1"),
    ("b_leader", "a1"),
    ("a_clerk", "b2"),
    ("b_clerk", "a2"),
    ("office", "b3"),
    ("secretary", "a3"),
    ("deputy", "a_clerk"),
    ("chief", "a_clerk"),
    ("inspector", "b4"),
    ("authority", "a4"),
)

#: A row of the history that is not the first: where a page may begin.
_CURSOR = cursor([1])


@dataclass(frozen=True)
class Known:
    """One batch with the name that a failure shows, and how it is read for several."""

    name: str
    batch: Any
    for_several: company.ForSeveral

    def keys(self, ids: Sequence[int]) -> list[Any]:
        """The keys that ask for whatever has one of these ids."""
        if not self.batch.__qualname__.startswith("pages_within"):
            return list(ids)
        windows = (Window(20), Window(1), Window(1, _CURSOR))
        return [(one, windows[place % len(windows)]) for place, one in enumerate(ids)]


def known() -> list[Known]:
    """Every batch that is read for several at once."""
    names = {
        id(value): f"{module.__name__.rpartition('.')[2]}.{attribute}"
        for module in (one for name, one in list(sys.modules.items()) if name.startswith("kaohe."))
        for attribute, value in vars(module).items()
    }
    return [
        Known(names.get(id(batch), f"{batch.__qualname__.partition('.')[0]} {place}"), batch, for_several)
        for place, (batch, for_several) in enumerate(company._KNOWN.items())
    ]


async def lend_all(api: Api) -> None:
    """Everybody of `LOANS` has a substitute, for all work, from today."""
    world, now = api.world, api.clock.now()
    async with api.database.transaction() as session:
        for principal, substitute in LOANS:
            people = (world.people[principal], world.people[substitute])
            term = (now.date(), now.date() + timedelta(days=30))
            await appoint_substitute(session, world.actor(principal), now, *people, list(WorkKind), *term, "学习")


async def viewers(session: AsyncSession, api: Api, *, foreign: bool = False) -> list[Actor]:
    """Everybody of a world as he is when signed in, with what is lent to him."""
    names = [f"foreign-{name}" for name in api.foreign.accounts] if foreign else list(api.world.accounts)
    found = await actors_of(session, names, api.clock.now())
    return [actor for actor in found if actor is not None]


async def all_ids(session: AsyncSession) -> list[int]:
    """Every id that anything in the database has, whosever it is, and some that nothing has."""
    tables = await session.scalars(
        text(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'id' AND data_type = 'bigint'"
            " AND table_schema = 'public'"
        )
    )
    last = max([await session.scalar(text(f"SELECT COALESCE(max(id), 0) FROM {one}")) for one in tables])
    return [*range(last + 3), 10**12]


def some_of(keys: Sequence[Any], seed: int) -> list[Any]:
    """A part of them, in an order of its own."""
    return Random(seed).sample(keys, len(keys) // 2)


def differences(
    alone: Mapping[Any, Any], in_company: Mapping[Any, Any], keys: Sequence[Any], actor: Actor
) -> list[Any]:
    """The keys of which a viewer is shown something else than alone. `alone` is what he is shown of all keys there are: of
    those that only others asked for, too, he may be shown no more than that."""
    return [
        key
        for key in {*keys, *in_company}
        if (key in alone) != (key in in_company)
        or (key in alone and not same(told(alone[key], actor), told(in_company[key], actor)))
    ]


def told(value: Any, actor: Actor) -> Any:
    """What can be told of a batch's value, in plain lists and dicts."""
    if isinstance(value, Seen):
        return [rule.name for rule in value.actions(actor)]
    if isinstance(value, Page):
        return [told(value.found, actor), value.more, [value.cursor(row) for row in value.found]]
    if hasattr(value, "keys"):
        return dict(value)
    if isinstance(value, list | tuple):
        return [told(one, actor) for one in value]
    return value


def same(alone: Any, in_company: Any) -> bool:
    """Whether everything is there that one has alone, with the same values of the same types; a row may have more columns."""
    if isinstance(alone, dict) and isinstance(in_company, dict):
        return all(name in in_company and same(value, in_company[name]) for name, value in alone.items())
    if isinstance(alone, list) and isinstance(in_company, list):
        return len(alone) == len(in_company) and all(map(same, alone, in_company))
    return type(alone) is type(in_company) and bool(alone == in_company)


def shown(found: Mapping[Any, Any]) -> set[Any]:
    """The keys under which there is something."""
    return {key for key, value in found.items() if (value.found if isinstance(value, Page) else value)}
