"""Looking at a data package: everything that is wrong with it, and what it holds if nothing is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annual_report.errors import UnreadableError
from annual_report.letters import find_nearest
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.extract import read_extract
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    TEXTS,
    WORKBOOKS,
    find_package,
    odd_files,
)
from annual_report.reading.files.unread import unread_files
from annual_report.reading.headings import column_names, titles
from annual_report.reading.package import Package
from annual_report.reading.pictures import read_logo
from annual_report.reading.problems import Place, Problem, Understanding, shortened, unread
from annual_report.reading.rules import across_tables
from annual_report.reading.schema import UNLISTED, tables_of, titles_of
from annual_report.reading.settings import list_unsaid, settings_of
from annual_report.reading.sheets import read_csv
from annual_report.reading.style_sheet import read_phrases, read_style
from annual_report.reading.tables import Table, no_table, read_table
from annual_report.reading.texts import YearText, read_text

MOST_LISTED = 20
"""Rows set aside that a build names."""


@dataclass(frozen=True)
class Inspection:
    """What came out of reading: the package if it can be used, and all there is to say."""

    package: Package | None
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]
    tables: tuple[Table, ...] = ()
    """The tables as they were read, in the order of the descriptor."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a report."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def inspect_package(folder: str | Path) -> Inspection:
    """Read a data package and say everything that is wrong with it, all at once."""
    path = find_package(folder)
    odd = [*odd_files(path)]
    descriptor, problems = read_descriptor(path)
    outside = [Problem(Place(each.name), each.what) for each in odd if each.outside]
    if outside:  # nothing of what stands there is read, let alone quoted
        return Inspection(None, (*problems, *outside), ())
    if descriptor is None:
        return Inspection(None, tuple(problems), ())
    settings = settings_of(descriptor)
    unsaid = () if problems else list_unsaid(settings)  # else it has still to be described
    tables = read_tables(path, descriptor)
    texts: dict[int, YearText] = {}
    for file in sorted((path / TEXTS).glob("[0-9][0-9][0-9][0-9].md")):
        texts[int(file.stem)], wrong = read_text(file)
        problems += wrong
    problems += [problem for table in tables.values() for problem in table.problems]
    logo, wrong = read_logo(path, settings)
    style, unread = read_style(path)
    phrases, garbled = read_phrases(path)
    extract, odder = read_extract(path)
    problems += wrong + unread + garbled + odder
    told = {problem.place.file for problem in problems if problem.severity == "error"}
    problems += [Problem(Place(each.name), each.what) for each in odd if each.name not in told]
    if unsaid:
        names = ", ".join(unsaid)
        what = _("readers look for {settings}: say it with “settings”", settings=names)
        problems.append(Problem(Place(DESCRIPTOR), what, severity="todo"))
    waiting = {each.place.file for each in problems if each.severity == "todo"}
    waiting -= {table.file for table in tables.values()}  # a text's gaps are known
    found = across_tables(tables, texts)
    problems += [each for each in found if each.place.file not in waiting]
    shown = {file for text in texts.values() for file in text.pictures}
    read = {table.file for table in tables.values()} | shown | {settings.logo.strip()}
    read |= {each.place.file for table in tables.values() for each in table.problems}
    problems += unread_files(path, read)
    understandings = tuple(seen for table in tables.values() for seen in table.understandings)
    if any(problem.severity == "error" for problem in problems):
        return Inspection(None, tuple(problems), understandings)
    package = Package(
        name=descriptor["name"],
        title=settings.title,
        settings=settings,
        tables={name: table.frame.reset_index(drop=True) for name, table in tables.items()},
        texts=texts,
        drafts=draft_years(tables, problems),
        masks=extract.masks,
        logo=logo,
        titles=titles_of(each for table in tables.values() for each in table.fields),
        style=style,
        phrases=phrases,
        files={name: table.file for name, table in tables.items()},
    )
    return Inspection(package, tuple(problems), understandings, tuple(tables.values()))


def read_tables(folder: Path, descriptor: Mapping[str, Any]) -> dict[str, Table]:
    """Read every table of a package, in the order of its descriptor."""
    return {name: _read(folder, each) for name, each in tables_of(descriptor).items()}


def _read(folder: Path, resource: Mapping[str, Any]) -> Table:
    """Read a table's file, called as its descriptor says in whatever capitals."""
    there = sorted(each.name for each in folder.iterdir())
    wanted = str(resource["path"])
    name = next((each for each in there if each.lower() == wanted.lower()), wanted)
    place, fields = Place(name), resource["schema"]["fields"]
    try:
        return read_table(read_csv(folder / name, titles(fields)), resource, place)
    except FileNotFoundError:
        stem = wanted.lower().removesuffix(".csv")
        for other in there:
            if other.lower() in [f"{stem}{suffix}" for suffix in WORKBOOKS]:
                what, expected = _("is a workbook: it comes in by “import”"), wanted
                return no_table(resource, place, Problem(Place(other), what, expected=expected))
        if UNLISTED in resource:
            return no_table(resource, place)
        what, close = (
            _("is missing"),
            find_nearest(wanted, [e for e in there if e.startswith(stem)]),
        )
        expected = column_names(fields)
        return no_table(resource, place, Problem(place, what, expected=expected, nearest=close))
    except (UnreadableError, OSError) as error:
        return no_table(resource, place, unread(place, error))


def draft_years(tables: Mapping[str, Table], problems: Iterable[Problem]) -> frozenset[int]:
    """Return the years, among those that have members, that still have something to fill in.

    A year is a draft while a row of it says "à compléter", while its text holds an unanswered
    question, or while nobody said who came and who left. Emptying the cell says that it isn't
    known, and taking the question out that there is no answer: either ends the draft.
    """
    years = {row["annee"] for _number, row in tables["membres"].every_row}
    rows = (row for table in tables.values() for _number, row in table.unfilled)
    waiting = {row["annee"] for row in rows if "annee" in row}
    for place in (each.place for each in problems if each.severity == "todo"):
        folder, _slash, file = place.file.rpartition("/")
        if folder:
            waiting.add(file.partition(".")[0])
        elif place.row is None and place.file == tables["membres"].file:
            waiting.add(max(years, default=""))  # who came, who left
    return frozenset(int(year) for year in waiting & years if year.isdecimal())


def summary(inspection: Inspection) -> tuple[str, ...]:
    """Return the lines that end a build: rows set aside, then how much `check` says; () if nothing.

    Whoever only builds must know that there is something to be said. Errors are not among them:
    they have stopped the build, and were told.
    """
    aside = [seen for seen in inspection.understandings if seen.set_aside]
    read = [seen for seen in inspection.understandings if not seen.set_aside]
    remarks, todos = (
        sum(each.severity == severity for each in inspection.problems)
        for severity in ("remark", "todo")
    )
    lines = [
        _("row set aside: {place}: “{written}” ({why})", place=seen.place,
          written=shortened(seen.written), why=seen.read)
        for seen in aside[:MOST_LISTED]
    ]  # fmt: skip
    if len(aside) > MOST_LISTED:
        lines.append(_("rows set aside: {count} others", count=len(aside) - MOST_LISTED))
    if aside or remarks or todos or read:
        values = sum(len(each.place.rows_named) or 1 for each in read)
        lines.append(
            _("the data: {remarks} remarks, {todos} to fill in, {read} values read, {aside} rows "
              "set aside; all of them: check", remarks=remarks, todos=todos, read=values,
              aside=len(aside))
        )  # fmt: skip
    return tuple(lines)
