"""What a page reads while it is made: tables and texts of its network, files of the project.

The network says what it is asked for (`note`). Files and modules are seen by an audit hook, which
hears of every `open`, an import's included. A measure is noted with a hash of what it found
(`measured`), and the tables that it looked into are its own affair: if one of these changes, the
page is only made again if the measure finds something else. What is noted is one line each in a
file, at once, for a kernel may be ended without warning:

    data: membres               a table; "*" is the whole package
    data: textes/2025.md        a text, be it there or not; "textes/" are all their names
    within: membres             a table that a measure has looked into
    measured: ["whole", "members.membership", [2025], {}] 1f0c…
    file: /path/of/a/file
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from importlib.util import source_from_cache
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from annual_report.project import ROOT

ALL = "*"
"""What stands for every file of a network."""
WHOLE, FINISHED = "whole", "finished"
"""A network as its files are, and one without its drafts."""
_measures: dict[str, Callable[..., Any]] = {}
"""All measures by name, such as "members.membership"."""
Measure = TypeVar("Measure", bound=Callable[..., Any])
_noted: set[str] = set()
_state: dict[str, Any] = {"file": None, "paused": False}
_opened: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_within: ContextVar[bool] = ContextVar("within", default=False)


def start(file: str, folders: list[str], package: str) -> None:
    """Write down into `file`, from now on, what this process reads of the project or `folders`.

    `package` is where the network's own files are.
    """
    _state["file"] = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    inside = tuple(f"{os.path.realpath(each)}{os.sep}" for each in (str(ROOT), *folders))
    own = (sys.prefix, sys.base_prefix, os.getcwd())
    outside = tuple(f"{os.path.realpath(each)}{os.sep}" for each in own)

    data = f"{os.path.realpath(package)}{os.sep}"

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(args[0], str) or args[0].startswith(outside[:-1]):
            return
        if _writes(args[1], args[2]):
            return
        path = os.path.realpath(args[0])
        if path.startswith(data):
            note(path.removeprefix(data).replace(os.sep, "/"))
        elif path.startswith(inside) and not path.startswith(outside):
            if path.endswith(".pyc"):
                path = source_from_cache(path)
            _write(f"file: {path}")

    sys.addaudithook(hear)


def note(what: str) -> None:
    """Note that something of the network is read; where nobody records it is nothing."""
    if _state["file"] is not None and not _state["paused"]:
        table = _within.get() and "/" not in what and "." not in what
        _write(f"{'within' if table else 'data'}: {what}")


def opened(network: Any, state: str) -> None:
    """Know a network by what it was opened as; of one that a notebook has altered nothing is."""
    _opened[network] = state


def measured(function: Measure) -> Measure:
    """Note of a measure of a network what it found, in place of the tables that it looks into.

    A call that can't be written down, as one with a table, is read through: what it asks for is
    noted as if the page had asked.
    """
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

    @wraps(function)
    def measure(*args: Any, **named: Any) -> Any:
        call = None
        if _state["file"] is not None and not _state["paused"] and not _within.get():
            call = _written(name, args, named)
        if call is None:
            return function(*args, **named)
        inside = _within.set(True)
        try:
            found = function(*args, **named)
        except Exception as error:
            _write(f"measured: {call} {value_digest(error)}")
            raise
        finally:
            _within.reset(inside)
        _write(f"measured: {call} {value_digest(found)}")
        return found

    _measures[name] = measure
    return cast(Measure, measure)


def measure_again(call: str, networks: Mapping[str, Any]) -> str:
    """Return the hash of what a noted measure finds now, in one of some networks by their state."""
    state, name, args, named = json.loads(call)
    try:
        return value_digest(_measures[name](networks[state], *args, **named))
    except Exception as error:
        return value_digest(error)


def _written(name: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> str | None:
    """Return a call as JSON, None if it isn't of an opened network and plain values."""
    with suppress(TypeError, AttributeError):  # no network, a table
        state = _opened.get(args[0]) if args else None
        if state:
            return json.dumps([state, name, args[1:], named], default=lambda each: each.tolist())
    return None


def value_digest(found: Any) -> str:
    """Return a hash of a value, the same in each process; a table's is of all that it holds."""
    if hasattr(found, "columns"):
        columns = [found.iloc[:, place].tolist() for place in range(len(found.columns))]
        kinds = [str(each) for each in found.dtypes]
        found = found.columns.tolist(), kinds, found.index.tolist(), columns, found.attrs
    return hashlib.sha256(repr(found).encode()).hexdigest()[:32]


@contextmanager
def paused() -> Iterator[None]:
    """Note nothing of a network: who reads all of it does so for others."""
    before, _state["paused"] = _state["paused"], True
    try:
        yield
    finally:
        _state["paused"] = before


def _writes(mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))


def _write(line: str) -> None:
    if line not in _noted and "\n" not in line:
        _noted.add(line)
        os.write(_state["file"], f"{line}\n".encode(errors="surrogateescape"))
