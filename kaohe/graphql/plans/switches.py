"""The variables that switch fields on and off: those that `@skip` and `@include` read."""

from typing import Any

from graphql import DirectiveNode, DocumentNode, VariableNode, Visitor, visit

_SWITCHES = ("skip", "include")


def switches_of(document: DocumentNode) -> tuple[str, ...]:
    """Their names, in alphabetical order."""
    finder = _Finder()
    visit(document, finder)
    return tuple(sorted(finder.found))


class _Finder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        if node.name.value in _SWITCHES:
            self.found.update(one.value.name.value for one in node.arguments if isinstance(one.value, VariableNode))
