"""What a process does not load, and does not keep: figures are in docs/operation.md."""

import gc
import os
import subprocess
import sys

import pytest
import uvloop
from starlette.applications import Starlette
from typer.main import get_command
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kaohe.cli.app import _COMMANDS, app
from kaohe.memory import loaded, loading
from kaohe.one_write import OneWrite
from kaohe.server import HttpServer

#: For what an API seldom or never does: importing tables, printing forms, sending, migrating, working.
SELDOM = {"python_calamine", "xlsxwriter", "httpx", "aiosmtplib", "segno", "alembic", "dramatiq", "redis"}

_KEPT = """
import asyncio, ctypes, sys
from kaohe.memory import return_large_blocks
from kaohe.workflow.accounts.passwords import hashed

def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))

async def sign_in():
    for _ in range(3):
        await asyncio.gather(*(hashed("a password") for _ in range(4)))

if sys.argv[1] == "return":
    return_large_blocks()
asyncio.run(asyncio.sleep(0))
before = resident()
asyncio.run(sign_in())
print(resident() - before)
"""


def python(code: str, *arguments: str) -> str:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True).stdout


def loaded_by(code: str) -> set[str]:
    return {name.partition(".")[0] for name in python(f"{code}\nimport sys\nprint(*sys.modules)").split()}


def test_the_api_loads_nothing_that_it_seldom_needs() -> None:
    found = loaded_by("import kaohe.server, kaohe.graphql.app")
    assert "graphene" in found
    assert found & SELDOM == set()


def test_help_loads_no_command() -> None:
    code = "import sys\nsys.argv = ['kaohe', '--help']\nfrom kaohe.cli import app\ntry: app()\nexcept SystemExit: pass"
    found = loaded_by(code)
    assert "typer" in found
    assert found & {"sqlalchemy", "pydantic", "graphql", "uvicorn"} == set()


def test_help_says_of_each_command_what_the_command_says() -> None:
    group = get_command(app)
    context = group.make_context("kaohe", [], resilient_parsing=True)
    for name in _COMMANDS:
        real = group.get_command(context, name)
        group._is_listing = True
        listed = group.get_command(context, name)
        group._is_listing = False
        assert listed.get_short_help_str(500) == real.get_short_help_str(500) != ""


@pytest.mark.parametrize("words", [["--help"], ["charts"]])
def test_a_reader_who_has_seen_enough_is_no_failure(words: list[str]) -> None:
    """`kaohe --help | head`: not a word about the database."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-c", "from kaohe.cli import app; app()", *words]
        ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert ended.stderr == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's allocator")
def test_memory_of_passwords_is_given_back() -> None:
    """Each check takes 19 MiB; without the call, threads keep theirs."""
    kept, given_back = int(python(_KEPT, "keep")), int(python(_KEPT, "return"))
    assert kept > 19_000
    assert given_back < 10_000


def test_nothing_is_collected_while_loading() -> None:
    with loading():
        assert not gc.isenabled()
        with loading():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_process_that_serves_loads_no_drawing_of_tables() -> None:
    """Which the command line may use all the same."""
    code = "from kaohe.memory import loading\nwith loading():\n    import structlog, {}"
    assert "rich" not in loaded_by(code.format("kaohe.server, kaohe.graphql.app"))
    assert "rich" not in loaded_by("import kaohe.cli.worker\n" + code.format("kaohe.workers.process"))
    assert "rich" in loaded_by(code.format("kaohe.server") + "\nimport rich.console")


def test_what_is_loaded_is_not_looked_through_again() -> None:
    try:
        loaded()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_the_server_is_the_quick_one() -> None:
    config = HttpServer(Starlette(), lambda: None).config
    config.load()
    assert config.http_protocol_class is OneWrite
    assert issubclass(OneWrite, HttpToolsProtocol)
    assert config.get_loop_factory() is uvloop.new_event_loop
    assert config.ws_protocol_class is None
