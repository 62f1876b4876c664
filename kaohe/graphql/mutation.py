"""The base of all mutations: one input, a payload of what was changed, errors as data."""

import asyncio
from collections.abc import Iterable
from typing import Any

import graphene
from graphql.pyutils import camel_to_snake

from kaohe.graphql.base import Info, ObjectType, Row, named
from kaohe.graphql.fields import listed
from kaohe.graphql.jointly import PerformTogether
from kaohe.graphql.node import LOOKUPS
from kaohe.graphql.run import Answer, Call, Given, run
from kaohe.graphql.types.refusal import Refusal
from kaohe.workflow.domain.charts import CHARTS, WHO_LABELS, WHO_LABELS_EN, Subject, Who

__all__ = ["MUTATIONS", "Answer", "Call", "Given", "Mutation", "changed", "changed_many", "may"]

#: Every mutation, by the name of its field.
MUTATIONS: dict[str, Any] = {}


def may(subject: Subject, *triggers: str) -> tuple[Who, ...]:
    """Who may pull these triggers, from the chart: the permission of their mutation."""
    who = {one for trigger in triggers for one in CHARTS[subject].rules[trigger].who}
    return tuple(one for one in Who if one in who and one is not Who.SYSTEM)


def changed(kind: str) -> Any:
    """A payload field: the object whose number the answer holds under the field's name."""

    def resolve(answer: Row, info: Info) -> Any:
        number = answer.get(camel_to_snake(info.field_name))
        return None if number is None else info.context.load(LOOKUPS[kind], number)

    return graphene.Field(named(kind), resolver=resolve)


def changed_many(kind: str) -> Any:
    """A payload field: the objects whose numbers the answer holds, in that order, as far as the viewer sees them."""

    async def resolve(answer: Row, info: Info) -> list[Any] | None:
        numbers = answer.get(camel_to_snake(info.field_name))
        if numbers is None:
            return None
        found = await asyncio.gather(*(info.context.load(LOOKUPS[kind], number) for number in numbers))
        return [row for row in found if row is not None]

    return graphene.Field(graphene.List(graphene.NonNull(named(kind))), resolver=resolve)


def _described(description: str, permission: Iterable[Who]) -> str:
    zh = "、".join(WHO_LABELS[one] for one in permission)
    en = ", ".join(WHO_LABELS_EN[one] for one in permission)
    return f"{description}\n\n谁可以办理 / who may call: {zh} / {en}"


class Mutation(ObjectType):
    """A mutation, which is its own payload: the fields of what it changes, and `errors`.

    Arguments of the class statement: `description` (Chinese · English), `permission` (who may call), and where
    they are not the usual ones `errors` (the type of its errors), `anonymous` (for who is not signed in yet) and `keyless`
    (its input is kept nowhere, not even as a hash under an idempotency key: a ballot).
    A nested class `Input` holds the input's fields. `perform` carries it out in the call's transaction, answers
    with the ids of what it changed, or raises Refused. A mutation that lacks any of it can't be imported. What many ask for at
    the same moment may have `perform_together` beside it (`jointly`).
    """

    name: str
    description: str
    permission: tuple[Who, ...]
    anonymous: bool
    keyless: bool
    input_type: Any
    perform_together: PerformTogether | None = None

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(
        cls,
        description: str = "",
        permission: Iterable[Who] = (),
        errors: Any = Refusal,
        anonymous: bool = False,
        keyless: bool = False,
        **options: Any,
    ) -> None:
        if not permission or " · " not in description:
            raise TypeError(f"{cls.__name__}: who may call, and a description in Chinese · English, are needed")
        if not callable(getattr(cls, "perform", None)):
            raise TypeError(f"{cls.__name__} performs nothing")
        cls.name = cls.__name__[0].lower() + cls.__name__[1:]
        cls.description = _described(description, permission)
        cls.permission, cls.anonymous, cls.keyless = tuple(permission), anonymous, keyless
        cls.input_type = _input_type(cls, description, keyed=not (anonymous or keyless))
        cls.errors = graphene.Field(listed(errors))
        super().__init_subclass_with_meta__(name=f"{cls.__name__}Payload", description=description, **options)
        MUTATIONS[cls.name] = cls


def field_of(mutation: Any) -> Any:
    """The field of a mutation on the root."""

    def resolve(_root: None, info: Info, input: dict[str, Any]) -> Any:  # noqa: A002 - relay's own name
        return run(mutation, info, input)

    argument = graphene.Argument(mutation.input_type, required=True)
    return graphene.Field(mutation, input=argument, description=mutation.description, resolver=resolve)


def _input_type(mutation: Any, description: str, *, keyed: bool) -> Any:
    """`<Name>Input` from the nested class, with the key under which a mutation takes effect once."""
    given = vars(getattr(mutation, "Input", object))
    fields = {name: value for name, value in given.items() if not name.startswith("__")}
    if keyed:
        fields["idempotency_key"] = graphene.UUID()

    return type(f"{mutation.__name__}Input", (graphene.InputObjectType,), {"__doc__": description, **fields})
