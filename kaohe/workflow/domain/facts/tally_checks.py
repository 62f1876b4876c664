"""What must hold of what others said of a person: ballots, counted or one by one, and cards."""

from collections.abc import Iterator, Sequence

from kaohe.workflow.domain.facts.model import BallotTally, PersonFacts
from kaohe.workflow.domain.facts.named import not_known
from kaohe.workflow.domain.facts.question_checks import check_scores, given_twice
from kaohe.workflow.domain.policy.ballots import Ballots, Box
from kaohe.workflow.domain.problems import KeyPath, Problem, repeated

_HIGHEST = 100


def check_ballots(ballots: Ballots, person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    """Boxes are the policy's; each has tallies or single scores, not both, in categories that it has."""
    boxes = {box.key: box for box in ballots.boxes}
    for name in ("ballots", "ballot_scores"):
        for key in getattr(person, name):
            if key not in boxes:
                yield not_known((*at, name, key), key, boxes)
    for key, box in boxes.items():
        if key in person.ballots and key in person.ballot_scores:
            zh, en = "已有计票结果,不再填单个评分", "has tallies already: leave the single scores out"
            yield Problem((*at, "ballot_scores", key), "counted_twice", zh, en)
        yield from _tallies(box, person.ballots.get(key, ()), (*at, "ballots", key))
        yield from check_scores(box, person.ballot_scores.get(key, {}), (*at, "ballot_scores", key))


def check_cards(person: PersonFacts, at: KeyPath) -> Iterator[Problem]:
    """So many cards cannot hold more than 100 points each."""
    cards = person.cards
    if cards is not None and not 0 <= cards.total <= _HIGHEST * cards.cards:
        most = _HIGHEST * cards.cards
        yield Problem((*at, "cards", "total"), "range", f"应在 0 与 {most} 之间", f"must lie between 0 and {most}")


def _tallies(box: Box, tallies: Sequence[BallotTally], at: KeyPath) -> Iterator[Problem]:
    """Each category of the box is counted once at most, with ballots, a weight and a value from 0 to 100."""
    for index, one in enumerate(tallies):
        path = (*at, index)
        for leaf in box.unknown(one.categories):
            yield not_known((*path, "categories"), leaf, box.leaves())
        yield from _numbers(one, path)
    named = [((*at, index, "categories"), leaf) for index, one in enumerate(tallies) for leaf in one.categories]
    yield from repeated(named)
    for category in box.divided_twice([leaf for _, leaf in named]):
        yield given_twice(category, at)


def _numbers(one: BallotTally, at: KeyPath) -> Iterator[Problem]:
    if not 0 <= one.value <= _HIGHEST:
        yield Problem((*at, "value"), "range", "应在 0 与 100 之间", "must lie between 0 and 100")
    for name in ("categories", "ballots", "weight"):
        given = getattr(one, name)
        if not given or (name == "weight" and given < 0):
            yield Problem((*at, name), "empty", "不能为空或零", "must not be empty or zero")
