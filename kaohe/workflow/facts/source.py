"""What a source of facts is: asked only where the policy has a use for it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.snapshots import Situation

#: By case: the fields of `PersonFacts` that the source gives. A case of which it knows nothing is left out. Claims and
#: deductions come beside those that are known already; any other field is one source's alone.
Found = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Source:
    """A source: `wanted` says whether a policy uses it, `read` answers for these cases in a fixed number of statements."""

    wanted: Callable[[Policy], bool]
    read: Callable[[AsyncSession, Situation, Sequence[int]], Awaitable[Found]]
