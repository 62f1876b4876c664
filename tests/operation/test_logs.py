"""Every line that a process logs has one shape. In processes of their own: logging belongs to a whole process."""

import json
import os
import subprocess
import sys
from typing import Any

PREPARED = """
import logging, threading, warnings, structlog
from kaohe import trace
from kaohe.config import Settings
from kaohe.logs import configure_logs
configure_logs(Settings())
"""


def lines_of(code: str, level: str = "info") -> list[dict[str, Any]]:
    """What a process that runs `code` writes on standard error, line by line."""
    ended = subprocess.run(
        [sys.executable, "-c", PREPARED + code],
        env={**os.environ, "KAOHE_LOG_LEVEL": level, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )
    return [json.loads(line) for line in ended.stderr.splitlines()]


def test_libraries_lines_have_the_shape_of_ours() -> None:
    ours, theirs = lines_of("""
with trace.bound("r-1"):
    structlog.get_logger("kaohe.workers").info("deadlines_fired", count=3)
    logging.getLogger("dramatiq.worker.ConsumerThread").warning("retrying %s", "soon")
""")
    told = ("event", "level", "logger", "request_id")
    assert [ours[key] for key in told] == ["deadlines_fired", "info", "kaohe.workers", "r-1"]
    assert [theirs[key] for key in told] == ["retrying soon", "warning", "dramatiq.worker.ConsumerThread", "r-1"]
    assert ours["count"] == 3
    assert ours.keys() - {"count"} == theirs.keys()


def test_an_exception_is_part_of_its_line() -> None:
    lines = lines_of("""
try:
    raise ValueError("wrong")
except ValueError:
    structlog.get_logger("ours").exception("failed")
    logging.getLogger("theirs").exception("failed")
""")
    assert [(line["logger"], line["exception"].splitlines()[-1]) for line in lines] == [
        ("ours", "ValueError: wrong"),
        ("theirs", "ValueError: wrong"),
    ]


def test_what_nobody_catches_is_a_line_too() -> None:
    lines = lines_of("""
thread = threading.Thread(target=lambda: 1 / 0, name="kaohe-x")
thread.start()
thread.join()
warnings.warn("careful")
raise RuntimeError("the end")
""")
    assert [line["level"] for line in lines] == ["critical", "warning", "critical"]
    assert lines[0]["thread"] == "kaohe-x"
    assert "careful" in lines[1]["event"]
    assert lines[2]["exception"].endswith("RuntimeError: the end")


def test_the_level_holds_for_all() -> None:
    code = """
for logger in (structlog.get_logger("ours"), logging.getLogger("theirs")):
    for level in ("debug", "info", "warning", "error"):
        getattr(logger, level)(level)
"""
    for level, expected in (("warning", ["warning", "error"]), ("debug", ["debug", "info", "warning", "error"])):
        lines = lines_of(code, level)
        assert [line["event"] for line in lines if line["logger"] == "ours"] == expected
        assert [line["event"] for line in lines if line["logger"] == "theirs"] == expected


def test_addresses_that_hold_tokens_are_not_written_down() -> None:
    assert lines_of('logging.getLogger("httpx").info("POST https://example.org/?access_token=1")', "debug") == []


def test_a_move_is_not_told_line_by_line() -> None:
    assert (
        lines_of(
            """
from kaohe.workflow.domain.charts import CHARTS, Subject
from kaohe.workflow.domain.charts.machine import advance
assert advance(CHARTS[Subject.ASSESSMENT], "self_summary", "submit_summary", "aggregation") == "aggregation"
""",
            "debug",
        )
        == []
    )


def test_uvicorn_writes_by_the_same_way() -> None:
    lines = lines_of("""
from kaohe.server import HttpServer
async def broken(scope, receive, send):
    raise RuntimeError("no lifespan, no answer")
HttpServer(broken, lambda: None)
logging.getLogger("uvicorn.error").error("Exception in ASGI application")
""")
    assert [(line["event"], line["logger"]) for line in lines] == [("Exception in ASGI application", "uvicorn.error")]
