"""`undo`: show the changes of a network, and take the last one back."""

import argparse
import sys

from annual_report.commands.arguments import DONE, add_data
from annual_report.commands.terminal.deciding import YES, answer
from annual_report.messages import _

SHOWN = 10


def summary() -> str:
    """Say in a line what the command is for."""
    return _("show what was done to the data, and take back the last of it")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    parser.add_argument("--yes", action="store_true", help=_("take it back without asking"))
    said = _("even if somebody edited the files since")
    parser.add_argument("--anyway", action="store_true", help=said)
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.reading.files.package_files import locate_package
    from annual_report.writing.history import (
        KEPT,
        changes,
        last_change,
        take_back,
        taken_back,
    )

    folder = locate_package(options.data)
    past, last = changes(folder), last_change(folder)
    undone = taken_back(past)
    if len(past) >= KEPT:
        line = _("kept: the last {count} changes; older ones are not kept any more", count=KEPT)
        sys.stdout.write(line + "\n")
    for each in past[-SHOWN:]:
        note = _(" (taken back)") if each.name in undone else ""
        files = ", ".join(each.files)
        line = _("{when}  {command}: {files}{note}", when=f"{each.when:%d/%m/%Y %H:%M}",
                 command=each.command, files=files, note=note)  # fmt: skip
        sys.stdout.write(line + "\n")
    if last is None:
        sys.stdout.write(_("there is nothing to take back") + "\n")
        return DONE
    words = _("to take back: {command}", command=last.command)
    if last.cut_off:
        words = _("was cut off, and is to be taken back: {command}", command=last.command)
    sys.stdout.write(words + "\n")
    sys.stdout.writelines(f"  {line}\n" for line in last.details)
    if not options.yes:
        if not sys.stdin.isatty():
            sys.stdout.write(_("nothing was written; to write: add --yes") + "\n")
            return DONE
        if answer(_("take it back? [y/N] ")) not in YES:
            return DONE
    take_back(folder, last, even_if_edited=options.anyway)
    sys.stdout.write(_("taken back: the files are what they were") + "\n")
    return DONE
