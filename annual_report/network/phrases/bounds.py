"""What a phrase may take while it is filled: its steps, its letters and its time.

A network's phrases may come from anybody, and a few lines can double a text forty times or go
through a table for each row of each row. Whatever makes something of something is looked at as it
is made: what goes beyond a bound ends the phrase, on every machine at the same place. The time is
the last resort, and no phrase that is meant takes a hundredth of it.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from annual_report.base.errors import ReportError
from annual_report.base.messages import _

MOST_STEPS = 1_000_000
MOST_LETTERS = 1_000_000
LONGEST = 60_000
"""Letters of what a phrase makes: the list of a thousand communes has some thirty thousand."""
SECONDS = 20.0
LARGEST_OPTION = 9_999
"""A number behind a value, as of decimals or a year, is no larger."""
CHARGE = "(bound)"
"""The filter that looks at a value as it is made: a name that nobody can write."""


class PhraseBoundError(ReportError):
    """A phrase takes more steps, letters or time than one that is meant."""


class _Budget:
    """What is left to a phrase that is being filled."""

    def __init__(self) -> None:
        self.steps = MOST_STEPS
        self.letters = MOST_LETTERS
        self.end = time.monotonic() + SECONDS

    def take(self, steps: int = 1, letters: int = 0) -> None:
        """Take some steps and letters; raise PhraseBoundError where nothing is left."""
        self.steps -= steps
        self.letters -= letters
        if self.steps < 0 or self.letters < 0 or time.monotonic() > self.end:
            raise PhraseBoundError(_("never ends, or makes more than a page can hold"))


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limit_phrase() -> Iterator[None]:
    """Bound what is done within a `with`."""
    before = _budget.set(_Budget())
    try:
        yield
    finally:
        _budget.reset(before)


def charge_value(value: Any) -> Any:
    """Return a value that was made, when its letters and its parts have been taken."""
    budget = _budget.get()
    if budget is None:
        return value
    if isinstance(value, Iterator):
        return _charge_each(value)
    _take_parts(value, budget)
    return value


def charge_each(values: Iterable[Any]) -> Iterator[Any]:
    """Yield what a loop goes through, a step each."""
    return _charge_each(iter(values))


def _charge_each(values: Iterator[Any]) -> Iterator[Any]:
    budget = _budget.get()
    for value in values:
        if budget is not None:
            budget.take()
        yield value


def _take_parts(value: Any, budget: _Budget) -> None:
    if isinstance(value, str):
        budget.take(letters=len(value))
    elif type(value) in (list, tuple):
        for part in value:
            _take_parts(part, budget)
        budget.take()
    # The rows of a table are the notebook's: a step stands for each.
    elif isinstance(value, list | dict):
        budget.take(steps=len(value) + 1)
        if type(value) is dict:
            _take_parts(list(value.values()), budget)
    else:
        budget.take()


def join_chunks(chunks: Iterable[str]) -> str:
    """Return the text of a phrase, of the pieces that it comes in."""
    text, length = list[str](), 0
    for chunk in charge_each(chunks):
        length += len(chunk)
        if length > LONGEST:
            raise PhraseBoundError(_("makes more than {count} letters", count=LONGEST))
        text.append(chunk)
    return "".join(text)


def bound_filter(filled: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that looks at what it is given, and at what it makes."""

    @wraps(filled)
    def bounded(*given: Any, **named: Any) -> Any:
        for value in given:
            charge_value(value)
        for option in [*given[1:], *named.values()]:
            if isinstance(option, int | float) and abs(option) > LARGEST_OPTION:
                raise ValueError(_("{number} is too large there", number=option))
        return charge_value(filled(*given, **named))

    return bounded


class ChargeMakers(NodeTransformer):
    """Puts the look of `charge_value` around whatever makes a value in a phrase's tree."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """Count what a loop goes through."""
        self.generic_visit(node)
        node.iter = _charge(node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Concat:  # noqa: N802
        """Look at texts before they are joined."""
        self.generic_visit(node)
        node.nodes = [_charge(part) for part in node.nodes]
        return node

    def _visit_made(self, node: nodes.Expr) -> nodes.Expr:
        self.generic_visit(node)
        # What a loop or a `set` gives names to is no value.
        if getattr(node, "ctx", "load") != "load":
            return node
        return _charge(node)

    visit_List = visit_Tuple = visit_Dict = visit_Call = _visit_made  # noqa: N815


def _charge(node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, CHARGE, [], [], None, None, lineno=node.lineno)


class EveryBranch(NodeTransformer):
    """Makes of a phrase what says all that it could say, whatever holds."""

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:  # noqa: N802
        """Return what an `if` says in each of its cases."""
        self.generic_visit(node)
        inside = [*node.body, *node.else_]
        for other in node.elif_:
            inside += other.body
        return inside
