"""What the floors share: spelling ids, moments and cursors as the API does, and an ASGI application of two functions."""

import asyncio
import socket
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import orjson

ZONE = timezone(timedelta(hours=8))

Handler = Callable[[int, int], Awaitable[bytes]]


def global_id(kind: str, number: int) -> str:
    return b64encode(f"{kind}:{number}".encode()).decode()


def moment(at: datetime) -> str:
    return at.astimezone(ZONE).isoformat()


def cursor(*values: Any) -> str:
    plain = [one.isoformat() if isinstance(one, datetime) else one for one in values]
    return urlsafe_b64encode(orjson.dumps(plain)).decode()


def serve(start: Callable[[], Awaitable[dict[str, Handler]]], port: int) -> None:
    """Answer POSTs by their path under uvicorn, as the API is served. Who asks stands in the headers."""
    import uvicorn

    handlers: dict[str, Handler] = {}

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(_receive, send)
            return
        headers = dict(scope["headers"])
        body = await handlers[scope["path"]](int(headers[b"x-body"]), int(headers[b"x-person"]))
        length = str(len(body)).encode()
        told = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": told})
        await send({"type": "http.response.body", "body": body})

    async def _lifespan(receive: Any, send: Any) -> None:
        await receive()
        handlers.update(await start())
        await send({"type": "lifespan.startup.complete"})
        print("ready", flush=True)
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    run_uvicorn(uvicorn.Config(app, log_config=None, access_log=False, loop="uvloop", http="httptools"), port)


def run_uvicorn(config: Any, port: int) -> None:
    """Serve on a port of 127.0.0.1 until SIGTERM."""
    import uvicorn

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(0)
