"""The branches of the program's phrases: each must be taken by a network of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

from jinja2 import nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from annual_report.network.phrases import filling
from annual_report.network.phrases.environment import PhraseEnvironment, make_environment


@dataclass(frozen=True)
class Branches:
    """The branches of all phrases that were read, and the taken ones."""

    every: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def take(self, value: object, place: str) -> object:
        """Note a branch, as a filter of the words in the branch."""
        self.taken.add(place)
        return value


class Marks(NodeTransformer):
    """Has each branch of a phrase say that it is taken, under its file and line."""

    def __init__(self, file: str, every: set[str]) -> None:
        self.file = file
        self.every = every

    def _mark(self, line: int, value: nodes.Expr, name: str) -> nodes.Expr:
        place = f"{self.file}, line {line}, {name}"
        self.every.add(place)
        named = nodes.Const(place, lineno=line)
        return nodes.Filter(value, "take", [named], [], None, None, lineno=line)

    def _mark_body(self, body: list[nodes.Node], name: str) -> None:
        if body:
            line = body[0].lineno
            mark = self._mark(line, nodes.Const("", lineno=line), name)
            body.insert(0, nodes.Assign(nodes.Name("_", "store"), mark, lineno=line))

    def visit_If(self, node: nodes.If) -> nodes.If:  # noqa: N802
        """Mark the words under a condition, and under the `else`."""
        self.generic_visit(node)
        self._mark_body(node.body, f"if of {node.lineno}")
        self._mark_body(node.else_, f"else of {node.lineno}")
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """Mark the words in a loop, and under the `else`."""
        self.generic_visit(node)
        self._mark_body(node.body, f"for of {node.lineno}")
        self._mark_body(node.else_, f"else of {node.lineno}")
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.CondExpr:  # noqa: N802
        """Mark the values of a condition in a line."""
        self.generic_visit(node)
        node.expr1 = self._mark(node.lineno, node.expr1, "if")
        if node.expr2 is not None:
            node.expr2 = self._mark(node.lineno, node.expr2, "else")
        return node


@contextmanager
def note_branches() -> Iterator[Branches]:
    """Note the branches that phrases take meanwhile.

    Phrases that were read with marks are forgotten again: other tests couldn't tell them.
    """
    branches = Branches()
    parse = PhraseEnvironment.parse

    def parse_with_marks(self: PhraseEnvironment, source: str, name: str) -> nodes.Template:
        tree: nodes.Template = Marks(name, branches.every).visit(parse(self, source, name))
        return tree

    # A filter that asks for the context is never called while a template is compiled: a branch of
    # words alone would else be taken without a network.
    @pass_context
    def take(_context: Context, value: object, place: str) -> object:
        return branches.take(value, place)

    filling._read_template.cache_clear()
    with (
        patch.object(PhraseEnvironment, "parse", parse_with_marks),
        patch.dict(make_environment().filters, take=take),
    ):
        yield branches
    filling._read_template.cache_clear()
