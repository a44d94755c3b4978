"""Where each fact of a member's sheet comes from: `provenance.csv`, in the network's folder.

    date, membre, fiche        who said it, in which file, and when it was gathered
    table, ligne, colonne      the fact: a row by its key, and a column; no column: the row is gone
    valeur, retenu             what was said; "non" where another's word was chosen instead

It is for people to read: no page is made of it, and no table. Taking sheets back looks only for
what was decided already, so that the same choice isn't asked for twice. A cell that begins like a
formula has an apostrophe before it, as in any table.

A French spreadsheet opens a new one rightly: UTF-8 with its mark, semicolons. What it saves is read
as well: another separator or encoding, dates as 26/11/2026, a code that lost its zero. Whatever a
file's form is, it keeps it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from annual_report.errors import DataError, UnreadableError
from annual_report.messages import _
from annual_report.pages.checks.personal import personal
from annual_report.reading.files.delimited import Form, read_delimited
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import SOURCES
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.tables import Table
from annual_report.reading.values.cells import FORMULA_GUARD
from annual_report.territories.institutions import institution
from annual_report.writing.imports.merging import Conflict, RowChange
from annual_report.writing.saving import table_bytes

LARGEST = 20_000_000
"""Bytes: a fact takes a hundred."""
COLUMNS = ("date", "membre", "fiche", "table", "ligne", "colonne", "valeur", "retenu")
SPREADSHEET = Form("utf-8-sig", ";", "\r\n")
YES, NO = "oui", "non"
Fact = tuple[str, str, str]
"""A table, a row by its key, a column."""


@dataclass(frozen=True)
class Statement:
    """What a member's sheet says of a fact, and whether it was taken; a row of the file."""

    date: str
    membre: str
    fiche: str
    table: str
    ligne: str
    colonne: str
    valeur: str
    retenu: str = YES

    @property
    def fact(self) -> Fact:
        """What it speaks of."""
        return self.table, self.ligne, self.colonne


def of_change(
    member: str, file: str, table: str, key: Sequence[str], change: RowChange, *, kept: bool = True
) -> Iterator[Statement]:
    """Give what a change of a table says: a statement for each cell, or that a row is gone."""
    row = change.after or change.before
    cells = {
        name: cell
        for name, cell in change.after.items()
        if name not in key and cell != change.before.get(name, "")
    }
    for name, cell in (cells or {"": ""}).items():
        yield _statement(member, file, table, name_of(row, key), name, cell, kept=kept)


def of_conflict(
    member: str, file: str, table: str, key: Sequence[str], conflict: Conflict
) -> Statement:
    """Give what was said and not taken, the data saying something else."""
    line, said = name_of(conflict.row, key), conflict.workbook or ""
    return _statement(member, file, table, line, conflict.column or "", said, kept=False)


def of_highlight(member: str, file: str, text: str, title: str) -> Statement:
    """Give a highlight that a sheet added to a year's text."""
    return _statement(member, file, text, title, "", "", kept=True)


def _statement(
    member: str, file: str, table: str, line: str, column: str, said: str, *, kept: bool
) -> Statement:
    named = "" if _names_somebody(file) else file
    today = date.today().isoformat()
    return Statement(today, member, named, table, line, column, said, YES if kept else NO)


def name_of(row: Mapping[str, str], key: Sequence[str]) -> str:
    """Return how a row is named: by its key."""
    return ", ".join(row.get(name, "") for name in key)


def read_sources(folder: Path) -> tuple[list[Statement], Form]:
    """Read what is known of where facts come from, and how its file is written.

    Raise DataError if it can't be understood: it would be written over.
    """
    try:
        content = read_file(folder / SOURCES, LARGEST, _("is too large for a table"))
        (header, *rows), form = read_delimited(content, COLUMNS)
        named = [dict(zip(header, row, strict=True)) for row in rows if any(row)]
        return [_read(row) for row in named], form
    except FileNotFoundError:
        return [], SPREADSHEET
    except UnreadableError as error:
        raise DataError([unread(Place(SOURCES), error)]) from None
    except (KeyError, ValueError):
        what = _("isn’t as it was written: give it another name, and a new one is begun")
        raise DataError([Problem(Place(SOURCES), what, expected=", ".join(COLUMNS))]) from None


def _read(row: Mapping[str, str]) -> Statement:
    """Read a row; raise KeyError or ValueError if it isn't one of the file's."""
    cells = {name: FORMULA_GUARD.sub("", row[name]) for name in COLUMNS}
    cells["date"] = _day(cells["date"]).isoformat()
    if cells["membre"].isdecimal():
        cells["membre"] = cells["membre"].zfill(2)
    return Statement(**cells)


def _day(text: str) -> date:
    """Read a day as it was written, or as a spreadsheet shows it."""
    return datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d").date()


def as_sources(known: Iterable[Statement], said: Sequence[Statement], form: Form) -> bytes:
    """Return the file with what was said beside what was known; the last word on a fact counts."""
    kept = {each.fact for each in said if each.retenu == YES}
    again = {_without_date(each) for each in said}
    left = [
        each
        for each in known
        if not (each.retenu == YES and each.fact in kept) and _without_date(each) not in again
    ]
    return table_bytes(COLUMNS, (asdict(each) for each in [*left, *said]), form)


def told(folder: Path, tables: Mapping[str, Table], keys: Mapping[str, Sequence[str]]) -> list[str]:
    """Say where each fact comes from, line by line, and which have changed since."""
    now = {
        (name, name_of(row, keys[name]), column): cell
        for name, table in tables.items()
        for _number, row in table.every_row
        for column, cell in row.items()
    }
    return [_line(each, now) for each in sorted(read_sources(folder)[0], key=_order)]


def _line(each: Statement, now: Mapping[Fact, str]) -> str:
    what = ", ".join(part for part in (each.table, each.ligne, each.colonne) if part)
    said = _("{what}: “{value}”", what=what, value=each.valeur) if each.valeur else what
    line = _(
        "{said}, by {member} on {date}",
        said=said,
        member=institution(each.membre).name,
        date=date.fromisoformat(each.date).strftime("%d/%m/%Y"),
    )
    if each.fiche:
        line += f" ({each.fiche})"
    if each.retenu != YES:
        return _("{line}; not taken", line=line)
    if each.colonne and now.get(each.fact) != each.valeur:
        return _("{line}; since then: {value}", line=line,
                 value=now.get(each.fact) or _("not recorded"))  # fmt: skip
    return line


def _order(each: Statement) -> tuple[str, ...]:
    return *each.fact, each.valeur


def _names_somebody(file: str) -> bool:
    """Tell whether a file is named after a person: "Fiche de Jeanne Dupont.xlsx"."""
    words = re.findall(r"\w+", Path(file).stem.replace("_", " "))
    pairs = (" ".join(pair) for pair in pairwise(words))
    return any(personal(each) for each in (file, *pairs))


def _without_date(each: Statement) -> tuple[str, ...]:
    return each.membre, each.fiche, *each.fact, each.valeur, each.retenu
