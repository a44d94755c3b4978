"""`gather`: take the members' sheets back."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.commands.arguments import DONE, WRONG, add_data
from annual_report.errors import ParameterError
from annual_report.messages import _

if TYPE_CHECKING:
    from annual_report.writing.tour.gathering import Gathering


def summary() -> str:
    """Say in a line what the command is for."""
    return _("take back the members' sheets of a folder: who answered, what is new")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    said = _("the sheets that came back")
    parser.add_argument("folder", nargs="?", metavar=_("FOLDER"), help=said)
    parser.add_argument("--yes", action="store_true", help=_("write without asking"))
    said = _("how many rows may be removed")
    parser.add_argument("--removing", type=int, metavar="N", help=said)
    said = _("where sheets contradict each other or the data, one whose word counts")
    parser.add_argument("--take", action="append", default=[], metavar=_("FILE"), help=said)
    said = _("and one whose word doesn’t")
    parser.add_argument("--leave", action="append", default=[], metavar=_("FILE"), help=said)
    said = _("show where each gathered fact comes from")
    parser.add_argument("--sources", action="store_true", help=said)
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.writing.tour.gathering import read_gathering, told_sources

    if options.sources:
        lines = told_sources(options.data) or [_("nothing was gathered yet")]
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return DONE
    if not options.folder:
        raise ParameterError(_("say which folder the sheets are in"))
    found = read_gathering(options.data, Path(options.folder), options.take, options.leave)
    sys.stdout.writelines(f"{line}\n" for line in _told(found))
    wrong = WRONG if found.problems or found.contradictions or found.conflicts else DONE
    if not found.files:
        sys.stdout.write(_("nothing would change") + "\n")
        return wrong
    if len(found.removed) != (options.removing or 0):
        said = _("nothing was written: {count} rows would go; to agree: --yes --removing {count}",
                 count=len(found.removed))  # fmt: skip
        sys.stdout.write(said + "\n")
        return wrong
    if not options.yes:
        sys.stdout.write(_("nothing was written; to write: add --yes") + "\n")
        return wrong
    found.apply()
    if count := len(found.changes) + len(found.highlights):
        sys.stdout.write(_("written: {count} changes", count=count) + "\n")
    if found.choices:
        said = _("kept, so as not to be asked again: {count} choices", count=found.choices)
        sys.stdout.write(said + "\n")
    sys.stdout.write(_("to take them back: undo") + "\n")
    return wrong


def _told(found: "Gathering") -> Iterator[str]:
    from annual_report.writing.workbooks.filling import member_choice

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
    for code, change in found.changes:
        yield _("{place}: {said}", place=member_choice(code), said=str(change))
    for code, title, _words in found.highlights:
        yield _("{member}: a highlight: {title}", member=member_choice(code), title=title)
    for line in found.contradictions:
        yield _("they contradict each other, nothing is taken: {line}", line=line)
    for code, conflict in found.conflicts:
        yield _("{member}: the data were changed meanwhile, and stay: {said}",
                member=member_choice(code), said=str(conflict))  # fmt: skip
    if found.contradictions or found.conflicts:
        yield _("to decide: --take and the file whose word counts, or --leave and the other one")
    if found.missing:
        yield ""
        yield _("to send to those who are missing:")
        yield (
            f"« Bonjour, il nous manque votre fiche {found.year}. Elle se remplit en cinq "
            "minutes : vos présences, vos dispositifs, un temps fort, vos ressources. Laissez vide "
            "ce que vous ne savez pas, puis renvoyez le fichier. Merci ! »"
        )
