"""Documents over the schema, written by a random number generator: the same seed, the same document and variables."""

from dataclasses import dataclass, field
from json import dumps
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from graphql_relay import to_global_id

#: A literal of each scalar that it takes.
SCALARS = {
    "ID": lambda random: to_global_id(random.choice(["Task", "Cycle", "Person", "Assessment", "Unit"]), random.randint(1, 9)),
    "String": lambda random: random.choice(["a", "", "二〇二六", '"quoted"']),
    "Int": lambda random: random.randint(1, 4),
    "Boolean": lambda random: random.random() < 0.5,
    "Decimal": lambda random: random.choice(["92.50", "0", "-1.5"]),
    "Date": lambda _random: "2026-04-10",
    "DateTime": lambda _random: "2026-04-10T17:30:00+08:00",
    "Json": lambda _random: "text",
    "UUID": lambda _random: "0b8c1e1e-0f4a-4b7e-9c1c-2f0b8c1e1e0f",
}  # fmt: skip

#: The types of ids whose argument is not named after them.
IDS = {"subject": "Assessment", "from": "PolicyVersion", "to": "PolicyVersion", "policyVersion": "PolicyVersion"}


@dataclass
class Author:
    """Writes one document: fragments, aliases, variables, `@skip` and `@include`, fields asked for twice, `__typename`.

    What it writes is sometimes not valid (two fields under one key): the caller asks graphql-core. `favoured` are names of
    fields that are asked for as often as all others of their type together.
    """

    schema: GraphQLSchema
    random: Random
    favoured: frozenset[str] = frozenset()
    most: int = 60
    variables: dict[str, Any] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    reusable: dict[str, list[str]] = field(default_factory=dict)
    written: int = 0

    def document(self, operation: str = "query") -> str:
        root = self.schema.query_type if operation == "query" else self.schema.mutation_type
        body = self._selections(root, self.random.randint(2, 7))
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        return "\n".join([f"{operation} Asked{declared} {body}", *self.fragments])

    def _may(self, chance: float) -> bool:
        return self.random.random() < chance

    def _selections(self, kind: Any, depth: int) -> str:
        found = ["__typename"] if isinstance(kind, GraphQLInterfaceType) or self._may(0.1) else []
        count = self.random.randint(1, 3 if depth > 4 else 6)
        for _ in range(count):
            found.append(self._selection(kind, depth))
        return f"{{ {' '.join(one for one in found if one) or '__typename'} }}"

    def _selection(self, kind: Any, depth: int) -> str:
        if isinstance(kind, GraphQLInterfaceType) and self._may(0.7):
            narrowed = self.random.choice(self.schema.get_possible_types(kind))
            return f"... on {narrowed.name}{self._switch()} {self._selections(narrowed, depth)}"
        if self._may(0.08):
            return f"...{self._switch()} {self._selections(kind, depth)}"
        if self._may(0.06) and isinstance(kind, GraphQLObjectType):
            return f"... on {kind.name}{self._switch()} {self._selections(kind, depth)}"
        if self._may(0.1):
            return f"...{self._fragment(kind, depth)}{self._switch()}"
        return self._field(kind, depth)

    def _fragment(self, kind: Any, depth: int) -> str:
        if self.reusable.get(kind.name) and self._may(0.5):
            return self.random.choice(self.reusable[kind.name])
        body = self._selections(kind, depth)
        name = f"f{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {kind.name} {body}")
        self.reusable.setdefault(kind.name, []).append(name)
        return name

    def _field(self, kind: Any, depth: int) -> str:
        fields = list(kind.fields.items())
        favoured = [one for one in fields if one[0] in self.favoured]
        name, definition = self.random.choice(favoured if favoured and self._may(0.5) else fields)
        below = get_named_type(definition.type)
        if self.written >= self.most or (depth <= 0 and not is_leaf_type(below)):
            return ""
        self.written += 1
        arguments = self._arguments(definition.args)
        alias = f"{self._alias()}: " if arguments or self._may(0.15) else ""
        body = "" if is_leaf_type(below) else f" {self._selections(below, depth - 1)}"
        again = f" {alias}{name}{arguments}{body}" if self._may(0.05) else ""
        return f"{alias}{name}{arguments}{self._switch()}{body}{again}"

    def _alias(self) -> str:
        return self.random.choice("abcdefgh") + str(self.random.randint(0, 99))

    def _switch(self) -> str:
        if not self._may(0.08):
            return ""
        directive = self.random.choice(["skip", "include"])
        if self._may(0.5):
            return f" @{directive}(if: {dumps(self._may(0.5))})"
        return f" @{directive}(if: ${self._variable('Boolean!', self._may(0.5))})"

    def _variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self.declared)}"
        default = f" = {self._literal_of(value)}" if self._may(0.15) and isinstance(value, bool | int | None) else ""
        self.declared.append(f"${name}: {kind}{default}")
        if not (default and self._may(0.5)) and not self._may(0.01):
            self.variables[name] = value
        return name

    def _arguments(self, arguments: dict[str, GraphQLArgument]) -> str:
        given = []
        for name, one in arguments.items():
            if not is_required_argument(one) and not self._may(0.3):
                continue
            if self._may(0.4):
                given.append(f"{name}: ${self._variable(str(one.type), self._given(name, one.type))}")
            else:
                given.append(f"{name}: {self._literal_of(self._given(name, one.type), one.type)}")
        return f"({', '.join(given)})" if given else ""

    def _given(self, name: str, kind: Any) -> Any:
        """The value of an argument: for an id mostly one of the type that its name says."""
        of = name.removesuffix("Id")
        if of != name and get_named_type(kind).name == "ID" and self._may(0.9):
            return to_global_id(IDS.get(of, of[0].upper() + of[1:]), self.random.randint(1, 9))
        return self._value(kind)

    def _value(self, kind: Any) -> Any:
        """A value of an input type, as a variable has it; now and then one that it refuses."""
        if self._may(0.01):
            return {"wrong": [1, None]}
        if not isinstance(kind, GraphQLNonNull) and self._may(0.1):
            return None
        kind = get_nullable_type(kind)
        if isinstance(kind, GraphQLList):
            return [self._value(kind.of_type) for _ in range(self.random.randint(0, 2))]
        if isinstance(kind, GraphQLInputObjectType):
            asked = {name: one for name, one in kind.fields.items() if is_required_input_field(one) or self._may(0.4)}
            return {name: self._value(one.type) for name, one in asked.items()}
        if isinstance(kind, GraphQLEnumType):
            return self.random.choice(list(kind.values))
        return SCALARS[kind.name](self.random)

    def _literal_of(self, value: Any, kind: Any = Undefined) -> str:
        named = get_nullable_type(kind) if kind is not Undefined else None
        if isinstance(value, dict):
            fields = getattr(named, "fields", {})
            of = {name: fields[name].type if name in fields else Undefined for name in value}
            return f"{{{', '.join(f'{name}: {self._literal_of(one, of[name])}' for name, one in value.items())}}}"
        if isinstance(value, list):
            of_items = named.of_type if isinstance(named, GraphQLList) else Undefined
            return f"[{', '.join(self._literal_of(one, of_items) for one in value)}]"
        return str(value) if isinstance(named, GraphQLEnumType) and value is not None else dumps(value)
