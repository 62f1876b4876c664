"""Large answers are compressed where the caller takes it; what holds a secret never is."""

from typing import Any

import httpx
import pytest
from support.api import Api

from kaohe.graphql.compression import LEAST_BYTES

EVERYTHING = "{ __schema { types { name description fields { name } } } }"
LITTLE = "{ __typename }"
ALIASES = " ".join(f"anothername{number}: __typename" for number in range(500))
LARGE_MUTATION = f'mutation {{ signIn(input: {{login: "nobody", password: "wrong"}}) {{ {ALIASES} token }} }}'


async def post(api: Api, query: str, accept: str | None) -> httpx.Response:
    """httpx says what it takes, unless it is told, and reads what comes back."""
    headers = {"Accept-Encoding": accept} if accept is not None else {}
    request = api.http.build_request("POST", "/graphql", json={"query": query}, headers=headers)
    if accept is None:
        del request.headers["Accept-Encoding"]
    return await api.http.send(request)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("*", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.0", None),
        ("identity", None),
        ("deflate, zstd", None),
        ("", None),
        (None, None),
    ],
)
async def test_the_caller_says_what_it_takes(api: Api, accept: str | None, encoding: str | None) -> None:
    plain = await post(api, EVERYTHING, "identity")
    answer = await post(api, EVERYTHING, accept)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == plain.content
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "no-store"
    sent = int(answer.headers["content-length"])
    assert sent == len(plain.content) if encoding is None else sent < len(plain.content) / 3


async def test_a_small_answer_is_left_alone(api: Api) -> None:
    answer = await post(api, LITTLE, "br, gzip")
    assert "content-encoding" not in answer.headers
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_mutations_answer_is_never_compressed(api: Api) -> None:
    """It may hold a token, beside text that others have chosen."""
    answer = await post(api, LARGE_MUTATION, "br, gzip")
    assert len(answer.content) > LEAST_BYTES
    assert "errors" not in answer.json()
    assert "content-encoding" not in answer.headers


@pytest.mark.req("S3-39")
async def test_evidence_is_never_compressed(own_api: Any) -> None:
    api: Api = await own_api("begun")
    content = b"%PDF-1.7 " + b"text " * LEAST_BYTES
    bearer = {"Authorization": "Bearer a1", "Accept-Encoding": "br, gzip"}
    kept = await api.http.post("/evidence", files={"file": ("a.pdf", content)}, headers=bearer)
    answer = await api.http.get(f"/evidence/{kept.json()['id']}", headers=bearer)
    assert answer.content == content
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("accept", ["br", "gzip", "identity"])
async def test_large_files_come_in_pieces(api: Api, accept: str) -> None:
    plain = (await api.http.get("/static/graphiql.min.css", headers={"Accept-Encoding": "identity"})).content
    answer = await api.http.get("/static/graphiql.min.css", headers={"Accept-Encoding": accept})
    assert answer.headers.get("content-encoding", "identity") == accept
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == plain


async def test_part_of_a_file_is_left_alone(api: Api) -> None:
    headers = {"Accept-Encoding": "br, gzip", "Range": "bytes=0-20000"}
    answer = await api.http.get("/static/graphiql.min.css", headers=headers)
    assert answer.status_code == 206
    assert "content-encoding" not in answer.headers
    assert len(answer.content) == 20_001
