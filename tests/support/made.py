"""A world in memory, made up from keys: the real resolvers read rows that nobody wrote, the same for the same key.

Some of it is wrong on purpose: null where there must be a value, an enum's value that it does not have, a read that fails.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from hashlib import blake2b
from typing import Any

from graphql import GraphQLEnumType, GraphQLObjectType, get_named_type, get_nullable_type, is_leaf_type, is_list_type
from support.made_comparison import MadeQuestion

from kaohe.config import Settings
from kaohe.graphql.base import from_row
from kaohe.graphql.batching import Found, Wanted
from kaohe.graphql.context import Context
from kaohe.graphql.schema import SCHEMA
from kaohe.graphql.service import Service
from kaohe.schema.rows import as_json
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.refusals import Code, refuse
from kaohe.workflow.queries import reading
from kaohe.workflow.queries.keyset import Window
from kaohe.workflow.queries.reading import Page
from kaohe.workflow.queries.recording_rates import recording_rates
from kaohe.workflow.what_if import ask

NOW = datetime(2026, 4, 10, 9, 30, 1, 250, tzinfo=UTC)


def number(*of: object) -> int:
    """A number that looks random, the same in every process."""
    return int.from_bytes(blake2b(repr(of).encode(), digest_size=6).digest(), "big")


def _columns() -> dict[str, Any]:
    """The type of each column that some field shows as it is."""
    found: dict[str, Any] = {}
    for kind in SCHEMA.graphql_schema.type_map.values():
        for one in kind.fields.values() if isinstance(kind, GraphQLObjectType) else ():
            if isinstance(one.resolve, partial) and one.resolve.func is from_row:
                found.setdefault(one.resolve.args[0], one.type)
    return found


COLUMNS = _columns()

_ODD = (None, None, "no such value", 2**40, object(), -1.5, KeyError("an error as a value"), [], True)


class Made(dict[str, Any]):
    """A row that has every column. `oddity` is the share of values that are not as they should be."""

    def __init__(self, oddity: float, *key: object) -> None:
        super().__init__()
        self.key, self.oddity = key, oddity

    def __missing__(self, name: str) -> Any:
        value = self[name] = self._made(name)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        return self[name]

    def _made(self, name: str) -> Any:
        seed = number(self.key, name)
        if name != "_type" and seed % 1000 < 1000 * self.oddity:
            odd = _ODD[seed // 1000 % len(_ODD)]
            return _later(odd) if seed // 7000 % 5 == 0 else odd
        if name not in COLUMNS:
            written = as_json({"in_place_of": {"person_id": seed % 50 + 1}} if seed % 2 else {})
            return {"subject": "assessment", "stage": "self_summary", "data": written}.get(name, seed % 50 + 1)
        return self._of(COLUMNS[name], name, seed)

    def _of(self, kind: Any, name: str, seed: int) -> Any:
        if is_list_type(get_nullable_type(kind)):
            return [self._of(get_named_type(kind), name, number(seed, index)) for index in range(seed % 3)]
        kind = get_named_type(kind)
        if isinstance(kind, GraphQLEnumType):
            return sorted(one.value.value for one in kind.values.values())[seed % len(kind.values)]
        if not is_leaf_type(kind):
            return Made(self.oddity, *self.key, name, seed)
        moment = datetime(2026, 1 + seed % 12, 3, seed % 24, tzinfo=UTC)
        made: Mapping[str, Any] = {
            "Int": seed % 100, "String": f"{name} {seed % 7}", "ID": f"id{seed % 7}", "Boolean": seed % 2 == 0,
            "Decimal": Decimal(seed % 1000) / 10, "DateTime": moment, "Date": date(2026, 1 + seed % 12, 5),
            "Json": {"a": [seed % 3]}, "UUID": "0b8c1e1e-0f4a-4b7e-9c1c-2f0b8c1e1e0f",
        }  # fmt: skip
        return made[kind.name]


def _later(value: Any) -> Any:
    """The value as an awaitable that is done already."""
    found = asyncio.get_running_loop().create_future()
    found.set_result(value)
    return found


#: Turns of the event loop that a statement takes: more than any field, as in life. Whatever is asked meanwhile meets the same
#: batches, whoever executes it.
_TURNS = 20


class MadeContext(Context):
    """A request over such a world; `reads` counts what would be statements."""

    def __init__(self, oddity: float, seed: int = 0, *, signed_in: bool = True) -> None:
        actor = Actor(1, "某人", account_id=1, person_id=3, unit_id=2, keys=frozenset({"person:3"}))
        service = Service(Settings(), None, None)  # type: ignore[arg-type] # nothing is read from there
        super().__init__(service, NOW, lambda: "https://kaohe.example", caller=actor if signed_in else None)
        self.oddity, self.seed, self.reads = oddity, seed, 0

    async def read(self, query: Any, *args: Any, **options: Any) -> Any:
        _ = self.actor
        self.reads += 1
        name = f"{query.__module__}.{query.__qualname__}"
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        if args and isinstance(args[0], list) and query is not reading.rows:
            return self._batch(name, args[0])
        key = number(self.seed, name, [repr(one) for one in args if not hasattr(one, "scope")])
        if key % 1000 < 300 * self.oddity:
            raise refuse(Code.NOT_FOUND) if key % 2 else RuntimeError(f"{name} failed")
        if query is ask:
            return MadeQuestion(key, number)
        if isinstance(args[-1] if args else None, Window):
            page = Page(self._rows(name, key, args[-1].first), key % 2 == 0, lambda row: f"cursor {row['id']}")
            return (page, key % 100) if query is recording_rates else page
        if name.endswith("count"):
            return key % 100
        return self._rows(name, key, 3) if query is reading.rows else Made(self.oddity, name, key)

    async def _fetch(self, wanted: Wanted) -> Found:
        _ = self.actor
        found: dict[Any, Any] = {}
        for batch, keys in wanted.items():
            try:
                found[batch] = await self.read(batch, list(keys))
            except Exception as error:
                found[batch] = error
        return found

    def _rows(self, name: str, key: int, most: int) -> list[Any]:
        return [Made(self.oddity, name, key, index) for index in range(min(most, 5))]

    def _batch(self, name: str, keys: list[Any]) -> dict[Any, Any]:
        seed = number(self.seed, name)
        if seed % 1000 < 200 * self.oddity:
            raise RuntimeError(f"{name} failed")
        found: dict[Any, Any] = {}
        for key in keys:
            one = number(seed, repr(key))
            if one % 1000 < 300 * self.oddity:
                continue
            many = "of_parent" in name or "_of" in name
            with suppress(TypeError):  # an unhashable key fails where it is asked for
                found[key] = self._rows(name, one, one % 4) if many else Made(self.oddity, name, repr(key))
        return found
