"""A network and its changes: `init`, `settings`, `new`, `undo`; `use` says which one is meant."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import N_, _
from annual_report.base.project import COMMAND
from annual_report.commands.arguments import DONE, USUAL, Command, add_data, read_path
from annual_report.commands.terminal import Parser, ask_agreement, ask_question, say_lines
from annual_report.network.reading.files.package_files import (
    DESCRIPTOR,
    find_package,
    locate_package,
)

SHOWN = 10
"""Changes that `undo` lists, the last ones."""


def _add_init(parser: Parser) -> None:
    add = parser.add_argument
    said = _("where the network will be; new, or empty")
    add("folder", type=read_path, metavar="DIR", help=said)
    said = _("an answer that isn't asked for any more, as annee=2025")
    add("answers", nargs="*", metavar=_("NAME=VALUE"), help=said)
    add("--yes", action="store_true", help=_("ask nothing: what isn't said is as usual"))


def _run_init(options: argparse.Namespace) -> int:
    from annual_report.network.writing.network_settings import QUESTIONS, suggest_name
    from annual_report.network.writing.new_network import check_folder, make_network, read_answers

    folder = Path(options.folder)
    check_folder(folder)
    # What the command line answers is refused before anything is asked.
    answers = _read_answers(options.answers)
    read_answers(folder, answers)
    for question in QUESTIONS:
        usual = question.default(answers) if question.name != "nom" else suggest_name(folder)
        asked = f"{question.text[:1].upper()}{question.text[1:]}"
        words = f"{asked} [{usual}] " if usual else _("{question}: ", question=asked)
        needless = bool(question.about) and not answers[question.about]
        while question.name not in answers:
            typed = usual if options.yes or needless else ask_question(words, usual)
            try:
                read_answers(folder, {**answers, question.name: typed})
            except ParameterError as error:
                if options.yes or not sys.stdin.isatty():
                    raise
                print(error)  # and asked once more: the others aren't lost
            else:
                answers[question.name] = typed
    say_lines(make_network(folder, answers))
    # In a network's own folder commands are about it without a word.
    if folder.resolve() != Path.cwd():
        _write_usual_network(options.folder)
    if not answers["membres"]:
        print(_("before pages can be made: the members, in the workbook"))
    commands = ("workbook", "import", "check", "build --publish envoi")
    following = " · ".join(f"{COMMAND} {each}" for each in commands)
    print(_("{folder}: the network is there; next: {commands}", folder=options.folder,
            commands=following))  # fmt: skip
    return DONE


def _read_answers(given: Sequence[str]) -> dict[str, str]:
    """Read answers of the form NAME=VALUE; raise ParameterError for what is none."""
    found = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise ParameterError(_("“{value}” is no NAME=VALUE, such as annee=2025", value=each))
        # "Année=2025" is as good as "annee=2025".
        found[fold_spelling(name).replace(" ", "_")] = value.strip()
    return found


def _add_settings(parser: Parser) -> None:
    said = _("what changes, as contact=reseau@exemple.fr; an empty value takes it out")
    parser.add_argument("answers", nargs="*", metavar=_("NAME=VALUE"), help=said)
    add_data(parser)


def _run_settings(options: argparse.Namespace) -> int:
    from annual_report.network.reading.descriptor import load_descriptor, read_descriptor
    from annual_report.network.reading.pictures import read_logo
    from annual_report.network.reading.problems import Problem
    from annual_report.network.reading.schema import complete_descriptor
    from annual_report.network.reading.settings import read_settings
    from annual_report.network.reading.tables import read_tables
    from annual_report.network.writing.history import hash_files, record_change
    from annual_report.network.writing.network_settings import (
        CHANGED_LATER,
        put_answers,
        write_settings,
    )
    from annual_report.network.writing.new_network import encode_descriptor
    from annual_report.network.writing.proposal import raise_errors

    folder = find_package(options.data)
    now = hash_files(folder)
    if isinstance(known := read_descriptor(folder), Problem):
        raise DataError([known])
    before = load_descriptor(folder / DESCRIPTOR)
    answers = _read_answers(options.answers)
    try:
        after = put_answers(before, answers) if answers else before
    except ValueError as error:
        raise ParameterError(str(error)) from None
    # The one setting that is a file: it must be there.
    if "logo" in answers:
        _logo, wrong = read_logo(folder, read_settings(after))
        if wrong:
            raise DataError(wrong)
    # Members that are of no such kind would stop every command.
    if "genres" in answers:
        tables = read_tables(folder, complete_descriptor(after))
        raise_errors(problem for table in tables.values() for problem in table.problems)
    if after != before:
        changed = [f"{name} = {answers[name]}" for name in answers]
        record_change(
            folder, {folder / DESCRIPTOR: encode_descriptor(after)}, "settings", changed, read=now
        )
    shown = write_settings(after)
    for question in CHANGED_LATER:
        # A setting that is changed is shown alone; without one, all are, and how to change them.
        if not answers or question.name in answers:
            print(f"{question.name} = {shown[question.name]}\n    {question.text}")
    if not answers:
        print(
            _("to change one: {command}", command=f"{COMMAND} settings contact=reseau@exemple.fr")
        )
    if after != before:
        print(_("written; to take it back: undo"))
    return DONE


def _add_new(parser: Parser) -> None:
    parser.add_argument("year", type=int, metavar=_("YEAR"), help=_("the year to prepare"))
    add_data(parser)


def _run_new(options: argparse.Namespace) -> int:
    from annual_report.network.writing.new_year import prepare_year

    say_lines(prepare_year(options.data, options.year))
    return DONE


def _add_undo(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("take it back without asking"))
    said = _("even if somebody edited the files since")
    parser.add_argument("--anyway", action="store_true", help=said)
    add_data(parser)


def _run_undo(options: argparse.Namespace) -> int:
    from annual_report.network.writing.history import (
        find_last_change,
        list_changes,
        list_taken_back,
        take_back,
    )

    folder = locate_package(options.data)
    past, last = list_changes(folder), find_last_change(folder)
    undone = list_taken_back(past)
    for each in past[-SHOWN:]:
        note = _(" (taken back)") if each.name in undone else ""
        print(_("{when}  {command}: {files}{note}", when=f"{each.when:%d/%m/%Y %H:%M}",
                command=each.command, files=", ".join(each.files), note=note))  # fmt: skip
    if last is None:
        print(_("there is nothing to take back"))
        return DONE
    cut_off = _("was cut off, and is to be taken back: {command}", command=last.command)
    print(cut_off if last.cut_off else _("to take back: {command}", command=last.command))
    say_lines(f"  {line}" for line in last.details)
    if not options.yes:
        if not sys.stdin.isatty():
            print(_("nothing was written; to write: add --yes"))
            return DONE
        if not ask_agreement(_("take it back? [y/N] ")):
            return DONE
    take_back(folder, last, even_if_edited=options.anyway)
    print(_("taken back: the files are what they were"))
    return DONE


def _add_use(parser: Parser) -> None:
    said = _("the network's folder")
    parser.add_argument("folder", type=read_path, metavar="DIR", help=said)


def _run_use(options: argparse.Namespace) -> int:
    if not (find_package(options.folder) / DESCRIPTOR).is_file():
        raise ParameterError(_("{data}: there is no data package here", data=options.folder))
    _write_usual_network(options.folder)
    return DONE


def _write_usual_network(folder: str) -> None:
    """Write here which network commands are about, and say so."""
    USUAL.write_text(f"{folder}\n", encoding="utf-8")
    print(_("from now on, here, without --data: {folder}", folder=folder))


COMMANDS = {
    "init": Command(
        N_("make a new network in a folder, by questions with usual answers"), _add_init, _run_init
    ),
    "settings": Command(
        N_("show what the network says of itself, or change it"), _add_settings, _run_settings
    ),
    "new": Command(
        N_("prepare a year: what is known, and the questions to answer"), _add_new, _run_new
    ),
    "undo": Command(
        N_("show what was done to the data, and take back the last of it"), _add_undo, _run_undo
    ),
    "use": Command(N_("say once which network the other commands are about"), _add_use, _run_use),
}
