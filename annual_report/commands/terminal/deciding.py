"""What `import` and `gather` ask before they write: whose value counts, and which rows may go."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annual_report.commands.arguments import DONE, WRONG, default_data
from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.project import COMMAND

if TYPE_CHECKING:
    from annual_report.writing.merging import Conflict, Decisions, Side
    from annual_report.writing.proposal import Proposal

ALL = ("all", "tout", "tous")
YES = ("y", "yes", "o", "oui")
Numbers = Mapping[tuple[str, ...], int]
"""The number of each conflict, by its id: it stays from one try to the next."""


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Let a command be told what is agreed to."""
    add = parser.add_argument
    add("--yes", action="store_true", help=_("write without asking"))
    add("--removing", type=int, metavar="N", help=_("how many rows --yes may remove"))
    said = _("conflicts where what was typed counts: 1,3 or all")
    add("--take", default="", metavar=_("NUMBERS"), help=said)
    said = _("conflicts where the data count: 2 or all")
    add("--leave", default="", metavar=_("NUMBERS"), help=said)


def number_conflicts(conflicts: "Sequence[Conflict]") -> Numbers:
    """Give the conflicts of a first look, before anything is decided, their numbers."""
    return {each.id: at for at, each in enumerate(conflicts, start=1)}


def read_decisions(numbers: Numbers, options: argparse.Namespace) -> "Decisions":
    """Read what was decided of the conflicts, by the numbers that they are listed with."""
    ids = list(numbers)
    decided: dict[tuple[str, ...], Side] = {}
    sides: Sequence[tuple[str, Side]] = ((options.take, "workbook"), (options.leave, "data"))
    for asked, side in sides:
        for each in _numbers(asked, len(ids)):
            decided[ids[each - 1]] = side
    return decided


def _numbers(asked: str, count: int) -> Sequence[int]:
    if not asked:
        return ()
    if asked.casefold() in ALL:
        return range(1, count + 1)
    numbers = [int(part) if part.strip().isdecimal() else 0 for part in asked.split(",")]
    if not all(1 <= number <= count for number in numbers):
        line = _("“{value}”: the conflicts are numbered from 1 to {most}", value=asked, most=count)
        raise ParameterError(line)
    return numbers


def finish(found: "Proposal", numbers: Numbers, options: argparse.Namespace, asked: str) -> int:
    """Write a proposal if all is decided and agreed to; return the exit status.

    `asked` is the command as it was typed, without its answers.
    """
    if found.conflicts:
        left = [numbers[each.id] for each in found.conflicts]
        sys.stdout.writelines(f"{line}\n" for line in _to_answer(options, left, asked))
        return WRONG
    if not found.lines:
        sys.stdout.write(_("nothing would change") + "\n")
        return DONE
    if not _agreed(found, options):
        return DONE
    found.apply()
    sys.stdout.write(_("written: {count} changes", count=len(found.lines)) + "\n")
    sys.stdout.write(_("to take them back: undo") + "\n")
    return DONE


def _to_answer(options: argparse.Namespace, left: Sequence[int], asked: str) -> Iterator[str]:
    """Say by which commands the conflicts that are left are answered, with the answers so far."""
    yield _("nothing was written; for each conflict, --take its number or --leave it")
    numbers = ",".join(map(str, left))
    for side, what in (("take", _("what was typed counts:")), ("leave", _("the data stay:"))):
        given = {"take": options.take, "leave": options.leave}
        given[side] = ",".join(filter(None, (given[side], numbers)))
        answers = " ".join(f"--{name} {said}" for name, said in given.items() if said)
        answers += " --yes" if options.yes else ""
        yield f"  {what} {COMMAND} {asked} {answers}"


def _agreed(found: "Proposal", options: argparse.Namespace) -> bool:
    """Ask whether to write; rows that go are agreed to by their number, never by a yes alone."""
    removed = len(found.removed)
    if removed and options.removing is not None and options.removing != removed:
        line = _("--removing {given}: {count} rows would go", given=options.removing,
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
        if answer(question) == str(removed):
            return True
    elif options.yes or (sys.stdin.isatty() and answer(_("write these changes? [y/N] ")) in YES):
        return True
    sys.stdout.write(_("nothing was written; to write: add --yes") + "\n")
    return False


def whose(options: argparse.Namespace) -> str:
    """Return how a command line names the network, where it has to."""
    return "" if options.data == default_data() else f' --data "{options.data}"'


def answer(question: str) -> str:
    """Ask a question and return what is typed."""
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower()
