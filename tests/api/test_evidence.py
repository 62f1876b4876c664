"""Evidence files over HTTP: uploaded by who may see the case, read by the same, checked by what they hold."""

from typing import Any

import httpx
import pytest
from support.api import Api

PDF = b"%PDF-1.7 \xe7\xab\x8b\xe5\x8a\x9f\xe8\xaf\x81\xe4\xb9\xa6"


async def upload(
    api: Api, who: str | None, content: bytes = PDF, name: str = "证书.pdf", **fields: str
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {who}"} if who else {}
    return await api.http.post("/evidence", files={"file": (name, content)}, data=fields, headers=headers)


async def download(api: Api, who: str, id_: str) -> httpx.Response:
    return await api.http.get(f"/evidence/{id_}", headers={"Authorization": f"Bearer {who}"})


@pytest.mark.req("S3-39")
async def test_upload_and_download(own_api: Any) -> None:
    api: Api = await own_api("begun")
    case = await api.case("a1")
    response = await upload(api, "a1", assessmentId=case)
    assert response.status_code == 201
    id_ = response.json()["id"]
    query = (
        "query($id: ID!) { node(id: $id) { ... on Assessment { evidence { id fileName mediaType size sha256 url } } } }"
    )
    found = (await api.ask("a_clerk", query, id=case))["node"]["evidence"]
    assert [(one["id"], one["fileName"], one["mediaType"], one["size"]) for one in found] == [
        (id_, "证书.pdf", "application/pdf", len(PDF))
    ]
    got = await api.http.get(found[0]["url"], headers={"Authorization": "Bearer a_clerk"})
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"
    for stranger in ("a2", "b_clerk", "foreign-office"):
        assert (await download(api, stranger, id_)).status_code == 404


@pytest.mark.req("S3-20")
async def test_claim_with_its_evidence(own_api: Any) -> None:
    api: Api = await own_api("begun")
    id_ = (await upload(api, "a1")).json()["id"]
    assert (await download(api, "a_clerk", id_)).status_code == 404
    claims = [{"standard": "merit_citation", "matter": "立功", "points": "2", "evidenceIds": [id_]}]
    payload = await api.done(
        "a1",
        "submitSummary",
        "assessment { stage claims { matter points statusLabel evidence { id } } }",
        assessmentId=await api.case("a1"),
        text="完成任务",
        claims=claims,
    )
    assert payload["assessment"] == {
        "stage": "AGGREGATION",
        "claims": [{"matter": "立功", "points": "2.000", "statusLabel": "已申报", "evidence": [{"id": id_}]}],
    }
    assert (await download(api, "a_clerk", id_)).status_code == 200


async def test_entry_on_behalf_needs_the_scan_and_keeps_both_names(own_api: Any) -> None:
    api: Api = await own_api("begun")
    case = await api.case("a1")
    scan = (await upload(api, "a_clerk")).json()["id"]
    fields = "assessment { summaries { text person { name } enteredBy { name } } }"
    payload = await api.done("a_clerk", "submitSummary", fields, assessmentId=case, text="完成任务", scanId=scan)
    assert payload["assessment"]["summaries"] == [
        {"text": "完成任务", "person": {"name": "a1"}, "enteredBy": {"name": "a_clerk"}}
    ]


@pytest.mark.parametrize(
    ("who", "content", "name", "fields", "status", "code"),
    [
        (None, PDF, "a.pdf", {}, 401, "NOT_SIGNED_IN"),
        ("a1", b"MZ\x90", "a.pdf", {}, 400, "FILE_TYPE"),
        ("a1", b"", "a.pdf", {}, 400, "FILE_TYPE"),
        ("a1", PDF + b" " * (10 * 1024 * 1024), "a.pdf", {}, 413, "FILE_TOO_LARGE"),
        ("a1", PDF + b" " * (11 * 1024 * 1024), "a.pdf", {}, 413, "FILE_TOO_LARGE"),
        ("a1", PDF, "a.pdf", {"assessmentId": "nonsense"}, 400, "BAD_INPUT"),
    ],
)
async def test_upload_refused(
    api: Api, who: str | None, content: bytes, name: str, fields: dict[str, str], status: int, code: str
) -> None:
    response = await upload(api, who, content, name, **fields)
    assert (response.status_code, response.json()["errors"][0]["code"]) == (status, code)


async def test_upload_to_a_case_that_one_does_not_see(api: Api) -> None:
    response = await upload(api, "b1", assessmentId=await api.case("a1"))
    assert (response.status_code, response.json()["errors"][0]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("body", [b"", b"--x\r\n"])
async def test_upload_that_is_no_form(api: Api, body: bytes) -> None:
    for content_type in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        headers = {"Authorization": "Bearer a1", "Content-Type": content_type}
        response = await api.http.post("/evidence", content=body, headers=headers)
        assert response.status_code == 400


@pytest.mark.parametrize("id_", ["x", "Q3ljbGU6MQ==", "RXZpZGVuY2U6OTk5"])
async def test_download_of_what_is_not_there(api: Api, id_: str) -> None:
    assert (await download(api, "a1", id_)).status_code == 404
