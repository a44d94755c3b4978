"""Looking at a network: everything that is wrong with it, and what it holds if nothing is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.network.reading.files.network_folder import (
    DATA,
    DESCRIPTOR,
    IMAGES,
    PHRASES,
    STYLE,
    TEXTS,
    WORKBOOKS,
    find_network_folder,
    is_closed_network,
    is_network,
    list_odd_files,
    say_no_network,
)
from annual_report.network.reading.logo import Logo, read_logo
from annual_report.network.reading.problems import (
    Place,
    Problem,
    Understanding,
    count_problems,
    explain_unread,
    has_errors,
    join_alike,
)
from annual_report.network.reading.rules import check_across_tables, list_recorded_years
from annual_report.network.reading.schema import NETWORK
from annual_report.network.reading.settings import Settings, read_settings
from annual_report.network.reading.tables import Table, read_tables
from annual_report.network.reading.texts import YearText, read_own_words, read_text
from annual_report.network.reading.values.vocabulary import TREATED

T = TypeVar("T")
LOCKS = ("~$", ".~lock.")
PICTURES = (*IMAGES, ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp")
DOCUMENTS = (".md", ".txt", ".doc", ".docx", ".odt", ".rtf", ".pages")
YEAR_FILE = re.compile(r"\d{4}\.md")


@dataclass(frozen=True, eq=False)
class Contents:
    """What a network's folder holds: its settings, its tables by name, its texts by year."""

    name: str
    settings: Settings
    tables: Mapping[str, Table]
    texts: Mapping[int, YearText]
    drafts: frozenset[int] = frozenset()
    """The years that still have something to fill in."""
    logo: Logo | None = None
    style: str = ""
    """Its own style sheet."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Its own phrases, as they are written, by the names of their files."""


@dataclass(frozen=True)
class Inspection:
    """What came out of reading: the contents if they can be used, and all there is to say."""

    contents: Contents | None
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a report."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def inspect_network(folder: str | Path) -> Inspection:
    """Read a network and say everything that is wrong with it, all at once."""
    path = find_network_folder(folder)
    # Nothing of what leads elsewhere is read, let alone quoted.
    if odd := tuple(Problem(Place(name), what) for name, what in list_odd_files(path)):
        return Inspection(None, odd)
    if not (is_network(path) or is_closed_network(path)):
        return Inspection(None, (say_no_network(folder),))
    try:
        tables = read_tables(path)
    except DataError as error:
        return Inspection(None, tuple(each for each in error.problems if isinstance(each, Problem)))
    settings = read_settings(tables[NETWORK])
    # Each part on its own, so that all that is wrong is said at once.
    logo, wrong = read_logo(path, settings)
    problems = [problem for table in tables.values() for problem in table.problems] + wrong

    def keep(file: Path, read: Callable[[Path], tuple[T, Iterable[Problem]]], nothing: T) -> T:
        """Return what a file holds, and note what is wrong with it; `nothing` if there is none."""
        try:
            found, said = read(file)
        except FileNotFoundError:
            return nothing
        except (UnreadableError, OSError) as error:
            place = Place(file.relative_to(path).as_posix())
            found, said = nothing, [explain_unread(place, error)]
        problems.extend(said)
        return found

    prose = sorted((path / TEXTS).glob("[0-9][0-9][0-9][0-9].md"))
    phrases = sorted((path / PHRASES).glob("*.md"))
    contents = Contents(
        name=make_slug(path.resolve().name).lower(),
        settings=settings,
        tables=tables,
        texts={int(file.stem): keep(file, read_text, YearText()) for file in prose},
        logo=logo,
        style=keep(path / STYLE, read_own_words, "").strip(),
        phrases={file.stem: keep(file, read_own_words, "") for file in phrases},
    )
    # Rules across tables, but for what waits for a blank to be filled in.
    waiting = {each.place.file for each in problems if each.severity == "todo"}
    waiting -= {table.file for table in tables.values()}  # a text's gaps are known
    found = check_across_tables(tables)
    problems += [each for each in found if each.place.file not in waiting]
    problems += _list_unread(path, contents, {each.place.file for each in problems})
    is_usable = not has_errors(problems)
    drafts = _find_draft_years(tables, problems)
    bare = _find_bare_years(tables, contents.texts) - drafts if is_usable else frozenset[int]()
    problems += [_remark_bare_year(tables["membres"], year) for year in sorted(bare)]
    seen = (each for table in tables.values() for each in table.understandings)
    contents = replace(contents, drafts=drafts | bare)
    said = tuple(join_alike(problems))
    return Inspection(contents if is_usable else None, said, tuple(seen))


