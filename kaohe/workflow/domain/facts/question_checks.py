"""What must hold between questions about scores and ballots and the policy that answers them."""

from collections.abc import Collection, Iterator, Mapping

from kaohe.workflow.domain.facts.asked_box import asked_box
from kaohe.workflow.domain.facts.model import FactsDocument, Score
from kaohe.workflow.domain.facts.named import not_known
from kaohe.workflow.domain.policy.ballots import Ballots, Box
from kaohe.workflow.domain.problems import KeyPath, Problem


def check_questions(ballots: Ballots, facts: FactsDocument) -> Iterator[Problem]:
    """Questions name a box that there is, and categories that it has."""
    for index, question in enumerate(facts.ballot):
        yield from _box(ballots, question.box, ("ballot", index))
    for index, asked in enumerate(facts.three_sixty):
        at: KeyPath = ("three_sixty", index)
        yield from _box(ballots, asked.box, at)
        box = asked_box(ballots, asked.box, asked.weights)
        if box is None:
            continue
        if asked.weights is None and not ballots.boxes:
            zh, en = "本细则没有票箱,须给出权重", "must be given: the policy has no box"
            yield Problem((*at, "weights"), "missing", zh, en)
        else:
            yield from check_scores(box, asked.scores, (*at, "scores"))


def check_scores(box: Box, scores: Mapping[str, Collection[Score]], at: KeyPath) -> Iterator[Problem]:
    """Scores stand under leaves of the box, and under a category or its parts, not both."""
    for leaf in box.unknown(scores):
        yield not_known((*at, leaf), leaf, [*box.leaves(), *(one.key for one in box.categories if one.parts)])
    for category in box.divided_twice([leaf for leaf, given in scores.items() if given]):
        yield given_twice(category, (*at, category))


def given_twice(category: str, path: KeyPath) -> Problem:
    """A category is counted whole or by its parts."""
    zh, en = f"“{category}”只能按整体或按细分填一种", f"“{category}” is given both whole and by its parts"
    return Problem(path, "divided_twice", zh, en)


def _box(ballots: Ballots, key: str | None, at: KeyPath) -> Iterator[Problem]:
    known = [box.key for box in ballots.boxes]
    if key is None and len(known) > 1:
        names = ", ".join(known)
        yield Problem((*at, "box"), "missing", f"票箱不止一个,须指明:{names}", f"must name one of {names}")
    if key is not None and key not in known:
        yield not_known((*at, "box"), key, known)
