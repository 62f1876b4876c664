"""Telling failures apart: those of one piece of work, and those of the connection under it."""

from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

#: Classes of SQLSTATE that say the server is going, or was never reached: 08 connection, 53 out of resources,
#: 57P shutting down or starting up.
_GONE = ("08", "53", "57P")

#: Two transactions that met: a serialization failure, a deadlock. The same work may well succeed at once.
_MET = ("40001", "40P01")


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone, with the transaction that was in it: nothing more can be written there."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, InterfaceError) or _sqlstate(error).startswith(_GONE)
    return isinstance(error, OSError | PoolTimeout)


def has_met(error: BaseException) -> bool:
    """Whether the transaction was the victim of a meeting with another, and is worth a second try."""
    return isinstance(error, DBAPIError) and _sqlstate(error) in _MET


def waited_too_long(error: BaseException) -> bool:
    """Whether somebody else held a lock for longer than the transaction was told to wait."""
    return isinstance(error, DBAPIError) and _sqlstate(error) == "55P03"


def lacks_schema(error: BaseException) -> bool:
    """Whether a table or column is not there: the database is empty, or of another version."""
    return isinstance(error, DBAPIError) and _sqlstate(error) in ("42P01", "42703")


def words_of(error: BaseException) -> str:
    """An error in a line, without the values that a statement was given."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return f"{type(error).__name__}: {said[0] if said else ''}"[:500]


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
