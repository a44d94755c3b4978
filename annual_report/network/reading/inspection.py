"""Looking at a network: it is read, understood and checked, and handed over if nothing is wrong."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import find_nearest, make_slug
from annual_report.base.messages import _
from annual_report.base.whole_files import finish_changes
from annual_report.network.reading.files.network_folder import (
    DATA,
    DESCRIPTOR,
    IMAGES,
    OWN_NOTEBOOKS,
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
from annual_report.network.reading.files.opening import decode_text, read_file, read_picture
from annual_report.network.reading.problems import Place, Problem, explain_unread, join_alike
from annual_report.network.reading.rules import check_across_tables, list_recorded_years
from annual_report.network.reading.schema import NETWORK
from annual_report.network.reading.settings import Settings, read_settings
from annual_report.network.reading.tables import Table, read_tables
from annual_report.network.reading.text_rules import check_texts
from annual_report.network.reading.texts import YearText, parse_text
from annual_report.network.reading.values.vocabulary import TREATED

LOCKS = ("~$", ".~lock.")
DOCUMENTS = (*IMAGES, ".md", ".txt", ".doc", ".docx", ".odt")
"""What somebody may believe to be in the pages."""
YEAR_FILE = re.compile(r"\d{4}\.md")
LARGEST = 100_000
"""Bytes of a text, a style or a phrase: the prose of a year takes two thousand."""


@dataclass(frozen=True, eq=False)
class Contents:
    """What a network's folder holds: its settings, its tables by name, its texts by year."""

    name: str
    settings: Settings
    tables: Mapping[str, Table]
    texts: Mapping[int, YearText]
    drafts: frozenset[int] = frozenset()
    """The years that still have something to fill in."""
    logo: str | None = None
    """The address that holds its picture."""
    style: str = ""
    """Its own style sheet."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Its own phrases, as they are written, by the names of their files."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have members, in order; those still to fill in are among them."""
        years = {row["annee"] for row in self.tables["membres"].every_row}
        return tuple(sorted(int(year) for year in years if year.isdecimal()))

    @property
    def finished(self) -> tuple[int, ...]:
        """The years in which nothing is left to fill in."""
        return tuple(year for year in self.years if year not in self.drafts)


