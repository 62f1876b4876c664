"""`kaohe up`: database, migrations, demo body, workers and HTTP as one process, ended in the reverse order.

`kaohe api`: HTTP alone, over a database that is there already, beside any number of others and of `kaohe worker`s.
"""

import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import uvicorn
from sqlalchemy.exc import DBAPIError

from kaohe.clock import Clock, SystemClock
from kaohe.config import Settings, read_settings
from kaohe.logs import configure_logs
from kaohe.memory import loaded, loading, return_large_blocks
from kaohe.one_write import OneWrite
from kaohe.schema.embedded import EmbeddedError, EmbeddedServer
from kaohe.schema.migrate import revision, upgrade
from kaohe.schema.migrations import HEAD
from kaohe.schema.session import Database
from kaohe.schema.urls import async_url

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kaohe.demo import Login

ENDINGS = (signal.SIGINT, signal.SIGTERM)
GRACE_SECONDS = 2
"""How long a request, or a subscription, may go on after Ctrl-C."""
API_GRACE_SECONDS = 20
"""The same for `kaohe api`, where nobody sits and waits: shorter than compose.yaml's stop_grace_period."""


class CannotServe(Exception):
    """Something outside stands in the way; the message says what."""


def run_up() -> None:
    """`kaohe up`: the settings of the environment, the machine's clock."""
    run(read_settings(), SystemClock())


def run_api() -> None:
    """`kaohe api`: the same, of HTTP alone."""
    settings = read_settings()
    _until_stopped(settings, lambda: serve_api(settings, SystemClock()))


def run(settings: Settings, clock: Clock, prepare: Callable[[str], None] = lambda url: None) -> None:
    """Serve until Ctrl-C or SIGTERM, then end in order. Exits with status 1 and a plain line when it can't.

    `prepare` is called with the database's address once it is migrated and has its demo body.
    """
    _until_stopped(settings, lambda: serve(settings, clock, prepare))


def _until_stopped(settings: Settings, serving: Callable[[], None]) -> None:
    for ending in ENDINGS:
        signal.signal(ending, signal.default_int_handler)  # set, since a shell's background job ignores Ctrl-C
    configure_logs(settings)
    return_large_blocks()
    try:
        serving()
    except KeyboardInterrupt:
        print("\nkaohe: stopped.", flush=True)
    except (EmbeddedError, CannotServe) as obstacle:
        sys.exit(f"kaohe: {obstacle}")


def serve(settings: Settings, clock: Clock, prepare: Callable[[str], None]) -> None:
    """Bring everything up from the database to HTTP, and serve until a signal. Call it from the main thread.

    Raises CannotServe, EmbeddedError; KeyboardInterrupt at the end of an orderly stop that a signal asked for.
    """
    with ExitStack() as stack:
        listener = stack.enter_context(_listener(settings.host, settings.port))
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)  # evidence and keys are nobody else's business
        embedded = None if settings.database_url else _launched(settings, stack)
        print("kaohe: starting …", flush=True)
        # Imported while the database starts: together they are most of the time until the first answer.
        with loading():
            from kaohe.demo import load_if_empty, logins
            from kaohe.graphql.app import create_app
            from kaohe.workers.embedded import start

        if embedded:
            embedded.wait_ready()
            settings = settings.model_copy(update={"database_url": embedded.url()})
        url = async_url(str(settings.database_url))
        _migrate(url)
        load_if_empty(url)
        prepare(url)
        known = logins(url)
        stack.callback(start(url, clock, settings).stop)
        _serve_http(
            HttpServer(
                create_app(settings, Database(url, pool_size=settings.pool_size), clock),
                lambda: _announce(listener, known),
                embedded,
                trusted_proxies=settings.trusted_proxies,
            ),
            listener,
        )


