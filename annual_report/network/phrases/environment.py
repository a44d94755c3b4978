"""What a phrase may hold and reach: words, conditions, filters, and what its notebook gives it.

It has no sum, no share and no other template: whoever reads the notebook sees how all is counted.
The year before is no count: `year - 1` is written as it is. Nothing of Python is in reach, and
nothing of a library: a network's phrases may come from anywhere.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from annual_report.base.french.sentences import MARK, hold_value
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.network.phrases.bounds import CHARGE, bound_filter, charge_value
from annual_report.network.phrases.filters import FILTERS, LIST_FILTERS, LISTED_UP_TO, is_said_in
from annual_report.network.phrases.plain_values import CONTROL, PhraseRows, find_coverage
from annual_report.network.phrases.told_numbers import ASKED, TypedNumber, WrongKindError

LOOP = ("first", "last")
"""What a phrase may ask of the loop that it is in."""
PLAIN_FILTERS = ("join", "map", "first", "last", "select")
"""The template engine's own filters that phrases have."""
STATEMENTS = (nodes.Output, nodes.If, nodes.For, nodes.Assign)
YEARS = frozenset({"year", "année"})
SIGNS = re.compile(r"([\\`*_\[\]<>#|])|^(\d+)(?=[.)])|^([-+])")
"""What Markdown would take for one of its own signs."""


class PhraseEnvironment(SandboxedEnvironment):
    """The template engine, with nothing in reach but what a phrase is given."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a column, an entry, some rows, or of how many a value is known."""
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, PhraseRows) and attribute == "où":
            return obj.où
        if attribute in ASKED:
            coverage = find_coverage(obj)
            if coverage:
                return coverage.answer(attribute)
            if isinstance(obj, list | TypedNumber):
                raise WrongKindError(
                    _(
                        "nobody said of how many this value is known, and “.{question}” asks: its "
                        "cell hands over known_from(…)",
                        question=attribute,
                    )
                )
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a column of rows, an entry of a dictionary, one of a list."""
        if isinstance(obj, PhraseRows) and isinstance(argument, str):
            return obj.list_column(argument)
        if isinstance(obj, Undefined):
            str(obj)  # its own error
        if isinstance(obj, dict | list | tuple):
            with suppress(LookupError, TypeError):
                return obj[argument]
        return self.undefined(_("there is no “{name}” here", name=argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a phrase may call something: rows, for some of them."""
        return isinstance(getattr(obj, "__self__", None), PhraseRows)


@cache
def make_environment() -> PhraseEnvironment:
    """Return the template engine that phrases are read with."""
    # Constants are not computed while a phrase is read: a long sum of them would never end.
    environment = PhraseEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_print_value,
        optimized=False,
    )
    plain = {name: environment.filters[name] for name in PLAIN_FILTERS}
    every = {**plain, **LIST_FILTERS, **FILTERS}
    bounded = {name: bound_filter(each) for name, each in every.items()}
    environment.filters = {**bounded, CHARGE: charge_value}
    environment.tests = {"dit_dans": is_said_in}
    environment.globals = {"borne": LISTED_UP_TO}
    return environment


def _print_value(value: Any) -> Any:
    """Print a value: its signs are no Markdown, and what nobody recorded can't be printed."""
    # One that isn't recorded fails as it is printed; that of an `if` alone is empty.
    if isinstance(value, Undefined):
        return value
    # A number says itself whether it is printed as it is.
    if not isinstance(value, str | int | TypedNumber) or isinstance(value, bool):
        raise TypeError(_("only texts and years are printed as they are: add a filter"))
    words = str(value)
    return words if MARK in words else hold_value(SIGNS.sub(_escape, words))


def _escape(sign: re.Match[str]) -> str:
    return f"{sign[2]}\\" if sign[2] else f"\\{sign[0]}"


def find_wrong_parts(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the line and the fault of each part of a phrase that counts, or is none.

    The template engine would leave a filter that there isn't, if it stands in a condition, to the
    page that comes by, and name no line.
    """
    environment = make_environment()
    names = {nodes.Filter: environment.filters, nodes.Test: environment.tests}
    for node in tree.find_all(nodes.Node):
        is_sum = isinstance(node, nodes.BinExpr) and not isinstance(node, nodes.And | nodes.Or)
        if is_sum and not _is_other_year(node):
            yield node.lineno, _("a phrase doesn’t count: count it in the notebook")
        elif isinstance(node, nodes.Stmt) and not isinstance(node, STATEMENTS):
            yield (
                node.lineno,
                _("a phrase knows “if”, “for” and “set” alone; its parts begin with “# name :”"),
            )
        elif isinstance(node, nodes.Const) and CONTROL.search(str(node.value)):
            yield node.lineno, _("a phrase holds a sign that nobody sees")
        elif isinstance(node, nodes.Filter | nodes.Test) and node.name not in names[type(node)]:
            missing = _("there is no filter “{name}”", name=node.name)
            yield node.lineno, add_nearest(missing, find_nearest(node.name, sorted(FILTERS)))


def list_asked(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each value of which a phrase asks of how many it is known."""
    for node in tree.find_all(nodes.Getattr):
        if node.attr in ASKED and isinstance(node.node, nodes.Name):
            yield node.lineno, node.node.name


def _is_other_year(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Add | nodes.Sub)
        and isinstance(node.left, nodes.Name)
        and node.left.name in YEARS
        and isinstance(node.right, nodes.Const)
    )
