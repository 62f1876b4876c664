"""What a process keeps, it keeps within bounds, and never for another body."""

from typing import Any

import pytest
from support.api import Api

from kaohe.graphql.kept import Kept

pytestmark = pytest.mark.req("design: API conventions")


def test_the_oldest_goes_where_there_would_be_more() -> None:
    kept: Kept[str, int] = Kept(2)
    for place, key in enumerate("abc"):
        kept.keep(key, place)
    assert [kept.get(key) for key in "abc"] == [None, 1, 2]


def test_a_key_that_is_kept_already_drives_out_nothing() -> None:
    kept: Kept[str, int] = Kept(2)
    for key in "abb":
        kept.keep(key, 1)
    assert [kept.get(key) for key in "ab"] == [1, 1]


async def test_a_policy_that_is_known_shows_nobody_a_case(api_at: Any) -> None:
    api: Api = await api_at("publicity")
    query = "query($id: ID!) { node(id: $id) { ... on Assessment { gradeLabel } } }"
    case = await api.case("a1")
    assert (await api.ask("office", query, id=case))["node"]["gradeLabel"]
    assert (await api.ask("b1", query, id=case))["node"] is None
