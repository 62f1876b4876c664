"""The rehearsal's side of HTTP: one connection pool, and a session for each person who signs in."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from kaohe.rehearsal.connections import Connections, Response
from kaohe.rehearsal.failures import must, stopped

#: Requests under way at once: more would only queue in the server, which shares our processors.
PARALLEL = 8

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"

_SIGN_IN = """
mutation($input: SignInInput!) { signIn(input: $input) { token errors { code field message messageEn } } }"""


class Client:
    """An HTTP client that counts its requests."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._connections = Connections(where.hostname or "", where.port or 80)
        self._turn = asyncio.Semaphore(PARALLEL)
        self.requests = 0
        self.seconds = 0.0

    async def close(self) -> None:
        await self._connections.close()

    async def graphql(self, document: str, variables: Mapping[str, Any], token: str | None, where: str) -> Any:
        """The data that a document brings; RehearsalStopped where there are errors beside it."""
        body = {"query": document, "variables": dict(variables)}
        sent = json.dumps(body, default=str).encode()
        answer = json.loads((await self._send("POST", "/graphql", token, _JSON, sent)).body)
        if answer.get("errors") or "data" not in answer:
            raise stopped(where, body, answer)
        return answer["data"]

    async def upload(self, token: str, file_name: str, content: bytes) -> str:
        """Upload a file of evidence; its id."""
        boundary = secrets.token_hex(16)
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        response = await self._send("POST", "/evidence", token, f"multipart/form-data; boundary={boundary}", body)
        if response.status != HTTPStatus.CREATED:
            raise stopped("upload", file_name, response.text)
        return str(json.loads(response.body)["id"])

    async def visit(self, path: str, form: Mapping[str, str] | None, *, expected: int) -> None:
        """Look at a public page, or send its form, as anybody who has no account; RehearsalStopped at another status."""
        method, body = ("GET", b"") if form is None else ("POST", urlencode(form).encode())
        response = await self._send(method, path, None, _FORM, body)
        if response.status != expected:
            raise stopped(f"{expected} was expected of a page", form, f"{response.status}: {response.text}")

    async def sign_in(self, name: str, login: str, password: str) -> "Session":
        """A session for the person with this login."""
        given = {"input": {"login": login, "password": password}}
        answer = (await self.graphql(_SIGN_IN, given, None, f"sign in as {login}"))["signIn"]
        must(answer["token"], f"{login} can sign in ({answer['errors']})")
        return Session(self, name, answer["token"])

    async def _send(self, method: str, path: str, token: str | None, kind: str, body: bytes) -> Response:
        headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
        async with self._turn:
            began = time.perf_counter()
            response = await self._connections.send(method, quote(path), headers, body)
            self.seconds += time.perf_counter() - began
        self.requests += 1
        return response


@dataclass(frozen=True)
class Session:
    """One person, signed in."""

    client: Client
    name: str
    token: str

    async def read(self, document: str, **variables: Any) -> Any:
        """The data of a query."""
        return await self.client.graphql(document, variables, self.token, f"{self.name} reads")

    async def pages(self, document: str, path: Sequence[str], **variables: Any) -> list[Any]:
        """All nodes of the connection at `path`, page by page; the document takes `$after`."""
        nodes: list[Any] = []
        after = None
        while True:
            found = await self.read(document, after=after, **variables)
            for step in path:
                found = found[step]
            nodes += [edge["node"] for edge in found["edges"]]
            if not found["pageInfo"]["hasNextPage"]:
                return nodes
            after = found["pageInfo"]["endCursor"]

    async def do(self, mutation: str, given: Mapping[str, Any], wanted: str = "") -> Any:
        """Carry out a mutation that is expected to succeed; its payload, of which `wanted` names the fields."""
        payload = await self._mutate(mutation, given, wanted)
        if payload["errors"]:
            raise stopped(f"{self.name}: {mutation} was refused", given, payload["errors"])
        return payload

    async def refused(self, mutation: str, given: Mapping[str, Any], code: str) -> None:
        """Try what must be refused with `code`."""
        payload = await self._mutate(mutation, given, "")
        if code not in {one["code"] for one in payload["errors"]}:
            raise stopped(f"{self.name}: {mutation} should have been refused with {code}", given, payload["errors"])

    async def upload(self, file_name: str, content: bytes) -> str:
        return await self.client.upload(self.token, file_name, content)

    async def _mutate(self, mutation: str, given: Mapping[str, Any], wanted: str) -> Any:
        input_type = f"{mutation[0].upper()}{mutation[1:]}Input"
        document = (
            f"mutation($input: {input_type}!) "
            f"{{ {mutation}(input: $input) {{ {wanted} errors {{ code field message messageEn }} }} }}"
        )
        where = f"{self.name}: {mutation}"
        return (await self.client.graphql(document, {"input": dict(given)}, self.token, where))[mutation]
