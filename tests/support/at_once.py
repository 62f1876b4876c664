"""Requests sent at the same time, and what they leave behind."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import text
from support.api import Api
from support.left_behind import TABLES

#: What one is told of an approval.
TOLD = """{ assessments { id stage version reviewStep proposedGrade opinions { grade comment person { name } }
  history(first: 50) { edges { node { trigger actorName } } } availableActions { trigger } }
  errors { code field message messageEn } }"""

APPROVE = f"mutation Approve($input: ApproveReviewsInput!) {{ approveReviews(input: $input) {TOLD} }}"


@dataclass(frozen=True)
class Asked:
    """One request: whose token it brings (none: nobody's), what it asks, and under which id."""

    who: str | None
    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    request: str = "r"

    async def send(self, api: Api) -> httpx.Response:
        headers = {"X-Request-Id": self.request}
        if self.who is not None:
            headers["Authorization"] = f"Bearer {self.who}"
        body = {"query": self.query, "variables": dict(self.variables)}
        return await api.http.post("/graphql", json=body, headers=headers)


def approval(who: str, reviews: Sequence[Mapping[str, Any]], **given: Any) -> Asked:
    return Asked(who, APPROVE, {"input": {"reviews": list(reviews), **given}}, f"request-of-{who}")


async def at_once(api: Api, asked: Sequence[Asked]) -> list[httpx.Response]:
    return await asyncio.gather(*(one.send(api) for one in asked))


async def one_by_one(api: Api, asked: Sequence[Asked]) -> list[httpx.Response]:
    return [await one.send(api) for one in asked]


def told(answers: Sequence[httpx.Response]) -> list[tuple[int, bytes]]:
    return [(one.status_code, one.content) for one in answers]


async def left_behind(api: Api) -> dict[str, list[str]]:
    """What all tables hold that a signature touches, but for the numbers of rows."""
    found = {}
    async with api.database.reading() as session:
        for table, numbered in TABLES.items():
            rows = (await session.execute(text(f"SELECT * FROM {table}"))).mappings().all()
            kept = [{name: value for name, value in dict(row).items() if name not in numbered} for row in rows]
            found[table] = sorted(map(str, kept))
    return found


async def review_of(api: Api, name: str, grade: str = "fairly_good", **given: Any) -> dict[str, Any]:
    return {"assessmentId": await api.case(name), "grade": grade, "comment": f"对{name}的评语", **given}


async def both_ways(own_api: Any, point: str, orders: Any) -> list[Any]:
    """The same requests, sent at once to one copy of a point and one by one to another: the payloads. What is left behind is
    the same."""
    in_company, alone = await own_api(point), await own_api(point)
    found = await at_once(in_company, await orders(in_company))
    expected = await one_by_one(alone, await orders(alone))
    assert told(found) == told(expected)
    left, expected_left = await left_behind(in_company), await left_behind(alone)
    for table in TABLES:
        assert left[table] == expected_left[table], table
    return [one.json()["data"]["approveReviews"] for one in found]
