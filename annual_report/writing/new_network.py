"""A new network's folder: its descriptor, its tables with their headers, and its first year."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from annual_report.errors import CellError, ParameterError
from annual_report.messages import _, with_nearest
from annual_report.reading.files.package_files import DESCRIPTOR, HIDDEN
from annual_report.reading.settings import settings_of
from annual_report.reading.values.cells import clean
from annual_report.reading.values.dates import YEARS
from annual_report.reading.values.members import read_institution
from annual_report.writing.describing import (
    LICENCE,
    MEMBERS,
    USUAL_LICENCE,
    YEAR,
    Answers,
    Descriptor,
    as_file,
    empty_tables,
    new_descriptor,
)
from annual_report.writing.history import record
from annual_report.writing.new_year import Preparation, prepare_year


def check_folder(folder: Path) -> None:
    """Raise ParameterError for a folder that holds something, or lies in one that isn't there."""
    if folder.exists() and not folder.is_dir():
        raise ParameterError(_("{data}: this is no folder", data=folder))
    if not folder.exists() and not folder.absolute().parent.is_dir():
        raise ParameterError(
            _("{data}: there is no such folder", data=folder.absolute().parent.name)
        )
    there = sorted(each.name for each in folder.iterdir()) if folder.exists() else []
    if shown := [name for name in there if not name.startswith(HIDDEN)]:
        line = _("{data}: a new network needs an empty folder; there is {names}", data=folder,
                 names=", ".join(shown[:3]))  # fmt: skip
        raise ParameterError(line)


def make_network(folder: Path, answers: Answers) -> Preparation:
    """Write a new network and prepare its first year.

    Raise ParameterError, and write nothing, if an answer can't be right.
    """
    check_folder(folder)
    descriptor, year, members = understood(folder, answers)
    files = {**empty_tables(folder), folder / DESCRIPTOR: as_file(descriptor)}
    record(folder, files, "init", [descriptor["title"]], read={})
    return prepare_year(folder, year, members)


def understood(folder: Path, answers: Answers) -> tuple[Descriptor, int, list[str]]:
    """Return what answers, all or the first of them, say: a descriptor, a first year, its members.

    Raise ParameterError if one of them can't be right.
    """
    told = {LICENCE: USUAL_LICENCE} | {
        name: text for name, text in answers.items() if name not in (YEAR, MEMBERS)
    }
    try:
        descriptor = new_descriptor(folder, told)
        year = read_year(answers.get(YEAR, str(date.today().year)))
        members = read_members(answers.get(MEMBERS, ""), settings_of(descriptor).genres)
    except ValueError as error:
        raise ParameterError(str(error)) from None
    return descriptor, year, members


def read_year(text: str) -> int:
    """Read the first year; raise ValueError for what is none."""
    said = clean(text)
    if said.isdecimal() and int(said) in YEARS:
        return int(said)
    limits = {"low": YEARS[0], "high": YEARS[-1]}
    raise ValueError(
        _("“{value}” is not a year; expected: from {low} to {high}", value=said, **limits)
    )


def read_members(text: str, kinds: Sequence[str]) -> list[str]:
    """Read names or codes of members, with commas between; raise ValueError for an unknown one."""
    found: dict[str, None] = {}
    for part in re.split(r"[,;\n]", text):
        if name := clean(part):
            try:
                found[read_institution(name, kinds)] = None
            except CellError as error:
                raise ValueError(_member_refused(name, error)) from None
    return list(found)


def _member_refused(name: str, error: CellError) -> str:
    line = _("“{value}” {what}; expected: {expected}", value=name, what=error.what,
             expected=error.expected or "")  # fmt: skip
    return with_nearest(line, error.nearest)
