"""The data as workbooks, there and back: `workbook` and `import`.

What comes back is shown before it is written: whose value counts, and which rows may go, is asked,
or answered by numbers on the command line.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.messages import N_, _
from annual_report.base.project import COMMAND
from annual_report.commands.arguments import (
    DONE,
    WRONG,
    Command,
    add_data,
    find_usual_network,
    name_workbook,
    read_path,
)
from annual_report.commands.terminal import Parser, ask_agreement, ask_question, say_lines

if TYPE_CHECKING:
    from annual_report.network.writing.merging import Decisions
    from annual_report.network.writing.proposal import Proposal

ALL = ("all", "tout", "tous")
Numbers = Mapping[tuple[str, ...], int]
"""The number of each conflict of a first look, by its id: it stays from one try to the next."""


def _add_workbook(parser: Parser) -> None:
    said = _("its name, in .xlsx; without one, that of the network’s folder")
    parser.add_argument("file", type=read_path, nargs="?", metavar=_("FILE"), help=said)
    add_data(parser)


def _run_workbook(options: argparse.Namespace) -> int:
    from annual_report.network.writing.workbook import write_workbook

    file = Path(options.file or name_workbook(options.data))
    if aside := write_workbook(options.data, file):
        print(_('{file}: kept as {kept}; if it holds what was not taken back: {command}',
                file=file.name, kept=aside, command=f'import "{aside}"'))  # fmt: skip
    print(_("network: {folder}", folder=options.data))
    print(_("{file}: written", file=file))
    return DONE


def _add_import(parser: Parser) -> None:
    said = _("the workbook, .xlsx; without a name, that of the network")
    parser.add_argument("file", type=read_path, nargs="?", metavar=_("FILE"), help=said)
    _add_answers(parser)
    add_data(parser)


def _run_import(options: argparse.Namespace) -> int:
    from annual_report.commands.telling import tell_proposal
    from annual_report.network.writing.importing import read_import

    file = options.file or name_workbook(options.data)
    try:
        found = read_import(options.data, file)
        numbers = {each.id: at for at, each in enumerate(found.conflicts, start=1)}
        if decisions := _read_decisions(numbers, options):
            found = read_import(options.data, file, decisions)
    except DataError as error:
        there = [_("nothing was written")] if Path(file).exists() else []
        raise DataError([*error.problems, *there]) from None
    say_lines(tell_proposal(found, numbers))
    return _write_if_agreed(found, numbers, options, f'import "{file}"')


def _add_answers(parser: Parser) -> None:
    """Let a command be told what is agreed to."""
    add = parser.add_argument
    add("--yes", action="store_true", help=_("write without asking"))
    add("--removing", type=int, metavar="N", help=_("how many rows --yes may remove"))
    said = _("conflicts where what was typed counts: 1,3 or all")
    add("--take", default="", metavar=_("NUMBERS"), help=said)
    said = _("conflicts where the data count: 2 or all")
    add("--leave", default="", metavar=_("NUMBERS"), help=said)


def _read_decisions(numbers: Numbers, options: argparse.Namespace) -> "Decisions":
    """Read what was decided of the conflicts, by the numbers that they are listed with."""
    return {
        **dict.fromkeys(_read_numbers(options.take, numbers), "workbook"),
        **dict.fromkeys(_read_numbers(options.leave, numbers), "data"),
    }


def _read_numbers(asked: str, numbers: Numbers) -> list[tuple[str, ...]]:
    """Return the conflicts that are asked for by their numbers."""
    if asked.casefold() in ALL:
        return list(numbers)
    by_number = {str(number): each for each, number in numbers.items()}
    given = asked.replace(",", " ").split()
    if given and not numbers:
        raise ParameterError(_("“{value}”: there is no conflict to decide", value=asked))
    if not set(given) <= set(by_number):
        line = _("“{value}”: the conflicts are numbered from 1 to {most}", value=asked,
                 most=len(numbers))  # fmt: skip
        raise ParameterError(line)
    return [by_number[each] for each in given]


def _write_if_agreed(
    found: "Proposal", numbers: Numbers, options: argparse.Namespace, asked: str
) -> int:
    """Write a proposal if all is decided and agreed to; return the exit status.

    `asked` is the command as it was typed, without its answers.
    """
    if found.conflicts:
        left = [numbers[each.id] for each in found.conflicts]
        say_lines(_say_how_to_decide(options, left, asked))
        return WRONG
    if not found.lines:
        print(_("nothing would change"))
    elif _ask_to_write(found, options):
        found.apply()
        print(_("written: {count} changes", count=len(found.lines)))
        print(_("to take them back: undo"))
    return DONE


def _say_how_to_decide(
    options: argparse.Namespace, left: Sequence[int], asked: str
) -> Iterator[str]:
    """Say by which commands the conflicts that are left are answered, with the answers so far."""
    yield _("nothing was written; for each conflict, --take its number or --leave it")
    whose = "" if options.data == find_usual_network() else f' --data "{options.data}"'
    for side, what in (("take", _("what was typed counts:")), ("leave", _("the data stay:"))):
        given = {"take": options.take, "leave": options.leave}
        given[side] = ",".join(filter(None, (given[side], *map(str, left))))
        answers = " ".join(f"--{name} {said}" for name, said in given.items() if said)
        yield f"  {what} {COMMAND} {asked}{whose} {answers}{' --yes' if options.yes else ''}"


def _ask_to_write(found: "Proposal", options: argparse.Namespace) -> bool:
    """Ask whether to write; rows that go are agreed to by their number, never by a yes alone."""
    count = len(found.removals)
    if count and options.removing not in (None, count):
        line = _("--removing {given}: {count} rows would go", given=options.removing, count=count)
        raise ParameterError(line)
    # A `--yes` that was meant for what is added must not take anything away.
    by_number = bool(count) and options.removing is None
    if options.yes and not by_number:
        return True
    if sys.stdin.isatty() and not options.yes:
        if by_number:
            typed = ask_question(
                _("{count} rows would go: type their number to agree ", count=count)
            )
            agreed = typed == str(count)
        else:
            agreed = ask_agreement(_("write these changes? [y/N] "))
        if agreed:
            return True
    if by_number:
        print(_("nothing was written: {count} rows would go; to agree: --yes --removing {count}",
                count=count))  # fmt: skip
    else:
        print(_("nothing was written; to write: add --yes"))
    return False


COMMANDS = {
    "workbook": Command(
        N_("write the network as a workbook to fill in"), _add_workbook, _run_workbook
    ),
    "import": Command(
        N_("take a workbook back: show what changes, then write it"), _add_import, _run_import
    ),
}
