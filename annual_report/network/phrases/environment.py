"""The template engine of phrases: the words, conditions and filters that a phrase may have.

A phrase, the Jinja template of a sentence, has no sum, no share and no other template: the reader
of a notebook sees there how each number is counted. Only `year - 1` is allowed, the year before. A
phrase reaches nothing of Python and nothing of a library, for a network's phrases may come from
anybody.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment

from annual_report.base.french.sentences import MARK, hold_value
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.network.phrases.bounds import CHARGE, bound_filter, charge_value
from annual_report.network.phrases.filters import FILTERS, LIST_FILTERS, LISTED_UP_TO, is_said_in
from annual_report.network.phrases.plain_values import CONTROL, PhraseRows, find_coverage
from annual_report.network.phrases.typed_numbers import ASKED, TypedNumber, WrongKindError

LOOP = ("first", "last")
"""The attributes of `loop` that a phrase may use, as in `{% if loop.last %}`."""
PLAIN_FILTERS = ("join", "map", "first", "last", "select")
"""The filters of the template engine that phrases have too."""
STATEMENTS = (nodes.Output, nodes.If, nodes.For, nodes.Assign)
"""The statements of a phrase: words, `if`, `for` and `set`; no `include`, and no macros."""
YEARS = frozenset({"year", "année"})
"""The names of numbers to which a phrase may add: `year + 1`."""
# A value is plain text and no Markdown: there is nothing to parse, only signs to escape.
# Taken: "*", "1." and "-" at the beginning. Not taken: "1.5" inside a value, "Saint-Denis".
SIGNS = re.compile(r"([\\`*_\[\]<>#|])|^(\d+)(?=[.)])|^([-+])")
"""The signs of a value that Markdown would take for emphasis, a link, a heading or a list."""


class PhraseEnvironment(SandboxedEnvironment):
    """Jinja's sandbox, in which a phrase reaches only the values that a notebook gives."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the value of `obj.attribute` in a template.

        This is a column of a table, an entry of a dictionary, the function `où` of a table, or the
        answer to a question for the coverage, such as `régions.complet`. Raise WrongKindError for
        a question about a value without a coverage.
        """
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, PhraseRows) and attribute == "où":
            return obj.où
        if attribute in ASKED:
            coverage = find_coverage(obj)
            if coverage:
                return coverage.answer(attribute)
            if isinstance(obj, list | bool | TypedNumber):
                raise WrongKindError(
                    _(
                        "nobody said of how many this value is known, and “.{question}” asks: its "
                        "cell hands over known_from(…)",
                        question=attribute,
                    )
                )
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the value of `obj[argument]` in a template: a column of a table, or an entry.

        Return an undefined value, whose printing is an error, for a missing entry.
        """
        if isinstance(obj, PhraseRows) and isinstance(argument, str):
            return obj.list_column(argument)
        # A missing value raises its error when it is printed.
        if isinstance(obj, Undefined):
            str(obj)
        if isinstance(obj, dict | list | tuple):
            with suppress(LookupError, TypeError):
                return obj[argument]
        return self.undefined(_("there is no “{name}” here", name=argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a phrase may call a function: only the function `où` of a table."""
        return isinstance(getattr(obj, "__self__", None), PhraseRows)


@cache
def make_environment() -> PhraseEnvironment:
    """Return the template engine by which all phrases are read and filled.

    The filters of the engine charge the budget of a phrase (`bounds`).
    """
    # The optimizer would compute constants, as in `{{ "Dax"|cités }}`, while a phrase is read,
    # before any limit holds. So would the compiler, unless `finalize` asks for the context.
    environment = PhraseEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_print_value,
        optimized=False,
    )
    filters = {name: environment.filters[name] for name in PLAIN_FILTERS}
    # Lists have filters of their own in place of the engine's "length" and "unique".
    filters.update(LIST_FILTERS)
    filters.update(FILTERS)
    environment.filters = {name: bound_filter(each) for name, each in filters.items()}
    environment.filters[CHARGE] = charge_value
    environment.tests = {"dit_dans": is_said_in}
    environment.globals = {"borne": LISTED_UP_TO}
    return environment


@pass_context
def _print_value(_context: Context, value: Any) -> Any:
    """Return the text that a template prints for a value, with the signs of Markdown escaped.

    Raise TypeError for a value that needs a filter, such as a list, and WrongKindError for a number
    other than a year.
    """
    # The engine prints a missing value, which raises an error then; an `if` without `else`, as in
    # `{{ "a" if b }}`, leaves an undefined value too, and that value is printed as nothing.
    if isinstance(value, Undefined):
        return value
    # A TypedNumber refuses to be printed unless the number is a year.
    if not isinstance(value, str | int | TypedNumber) or isinstance(value, bool):
        raise TypeError(_("only texts and years are printed as they are: add a filter"))
    words = str(value)
    # A number in letters is marked already, and written with its sentence.
    if MARK in words:
        return words
    return hold_value(SIGNS.sub(_escape, words))


def _escape(sign: re.Match[str]) -> str:
    """Return a sign of Markdown with a backslash: before the sign, or behind a list's number."""
    if sign[2]:
        return f"{sign[2]}\\"
    return f"\\{sign[0]}"


def find_faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each fault in a phrase's template.

    Faults are calculations, statements of Jinja that phrases don't have, invisible signs, and
    unknown filters. The template engine itself would miss an unknown filter inside a condition
    until a page fills the phrase, and would then name no line.
    """
    for node in tree.find_all(nodes.Node):
        fault = _find_fault(node)
        if fault:
            yield node.lineno, fault


def _find_fault(node: nodes.Node) -> str:
    """Return the fault of a single node in a phrase's tree, "" for an allowed node."""
    is_sum = isinstance(node, nodes.BinExpr) and not isinstance(node, nodes.And | nodes.Or)
    if is_sum and not _is_other_year(node):
        return _("a phrase doesn’t count: count it in the notebook")
    if isinstance(node, nodes.Stmt) and not isinstance(node, STATEMENTS):
        return _("a phrase knows “if”, “for” and “set” alone; its parts begin with “# name :”")
    if isinstance(node, nodes.Const) and CONTROL.search(str(node.value)):
        return _("a phrase holds a sign that nobody sees")
    if isinstance(node, nodes.Filter | nodes.Test) and not _has_filter(node):
        missing = _("there is no filter “{name}”", name=node.name)
        return add_nearest(missing, find_nearest(node.name, sorted(FILTERS)))
    return ""


def _has_filter(node: nodes.Filter | nodes.Test) -> bool:
    """Whether the template engine has the filter, or the test behind `is`, of a node."""
    environment = make_environment()
    if isinstance(node, nodes.Test):
        return node.name in environment.tests
    return node.name in environment.filters


def list_asked(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each value whose coverage a phrase asks for.

    `{% if régions.complet %}` on line 2 gives (2, "régions").
    """
    for node in tree.find_all(nodes.Getattr):
        if node.attr in ASKED and isinstance(node.node, nodes.Name):
            yield node.lineno, node.node.name


def _is_other_year(node: nodes.Node) -> bool:
    """Whether a sum is a year and a written number, as in `year - 1`."""
    return (
        isinstance(node, nodes.Add | nodes.Sub)
        and isinstance(node.left, nodes.Name)
        and node.left.name in YEARS
        and isinstance(node.right, nodes.Const)
    )
