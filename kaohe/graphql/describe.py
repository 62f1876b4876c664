"""Giving every field and argument its words from the glossary."""

from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from kaohe.graphql.glossary import WORDS


def describe(schema: GraphQLSchema) -> None:
    """Describe what has no description of its own. Raises LookupError with all names that the glossary lacks."""
    missing: set[str] = set()
    for name, kind in schema.type_map.items():
        if name.startswith("__") or not isinstance(
            kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType
        ):
            continue
        for field_name, field in kind.fields.items():
            field.description = field.description or _words(name, field_name, missing)
            for argument_name, argument in getattr(field, "args", {}).items():
                argument.description = argument.description or _words(field_name, argument_name, missing)
    if missing:
        raise LookupError(f"the glossary lacks: {', '.join(sorted(missing))}")


def _words(owner: str, name: str, missing: set[str]) -> str:
    found = _known(owner, name) or _label(owner, name)
    if found is None:
        missing.add(f"{owner}.{name}")
        return ""
    return " · ".join(found)


def _known(owner: str, name: str) -> tuple[str, str] | None:
    return WORDS.get(f"{owner}.{name}") or WORDS.get(name)


def _label(owner: str, name: str) -> tuple[str, str] | None:
    named = _known(owner, name.removesuffix("Label")) if name.endswith("Label") else None
    return (f"{named[0]}，中文名称", f"{named[1]}: its words in Chinese") if named else None
