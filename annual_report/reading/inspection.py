"""Looking at a data package: everything that is wrong with it, and what it holds if nothing is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from annual_report.errors import UnreadableError
from annual_report.letters import find_nearest
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.extract import Mask, read_extract
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import (
    DESCRIPTOR,
    IMAGES,
    PHRASES,
    STYLE,
    TEXTS,
    WORKBOOKS,
    find_package,
    list_odd_files,
)
from annual_report.reading.headings import index_titles, join_column_names
from annual_report.reading.pictures import Logo, read_logo
from annual_report.reading.problems import Place, Problem, Understanding, explain_unread
from annual_report.reading.rules import check_across_tables
from annual_report.reading.schema import UNLISTED, tables_of, titles_of
from annual_report.reading.settings import Settings, list_unsaid, settings_of
from annual_report.reading.sheets import read_csv
from annual_report.reading.tables import Table, make_empty_table, read_table
from annual_report.reading.texts import YearText, read_text

LARGEST_WORDS = 30_000
"""Bytes of a style, which every page has, or of a phrase."""
LOCKS = ("~$", ".~lock.")
TABLES = (".csv", ".tsv", ".txt")
PICTURES = (*IMAGES, ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp")
DOCUMENTS = (".md", ".txt", ".doc", ".docx", ".odt", ".rtf", ".pages")
YEAR_FILE = re.compile(r"\d{4}\.md")


@dataclass(frozen=True, eq=False)
class Package:
    """The tables by name, typed, with NA for what is empty; the settings; the texts by year."""

    name: str
    title: str
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    texts: Mapping[int, YearText]
    drafts: frozenset[int] = frozenset()
    """The years that still have something to fill in."""
    logo: Logo | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of the columns of its tables, by their names."""
    style: str = ""
    """Its own style sheet."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Its own phrases, as they are written, by the names of their files."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The file of each table, by the table's name."""
    masks: Mapping[str, Mask] = field(default_factory=dict)
    """By meeting, of an extract: whose counts are masked that no table has."""


@dataclass(frozen=True)
class Inspection:
    """What came out of reading: the package if it can be used, and all there is to say."""

    package: Package | None
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...] = ()
    tables: tuple[Table, ...] = ()
    """The tables as they were read, in the order of the descriptor."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a report."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def inspect_package(folder: str | Path) -> Inspection:
    """Read a data package and say everything that is wrong with it, all at once."""
    path = find_package(folder)
    # Nothing of what leads elsewhere is read, let alone quoted.
    if odd := tuple(Problem(Place(name), what) for name, what in list_odd_files(path)):
        return Inspection(None, odd)
    descriptor, problems = read_descriptor(path)
    if descriptor is None:
        return Inspection(None, tuple(problems))
    settings = settings_of(descriptor)
    unsaid = () if problems else list_unsaid(settings)  # else it has still to be described
    # Each part on its own, so that all that is wrong is said at once: tables, texts, logo, style,
    # phrases, and the extract that the folder may be.
    tables = read_tables(path, descriptor)
    problems += [problem for table in tables.values() for problem in table.problems]
    texts: dict[int, YearText] = {}
    for file in sorted((path / TEXTS).glob("[0-9][0-9][0-9][0-9].md")):
        texts[int(file.stem)], wrong = read_text(file)
        problems += wrong
    logo, wrong = read_logo(path, settings)
    style = _read_words(path, STYLE, problems) if (path / STYLE).exists() else ""
    files = sorted(file.name for file in (path / PHRASES).glob("*.md"))
    phrases = {name[:-3]: _read_words(path, f"{PHRASES}/{name}", problems) for name in files}
    extract, no_extract = read_extract(path)
    problems += [*wrong, *no_extract]
    if unsaid:
        what = _("readers look for {settings}; to say it: settings {first}=…",
                 settings=", ".join(unsaid), first=unsaid[0])  # fmt: skip
        problems.append(Problem(Place(DESCRIPTOR), what, severity="todo"))
    # Rules across tables, but for what waits for a blank to be filled in.
    waiting = {each.place.file for each in problems if each.severity == "todo"}
    waiting -= {table.file for table in tables.values()}  # a text's gaps are known
    found = check_across_tables(tables, texts)
    problems += [each for each in found if each.place.file not in waiting]
    # Files that nothing reads may be misnamed.
    shown = {file for text in texts.values() for file in text.pictures}
    read = {table.file for table in tables.values()} | shown | {settings.logo}
    read |= {each.place.file for table in tables.values() for each in table.problems}
    problems += _list_unread(path, read)
    inspection = Inspection(
        package=Package(
            name=descriptor["name"],
            title=settings.title,
            settings=settings,
            tables={name: table.frame.reset_index(drop=True) for name, table in tables.items()
                    if not table.is_wrong},
            texts=texts,
            drafts=draft_years(tables, problems),
            masks=extract.masques,
            logo=logo,
            titles=titles_of(each for table in tables.values() for each in table.fields),
            style=style.strip(),
            phrases=phrases,
            files={name: table.file for name, table in tables.items()},
        ),
        problems=tuple(problems),
        understandings=tuple(seen for table in tables.values() for seen in table.understandings),
        tables=tuple(tables.values()),
    )  # fmt: skip
    return replace(inspection, package=None, tables=()) if inspection.errors else inspection


def read_tables(folder: Path, descriptor: Mapping[str, Any]) -> dict[str, Table]:
    """Read every table of a package, in the order of its descriptor."""
    return {name: _read_table(folder, each) for name, each in tables_of(descriptor).items()}


def _read_table(folder: Path, resource: Mapping[str, Any]) -> Table:
    """Read a table's file, called as its descriptor says in whatever capitals."""
    there = {each.name.lower(): each.name for each in sorted(folder.iterdir(), reverse=True)}
    wanted, fields = str(resource["path"]), resource["schema"]["fields"]
    name = there.get(wanted.lower(), wanted)
    place = Place(name)
    try:
        return read_table(read_csv(folder / name, index_titles(fields)), resource, place)
    except FileNotFoundError:
        # A workbook of its name was put in the folder, as the last version had it.
        stem = wanted.lower().removesuffix(".csv")
        book = next((there[stem + each] for each in WORKBOOKS if stem + each in there), None)
        if book:
            what = _("is a workbook: it comes in by “import”")
            return make_empty_table(resource, place, Problem(Place(book), what, expected=wanted))
        # The descriptor doesn't ask for it: the network records nothing of the kind.
        if UNLISTED in resource:
            return make_empty_table(resource, place)
        close = find_nearest(wanted, [each for each in there.values() if each.startswith(stem)])
        what, expected = _("is missing"), join_column_names(fields)
        return make_empty_table(
            resource, place, Problem(place, what, expected=expected, nearest=close)
        )
    except (UnreadableError, OSError) as error:
        return make_empty_table(resource, place, explain_unread(place, error))


