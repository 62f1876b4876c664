"""Logs: one JSON line an event on standard error, with the request's id and never a variable's value."""

import sys

import structlog


def configure() -> None:
    """Have structlog write so. Stacks are told without locals: those hold passwords and what people wrote."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
