"""A worker's own small HTTP server: GET /metrics, what its process has counted; GET /healthz, whether it is alive.

In threads of its own, so that it answers while the event loop is busy: a worker that hangs must be able to say so.
"""

import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread

import structlog
from prometheus_client.exposition import choose_encoder

from kaohe.metrics.counters import REGISTRY
from kaohe.metrics.heart import is_beating

_log = structlog.get_logger(__name__)


class _Handler(BaseHTTPRequestHandler):
    timeout = 10  # seconds that a client may take; else it would keep its thread for ever

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/metrics":
            encode, content_type = choose_encoder(self.headers.get("Accept", ""))
            self._answer(HTTPStatus.OK, content_type, encode(REGISTRY))
        elif path == "/healthz":
            alive = is_beating()
            status = HTTPStatus.OK if alive else HTTPStatus.SERVICE_UNAVAILABLE
            self._answer(status, "application/json", b'{"status":"ok"}' if alive else b'{"status":"no heartbeat"}')
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"/metrics, /healthz\n")

    def _answer(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Probes are not logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer's asks the DNS for its own name, and waits where there is none

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), OSError):  # a client that hangs up is its own business
            _log.exception("metrics_failed")


def start_metrics_server(host: str, port: int) -> Callable[[], None]:
    """Serve in the background; call what is returned once, to stop. Raises OSError where the address is taken."""
    server = _Server(host, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="kaohe-metrics", daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return stop
