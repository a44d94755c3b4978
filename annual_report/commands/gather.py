"""`gather`: take the members' sheets back."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.commands.arguments import DONE, WRONG, add_data
from annual_report.commands.terminal.deciding import (
    add_answers,
    finish,
    number_conflicts,
    read_decisions,
    whose,
)
from annual_report.errors import ParameterError
from annual_report.messages import _

if TYPE_CHECKING:
    from annual_report.writing.gathering import Gathering


def summary() -> str:
    """Say in a line what the command is for."""
    return _("take back the members' sheets of a folder: who answered, what is new")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    said = _("the sheets that came back")
    parser.add_argument("folder", nargs="?", metavar=_("FOLDER"), help=said)
    add_answers(parser)
    said = _("show who said what, of all that was gathered")
    parser.add_argument("--sources", action="store_true", help=said)
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.commands.terminal.telling import told_import
    from annual_report.writing.gathering import list_sources, read_gathering

    if options.sources:
        lines = list_sources(options.data) or [_("nothing was gathered yet")]
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return DONE
    if not options.folder:
        raise ParameterError(_("say which folder the sheets are in"))
    found = read_gathering(options.data, Path(options.folder))
    numbers = number_conflicts(found.proposal.conflicts)
    if decisions := read_decisions(numbers, options):
        found = read_gathering(options.data, Path(options.folder), decisions)
    sys.stdout.writelines(f"{line}\n" for line in _told(found))
    sys.stdout.writelines(f"{line}\n" for line in told_import(found.proposal, numbers))
    sys.stdout.writelines(f"{line}\n" for line in _to_send(found))
    asked = f'gather "{options.folder}"{whose(options)}'
    status = finish(found.proposal, numbers, options, asked)
    return WRONG if found.problems else status


def _told(found: "Gathering") -> Iterator[str]:
    from annual_report.writing.workbook import member_choice

    for codes, line in (
        (found.answered, _("answered: {members}")),
        (found.untouched, _("came back as sent: {members}")),
        (found.refused, _("came back, to be corrected: {members}")),
        (found.missing, _("missing: {members}")),
    ):
        if codes:
            yield line.format(members=", ".join(map(member_choice, codes)))
    for problem in found.problems:
        yield _("not taken: {problem}", problem=str(problem))


def _to_send(found: "Gathering") -> Iterator[str]:
    if found.missing:
        yield ""
        yield _("to send to those who are missing:")
        yield (
            f"« Bonjour, il nous manque votre fiche {found.year}. Elle se remplit en cinq "
            "minutes : vos présences, vos dispositifs, un temps fort, vos ressources. Laissez vide "
            "ce que vous ne savez pas, puis renvoyez le fichier. Merci ! »"
        )
        yield ""
