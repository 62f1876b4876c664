"""The mutants of a source file: mutmut's operators on all of it, tables and decorated functions included.

mutmut by itself leaves out what stands outside of functions and whatever is decorated, because it keeps all mutants of a
file in one module. Here each mutant is a module of its own, so charts, permissions, properties and guards take part.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

#: Words for people: Chinese, more than one word, or a list of them. They are data, and no rule depends on them.
_WORDS = re.compile(r"[\u3000-\u303f\u4e00-\u9fff]|\w \w|, ")

#: `Words = tuple[str, str]`, `T = TypeVar("T")`, `__all__ = […]`. What is annotated is checked when the service runs.
_TYPES = m.Assign(targets=[m.AssignTarget(target=m.Name("__all__"))]) | m.Assign(
    value=m.Subscript(value=m.Name(m.MatchRegex(r"tuple|dict|(?!Annotated)[A-Z][a-z]+")))
    | m.Call(func=m.Name("TypeVar"))
)

Parents = Mapping[cst.CSTNode, cst.CSTNode]


@dataclass(frozen=True)
class Mutant:
    """One change of one file. `lines` are those of the statement that it stands in; any of them being run reaches it."""

    file: str
    number: int
    line: int
    lines: range
    change: Mutation
    module: cst.Module

    @cached_property
    def source(self) -> str:
        """The whole file with the change in it."""
        return self.module.deep_replace(self.change.original_node, self.change.mutated_node).code

    def diff(self) -> tuple[str, str]:
        """The lines that went and those that came, without their indentation."""
        old, new = self.module.code.splitlines(), self.source.splitlines()
        changed = list(unified_diff(old, new, n=0, lineterm=""))[2:]
        return _marked(changed, "-"), _marked(changed, "+")


class _Everywhere(MutationVisitor):
    """mutmut's visitor, which also goes into decorated functions: a property or a guard is a rule, too."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return node.name.value in NEVER_MUTATE_FUNCTION_NAMES
        return super()._skip_node_and_children(node)


def mutants_of(root: Path, file: str) -> Iterator[Mutant]:
    """The mutants of one file under `root`, in the order of the code; those that change only words are left out."""
    wrapper = MetadataWrapper(cst.parse_module((root / file).read_text(encoding="utf-8")))
    visitor = _Everywhere(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    parents = wrapper.resolve(ParentNodeProvider)
    for number, change in enumerate(visitor.mutations):
        if _left_out(change, parents):
            continue
        statement = change.original_node
        while not isinstance(statement, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            statement = parents[statement]
        whole = positions[statement]
        body = getattr(statement, "body", None) if isinstance(statement, cst.BaseCompoundStatement) else None
        lines = range(whole.start.line, (positions[body].start.line if body else whole.end.line) + 1)
        line = positions[change.original_node].start.line if change.original_node in positions else whole.start.line
        yield Mutant(file, number, line, lines, change, wrapper.module)


def _marked(lines: list[str], mark: str) -> str:
    return "\n".join(line[1:].strip() for line in lines if line.startswith(mark))


def _left_out(change: Mutation, parents: Parents) -> bool:
    """Whether no rule changes: words, types, or names that are exported, which ruff and mypy look after."""
    return _only_words(change, parents) or _only_types(change.original_node, parents)


def _only_words(change: Mutation, parents: Parents) -> bool:
    """Whether only words change: they read otherwise, or a call is not given them."""
    was, becomes = change.original_node, change.mutated_node
    if isinstance(was, cst.Call) and isinstance(becomes, cst.Call):
        lost = [one for one in was.args if not any(one is other for other in becomes.args)]
        return bool(lost) and all(_is_words(one.value) for one in lost)
    return _is_words(was) or (isinstance(was, cst.SimpleString) and _translates(was, parents))


def _is_words(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.SimpleString):
        return _WORDS.search(node.value) is not None
    if isinstance(node, cst.ConcatenatedString):
        return _is_words(node.left) or _is_words(node.right)
    if isinstance(node, cst.FormattedString):
        return any(isinstance(part, cst.FormattedStringText) and _WORDS.search(part.value) for part in node.parts)
    return False


def _translates(node: cst.SimpleString, parents: Parents) -> bool:
    """Whether it is the English beside the Chinese: half of a pair, or the value of a name or a table ending in _en."""
    parent = parents[node]
    if isinstance(parent, cst.Element):
        pair = parents[parent]
        return isinstance(pair, cst.Tuple) and len(pair.elements) == 2 and _is_words(pair.elements[0].value)
    if not isinstance(parent, cst.DictElement) or parent.value is not node:
        return False
    statement = parents[parents[parent]]
    table = (
        statement.target.value
        if isinstance(statement, cst.AnnAssign) and isinstance(statement.target, cst.Name)
        else ""
    )
    key = parent.key.value if isinstance(parent.key, cst.SimpleString) else ""
    return table.endswith("_EN") or key.strip("\"'").endswith("_en")


def _only_types(node: cst.CSTNode, parents: Parents) -> bool:
    """Whether it stands in an alias of a type, a type variable or `__all__`."""
    while not isinstance(node, cst.Module | cst.FunctionDef | cst.ClassDef):
        if isinstance(node, cst.AnnAssign) and m.matches(node.annotation.annotation, m.Name("TypeAlias")):
            return True
        if isinstance(node, cst.Assign) and m.matches(node, _TYPES):
            return True
        node = parents[node]
    return False
