"""Global ids among the arguments of a query."""

from collections.abc import Mapping
from typing import Any

from kaohe.graphql.ids import number_of, wrong_id
from kaohe.workflow.domain.refusals import Refused


def ids_in(arguments: Mapping[str, Any], **kinds: str) -> dict[str, Any]:
    """The arguments, with those named in `kinds` as row numbers. Refused, naming every field that is wrong."""
    numbers = {
        name: number_of(arguments[name], (kind,)) for name, kind in kinds.items() if arguments.get(name) is not None
    }
    wrong = [wrong_id(_camel(name), (kinds[name],)) for name, number in numbers.items() if number is None]
    if wrong:
        raise Refused(wrong)
    return {**arguments, **numbers}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)
