"""Batches for loaders that can be read for several viewers of a body at once (同一单位多人同时查)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.actor import Actor

#: Who asks, and for which keys.
Asked = tuple[Actor, Sequence[Any]]

#: Reads for several viewers of one body; what each is shown, in their order.
ForSeveral = Callable[[AsyncSession, Sequence[Asked]], Awaitable[Sequence[Mapping[Any, Any]]]]

B = TypeVar("B", bound=Callable[..., Any])

_KNOWN: dict[Any, ForSeveral] = {}


def in_company(batch: B, for_several: ForSeveral) -> B:
    """The batch, of which `for_several` is known from now on to do the same for several viewers."""
    _KNOWN[batch] = for_several
    return batch


def same_for_all(batch: B) -> B:
    """Mark a batch whose answer depends on its keys and the viewer's body alone: one reads for all."""

    async def for_several(session: AsyncSession, asked: Sequence[Asked]) -> Sequence[Mapping[Any, Any]]:
        keys = dict.fromkeys(key for _, own in asked for key in own)
        found: Mapping[Any, Any] = await batch(session, asked[0][0], list(keys))
        return [found] * len(asked)

    return in_company(batch, for_several)


def for_several_of(batch: Any) -> ForSeveral | None:
    """How a batch is read for several viewers; None where each has to read for himself."""
    return _KNOWN.get(batch)
