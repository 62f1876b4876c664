"""What people set out to do while their deadlines run: drawn from the seed, each once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from uuid import UUID

from chaos.bureau import Bureau
from chaos.world import INDICATORS, World
from graphql_relay import to_global_id

#: One in so many of those who could race a deadline does.
_ONE_IN = 8

#: Cases that a reviewer or a clerk handles in one go.
_IN_ONE_GO = 5


@dataclass(frozen=True)
class Errand:
    """One mutation, sent `at` seconds after the start. If it is carried out, each of `ids` has exactly one line of
    history with one of `triggers` by this account; if not, none. An objection is not there before: `ids` is empty."""

    at: float
    body_id: int
    account_id: int
    login: str
    mutation: str
    given: Mapping[str, Any]
    subject: str
    triggers: Sequence[str]
    ids: Sequence[int]
    key: str


def errands(world: World, seed: int, seconds: float) -> list[Errand]:
    """Everybody's errands, by their moment. The end of the spread sees as many as its beginning."""
    random = Random(seed)
    found = [
        *_by_people(world.returned, "submitSummary", ("submit_summary", "submit_late"), {"text": "已完成"}, random),
        *_by_people(world.waiting, "submitSummary", ("submit_summary", "submit_late"), {"text": "已完成"}, random),
        *_by_people(world.told, "acknowledgeResult", ("acknowledge",), {"opinion": "同意"}, random),
        *_objections(world, random),
        *_reviews(world, random),
        *_scores(world, random),
    ]
    return sorted((replace(one, at=random.uniform(0, seconds)) for one in found), key=lambda one: one.at)


def _by_people(
    bureau: Bureau, mutation: str, triggers: Sequence[str], words: Mapping[str, str], random: Random
) -> Iterator[Errand]:
    for person in random.sample(bureau.people, max(1, len(bureau.people) // _ONE_IN)):
        case = bureau.cases[person]
        given = {"assessmentId": to_global_id("Assessment", case), **words}
        yield _errand(bureau, person, mutation, given, "assessment", triggers, [case], random)


def _objections(world: World, random: Random) -> Iterator[Errand]:
    bureau = world.published
    for person in random.sample(world.objectors, max(1, len(world.objectors) // 2)):
        given = {"assessmentId": to_global_id("Assessment", bureau.cases[person]), "grounds": "计分有误"}
        yield _errand(bureau, person, "fileObjection", given, "objection", ("file",), [], random)


def _reviews(world: World, random: Random) -> Iterator[Errand]:
    bureau, leader = world.published, world.published.staff["leader"].person_id or 0
    for cases in _batches(world.reviewing):
        reviews = [{"assessmentId": to_global_id("Assessment", one), "grade": "fairly_good"} for one in cases]
        given = {"reviews": reviews}
        yield _errand(bureau, leader, "approveReviews", given, "assessment", ("approve_review",), cases, random)


def _scores(world: World, random: Random) -> Iterator[Errand]:
    bureau, clerk = world.returned, world.returned.staff["clerk"].person_id or 0
    scores = [{"indicator": key, "score": "88"} for key in INDICATORS]
    for cases in _batches(list(bureau.cases.values())[: len(bureau.people) // _ONE_IN]):
        given = {"assessments": [{"assessmentId": to_global_id("Assessment", one), "scores": scores} for one in cases]}
        yield _errand(bureau, clerk, "recordScores", given, "assessment", ("record_scores",), cases, random)


def _batches(cases: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(cases), _IN_ONE_GO):
        yield cases[start : start + _IN_ONE_GO]


def _errand(
    bureau: Bureau,
    person: int,
    mutation: str,
    given: Mapping[str, Any],
    subject: str,
    triggers: Sequence[str],
    ids: Sequence[int],
    random: Random,
) -> Errand:
    key = str(UUID(int=random.getrandbits(128), version=4))
    login, account = bureau.logins[person], bureau.accounts[person]
    return Errand(0, bureau.body_id, account, login, mutation, given, subject, triggers, ids, key)