@dataclass(frozen=True)
class Inspection:
    """What came out of reading: what was found, and all that there is to say of it."""

    found: Contents | None
    """The contents, whatever is wrong with them; None where no table can be read."""
    problems: tuple[Problem, ...]
    readings: tuple[Problem, ...] = ()
    """What was written one way and understood another."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a report."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def contents(self) -> Contents | None:
        """The contents that can be used: those in which nothing is wrong."""
        return None if self.errors else self.found


def inspect_network(folder: str | Path, *, earlier: bool = False) -> Inspection:
    """Read a network and say everything that is wrong with it, all at once.

    Its workbook may be of an `earlier` form where somebody turns it into one of today's.
    """
    path = find_network_folder(folder)
    finished = finish_changes(path)
    # Nothing of what leads elsewhere is read, let alone quoted.
    if odd := list_odd_files(path):
        return Inspection(None, tuple(odd))
    if not (is_network(path) or is_closed_network(path)):
        return Inspection(None, (say_no_network(folder),))
    # Read and understand.
    try:
        tables = read_tables(path, earlier=earlier)
    except DataError as error:
        problems = [problem for problem in error.problems if isinstance(problem, Problem)]
        return Inspection(None, tuple(problems))
    settings = read_settings(tables[NETWORK].rows)
    words, problems = _read_words(path, settings.logo)
    for name in finished:
        fault = _("is changed now by a command that had been ended before it was done")
        problems.append(Problem(Place(name), fault, severity="remark"))
    problems += [problem for table in tables.values() for problem in table.problems]
    texts = {}
    for file, text in words.items():
        if file.startswith(TEXTS):
            texts[int(Path(file).stem)], faults = parse_text(text, file)
            problems += faults
    contents = Contents(
        name=make_slug(path.resolve().name).lower(),
        settings=settings,
        tables=tables,
        texts=texts,
        logo=words.get(settings.logo) or None,
        style=words.get(STYLE, "").strip(),
        phrases={Path(file).stem: text for file, text in words.items() if PHRASES in file},
    )
    # Check.
    problems += check_across_tables(tables)
    wrong = {problem.place.file for problem in problems if problem.severity == "error"}
    if not wrong & {tables[name].place.file for name in ("membres", "rencontres")}:
        problems += check_texts(tables, texts, settings)
    problems += _list_unread(path, contents, {problem.place.file for problem in problems})
    is_usable = all(problem.severity != "error" for problem in problems)
    drafts = _find_draft_years(tables, problems)
    bare = _find_bare_years(tables, texts) - drafts if is_usable else set[int]()
    for year in sorted(bare):
        fault = _("{year} has members and nothing else: its page is a draft", year=year)
        expected = _("a meeting, a treated subject or a text of that year")
        place = tables["membres"].place
        problems.append(Problem(place, fault, expected=expected, severity="remark"))
    # Hand over.
    contents = replace(contents, drafts=frozenset(drafts | bare))
    told = join_alike(problems)
    readings = tuple(problem for problem in told if problem.severity == "read")
    others = tuple(problem for problem in told if problem.severity != "read")
    return Inspection(contents, others, readings)


def _read_words(path: Path, logo: str) -> tuple[dict[str, str], list[Problem]]:
    """Return a network's texts, style, phrases and logo by their paths; say what can't be read.

    Of a text that can't be read there is an empty one: its year isn't without.
    """
    files = [*sorted((path / TEXTS).glob("[0-9][0-9][0-9][0-9].md")), path / STYLE]
    files += [*sorted((path / PHRASES).glob("*.md")), *([path / logo] if logo else [])]
    words, problems = {}, []
    for file in files:
        name = file.relative_to(path).as_posix()
        try:
            if name == logo:
                words[name] = read_picture(file)
                continue
            content = read_file(file, LARGEST)
            words[name] = decode_text(content, _("a text saved in UTF-8"))[0].replace("\r\n", "\n")
        except FileNotFoundError:
            if name == logo:
                fault, expected = _("the logo isn’t there"), _("a file in the network’s folder")
                problems.append(Problem(Place(name), fault, expected=expected))
        except (UnreadableError, OSError) as error:
            words[name] = ""
            problems.append(explain_unread(Place(name), error))
    return words, problems


def _list_unread(folder: Path, contents: Contents, told: set[str]) -> Iterator[Problem]:
    """Remark what nobody reads of a folder: somebody may believe that the pages take it.

    Of the files that are `told`, by their paths in the folder, something is said already.
    """
    yield from _list_unread_folders(folder)
    tables = {table.place.file for table in contents.tables.values()}
    read, texts = tables | {contents.settings.logo, DESCRIPTOR} | told, folder / TEXTS
    for path in sorted(folder.iterdir()) + (sorted(texts.iterdir()) if texts.is_dir() else []):
        inside, low = path.parent == texts, path.name.lower()
        name = path.relative_to(folder).as_posix()
        if name in read or (inside and YEAR_FILE.fullmatch(path.name)):
            continue
        # Somebody may still be typing in a table.
        if path.name.startswith(LOCKS):
            fault = _("says that a spreadsheet has a file open: save and close it")
        # A table under another name, or one that a notebook of the network's reads.
        elif not inside and low.endswith((*DATA, *WORKBOOKS)):
            fault = _("is no table of the network: only its notebooks read it, with pandas")
        elif low.endswith(DOCUMENTS):
            fault = _("is in no page: texts are called textes/AAAA.md, and have no pictures")
        else:
            continue
        yield Problem(Place(name), fault, severity="remark")


def _list_unread_folders(folder: Path) -> Iterator[Problem]:
    """Remark texts and phrases that lie where nobody looks for them.

    In the program they lie in its folder of notebooks; and a folder may be called nearly as it is
    to be.
    """
    known = {TEXTS, PHRASES, OWN_NOTEBOOKS}
    for path in sorted([*folder.glob("*/"), *folder.glob(f"{OWN_NOTEBOOKS}/*/")]):
        name = path.relative_to(folder).as_posix()
        if name in known or not any(path.glob("*.md")):
            continue
        meant = find_nearest(path.name, [TEXTS, PHRASES])
        if meant:
            fault = _("is read by nobody, and what it holds is in no page")
            expected = _("a folder “{name}” of the network’s own", name=meant)
            yield Problem(Place(name), fault, expected=expected, severity="remark")


def _find_draft_years(tables: Mapping[str, Table], problems: Iterable[Problem]) -> set[int]:
    """Return the years, among those that have members, that still have something to fill in.

    A year is a draft while a row of it says "à compléter", or its text holds an unanswered
    question. Emptying the cell says that it isn't known, and taking the question out that there is
    no answer: either ends the draft.
    """
    rows = (row for table in tables.values() for row in table.every_row if row.blanks)
    waiting = {row["annee"] for row in rows if "annee" in row}
    files = (problem.place.file for problem in problems if problem.severity == "todo")
    waiting |= {Path(file).stem for file in files if file.startswith(TEXTS)}
    years = {row["annee"] for row in tables["membres"].every_row}
    return {int(year) for year in waiting & years if year.isdecimal()}


def _find_bare_years(tables: Mapping[str, Table], texts: Mapping[int, YearText]) -> set[int]:
    """Return the years that have members and nothing else: no meeting, no subject, no text.

    A year that is dragged down a column of a spreadsheet makes more of them. What was announced for
    a year says nothing of it yet.
    """
    treated = [row for row in tables["sujets"].rows if row["etat"] == TREATED]
    told = {int(row["annee"]) for row in [*tables["rencontres"].rows, *treated]}
    written = {year for year, text in texts.items() if text != YearText()}
    return {*list_recorded_years(tables["membres"])} - told - written
