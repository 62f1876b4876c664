"""Writing a new row whose key somebody else may be taking at the same moment."""

from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.schema.base import Base
from kaohe.workflow.domain.refusals import Code, refuse

Row = TypeVar("Row", bound=Base)


async def store(session: AsyncSession, row: Row, field: str | None, what: str, what_en: str) -> Row:
    """The row, with its id. Refused with DUPLICATE where its key is taken; the transaction is then lost."""
    session.add(row)
    try:
        await session.flush()
    except IntegrityError:
        raise refuse(Code.DUPLICATE, field, what=what, what_en=what_en) from None
    return row
