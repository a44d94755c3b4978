"""A new network's folder: its descriptor, its tables with their headers, and its first year."""

import json
import re
import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from annual_report.base.errors import CellError, ParameterError
from annual_report.base.letters import clean_text, make_slug
from annual_report.base.messages import _, add_nearest
from annual_report.network.reading.files.package_files import DESCRIPTOR, HIDDEN
from annual_report.network.reading.schema import name_shared_tables, read_shared_tables
from annual_report.network.reading.settings import NETWORK, read_settings
from annual_report.network.reading.values.members import read_institution
from annual_report.network.writing.history import record_change
from annual_report.network.writing.network_settings import (
    LICENCE,
    MEMBERS,
    USUAL_LICENCE,
    YEAR,
    Answers,
    Descriptor,
    put_answers,
    suggest_name,
)
from annual_report.network.writing.new_year import prepare_year, read_year


def check_folder(folder: Path) -> None:
    """Raise ParameterError for a folder that holds something."""
    there = sorted(each.name for each in folder.iterdir()) if folder.exists() else []
    if shown := [name for name in there if not name.startswith(HIDDEN)]:
        line = _("{data}: a new network needs an empty folder; there is {names}", data=folder,
                 names=", ".join(shown[:3]))  # fmt: skip
        raise ParameterError(line)


def make_network(folder: Path, answers: Answers) -> list[str]:
    """Write a new network and prepare its first year; return what was done, a sentence each.

    Raise ParameterError, and write nothing, if an answer can't be right.
    """
    check_folder(folder)
    descriptor, year, members = read_answers(folder, answers)
    files = {folder / DESCRIPTOR: encode_descriptor(descriptor)}
    for each in read_shared_tables().values():
        heading = ",".join(field["name"] for field in each["schema"]["fields"])
        files[folder / each["path"]] = f"{heading}\n".encode()
    # The folder was empty: what somebody has put there since is not written over.
    record_change(folder, files, "init", [descriptor["title"]], read={})
    return prepare_year(folder, year, members)


def read_answers(folder: Path, answers: Answers) -> tuple[Descriptor, int, list[str]]:
    """Return what answers, all or the first of them, say: a descriptor, a first year, its members.

    Raise ParameterError if one of them can't be right.
    """
    begun: Descriptor = {
        "name": make_slug(folder.absolute().name).lower(),
        "id": str(uuid.uuid4()),  # by which a workbook knows it, whatever it is called later
        NETWORK: {"nom": suggest_name(folder)},
        "resources": name_shared_tables(),
    }
    told = {name: text for name, text in answers.items() if name not in (YEAR, MEMBERS)}
    try:
        descriptor = put_answers(begun, {LICENCE: USUAL_LICENCE} | told)
        year = read_year(answers.get(YEAR, str(date.today().year)))
        members = _read_members(answers.get(MEMBERS, ""), read_settings(descriptor).genres)
    except ValueError as error:
        raise ParameterError(str(error)) from None
    return descriptor, year, members


def encode_descriptor(descriptor: Descriptor) -> bytes:
    """Return the text of `datapackage.json`."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _read_members(text: str, kinds: Sequence[str]) -> list[str]:
    """Read names or codes of members, with commas between; raise ValueError for an unknown one."""
    found: dict[str, None] = {}
    for name in filter(None, map(clean_text, re.split(r"[,;\n]", text))):
        try:
            found[read_institution(name, kinds)] = None
        except CellError as error:
            line = _("“{value}” {what}; expected: {expected}", value=name, what=error.what,
                     expected=error.expected or "")  # fmt: skip
            raise ValueError(add_nearest(line, error.nearest)) from None
    return list(found)
