"""Databases for tests, copied from a migrated template."""

import asyncio
import secrets

import asyncpg
from sqlalchemy.engine import make_url

from kaohe.schema.migrate import upgrade


def migrated_template(server_url: str) -> str:
    """Create and migrate an empty database; its name."""
    name = f"kaohe_template_{secrets.token_hex(4)}"
    _run(server_url, f'CREATE DATABASE "{name}"')
    upgrade(_url(server_url, name))
    return name


def create_database(server_url: str, template: str) -> tuple[str, str]:
    """Copy the template; the new database's URL and name."""
    name = f"kaohe_test_{secrets.token_hex(4)}"
    _run(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _url(server_url, name), name


def drop_database(server_url: str, name: str) -> None:
    _run(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url(server_url: str, name: str) -> str:
    return (
        make_url(server_url).set(database=name, drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    )


def _run(server_url: str, statement: str) -> None:
    dsn = make_url(server_url).set(drivername="postgresql").render_as_string(hide_password=False)

    async def run() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    # A loop of its own, in a thread of its own: the caller may be inside one.
    import threading

    failure: list[BaseException] = []

    def target() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
