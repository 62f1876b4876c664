"""The mutants of a source file: mutmut's operators on all of it, tables and decorated functions included.

mutmut by itself leaves out what stands outside of functions and whatever is decorated, because it keeps all mutants of a
file in one module. Here each mutant is a module of its own, so charts, permissions, properties and guards take part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from functools import cached_property
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

#: Words for people: Chinese, or more than one word. They are data, and no rule depends on them.
_WORDS = re.compile(r"[\u3000-\u303f\u4e00-\u9fff]|\w \w")


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
        lines = list(ndiff(self.module.code.splitlines(), self.source.splitlines()))
        return _marked(lines, "- "), _marked(lines, "+ ")


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
        if _only_words(change):
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
    return "\n".join(line[2:].strip() for line in lines if line.startswith(mark))


def _only_words(change: Mutation) -> bool:
    """Whether only words change: they read otherwise, or a call is not given them."""
    was, becomes = change.original_node, change.mutated_node
    if isinstance(was, cst.Call) and isinstance(becomes, cst.Call):
        lost = [one for one in was.args if not any(one is other for other in becomes.args)]
        return bool(lost) and all(_is_words(one.value) for one in lost)
    return _is_words(was)


def _is_words(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.SimpleString):
        return _WORDS.search(node.value) is not None
    if isinstance(node, cst.ConcatenatedString):
        return _is_words(node.left) or _is_words(node.right)
    if isinstance(node, cst.FormattedString):
        return any(isinstance(part, cst.FormattedStringText) and _WORDS.search(part.value) for part in node.parts)
    return False
