"""What a browser may keep: GraphiQL's files and evidence by a tag of their content; answers never."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from support.api import Api

STATIC = ["/", "/graphiql", "/graphql", "/static/graphiql.min.js", "/static/explore.js"]
PDF = b"%PDF-1.7 \xe7\xab\x8b\xe5\x8a\x9f\xe8\xaf\x81\xe4\xb9\xa6"


async def get(api: Api, path: str, who: str | None = None, headers: Mapping[str, str] | None = None) -> httpx.Response:
    bearer = {"Authorization": f"Bearer {who}"} if who else {}
    return await api.http.get(path, headers={**bearer, **(headers or {})})


@pytest.mark.parametrize("path", STATIC)
async def test_the_explorer_is_asked_about_and_not_fetched_again(api: Api, path: str) -> None:
    first = await get(api, path)
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await get(api, path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == "Accept-Encoding"
    assert (await get(api, path, headers={"If-None-Match": '"other"'})).content == first.content


async def test_a_tag_is_of_the_content(api: Api) -> None:
    """Weak: one tag for all compressions; and the same in every process of a deployment, whenever it was installed."""
    pages = [(await get(api, path)).headers["etag"] for path in STATIC]
    assert len(set(pages)) == 3
    assert all(tag.startswith('W/"') for tag in pages)


@pytest.mark.parametrize("path", [*STATIC, "/healthz", "/readyz", "/metrics"])
async def test_head_where_get(api: Api, path: str) -> None:
    found, whole = await api.http.head(path), await get(api, path, headers={"Accept-Encoding": "identity"})
    assert found.status_code == whole.status_code == 200
    assert found.headers["content-type"] == whole.headers["content-type"]
    if path in STATIC:
        assert found.headers["content-length"] == str(len(whole.content))


@pytest.mark.req("S3-39")
async def test_evidence_is_asked_about_by_whoever_may_see_it(own_api: Any) -> None:
    api: Api = await own_api("begun")
    upload = await api.http.post(
        "/evidence",
        files={"file": ("a.pdf", PDF)},
        data={"assessmentId": await api.case("a1")},
        headers={"Authorization": "Bearer a1"},
    )
    path = f"/evidence/{upload.json()['id']}"
    first = await get(api, path, "a_clerk")
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Authorization"
    known = {"If-None-Match": first.headers["etag"]}
    again = await get(api, path, "a_clerk", known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    head = await api.http.head(path, headers={"Authorization": "Bearer a_clerk"})
    assert head.headers["content-length"] == str(len(PDF))
    for nobody in (None, "a2", "b_clerk", "foreign-office"):
        assert (await get(api, path, nobody, known)).status_code in (401, 404)


async def test_answers_are_kept_by_nobody(api: Api) -> None:
    for query in ("{ __typename }", "{ nonsense }", "not a query"):
        answer = await api.http.post("/graphql", json={"query": query})
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
