"""`import`: take a workbook back."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.commands.arguments import DONE, WRONG, default_data
from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.project import COMMAND

if TYPE_CHECKING:
    from annual_report.writing.imports.importing import Import
    from annual_report.writing.imports.merging import Decisions, Side

ALL = "all"
YES = ("y", "yes", "o", "oui")


def summary() -> str:
    """Say in a line what the command is for."""
    return _("take a workbook back: show what changes, then write it")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    add = parser.add_argument
    add("file", metavar=_("FILE"), help=_("the workbook, .xlsx or .ods"))
    add("--yes", action="store_true", help=_("write without asking"))
    add("--removing", type=int, metavar="N", help=_("how many rows --yes may remove"))
    said = _("conflicts where the workbook counts: 1,3 or all")
    add("--take", default="", metavar=_("NUMBERS"), help=said)
    said = _("conflicts where the data count: 2 or all")
    add("--leave", default="", metavar=_("NUMBERS"), help=said)
    add("--data", metavar="DIR", help=_("the network's folder; the one that the workbook names"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.commands.terminal.telling import told_import
    from annual_report.writing.imports.identity import network_of_workbook
    from annual_report.writing.imports.importing import read_import

    data = options.data or network_of_workbook(Path(options.file), default_data())
    try:
        found = read_import(data, options.file)
        numbers = {each.id: number for number, each in enumerate(found.conflicts, start=1)}
        if decisions := _decisions(found, options.take, options.leave):
            found = read_import(data, options.file, decisions)
    except DataError as error:
        there = [_("nothing was written")] if Path(options.file).exists() else []
        raise DataError([*error.problems, *there]) from None
    if not options.data:
        sys.stdout.write(_("network: {folder}", folder=data) + "\n")
    sys.stdout.writelines(f"{line}\n" for line in told_import(found, numbers))
    if found.conflicts:
        left = [numbers[each.id] for each in found.conflicts]
        sys.stdout.writelines(f"{line}\n" for line in _to_answer(options, left))
        return WRONG
    if not found.changes:
        return DONE
    if not _agreed(found, options):
        return DONE
    found.apply()
    sys.stdout.write(_("written: {count} changes", count=len(found.changes)) + "\n")
    sys.stdout.write(_("to take them back: undo") + "\n")
    return DONE


def _decisions(found: "Import", taken: str, left: str) -> "Decisions":
    """Read what was decided of the conflicts, by the numbers that they are listed with."""
    decided: dict[tuple[str, ...], Side] = {}
    sides: Sequence[tuple[str, Side]] = ((taken, "workbook"), (left, "data"))
    for asked, side in sides:
        for number in _numbers(asked, len(found.conflicts)):
            decided[found.conflicts[number - 1].id] = side
    return decided


def _to_answer(options: argparse.Namespace, left: Sequence[int]) -> Iterator[str]:
    """Say by which commands the conflicts that are left are answered, with the answers so far."""
    yield _("nothing was written; for each conflict, --take its number or --leave it")
    whose = f' --data "{options.data}"' if options.data else ""
    numbers = ",".join(map(str, left))
    for side, what in (("take", _("the workbook counts:")), ("leave", _("the data stay:"))):
        given = {"take": options.take, "leave": options.leave}
        given[side] = ",".join(filter(None, (given[side], numbers)))
        answers = " ".join(f"--{name} {said}" for name, said in given.items() if said)
        yield f'  {what} {COMMAND} import "{options.file}"{whose} {answers}'


def _numbers(asked: str, count: int) -> Sequence[int]:
    if not asked:
        return ()
    if asked.casefold() in (ALL, "tout", "tous"):
        return range(1, count + 1)
    numbers = [int(part) if part.strip().isdecimal() else 0 for part in asked.split(",")]
    if not all(1 <= number <= count for number in numbers):
        line = _("“{value}”: the conflicts are numbered from 1 to {most}", value=asked, most=count)
        raise ParameterError(line)
    return numbers


def _agreed(found: "Import", options: argparse.Namespace) -> bool:
    """Ask whether to write; rows that go are agreed to by their number, never by a yes alone."""
    removed = len(found.removed)
    if removed and options.removing is not None and options.removing != removed:
        line = _("--removing {given}: this import removes {count}", given=options.removing,
                 count=removed)  # fmt: skip
        raise ParameterError(line)
    if removed and options.removing is None:
        if options.yes or not sys.stdin.isatty():
            said = _(
                "nothing was written: {count} rows would go; to agree: --yes --removing {count}",
                count=removed,
            )
            sys.stdout.write(said + "\n")
            return False
        question = _("{count} rows would go: type their number to agree ", count=removed)
        if _answer(question) == str(removed):
            return True
    elif options.yes or (sys.stdin.isatty() and _answer(_("write these changes? [y/N] ")) in YES):
        return True
    sys.stdout.write(_("nothing was written; to write: add --yes") + "\n")
    return False


def _answer(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower()
