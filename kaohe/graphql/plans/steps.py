"""The steps of a plan: functions that make the lists and leaves of an answer out of rows. Objects: `objects`."""

from collections.abc import Callable, Sequence
from typing import Any

from graphql import FieldNode, GraphQLError
from graphql.pyutils import is_iterable

from kaohe.graphql.plans.kinds import AWAITABLE, ERROR, KINDS, THERE
from kaohe.graphql.plans.leaves import Write
from kaohe.graphql.plans.places import Place
from kaohe.graphql.plans.run import Put, Run

#: Makes what the answer shows of a value that is there and not null; the place is the value's own.
Make = Callable[[Run, Any, Place | None], Any]


def listing(make: Make, title: str, nodes: Sequence[FieldNode], *, nullable: bool) -> Make:
    """A list of what `make` makes; `nullable` tells whether an item may be null."""
    put = putting(make, title, nodes)
    no_list = f"Expected Iterable, but did not find one for field '{title}'."

    def make_list(run: Run, values: Any, around: Place | None) -> list[Any]:
        if type(values) is not list and not is_iterable(values):
            raise GraphQLError(no_list)
        items: list[Any] = []
        for index, value in enumerate(values):
            items.append(None)
            place = (around, index, items, nullable)
            try:
                if KINDS[type(value)] is THERE:  # nearly always
                    items[index] = make(run, value, place)
                else:
                    put(run, value, place)
            except Exception as error:
                run.fault(error, place, nodes)
        return items

    return make_list


def leaf(write: Write) -> Make:
    """A leaf, written."""
    return lambda _run, value, _place: write(value)


def putting(make: Make, title: str, nodes: Sequence[FieldNode]) -> Put:
    """How any value gets into its place, now or when it is there. Raises what keeps it out."""
    missing = f"Cannot return null for non-nullable field {title}."

    def put(run: Run, value: Any, place: Place) -> None:
        kind = KINDS[type(value)]
        if kind is THERE:
            place[2][place[1]] = make(run, value, place)
        elif kind is AWAITABLE:
            run.wait(value, place, nodes, put)
        elif kind is ERROR:
            raise value
        elif place[3]:
            place[2][place[1]] = None
        else:
            raise TypeError(missing)

    return put
