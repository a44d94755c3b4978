"""`init`: a new network, asked for as questions."""

import argparse
import sys
from pathlib import Path

from annual_report.commands.arguments import DONE
from annual_report.commands.terminal.asking import answer, read_answers
from annual_report.commands.use import name_usual
from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.project import COMMAND


def summary() -> str:
    """Say in a line what the command is for."""
    return _("make a new network in a folder, by questions with usual answers")


def take(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to a parser."""
    add = parser.add_argument
    add("folder", metavar="DIR", help=_("where the network will be; new, or empty"))
    said = _("an answer that isn't asked for any more, as annee=2025")
    add("answers", nargs="*", metavar=_("NAME=VALUE"), help=said)
    add("--yes", action="store_true", help=_("ask nothing: what isn't said is as usual"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked and return the exit status."""
    from annual_report.writing.network_settings import QUESTIONS, usual_name
    from annual_report.writing.new_network import check_folder, make_network
    from annual_report.writing.new_network import read_answers as check_answers

    folder = Path(options.folder)
    check_folder(folder)
    answers = read_answers(options.answers)
    check_answers(folder, answers)
    for question in QUESTIONS:
        usual = question.default(answers) if question.name != "nom" else usual_name(folder)
        while question.name not in answers:
            typed = usual if options.yes else answer(question, usual)
            try:
                check_answers(folder, {**answers, question.name: typed})
            except ParameterError as error:
                if options.yes or not sys.stdin.isatty():
                    raise
                sys.stdout.write(f"{error}\n")  # and asked once more: the others aren't lost
            else:
                answers[question.name] = typed
    made = make_network(folder, answers)
    sys.stdout.writelines(f"{line}\n" for line in made.said)
    if folder.resolve() != Path.cwd():
        name_usual(options.folder)
    if not made.has_members:
        line = _("before pages can be made: the members of {year}, in the workbook", year=made.year)
        sys.stdout.write(line + "\n")
    commands = ("workbook", "import", "check", "build --publish envoi")
    following = " · ".join(f"{COMMAND} {each}" for each in commands)
    line = _("{folder}: the network is there; next: {commands}", folder=options.folder,
             commands=following)  # fmt: skip
    sys.stdout.write(line + "\n")
    return DONE
