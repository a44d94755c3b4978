"""The commands that write networks: `init`, `new`, `workbook`, `csv`; and `use`.

`use` writes the name of the usual network, which the other commands read without `--data`.
"""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.errors import ParameterError
from annual_report.base.messages import N_, _, add_nearest
from annual_report.base.project import COMMAND
from annual_report.base.whole_files import write_whole_file
from annual_report.commands.arguments import DONE, USUAL, Command, add_data
from annual_report.commands.terminal import ask_question, say_lines
from annual_report.network.reading.files.network_folder import find_network_folder, is_network

if TYPE_CHECKING:
    from annual_report.network.writing.new_members import Doubt


def _add_init(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `init`: the new folder, and the forge that publishes the pages."""
    hint = _("where the network will be; new, or empty")
    parser.add_argument("folder", metavar=_("FOLDER"), help=hint)
    hint = _("add the file that has a forge check the network and publish its pages")
    parser.add_argument("--forge", choices=("github", "gitlab"), help=hint)


def _run_init(options: argparse.Namespace) -> int:
    """Ask three questions, and make a network of the answers."""
    from annual_report.network.writing.new_members import read_members
    from annual_report.network.writing.new_network import check_folder, make_network

    # What can't be is refused before anything is asked.
    folder = Path(options.folder)
    check_folder(folder, options.forge)
    # "reseau-des-villes" is offered as "reseau des villes", which Enter takes.
    usual = " ".join(folder.absolute().name.replace("_", "-").split("-"))
    question = _("name of the network, as in “le réseau des villes” [{usual}]: ", usual=usual)
    name = ask_question(question, usual)
    typed = ask_question(_("its members, with commas between; Enter to fill them in later: "))
    year = _ask_year()
    # A doubt stops nothing: the name is written as it was typed, and `check` says so again.
    members = read_members(typed)
    say_lines(make_network(folder, name, members, year, options.forge))
    say_lines(_say_doubt(doubt) for doubt in members.doubts)
    say_lines(_lay_launcher(folder))
    # In a network's own folder commands are about it without a word.
    if folder.resolve() != Path.cwd():
        _write_usual_network(options.folder)
    following = f"{COMMAND} check · {COMMAND} build --publish envoi"
    print(_("fill in the workbook, then: {commands}", commands=following))
    return DONE


def _ask_year() -> int:
    """Ask for the first year of a new network until the answer is a year, and return it."""
    from annual_report.network.writing.new_year import read_year

    this_year = str(date.today().year)
    question = _("first year to fill in [{usual}]: ", usual=this_year)
    while True:
        answer = ask_question(question, this_year)
        try:
            return read_year(answer)
        except ParameterError as error:
            # Asked again here: the answers to the questions before aren't lost.
            say_lines([str(error)])


def _say_doubt(doubt: "Doubt") -> str:
    """Return the line for a name that isn't understood: "“Nivre” …; nearest: Nièvre"."""
    line = _("“{value}” {what}", value=doubt.name, what=doubt.what)
    return add_nearest(line, ", ".join(doubt.choices))


def _add_new(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `new`: the year and the network."""
    parser.add_argument("year", type=int, metavar=_("YEAR"), help=_("the year to prepare"))
    add_data(parser)


def _run_new(options: argparse.Namespace) -> int:
    """Add a year to a network: its members, and rows and questions to fill in."""
    from annual_report.network.writing.new_year import prepare_year

    say_lines(prepare_year(options.data, options.year))
    _lay_launcher(find_network_folder(options.data))
    return DONE


def _run_workbook(options: argparse.Namespace) -> int:
    """Replace a network's CSV files by one workbook."""
    from annual_report.network.writing.whole_folder import turn_into_workbook

    say_lines(turn_into_workbook(options.data))
    _lay_launcher(find_network_folder(options.data))
    return DONE


def _lay_launcher(folder: Path) -> list[str]:
    """Write the file that opens the local page by a double-click beside a network's workbook.

    Return a sentence about the file; nothing where the file is there already.
    """
    # Imported here: the commands `use` and `csv` do without the local page.
    from annual_report.door.launchers import lay_launcher

    return lay_launcher(folder)


def _run_csv(options: argparse.Namespace) -> int:
    """Replace a network's workbook by CSV files."""
    from annual_report.network.writing.whole_folder import turn_into_files

    say_lines(turn_into_files(options.data))
    return DONE


def _add_use(parser: argparse.ArgumentParser) -> None:
    """Add the argument of `use`, the folder of a network."""
    hint = _("the network's folder")
    parser.add_argument("folder", metavar=_("FOLDER"), help=hint)


def _run_use(options: argparse.Namespace) -> int:
    """Choose the network for the commands that are typed in this folder without `--data`."""
    if not is_network(find_network_folder(options.folder)):
        raise ParameterError(_("{data}: there is no network here", data=options.folder))
    _write_usual_network(options.folder)
    return DONE


def _write_usual_network(folder: str) -> None:
    """Store the usual network of this folder's commands, and print its name."""
    write_whole_file(USUAL.parent, USUAL.name, f"{folder}\n".encode())
    say_lines([_("from now on, here, without --data: {folder}", folder=folder)])


COMMANDS = {
    "init": Command(N_("make a new network in a folder, by three questions"), _add_init, _run_init),
    "new": Command(
        N_("prepare a year: what is known, and the questions to answer"), _add_new, _run_new
    ),
    "workbook": Command(
        N_("bring the files of a network into one workbook"), add_data, _run_workbook
    ),
    "csv": Command(N_("bring the workbook of a network into files"), add_data, _run_csv),
    "use": Command(N_("say once which network the other commands are about"), _add_use, _run_use),
}
