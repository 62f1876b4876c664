"""Logs (日志): one shape for every line of a process, its libraries' too, on standard error.

JSON where a program reads it, readable lines on a terminal. docs/operation.md names the fields.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Any

import structlog

from kaohe.config import Settings

#: Libraries from which only warnings are heard: the first two write down addresses, and that of a webhook holds its
#: token; the last has two lines for each case that moves.
_HUSHED = ("httpx", "httpcore", "transitions")


class _Named(structlog.WriteLogger):
    """Writes a line at once, and knows the name of its logger like the standard library's."""

    def __init__(self, *names: str) -> None:
        super().__init__(sys.stderr)
        self.name = names[0] if names else "kaohe"


class _Handler(logging.Handler):
    """The standard library's records, by the same way out."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            _Named().msg(self.format(record))
        except Exception:
            self.handleError(record)


def configure_logs(settings: Settings) -> None:
    """Set up structlog and the standard library's logging for this process, from the level that the settings name."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    rendering = _rendering()
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[*before, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Named,
        cache_logger_on_first_use=True,  # one that is filtered out costs next to nothing
    )
    handler = _Handler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _HUSHED:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _rendering() -> list[Any]:
    if sys.stderr.isatty():
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the process is a line of the log as well."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger("kaohe").critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(about: threading.ExceptHookArgs) -> None:
    if about.exc_value is not None and not isinstance(about.exc_value, SystemExit):
        name = about.thread.name if about.thread else None
        trace = (about.exc_type, about.exc_value, about.exc_traceback)
        structlog.get_logger("kaohe").critical("uncaught", thread=name, exc_info=trace)
