"""Finding a cycle by what a person types: its period, or its number."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kaohe.workflow.domain.refusals import Code, not_found, refuse

_NAMED = text("""
SELECT id, policy_key FROM cycle WHERE body_id = :body_id AND (period = :given OR id::text = :given)
 ORDER BY (period = :given) DESC, id
""")


async def named_cycle(session: AsyncSession, body_id: int, given: str) -> int:
    """The id of the body's cycle of that period (2026Q1) or number; Refused where there is none, or more than one."""
    found = (await session.execute(_NAMED, {"body_id": body_id, "given": given})).all()
    if not found:
        raise not_found(f"cycle {given}", "cycle")
    if len(found) > 1:
        choices = ", ".join(f"{row.id} ({row.policy_key})" for row in found)
        problem, problem_en = (
            f"“{given}”不止一个周期，请用编号：{choices}",
            f"several cycles; give the number: {choices}",
        )
        raise refuse(Code.BAD_INPUT, "cycle", problem=problem, problem_en=problem_en)
    return int(found[0].id)
