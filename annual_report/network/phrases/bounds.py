"""Limits on the steps, the letters and the time of a phrase, so that no phrase hangs a build.

A phrase is a Jinja template in Markdown: the words of a page, with places for values. A network's
phrases may come from anybody, and a few lines can double a text forty times, or go through a table
for each row of each row. So each value that a template makes is charged while the template is
filled: a step for the value, and the letters of a text. A phrase that exceeds a limit ends with a
PhraseBoundError, on every machine at the same place. The limit of time is the last resort: an
honest phrase takes less than a hundredth of that time.
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
"""Steps that a phrase may take: a step is a value made, or a round of a loop."""
MOST_LETTERS = 1_000_000
"""Letters of all texts that a phrase may make on the way to a paragraph."""
LONGEST = 60_000
"""Letters of a filled phrase: the list of a thousand communes has some thirty thousand."""
SECONDS = 20.0
"""Time for a phrase, for steps that are few and slow."""
LARGEST_OPTION = 9_999
"""The largest number among the options of a filter, such as decimals or a year."""
CHARGE = "(bound)"
"""The name of the filter that charges a value: its signs can't be written in a template."""


class PhraseBoundError(ReportError):
    """A phrase exceeds a limit of steps, letters or time: a page needs far less."""


class _Budget:
    """The steps, the letters and the time that are left to a phrase while it is filled."""

    def __init__(self) -> None:
        self.steps = MOST_STEPS
        self.letters = MOST_LETTERS
        self.end = time.monotonic() + SECONDS

    def take(self, steps: int = 1, letters: int = 0) -> None:
        """Take steps and letters from the budget; raise PhraseBoundError if too few are left."""
        self.steps -= steps
        self.letters -= letters
        if self.steps < 0 or self.letters < 0 or time.monotonic() > self.end:
            raise PhraseBoundError(_("never ends, or makes more than a page can hold"))


# The template engine calls a filter without a budget: each thread keeps the budget of its phrase.
_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limit_phrase() -> Iterator[None]:
    """Limit the steps, the letters and the time that the phrase filled inside the `with` may use.

    A loop in somebody's phrase thus can't hang the build. Inside the `with`, `charge_value` and
    `charge_each` take from a new budget, and raise PhraseBoundError when the budget is used up.
    """
    before = _budget.set(_Budget())
    try:
        yield
    finally:
        _budget.reset(before)


def charge_value(value: Any) -> Any:
    """Return a value unchanged, after taking a step and the letters of its texts from the budget.

    The entries of a list are charged too. An iterator, whose entries aren't made yet, is replaced
    by an iterator that charges each entry when a template reaches that entry. Outside of
    `limit_phrase` there is no budget, and no charge. Raise PhraseBoundError if the budget of the
    phrase is used up.
    """
    budget = _budget.get()
    if budget is None:
        return value
    if isinstance(value, Iterator):
        return _charge_each(value)
    _take_parts(value, budget)
    return value


def charge_each(values: Iterable[Any]) -> Iterator[Any]:
    """Yield values unchanged, and take a step from the budget of the phrase before each.

    Raise PhraseBoundError if the budget is used up: a loop over too many values ends there.
    """
    return _charge_each(iter(values))


def _charge_each(values: Iterator[Any]) -> Iterator[Any]:
    """Yield the values of an iterator, and take a step from the phrase's budget before each.

    Raise PhraseBoundError at the value for which no step is left.
    """
    budget = _budget.get()
    for value in values:
        if budget is not None:
            budget.take()
        yield value


def _take_parts(value: Any, budget: _Budget) -> None:
    """Take from a budget the letters of a text, or the steps and texts of a list or dictionary."""
    if isinstance(value, str):
        budget.take(letters=len(value))
    elif type(value) in (list, tuple):
        for part in value:
            _take_parts(part, budget)
        budget.take()
    # The rows of a table come from the notebook: a step for each, without the texts inside.
    elif isinstance(value, list | dict):
        budget.take(steps=len(value) + 1)
        # A dictionary that the template wrote, `{"a": …}`, has texts of the template's making.
        if type(value) is dict:
            _take_parts(list(value.values()), budget)
    else:
        budget.take()


