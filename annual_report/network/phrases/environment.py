"""What a phrase can reach: the columns and entries of its values, the filters, a few functions.

Nothing of Python, and nothing of a library: a network's phrases may come from anywhere.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from annual_report.base.messages import _
from annual_report.network.phrases.filters import FILTERS, is_said_in
from annual_report.network.phrases.names import LISTED_UP_TO
from annual_report.network.phrases.sentences import MARK, hold_value
from annual_report.network.phrases.values import Rows, is_recorded

LOOP = ("first", "last", "revindex")
"""What a phrase may ask of the loop that it is in."""
PLAIN_FILTERS = ("length", "join", "map", "first", "last", "select")
"""The template engine's own filters that phrases have."""
GIVEN = "phrase_function"
"""The mark of a function that every phrase is given."""

SIGNS = re.compile(r"([\\`*_\[\]<>#|])|^(\d+)(?=[.)])|^([-+])")
"""What Markdown would take for one of its own signs."""


def give_function(function: Any) -> Any:
    """Mark a function as one that phrases may call."""
    setattr(function, GIVEN, True)
    return function


class PhraseEnvironment(SandboxedEnvironment):
    """The template engine, with nothing in reach but what a phrase is given."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a value has under a name: a column, an entry, a documented function."""
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Rows) and attribute == "où":
            return obj.où
        if isinstance(obj, dict) and attribute in ("items", "keys") and attribute not in obj:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a column of rows, an entry of a dictionary, one or some of a list."""
        if isinstance(obj, Rows) and isinstance(argument, str):
            return obj.list_column(argument)
        if isinstance(obj, Undefined):
            str(obj)  # its own error
        if isinstance(obj, dict | list | tuple | Rows):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                return self.undefined(_("there is no “{name}” here", name=argument))
        return self.undefined(_("“{name}” is nothing that a phrase can ask for", name=argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a phrase may call something: what has a name of ours."""
        owner = getattr(obj, "__self__", None)
        return hasattr(obj, GIVEN) or isinstance(owner, Rows | dict)


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
    environment.filters = plain | {"unique": _list_once} | dict(FILTERS)
    environment.tests = {"connu": is_recorded, "dit_dans": is_said_in}
    environment.globals = {"borne": LISTED_UP_TO}
    return environment


def _list_once(values: Iterable[object]) -> list[object]:
    """List values once each, in the order in which they come first."""
    return list(dict.fromkeys(values))


def _print_value(value: Any) -> Any:
    """Print a value: its signs are no Markdown, and what nobody recorded can't be printed."""
    # One that isn't recorded fails as it is printed; that of an `if` alone is empty.
    if isinstance(value, Undefined):
        return value
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise TypeError(_("only texts and whole numbers are printed as they are: add a filter"))
    words = str(value)
    return words if MARK in words else hold_value(SIGNS.sub(_escape, words))


def _escape(found: re.Match[str]) -> str:
    return f"{found[2]}\\" if found[2] else f"\\{found[0]}"
