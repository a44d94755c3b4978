"""The arguments that commands share: a network's folder, other folders, notebooks."""

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

DONE = 0
"""The exit status of a command that did all that was asked."""
WRONG = 1
"""The exit status of a command that found a fault in data or pages."""
DATA = "data/departements-participatifs"
"""The folder of the network that comes with a clone."""
USUAL = Path(".reseau")
"""The file of the working folder that names the folder of the usual network; `use` writes it."""


@dataclass(frozen=True)
class Command:
    """A command of the command line.

    summary        the command's line in the help
    add_arguments  adds the command's arguments to a parser
    run            does the work with the parsed arguments, and returns the exit status; heavy
                   modules are imported there, for the help is printed faster without them
    """

    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def find_usual_network() -> str:
    """Return the folder of the network that commands are about where no `--data` is typed.

    The first of these: the network that `use` has named; the working folder, if that is a network
    or holds several; the only network within; in a clone, the network that came with it. Raise
    ParameterError without any of these.
    """
    if USUAL.is_file():
        named = USUAL.read_text(encoding="utf-8").strip()
        if not Path(named).exists():
            line = _(
                "{data}: the network that commands are about here is gone: “{command} use” names "
                "another",
                data=named,
                command=COMMAND,
            )
            raise ParameterError(line)
        return named
    inside = list_networks(".")
    # Of several networks the caller builds all, or asks which one is meant.
    if is_network(".") or len(inside) > 1:
        return "."
    if inside:
        return inside[0]
    if INSTALLED:
        line = _("there is no network here: “{command} init” makes one", command=COMMAND)
        raise ParameterError(line)
    return DATA


def read_network_path(text: str) -> str:
    """Return the folder that was typed after `--data`, or for "" that of the usual network.

    Raise ParameterError for a folder of several networks, for the command is about one of them.
    """
    # argparse passes the default "" through this function too, where nobody typed `--data`.
    folder = text or find_usual_network()
    inside = list_networks(folder)
    if len(inside) > 1 and not is_network(folder):
        line = _(
            "several networks are here, {names}: say which with --data, or once for all with “use”",
            names=", ".join(inside),
        )
        raise ParameterError(line)
    return folder


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the argument `--data`, the folder of the network that a command is about."""
    hint = _("the network's folder")
    parser.add_argument(
        "--data", type=read_network_path, default="", metavar=_("FOLDER"), help=hint
    )


def add_places(add: Callable[..., argparse.Action]) -> None:
    """Add the arguments for the folder of pages and for notebooks.

    `add` is the method `add_argument` of a parser or of a group of arguments.
    """
    add("--out", metavar=_("FOLDER"), help=_("where the pages go; build/NETWORK"))
    hint = _("a folder of notebooks; with --data, beside the project’s own")
    # Given twice, the argument names two folders.
    add("--notebooks", action="append", metavar=_("FOLDER"), default=[], help=hint)


def find_notebooks(folders: list[str]) -> "Mapping[str, Notebook]":
    """Return name → notebook of the project's notebooks, and of those in some folders."""
    from annual_report.machine.making.pages import read_notebooks

    # A later folder's notebook takes the place of the project's notebook of the same name.
    return read_notebooks([NOTEBOOKS, *map(Path, folders)])
