"""The check of the first argument of measures, covers and lists of sources: it must be a network.

An author of a notebook may give the folder's path, a table, or nothing. Without this check they
would read that a text has no attribute `years`; with it they read how to open the network.
"""

from collections.abc import Callable
from functools import wraps
from os import PathLike, fspath
from typing import Any, TypeVar, cast

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.network.network import Network

FIRST_PARAMETER = "network"
"""The name of the first parameter of such a function."""

Function = TypeVar("Function", bound=Callable[..., Any])


def takes_network(function: Function) -> Function:
    """Decorate a function that a notebook calls, and whose first parameter is `network`.

    Called with anything but a Network there, the decorated function raises ParameterError, which
    says how to open a network.
    """

    @wraps(function)
    def call_with_network(*given: Any, **options: Any) -> Any:
        if given:
            _require_network(given[0], function.__name__)
        elif FIRST_PARAMETER in options:
            _require_network(options[FIRST_PARAMETER], function.__name__)
        # With no argument at all, Python's own error names the missing `network`.
        return function(*given, **options)

    return cast(Function, call_with_network)


def _require_network(value: object, function: str) -> None:
    """Raise ParameterError unless a value is a Network; `function` is the name of the called one.

    "list_members takes a network, not str: first write network = open_network("data/reseau")".
    """
    if isinstance(value, Network):
        return
    kind = type(value).__name__
    # "NoneType", the name of its type, says nothing to an author of a notebook.
    if value is None:
        kind = "None"
    # A text or a path probably names the network's folder: then the line can be copied as it is.
    folder = "data/…"
    if isinstance(value, str | PathLike):
        folder = str(fspath(value))
    raise ParameterError(
        _(
            "{function} takes a network, not {kind}: first write {line}",
            function=function,
            kind=kind,
            line=f'network = open_network("{folder}")',
        )
    )
