"""What several viewers of a body ask for at once is read by one statement: each is shown what he would be shown alone.

This is where somebody could see what is not his: all batches that are read so are asked for everything that there is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from support.api import Api
from support.company import LOANS, Known, all_ids, differences, known, lend_all, shown, some_of, viewers
from support.one_body import across_bodies

from kaohe.workflow.domain.actor import Actor
from kaohe.workflow.queries import (
    assessments,
    ballots,
    cards,
    case_parts,
    decisions,
    history,
    merits,
    notifications,
    organisation,
    policies,
    records,
    substitutions,
    supervision,
    tasks,
)

pytestmark = pytest.mark.req("N-14", "S1-10")

#: At which points, and what viewers with different rights are shown there: else the test would compare nothing.
POINTS: dict[str, tuple[Any, ...]] = {
    "review": (
        tasks.tasks_by_id,
        assessments.assessments_by_id,
        case_parts.scores_of,
        organisation.persons_by_id,
        substitutions.substitutions_by_id,
    ),
    "dismissed": (decisions.objections_of, decisions.objections_by_id, history.deadlines_by_id),
    "archived": (
        decisions.result_lists_by_id,
        decisions.approvals_of,
        case_parts.feedback_of,
        case_parts.decisions_of,
        notifications.notifications_by_id,
    ),
    "found": (supervision.findings_by_id, supervision.reserve_by_id),
    "box_open": (ballots.boxes_by_id,),
}

#: What must be among them besides.
WELL_KNOWN = (
    policies.policies_of_cycles,
    organisation.units_by_id,
    organisation.mentioned_by_id,
    case_parts.evidence_by_id,
    records.work_records_by_id,
    cards.batches_by_id,
    merits.merits_by_id,
)


@dataclass
class Told:
    """What was found wrong; and by batch, what the viewers of each world were shown."""

    wrong: list[str] = field(default_factory=list)
    shown: dict[str, list[set[Any]]] = field(default_factory=lambda: defaultdict(list))


def test_all_that_are_well_known_are_among_them() -> None:
    batches = {one.batch for one in known()}
    assert batches >= {*WELL_KNOWN, *(batch for point in POINTS.values() for batch in point)}
    assert {"pages_within", "counts_within"} <= {one.name.partition(" ")[0] for one in known()}
    assert len(batches) > 70


@pytest.mark.parametrize("point", POINTS)
async def test_each_is_shown_what_he_would_be_shown_alone(own_api: Any, point: str) -> None:
    api: Api = await own_api(point)
    await lend_all(api)
    async with api.database.reading() as session:
        ids = await all_ids(session)
        ours, theirs = await viewers(session, api), await viewers(session, api, foreign=True)
        assert {len(actor.loans) > 0 for actor in ours} == {True, False}
        assert len({actor.body_id for actor in ours} | {actor.body_id for actor in theirs}) == 2
        of_ours, of_theirs = Told(), Told()
        for one in known():
            for actors, found in ((ours, of_ours), (theirs, of_theirs)):
                try:
                    await _compare(session, one, actors, one.keys(ids), found)
                except Exception as error:
                    found.wrong.append(f"{one.name}: {error!r}")
    assert of_ours.wrong == []
    assert of_theirs.wrong == []
    both = {
        one.name: set().union(*of_ours.shown[one.name]) & set().union(*of_theirs.shown[one.name]) for one in known()
    }
    assert {name: keys for name, keys in both.items() if keys} == {}, "shown to both bodies"
    for one in known():
        different = {frozenset(keys) for keys in of_ours.shown[one.name]}
        assert one.batch not in POINTS[point] or len(different) > 1, f"{one.name}: all are shown the same"


async def _compare(
    session: AsyncSession, one: Known, actors: Sequence[Actor], keys: Sequence[Any], found: Told
) -> None:
    """Ask for all keys for all viewers; then for some of them for each, some of the viewers twice."""
    alone = [await one.batch(session, actor, keys) for actor in actors]
    found.shown[one.name] = [shown(own) for own in alone]
    _note(found, one, actors, alone, [keys] * len(actors), await one.for_several(session, [(a, keys) for a in actors]))
    twice = [*range(len(actors)), *range(0, len(actors), 3)]
    parts = [some_of(keys, seed) for seed in range(len(twice))]
    asked = [(actors[place], part) for place, part in zip(twice, parts, strict=True)]
    several = await one.for_several(session, asked)
    _note(found, one, [actors[place] for place in twice], [alone[place] for place in twice], parts, several)


def _note(
    found: Told,
    one: Known,
    actors: Sequence[Actor],
    alone: Sequence[Mapping[Any, Any]],
    parts: Sequence[Sequence[Any]],
    several: Sequence[Mapping[Any, Any]],
) -> None:
    assert len(several) == len(actors)
    for actor, own, keys, in_company in zip(actors, alone, parts, several, strict=True):
        wrong = differences(own, in_company, keys, actor)
        if wrong:
            found.wrong.append(f"{one.name}, {actor.name}: {wrong[:5]}")


async def test_what_differs_is_found_out(own_api: Any) -> None:
    """The comparison can fail: whoever is shown a colleague's rows is noticed, and so is who is shown less."""
    api: Api = await own_api("review")
    [one] = [each for each in known() if each.batch is assessments.assessments_by_id]
    async with api.database.reading() as session:
        ids = await all_ids(session)
        actors = [api.world.actor(name) for name in ("a1", "a_leader", "office")]
        several = await one.for_several(session, [(actor, ids) for actor in actors])
        turned = Told()
        _note(turned, one, actors, several, [ids] * 3, [several[1], several[2], several[0]])
        rows = [{key: {**row, "score": "0"} for key, row in own.items()} for own in several]
        changed = Told()
        _note(changed, one, actors, several, [ids] * 3, rows)
    assert (len(turned.wrong), len(changed.wrong)) == (3, 3)


async def test_reads_are_merged_also_with_loans_and_stay_within_a_body(own_api: Any) -> None:
    api: Api = await own_api("dismissed")
    await lend_all(api)
    async with api.database.reading() as session:
        ids, actors = await all_ids(session), await viewers(session, api)
        assert len([actor for actor in actors if actor.loans]) == len({who for _, who in LOANS})
        with api.counting() as one_by_one:
            for one in known():
                for actor in actors:
                    await one.batch(session, actor, one.keys(ids))
        with api.counting() as together:
            for one in known():
                await one.for_several(session, [(actor, one.keys(ids)) for actor in actors])
    assert len(together) * 3 < len(one_by_one)
    merged = {one for one in together if "jsonb_to_recordset" in one}
    assert any("lent_units" in one for one in merged)
    assert await across_bodies(api.database, set(together)) == {}
