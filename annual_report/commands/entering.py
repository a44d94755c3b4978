"""`open` shows the local page; so does a call without a command, where a person is there."""

import argparse
from pathlib import Path

from annual_report.base.errors import ParameterError
from annual_report.base.messages import N_, _
from annual_report.commands.arguments import (
    DATA,
    DONE,
    USUAL,
    Command,
    add_places,
    find_usual_network,
)
from annual_report.network.reading.files.network_folder import is_network, list_networks


def _add_open(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `open`: a folder, or notebooks and a folder for their pages."""
    hint = _("a network’s folder, or a folder of them; that of “use”, or here")
    parser.add_argument("folder", nargs="?", default="", metavar=_("FOLDER"), help=hint)
    add_places(parser.add_argument)
    hint = _("say the address, and start no browser")
    parser.add_argument("--no-browser", action="store_true", help=hint)


def _run_open(options: argparse.Namespace) -> int:
    """Run the local page for a folder until the last browser tab is closed."""
    # Imported here: the local page loads all rooms, and the help of a command none of them.
    from annual_report.door.start import open_door

    # What can't be shown is refused before a browser opens.
    notebooks = tuple(Path(folder) for folder in options.notebooks)
    if options.out and not notebooks:
        raise ParameterError(_("--out is for notebooks alone: name them with --notebooks"))
    place = Path(options.folder or _choose_folder())
    if not place.is_dir():
        raise ParameterError(_("{data}: there is no such folder", data=place))
    open_door(place, notebooks, options.out or "", with_browser=not options.no_browser)
    return DONE


def _choose_folder() -> str:
    """Return the folder of the local page where nobody has named any.

    This is the network that `use` has named, for that choice holds for all commands. Else it is the
    working folder, where networks are or will be; but in a clone where nobody has made a network
    yet, the network that came with the clone.
    """
    if USUAL.is_file():
        return find_usual_network()
    has_network = is_network(".") or list_networks(".")
    if not has_network and Path(DATA).is_dir():
        return DATA
    return "."


COMMANDS = {
    "open": Command(
        N_("open one local page: years, what is wrong, the pages, what to do"),
        _add_open,
        _run_open,
    ),
}
