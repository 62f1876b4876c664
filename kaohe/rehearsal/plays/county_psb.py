"""A quarter of a county police bureau (县公安局), from open to archive, in the order in which it happens."""

from kaohe.rehearsal import clerk, committee, leader, office, second_thoughts
from kaohe.rehearsal.casting import Cast, cast
from kaohe.rehearsal.checks import check_quarter
from kaohe.rehearsal.closing import run_to_archive
from kaohe.rehearsal.failures import must
from kaohe.rehearsal.making_up import make_up
from kaohe.rehearsal.objections import file_all, withhold
from kaohe.rehearsal.person import write_late, write_summary
from kaohe.rehearsal.plays.steps import by_number, opening_day, step
from kaohe.rehearsal.second_thoughts import Units, within_places
from kaohe.rehearsal.telling import count_deemed
from kaohe.rehearsal.world import Node, World, together


async def play(world: World) -> list[Node]:
    """Play the quarter; its cases as they are at the end."""
    await world.at(opening_day(world))
    await step(world, "启动 · opening")
    lent, receiving = await office.lend(world)
    must(await office.open_cycle(world), "the cycle has people")
    cases = await by_number(world)
    must(cases[lent]["unit"]["id"] == receiving, f"{lent} is assessed by the unit that has him on loan")
    parts = cast(list(cases.values()), world.people, world.chance)
    investigations = await office.record_circumstances(world, parts)
    await office.import_facts(world, parts, sorted(cases))
    units = second_thoughts.choose_units(world, cases.values())
    await office.settle_participation(world, parts, cases, receiving=units.rework)
    await _summaries(world, parts)
    await _aggregation(world, units)
    await _review(world, units)
    await _decision(world)
    await step(world, "公示、异议 · publicity and objections")
    await world.later(days=1)
    cases = await by_number(world)
    await withhold(world, cases)
    docket = await file_all(world, parts, cases)
    await step(world, "复核、核准、反馈 · second looks, approvals, feedback")
    await run_to_archive(world, parts, docket, silent=units.changing)
    ended = await check_quarter(world)
    count_deemed(world, ended)
    await world.later(days=3)
    await make_up(world, parts, investigations, {case["person"]["number"]: case for case in ended})
    return ended


async def _summaries(world: World, parts: Cast) -> None:
    """Most write in time; one is entered on behalf, one returned, some are late, some never write."""
    await step(world, "个人小结 · summaries")
    cases = await by_number(world)
    absent = ("late", "missed", "excused", "on_behalf", "excluded")
    writing = [world.people.by_number[number] for number in cases if not parts.plays(number, *absent)]
    await together(write_summary(world, parts, member) for member in writing)
    await clerk.enter_on_behalf(world, parts, cases)
    await world.later(hours=3)
    await clerk.return_summaries(world, parts, cases)
    await together(write_summary(world, parts, world.people.by_number[one]) for one in parts["returned_summary"])
    await world.at(await world.due("SELF_SUMMARY"))
    missed = [case for case in await world.cases() if case["summaryState"] == "MISSED"]
    expected = len([one for part in ("late", "missed", "excused") for one in parts[part]])
    must(len(missed) == expected, f"{expected} summaries were missed, not {len(missed)}")
    await world.later(hours=9)
    await together(write_late(world, world.people.by_number[one]) for one in parts["late"])
    await clerk.excuse(world, parts, cases)
    world.happened("summary_missed", len(parts["missed"]))


async def _aggregation(world: World, units: Units) -> None:
    await step(world, "综合汇总 · aggregation")
    await clerk.score(world, world.chance)
    await office.audit_claims(world)
    await clerk.aggregate(world, leave=frozenset({units.late}))
    await world.settle()


async def _review(world: World, units: Units) -> None:
    """Leaders review; too many nominees are refused, a unit's work is returned, a list changes after its signature."""
    await step(world, "审核评鉴 · review")
    await office.freeze(world)
    await world.later(hours=1)
    extra = second_thoughts.spare_candidate(world, await world.cases("REVIEW"), units.others)
    await leader.approve(world, leader.first_step, await within_places(world, extra))
    await leader.approve(world, leader.consent_step_up)
    if extra:
        await second_thoughts.refuse_too_many(world, extra)
    await second_thoughts.return_unit(world, units.rework)
    await clerk.aggregate(world, leave=frozenset({units.late}))
    await leader.approve(world, leader.first_step, await within_places(world))
    await leader.approve(world, leader.consent_step_up)
    await leader.sign_lists(world)
    await second_thoughts.change_after_signature(world, units.changing)
    await _hand_in(world)


async def _hand_in(world: World) -> None:
    """Sign what is unsigned, consent, hand in; then the office's own step."""
    await leader.sign_lists(world)
    await leader.consent_lists(world)
    await clerk.hand_in(world)
    await office.review(world)
    await world.settle()


async def _decision(world: World) -> None:
    """The regular session, and a supplementary one for the unit that was late."""
    await step(world, "党委研究 · decision")
    await office.pause_and_extend(world)
    await committee.hold_session(world, await committee.decisions_of(world))
    await world.later(hours=20)
    await clerk.aggregate(world)
    await leader.approve(world, leader.first_step, await within_places(world))
    await leader.approve(world, leader.consent_step_up)
    await _hand_in(world)
    if await world.cases("DECISION"):
        await committee.hold_session(world)
        world.happened("supplementary_session")
    stages = {case["stage"] for case in await world.cases()}
    must(stages <= {"PUBLICITY", "EXCLUDED"}, f"everybody is decided, not {sorted(stages)}")
    await world.settle()
