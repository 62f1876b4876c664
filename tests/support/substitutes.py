"""Appointing substitutes in a scene, and acting as one."""

from datetime import date, datetime

from support.scene import Scene

from kaohe.workflow.accounts import actor_of_login
from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.domain.substitution import WorkKind
from kaohe.workflow.people import appoint_substitute

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


async def lend(
    scene: Scene, principal: str, substitute: str, *kinds: WorkKind, starts: date = FIRST, ends: date = LAST
) -> int:
    """The principal appoints a substitute for these kinds of work, or for every kind; the substitution's id."""
    people = scene.world.people
    return await appoint_substitute(
        scene.session,
        scene.actor(principal),
        scene.now,
        people[principal],
        people[substitute],
        kinds or tuple(WorkKind),
        starts,
        ends,
        "出差",
    )


async def signed_in(scene: Scene, name: str, now: datetime | None = None) -> Actor:
    """Somebody as he is when he signs in, with what is lent to him that day."""
    actor = await actor_of_login(scene.session, f"{scene.world.body_id}-{name}", now or scene.now)
    assert actor is not None
    return actor
