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
    """Return a function that raises ParameterError where its first argument is no Network.

    A decorator for functions that a notebook calls, whose first parameter is `network`.
    """

    @wraps(function)
    def call_with_network(*given: Any, **options: Any) -> Any:
        if given:
            _require_network(given[0], function.__name__)
        elif FIRST_PARAMETER in options:
            _require_network(options[FIRST_PARAMETER], function.__name__)
        # Without any network Python itself says which argument is missing.
        return function(*given, **options)

    return cast(Function, call_with_network)


def _require_network(value: object, function: str) -> None:
    """Raise ParameterError, with the line that opens a network, for a value that is none."""
    if isinstance(value, Network):
        return
    kind = type(value).__name__
    if value is None:
        kind = "None"
    # A path was probably meant to be opened: the line can be copied as it stands.
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
