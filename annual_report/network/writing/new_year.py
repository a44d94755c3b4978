"""Preparing a year: what is known is carried over, what isn't is a blank with its question.

The members of the year before are listed again; meetings, subjects and prose are blanks that say
"à compléter", which `check` lists as a to-do and no report counts. Nothing that exists is ever
written over: what a year already has is left as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annual_report.base.errors import DataError, ParameterError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.base.whole_file import write_whole_file
from annual_report.network.reading.files.network_folder import TEXTS, find_book, find_network_folder
from annual_report.network.reading.problems import Place
from annual_report.network.reading.rows import Row
from annual_report.network.reading.rules import is_member
from annual_report.network.reading.schema import NETWORK
from annual_report.network.reading.settings import read_settings
from annual_report.network.reading.tables import Table, read_tables
from annual_report.network.reading.texts import SENTENCE
from annual_report.network.reading.values.date_cells import YEARS
from annual_report.network.writing.adding import (
    add_to_book,
    add_to_file,
    list_losses,
    tell_rows,
)
from annual_report.network.writing.old_files import set_aside
from annual_report.network.writing.workbook import make_grid

BLANK = "à compléter"
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    SENTENCE: ("Que retiendra-t-on de {year} ? Une phrase, pour la couverture.",),
    "Objectifs": (
        "Qu’est-ce que {the_network} a voulu faire en {year}, et sur quels sujets ?",
        "Quelles façons de travailler : quels formats, quels outils ?",
    ),
    "Temps forts": (
        "Quels ont été les temps forts de {year} ? Pour chacun, une ligne de titre qui commence "
        "par ### puis quelques phrases : où, quand, avec qui, et ce qu’il en reste.",
    ),
    "Perspectives": (
        "Que prévoit {the_network} pour {next_year} : quels sujets, sous quels formats ?",
    ),
}


def prepare_year(folder: str | Path, year: int) -> list[str]:
    """Prepare `year` in the network of a folder; return what was done, a sentence each.

    Raise DataError if there is no network, if it has an error, if a file of it is open elsewhere,
    or if its workbook would lose something: then nothing is written.
    """
    path = find_network_folder(folder)
    tables = read_tables(path)
    if errors := [problem for table in tables.values() for problem in table.problems
                  if problem.severity == "error"]:  # fmt: skip
        raise DataError(errors)
    _check_year(year, tables)
    added = plan_year(year, tables)
    done = [_("{table}: rows for {year}: {count}", table=name, year=year, count=len(rows))
            for name, rows in added.items()]  # fmt: skip
    files = _add_rows(path, tables, added, str(year)) if added else {}
    text = path / TEXTS / f"{year}.md"
    if not text.exists():
        the_network = read_settings(tables[NETWORK].rows).the_network
        files[text] = write_questions(year, the_network).encode()
        done.append(_("{file}: the questions to answer", file=f"{TEXTS}/{year}.md"))
    if not files:
        raise ParameterError(_("{year} is already prepared: nothing was written", year=year))
    set_aside(path, [file for file in files if file.exists()])
    text.parent.mkdir(exist_ok=True)
    for file, content in files.items():
        write_whole_file(file, content)
    return done


def _add_rows(
    path: Path, tables: Mapping[str, Table], added: Mapping[str, list[dict[str, str]]], year: str
) -> dict[Path, bytes]:
    """Return the files of a network, or its workbook, with rows added; refuse what can't be."""
    if not (book := find_book(path)):
        files = {path / tables[name].place.file: name for name in added}
        return {file: add_to_file(file.read_bytes(), tables[name], added[name])
                for file, name in files.items()}  # fmt: skip
    content, grid = book.read_bytes(), make_grid(add_planned_rows(tables, added), year)
    if losses := list_losses(content):
        line = _("{file}: has {losses}: it is left as it is; these rows are to be pasted into it",
                 file=book.name, losses=", ".join(losses))  # fmt: skip
        raise DataError([line, *tell_rows(added, grid)])
    return {book: add_to_book(content, added, grid)}


def add_planned_rows(
    tables: Mapping[str, Table], added: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[str, Table]:
    """Return tables with the rows that a year begins with."""
    rows = {name: tuple(Row(row, Place("")) for row in added.get(name, ())) for name in tables}
    return {name: replace(table, every_row=(*table.every_row, *rows[name]))
            for name, table in tables.items()}  # fmt: skip


def read_year(text: str) -> int:
    """Read a year to prepare; raise ParameterError for what is none."""
    digits = clean_text(text)
    if digits.isdecimal() and int(digits) in YEARS:
        return int(digits)
    limits = {"low": YEARS[0], "high": YEARS[-1]}
    line = _("“{value}” is not a year; expected: from {low} to {high}", value=digits, **limits)
    raise ParameterError(line)


def _check_year(year: int, tables: Mapping[str, Table]) -> None:
    """Refuse a year that leaves a gap: its members could not be carried over."""
    read_year(str(year))
    rows = tables["membres"].every_row
    years = {int(row["annee"]) for row in rows if row["annee"].isdecimal()}
    if years and not min(years) <= year <= max(years) + 1:
        first, last = min(years), max(years)
        line = _("{year} does not follow the years of this network, {first} to {last}; nearest: "
                 "{nearest}", year=year, first=first, last=last, nearest=last + 1)  # fmt: skip
        raise ParameterError(line)


def plan_year(
    year: int, tables: Mapping[str, Table], members: Sequence[str] = ()
) -> dict[str, list[dict[str, str]]]:
    """Return the rows that a year begins with: as many meetings as the year before, all blank.

    What a table says of the year already stays alone.
    `members` are the codes of a first year's; otherwise those of the year before are listed again.
    """
    before = str(year - 1)
    members = members or [
        row["membre"] for row in tables["membres"].rows if row["annee"] == before and is_member(row)
    ]
    meetings = [row for row in tables["rencontres"].rows if row["annee"] == before]
    digits = 2 if len(meetings) > 9 else 1  # R01, so that R10 comes after R09
    this, blanks = str(year), dict.fromkeys(("debut", "format", "ville"), BLANK)
    planned = {
        "membres": [{"annee": this, "membre": code} for code in members or [BLANK]],
        "rencontres": [
            {"rencontre": f"{year}-R{number:0{digits}}", "annee": this, **blanks}
            for number in range(1, max(1, len(meetings)) + 1)
        ],
        "sujets": [
            {"annee": said_of, "sujet": BLANK, "etat": state}
            for said_of, state in ((this, "traité"), (str(year + 1), "prévu"))
            if not _has_rows(tables["sujets"], said_of, state)
        ],
    }
    # Of subjects, some may have been announced for the year before.
    return {name: rows for name, rows in planned.items()
            if rows and (name == "sujets" or not _has_rows(tables[name], this))}  # fmt: skip


def _has_rows(table: Table, year: str, state: str = "") -> bool:
    """Whether a table speaks of a year already; of subjects, in the same state."""
    return any(row["annee"] == year and state in ("", row.get("etat")) for row in table.every_row)


def write_questions(year: int, the_network: str) -> str:
    """Return the questions of a year's text; a chapter without one is written by who wants it."""
    parts = []
    for chapter, questions in QUESTIONS.items():
        parts.append(f"## {chapter}\n")
        for question in questions:
            asked = question.format(year=year, next_year=year + 1, the_network=the_network)
            parts.append(f"<!-- À compléter : {asked} -->\n")
    return "\n".join(parts)
