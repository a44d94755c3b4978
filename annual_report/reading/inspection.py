"""Looking at a data package: everything that is wrong with it, and what it holds if nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annual_report.errors import UnreadableError
from annual_report.letters import nearest
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor, to_describe
from annual_report.reading.drafts import draft_years
from annual_report.reading.files.package_files import TEXTS, find_package, odd_files
from annual_report.reading.files.unread import WORKBOOKS, unread_files
from annual_report.reading.headings import column_names, titles
from annual_report.reading.package import Package
from annual_report.reading.pictures.logo import read_logo
from annual_report.reading.problems import Place, Problem, Understanding, unread
from annual_report.reading.rules import across_tables
from annual_report.reading.schema.shared import UNLISTED, tables_of
from annual_report.reading.schema.titles import titles_of
from annual_report.reading.settings import settings_of
from annual_report.reading.sheets import read_csv
from annual_report.reading.style_sheet import read_phrases, read_style
from annual_report.reading.tables import Table, fields_of, no_table, read_table
from annual_report.reading.texts import YearText, read_text


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
    odd = [Problem(Place(file), what) for file, what in odd_files(path)]
    descriptor, problems = read_descriptor(path)
    outside = [each for each in odd if each.what == _("leads outside of the network’s folder")]
    if outside:  # nothing of what stands there is read, let alone quoted
        return Inspection(None, (*problems, *outside), ())
    if descriptor is None:
        return Inspection(None, tuple(problems), ())
    problems += to_describe(descriptor)
    tables = read_tables(path, descriptor)
    texts: dict[int, YearText] = {}
    for file in sorted((path / TEXTS).glob("[0-9][0-9][0-9][0-9].md")):
        texts[int(file.stem)], wrong = read_text(file)
        problems += wrong
    problems += [problem for table in tables.values() for problem in table.problems]
    settings = settings_of(descriptor)
    logo, wrong = read_logo(path, settings)
    style, unread = read_style(path)
    phrases, garbled = read_phrases(path)
    problems += wrong + unread + garbled
    told = {problem.place.file for problem in problems if problem.severity == "error"}
    problems += [each for each in odd if each.place.file not in told]
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
    place, fields = Place(name), fields_of(resource)
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
        what, close = _("is missing"), nearest(wanted, [e for e in there if e.startswith(stem)])
        expected = column_names(fields)
        return no_table(resource, place, Problem(place, what, expected=expected, nearest=close))
    except (UnreadableError, OSError) as error:
        return no_table(resource, place, unread(place, error))