def join_chunks(chunks: Iterable[str]) -> str:
    """Return the text of a filled phrase, joined from the chunks that the template yields.

    Raise PhraseBoundError as soon as the text has more than LONGEST letters: the template then
    makes no further chunk.
    """
    text: list[str] = []
    length = 0
    for chunk in charge_each(chunks):
        length += len(chunk)
        if length > LONGEST:
            raise PhraseBoundError(_("makes more than {count} letters", count=LONGEST))
        text.append(chunk)
    return "".join(text)


def bound_filter(filled: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that charges the values given to the filter `filled`, and the result.

    The new filter raises PhraseBoundError if the budget of the phrase is used up, and ValueError
    for an option above LARGEST_OPTION: a million decimals are a text of a million letters.
    """

    @wraps(filled)
    def bounded(*given: Any, **named: Any) -> Any:
        for value in given:
            charge_value(value)
        # The first value is the filtered one, a number of inhabitants for instance: no option.
        options = [*given[1:], *named.values()]
        for option in options:
            if isinstance(option, int | float) and abs(option) > LARGEST_OPTION:
                raise ValueError(_("{number} is too large there", number=option))
        return charge_value(filled(*given, **named))

    return bounded


class ChargeMakers(NodeTransformer):
    """A visitor of Jinja's syntax tree, which counts what a template makes while it is filled.

    Each node that makes a value is put inside the filter `charge_value`, which takes the value's
    steps and letters from the phrase's budget. Jinja calls `visit_For` for each loop in the tree,
    `visit_Concat` for texts joined by `~`, and the others for lists, tuples, dictionaries, calls.
    """

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """Rewrite a loop, `{% for … %}`, so that each round takes a step from the budget."""
        self.generic_visit(node)
        node.iter = _charge(node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Concat:  # noqa: N802
        """Rewrite `{{ a ~ b }}`, Jinja's joining of texts, so that each part is counted before.

        The letters of each part are taken from the phrase's budget before Jinja joins the parts,
        for the joined text may be too long to make.
        """
        self.generic_visit(node)
        node.nodes = [_charge(part) for part in node.nodes]
        return node

    def _visit_made(self, node: nodes.Expr) -> nodes.Expr:
        """Charge a list, a tuple, a dictionary or a call to the budget of the phrase's template.

        The template of somebody's phrase ends with an error where its budget of steps and letters
        is used up, and so can't go on for ever.
        """
        self.generic_visit(node)
        # The names that a loop or a `set` assigns to, as in `for a, b in …`, are no value.
        if getattr(node, "ctx", "load") != "load":
            return node
        return _charge(node)

    visit_List = visit_Tuple = visit_Dict = visit_Call = _visit_made  # noqa: N815


def _charge(node: nodes.Node) -> nodes.Filter:
    """Return the node of `{{ x }}` as that of `{{ x|charge_value }}`, for any node of a template.

    When the template is filled, the filter takes the steps and letters of the value of x from the
    budget of the phrase.
    """
    # The filter has no arguments: none by place or name, and no *args or **kwargs.
    return nodes.Filter(node, CHARGE, [], [], None, None, lineno=node.lineno)


class EveryBranch(NodeTransformer):
    """A visitor of Jinja's syntax tree that removes conditions, so that all branches are filled.

    `{% if a %}A{% elif b %}B{% else %}C{% endif %}` → `ABC`. The trial of a phrase has no values to
    choose a branch by: a phrase that ends with all branches ends with any of them.
    """

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:  # noqa: N802
        """Return the contents of an `{% if … %}`: of its first branch, each `elif`, and `else`."""
        # An `elif` is an `if` within the tree of this one: the visit leaves its contents there.
        self.generic_visit(node)
        return [*node.body, *node.elif_, *node.else_]
