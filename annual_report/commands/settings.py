"""`settings`: what a network says of itself, shown and changed."""

import argparse
import sys

from annual_report.commands.arguments import DONE, add_data
from annual_report.commands.terminal.asking import read_answers
from annual_report.errors import DataError, ParameterError
from annual_report.messages import _


def summary() -> str:
    """Say in a line what the command is for."""
    return _("show what the network says of itself, or change it")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    said = _("what changes, as contact=reseau@exemple.fr; an empty value takes it out")
    parser.add_argument("answers", nargs="*", metavar=_("NAME=VALUE"), help=said)
    add_data(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.reading.descriptor import load_descriptor, read_descriptor
    from annual_report.reading.files.package_files import DESCRIPTOR, find_package
    from annual_report.reading.pictures import read_logo
    from annual_report.reading.settings import settings_of
    from annual_report.writing.history import record, seen
    from annual_report.writing.network_settings import CHANGED_LATER, answered, settings_as_text
    from annual_report.writing.new_network import descriptor_file

    folder = find_package(options.data)
    now = seen(folder)
    known, problems = read_descriptor(folder)
    if known is None:
        raise DataError(problems)
    before = load_descriptor(folder / DESCRIPTOR)
    answers = read_answers(options.answers)
    try:
        after = answered(before, answers) if answers else before
    except ValueError as error:
        raise ParameterError(str(error)) from None
    if "logo" in answers:
        _logo, wrong = read_logo(folder, settings_of(after))
        if wrong:
            raise DataError(wrong)
    shown = settings_as_text(after)
    for question in CHANGED_LATER:
        sys.stdout.write(f"{question.name} = {shown[question.name]}\n    {question.text}\n")
    if after != before:
        changed = [f"{name} = {answers[name]}" for name in answers]
        record(folder, {folder / DESCRIPTOR: descriptor_file(after)}, "settings", changed, read=now)
        sys.stdout.write(_("written; to take it back: undo") + "\n")
    return DONE
