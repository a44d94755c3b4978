"""What several commands take: a network's folder, other folders, notebooks."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _
from annual_report.base.project import COMMAND, INSTALLED, NOTEBOOKS
from annual_report.network.reading.files.network_folder import is_network, list_networks

if TYPE_CHECKING:
    from annual_report.machine.making.pages import Notebook

DONE, WRONG = 0, 1
"""The exit status of a command that did all that was asked, and of one that found a fault."""
DATA = "data/departements-participatifs"
"""The network of a clone."""
USUAL = Path(".reseau")
"""A file here that names the network that commands are about; `use` writes it."""


@dataclass(frozen=True)
class Command:
    """A command: what it is for, in a line; what adds its arguments; what does it.

    `run` returns the exit status, and imports what is heavy itself: help needs none of it.
    """

    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def find_usual_network() -> str:
    """Return the folder of the network that commands are about unless they say.

    It is the one that `use` has named here, or this folder, or the one network that is in it; in a
    clone, else, the clone's own. Raise ParameterError where there is none.
    """
    if USUAL.is_file():
        named = USUAL.read_text(encoding="utf-8").strip()
        if not Path(named).exists():
            line = _("{data}: the network that commands are about here is gone: “{command} use” "
                     "names another", data=named, command=COMMAND)  # fmt: skip
            raise ParameterError(line)
        return named
    inside = list_networks(".")
    if is_network(".") or len(inside) > 1:
        return "."
    if INSTALLED and not inside:
        line = _("there is no network here: “{command} init” makes one", command=COMMAND)
        raise ParameterError(line)
    return next(iter(inside), DATA)


def read_network_path(text: str) -> str:
    """Read the folder of a network, or find it; raise ParameterError if it holds several."""
    text = text or find_usual_network()
    inside = list_networks(text)
    if len(inside) > 1 and not is_network(text):
        line = _("several networks are here, {names}: say which with --data, or once for all with "
                 "“use”", names=", ".join(inside))  # fmt: skip
        raise ParameterError(line)
    return text


def add_data(parser: argparse.ArgumentParser) -> None:
    """Let a command be told whose data it is about."""
    parser.add_argument("--data", type=read_network_path, default="", metavar="DIR",
                        help=_("the network's folder"))  # fmt: skip


def add_places(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Let a command be told where pages go, and of which notebooks they are made."""
    parser.add_argument("--out", metavar="DIR", help=_("where the pages go; build/NETWORK"))
    hint = _("a folder of notebooks; with --data, beside the project’s own")
    parser.add_argument("--notebooks", action="append", metavar="DIR", default=[], help=hint)


def find_notebooks(folders: list[str]) -> "Mapping[str, Notebook]":
    """Return the project's notebooks, and those of some folders."""
    from annual_report.machine.making.pages import read_notebooks

    return read_notebooks([NOTEBOOKS, *map(Path, folders)])