def serve_api(settings: Settings, clock: Clock) -> None:
    """Serve HTTP over `settings.database_url`, and nothing else: no demo, no workers, no migration.

    Raises CannotServe where there is no database, or not at the newest schema; KeyboardInterrupt as `serve` does.
    """
    if not settings.database_url:
        raise CannotServe(
            "未设置 DATABASE_URL · DATABASE_URL is not set: `kaohe api` has no database of its own (`kaohe up` has)."
        )
    url = async_url(settings.database_url)
    with _listener(settings.host, settings.port) as listener:
        _check_schema(url)
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        with loading():
            from kaohe.graphql.app import create_app  # not worth loading before a refusal

        app = create_app(settings, Database(url, pool_size=settings.pool_size), clock)

        def announce() -> None:
            print(f"kaohe api: ready, {_address(listener)}/graphql", flush=True)

        server = HttpServer(app, announce, grace_seconds=API_GRACE_SECONDS, trusted_proxies=settings.trusted_proxies)
        _serve_http(server, listener)


class HttpServer(uvicorn.Server):
    """uvicorn that says when it answers, and does not outlive the embedded database where there is one."""

    def __init__(
        self,
        app: "Starlette",
        announce: Callable[[], None],
        embedded: EmbeddedServer | None = None,
        *,
        grace_seconds: int = GRACE_SECONDS,
        trusted_proxies: str = "127.0.0.1",
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="uvloop",
                http=OneWrite,
                ws="none",
                server_header=False,
                log_config=None,  # its lines leave by ours (kaohe/logs.py)
                log_level="warning",
                access_log=False,  # our own line of a request leaves out the token of a card
                forwarded_allow_ips=trusted_proxies,
                timeout_graceful_shutdown=grace_seconds,
            )
        )
        self._announce = announce
        self._embedded = embedded
        self.database_died = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        loaded()
        self._announce()

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to end."""
        self.database_died = self._embedded is not None and self._embedded.pid is None
        return self.database_died or await super().on_tick(counter)


def _serve_http(server: HttpServer, listener: socket.socket) -> None:
    server.run(sockets=[listener])
    if server.database_died:
        raise CannotServe(
            "the embedded database has ended unexpectedly. Starting again recovers all that was committed."
        )


def _migrate(url: str) -> None:
    with _usable_database():
        upgrade(url)


def _check_schema(url: str) -> None:
    with _usable_database():
        found = revision(url)
    if found != HEAD:
        raise CannotServe(
            f"数据库结构为 {found or '空'}，本版本需要 {HEAD}：请先运行 `kaohe migrate` · "
            f"the database's schema is {found or 'empty'}, this version needs {HEAD}: run `kaohe migrate` first."
        )


@contextmanager
def _usable_database() -> Iterator[None]:
    try:
        yield
    except (OSError, DBAPIError) as failure:
        raise CannotServe(
            f"数据库无法使用 · the database can't be used: {getattr(failure, 'orig', failure)}"
        ) from failure


@contextmanager
def _listener(host: str, port: int) -> Iterator[socket.socket]:
    """The address taken, before anything slow is begun; HTTP listens on it later. Raises CannotServe."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as refused:
            raise CannotServe(
                f"无法监听 {host}:{port}：请停止占用它的程序，或另设 KAOHE_HOST、KAOHE_PORT · "
                f"{host}:{port} can't be listened on ({refused.strerror}). "
                "Stop what is using it, or set KAOHE_HOST and KAOHE_PORT."
            ) from refused
        yield listener


def _launched(settings: Settings, stack: ExitStack) -> EmbeddedServer:
    server = EmbeddedServer(settings.var / "pg")
    server.launch()
    stack.callback(server.stop)
    return server


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(listener: socket.socket, logins: "Iterable[Login]") -> None:
    address = _address(listener)
    print(f"kaohe is up.\n  GraphQL   {address}/graphql\n  GraphiQL  {address}/graphiql")
    for login in logins:
        print(f"  demo login  {login.account:<12} password {login.password:<12} {login.words}")
    print("Ctrl-C stops it.", flush=True)