def _read_words(folder: Path, name: str, problems: list[Problem]) -> str:
    """Return a style or a phrase of the network's own, or say why it can't be read."""
    try:
        content = read_file(folder / name, LARGEST_WORDS, _("is too heavy for a page"))
        words = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        expected = _("save it again, as UTF-8")
        problems.append(Problem(Place(name), _("is not in UTF-8"), expected=expected))
    except (UnreadableError, OSError) as error:
        problems.append(explain_unread(Place(name), error))
    else:
        if name != STYLE or not ("</" in words or "<!--" in words):
            return words
        what = _("“</” and “<!--” would end the style sheet before its end")
        problems.append(Problem(Place(name), what))
    return ""


def _list_unread(folder: Path, read: set[str]) -> Iterator[Problem]:
    """Remark what nobody reads of a folder: somebody may believe that the report takes it.

    `read` are the files that are read, by their path in the folder.
    """
    texts = folder / TEXTS
    for path in sorted(folder.iterdir()) + (sorted(texts.iterdir()) if texts.is_dir() else []):
        inside, low = path.parent == texts, path.name.lower()
        name, said, expected = path.relative_to(folder).as_posix(), None, None
        if name in read:
            continue
        if path.name.startswith(LOCKS):
            said = _("says that a spreadsheet has a file open: save and close it")
        elif low.endswith(PICTURES):
            said, expected = _("is a picture that no text shows"), f"![…]({path.name})"
        elif inside and low.endswith(DOCUMENTS) and not YEAR_FILE.fullmatch(path.name):
            said, expected = _("is not a text of the network: not read"), "textes/AAAA.md"
        elif not inside and low.endswith(WORKBOOKS):
            said = _("is a workbook: it comes in by “import”, and isn’t read here")
        elif not inside and low.endswith(TABLES):
            said = _("is not a table of the network: not read")
        if said:
            yield Problem(Place(name), said, expected=expected, severity="remark")


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


def summarize_inspection(inspection: Inspection) -> tuple[str, ...]:
    """Return the line that ends a build: how much `check` has to say; () if nothing.

    Whoever only builds must know that there is something to be said. Errors are not among it: they
    have stopped the build, and were told.
    """
    remarks, todos = (
        sum(each.severity == severity for each in inspection.problems)
        for severity in ("remark", "todo")
    )
    values = sum(len(each.place.rows_named) or 1 for each in inspection.understandings)
    if not (remarks or todos or values):
        return ()
    return (
        _("the data: remarks: {remarks}, to fill in: {todos}, values read: {read}; all of them: "
          "check",
          remarks=remarks, todos=todos, read=values),
    )  # fmt: skip
