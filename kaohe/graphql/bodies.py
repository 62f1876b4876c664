"""Reading request bodies, never further than allowed."""

from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from kaohe.graphql.failures import Fault, Rejected


async def read_body(request: Request, limit: int) -> bytes:
    """The body, of at most `limit` bytes; Rejected with TOO_LARGE, ClientDisconnect where the caller hangs up."""
    chunks, length, more = [], 0, True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        length += len(chunks[-1])
        if length > limit:
            raise Rejected(Fault.TOO_LARGE, f"the request is larger than {limit} bytes")
        more = message.get("more_body", False)
    return b"".join(chunks)


async def read_json(request: Request, limit: int) -> dict[str, Any]:
    """The body as a JSON object; Rejected where it is none."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Rejected(Fault.BAD_REQUEST, "send application/json")
    try:
        data = orjson.loads(await read_body(request, limit))
    except orjson.JSONDecodeError:
        raise Rejected(Fault.BAD_REQUEST, "the body is not valid JSON") from None
    if not isinstance(data, dict):
        raise Rejected(Fault.BAD_REQUEST, 'the body is not an object like {"query": …, "variables": …}')
    return data
