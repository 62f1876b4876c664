"""The checks at the end of a run: SQL of their own, apart from the code that they judge. Each returns findings."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from chaos.checks.deadlines import early, parts, still_there, told, unfired
from chaos.checks.found import Findings
from chaos.checks.history import history
from chaos.checks.messages import given_up, moves, relayed
from chaos.checks.mutations import mutations
from chaos.checks.tasks import cycles, tasks
from chaos.load import Sent
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["CHECKS", "Findings", "check_all", "mutations", "unfired"]

#: Those that need nothing but the database.
CHECKS: dict[str, Callable[[AsyncSession], Awaitable[Findings]]] = {
    one.__name__: one for one in (early, still_there, told, parts, history, moves, relayed, given_up, tasks, cycles)
}


async def check_all(session: AsyncSession, until: datetime, sent: Sequence[Sent]) -> dict[str, Findings]:
    """The findings by check, of those that have any. `until` is when everything that was armed was due."""
    results = {name: await check(session) for name, check in CHECKS.items()}
    results["unfired"] = await unfired(session, until)
    results["mutations"] = await mutations(session, sent)
    return {name: findings for name, findings in results.items() if findings}