def _list_unread(folder: Path, contents: Contents, known: set[str]) -> Iterator[Problem]:
    """Remark what nobody reads of a folder: somebody may believe that the report takes it.

    Of the files that are `known`, by their paths in the folder, something is said already.
    """
    tables = {table.file for table in contents.tables.values()}
    read, texts = tables | {contents.settings.logo} | known, folder / TEXTS
    for path in sorted(folder.iterdir()) + (sorted(texts.iterdir()) if texts.is_dir() else []):
        inside, low = path.parent == texts, path.name.lower()
        name, said, expected = path.relative_to(folder).as_posix(), None, None
        if name in read:
            continue
        # Somebody may still be typing in a table.
        if path.name.startswith(LOCKS):
            said = _("says that a spreadsheet has a file open: save and close it")
        elif low.endswith(PICTURES):
            said = _("is a picture, which no page shows")
        # A text of another program, or under another name than its year's.
        elif inside and low.endswith(DOCUMENTS) and not YEAR_FILE.fullmatch(path.name):
            said, expected = _("is not a text of the network: not read"), "textes/AAAA.md"
        # A table under another name, or one that a notebook of the network's reads.
        elif not inside and low.endswith((*DATA, *WORKBOOKS)) and name != DESCRIPTOR:
            said = _("is no table of the network: only its notebooks read it, with pandas")
        if said:
            yield Problem(Place(name), said, expected=expected, severity="remark")


def _find_draft_years(tables: Mapping[str, Table], problems: Iterable[Problem]) -> frozenset[int]:
    """Return the years, among those that have members, that still have something to fill in.

    A year is a draft while a row of it says "à compléter", while its text holds an unanswered
    question, or while nobody said who came and who left. Emptying the cell says that it isn't
    known, and taking the question out that there is no answer: either ends the draft.
    """
    years = {row["annee"] for row in tables["membres"].every_row}
    rows = (row for table in tables.values() for row in table.unfilled)
    waiting = {row["annee"] for row in rows if "annee" in row}
    for place in (each.place for each in problems if each.severity == "todo"):
        folder, _slash, file = place.file.rpartition("/")
        if folder:
            waiting.add(file.partition(".")[0])
        elif place == tables["membres"].place:
            waiting.add(max(years, default=""))  # who came, who left
    return frozenset(int(year) for year in waiting & years if year.isdecimal())


def _find_bare_years(tables: Mapping[str, Table], texts: Mapping[int, YearText]) -> frozenset[int]:
    """Return the years that have members and nothing else: no meeting, no subject, no text.

    A year that is dragged down a column of a spreadsheet makes more of them. What was announced for
    a year says nothing of it yet.
    """
    treated = [row for row in tables["sujets"].rows if row["etat"] == TREATED]
    told = {row["annee"] for row in [*tables["rencontres"].rows, *treated]}
    written = {year for year, text in texts.items() if text != YearText()}
    years = list_recorded_years(tables["membres"])
    return frozenset(year for year in years if str(year) not in told and year not in written)


def _remark_bare_year(membres: Table, year: int) -> Problem:
    what = _("{year} has members and nothing else: its page is a draft", year=year)
    expected = _("a meeting, a treated subject or a text of that year")
    return Problem(membres.place, what, expected=expected, severity="remark")


def summarize_inspection(inspection: Inspection) -> tuple[str, ...]:
    """Return the line that ends a build: how much `check` has to say; () if nothing.

    An analyst who only builds must know that there is something to be said. Errors are not counted:
    they have stopped the build, and were told.
    """
    counts, values = count_problems(inspection.problems), len(inspection.understandings)
    if not (counts["remark"] or counts["todo"] or values):
        return ()
    return (
        _("the data: remarks: {remarks}, to fill in: {todos}, values read: {read}; all of them: "
          "check",
          remarks=counts["remark"], todos=counts["todo"], read=values),
    )  # fmt: skip
