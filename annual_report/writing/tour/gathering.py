"""Taking the members' sheets back: in any order, any number of times, from files of any name.

Each sheet is merged by what it held when it was sent. What two sheets say differently, and what was
changed in the data meanwhile, is told and left as it is, unless somebody chooses; all the rest is
written at once, and `provenance.csv` keeps which sheet each fact comes from.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annual_report.errors import DataError, ParameterError
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import SOURCES, TEXTS, find_package
from annual_report.reading.problems import Place, Problem
from annual_report.reading.schema.shared import tables_of
from annual_report.reading.tables import Table
from annual_report.reading.values.cells import is_placeholder
from annual_report.reading.values.vocabulary import is_member
from annual_report.writing.history import Seen, record, seen
from annual_report.writing.imports.merged_tables import changed_files, refuse_broken
from annual_report.writing.imports.merging import (
    ATTENDANCE,
    Conflict,
    Decisions,
    Merged,
    RowChange,
    merge,
    removals,
)
from annual_report.writing.tour.contradictions import Arbitration, disputed, left_out
from annual_report.writing.tour.member_answers import Answer, read_answers
from annual_report.writing.tour.member_highlights import (
    new_highlights,
    read_year_text,
    with_highlights,
)
from annual_report.writing.tour.member_sheets import HIGHLIGHTS, read_network
from annual_report.writing.tour.who_said import (
    NO,
    Statement,
    as_sources,
    of_change,
    of_conflict,
    of_highlight,
    read_sources,
    told,
)

TABLES = ("presences", "dispositifs", "ressources")


@dataclass
class Gathering:
    """What came back from the members of a year; `apply` writes what nobody contradicts."""

    folder: Path
    year: str
    answered: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Those whose sheet came back with an error."""
    missing: list[str] = field(default_factory=list)
    changes: list[tuple[str, RowChange]] = field(default_factory=list)
    """Each with the code of the member who says so."""
    highlights: list[tuple[str, str, str]] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, Conflict]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    """What is taken, and what was decided against: what `provenance.csv` will say."""
    files: dict[Path, bytes] = field(default_factory=dict)
    read: Seen = field(default_factory=dict)
    """What the network held when it was read."""

    @property
    def removed(self) -> list[RowChange]:
        """The facts that it would take away."""
        return list(removals([change for _code, change in self.changes]))

    @property
    def choices(self) -> int:
        """How many words it would keep as chosen against."""
        return sum(each.retenu == NO for each in self.statements)

    def apply(self) -> None:
        """Write what was gathered, all of it or nothing, and who said what.

        Raise DataError if the network was changed meanwhile.
        """
        told = [f"{code}: {change}" for code, change in self.changes]
        told += [f"{code}: {HIGHLIGHTS}: {title}" for code, title, _words in self.highlights]
        record(self.folder, self.files, "gather", told, read=self.read)


def read_gathering(
    folder: str | Path, answers: Path, taken: Collection[str] = (), left: Collection[str] = ()
) -> Gathering:
    """Merge the members' sheets of a folder into a network, on paper.

    A sheet with an error, of another network or with personal data is left out whole, and said.
    Where they contradict each other or the data, sheets that are `taken` count and those that are
    `left` don't. Raise DataError if the network has an error, or the folder no member's sheet, and
    ParameterError if a choice is of a sheet that isn't there.
    """
    path = find_package(folder)
    found = Gathering(path, "", read=seen(path))
    descriptor, tables = read_network(path)
    _descriptor, schemas, _problems = read_descriptor(path)
    resources = tables_of(descriptor)
    read, refused, found.problems = read_answers(
        answers, descriptor, resources, schemas, tables["rencontres"]
    )
    if not read:
        what = _("holds no member’s sheet that can be read")
        raise DataError([Problem(Place(str(answers)), what), *found.problems])
    found.year = max(answer.origin.year for answer in read)
    late = [answer for answer in read if answer.origin.year != found.year]
    for answer in late:
        what = _("is of {year}: gather it apart", year=answer.origin.year)
        found.problems.append(Problem(Place(answer.file), what))
    read = [answer for answer in read if answer not in late]
    there = [answer.file for answer in read]
    for asked in (*taken, *left):
        if asked not in there:
            raise ParameterError(_("“{file}” is none of the sheets: {sheets}", file=asked,
                                   sheets=", ".join(there)))  # fmt: skip
    known, form = read_sources(path)
    choice = Arbitration(taken, left, [each for each in known if each.retenu == NO])
    _tell_who_answered(found, read, refused, tables)
    merged = {
        name: _gather_table(found, name, read, tables[name], resources[name], choice)
        for name in TABLES
    }
    refuse_broken({**tables, **merged}, schemas)
    _gather_highlights(found, read)
    if found.statements:
        found.files[path / SOURCES] = as_sources(known, found.statements, form)
    return found


def told_sources(folder: str | Path) -> list[str]:
    """Say where each fact that was gathered comes from, line by line."""
    path = find_package(folder)
    descriptor, tables = read_network(path)
    resources = tables_of(descriptor)
    keys = {name: each["schema"].get("primaryKey", []) for name, each in resources.items()}
    return told(path, tables, keys)


def _tell_who_answered(
    found: Gathering, read: Sequence[Answer], refused: Collection[str], tables: Mapping[str, Table]
) -> None:
    """Sort the members of the year by what came back: an answer, the sheet as it was, a fault."""
    touched = {answer.origin.member for answer in read if not answer.is_untouched}
    back = {answer.origin.member for answer in read}
    for _number, row in tables["membres"].rows:
        if row["annee"] == found.year and is_member(row):
            code = row["membre"]
            if code in touched:
                found.answered.append(code)
            elif code in back:
                found.untouched.append(code)
            elif code in refused:
                found.refused.append(code)
            else:
                found.missing.append(code)


def _gather_table(
    found: Gathering,
    name: str,
    read: Sequence[Answer],
    data: Table,
    resource: Mapping[str, Any],
    choice: Arbitration,
) -> Table:
    """Merge what all sheets say of a table; return it as it would be."""
    title, key = str(resource.get("title", name)), resource["schema"].get("primaryKey", [])
    rows = [row for _number, row in data.every_row]
    alone = {answer.file: _merged(answer, name, title, key, rows) for answer in read}
    left: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for named, words in disputed(alone, read, key).items():
        if not (losers := choice.losers(words)):
            said_by = sorted(words.items())
            parts = (_("{what}: “{value}”", what=file, value=each) for file, each in said_by)
            found.contradictions.append(_("; ").join(parts))
        for file in losers or words:
            left[file].add(named)
        for answer in read:
            if answer.file in losers:
                found.statements += left_out(answer, name, key, alone[answer.file], named)
    for answer in read:
        file, member = answer.file, answer.origin.member
        merged = _merged(answer, name, title, key, rows, left[file])
        if file in choice.taken:
            taken: Decisions = {each.id: "workbook" for each in merged.conflicts}
            merged = _merged(answer, name, title, key, rows, left[file], taken)
        for change in merged.changes:
            found.changes.append((member, change))
            found.statements += of_change(member, file, name, key, change)
        for each in merged.conflicts:
            statement = of_conflict(member, file, name, key, each)
            if choice.has_decided(statement):
                continue
            if file in choice.left:
                found.statements.append(statement)
            else:
                found.conflicts.append((member, each))
        rows = [row for row, _typed in merged.rows]
    if rows != [row for _number, row in data.every_row]:
        found.files |= changed_files(name, rows, data, resource, found.folder)
    filled = [row for row in rows if not any(map(is_placeholder, row.values()))]
    return replace(data, rows=tuple(enumerate(filled, start=2)))


def _merged(
    answer: Answer,
    name: str,
    title: str,
    key: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    left: Collection[tuple[str, ...]] = (),
    decisions: Decisions | None = None,
) -> Merged:
    """Merge one sheet, but for the rows of which its word doesn't count."""
    held = list(answer.origin.parts.get((name, "rows"), []))
    typed = answer.rows.get(name)
    if typed is None:
        typed, held = [], []
    held = [row for row in held if tuple(row[each] for each in key) not in left]
    typed = [each for each in typed if tuple(each.row[k] for k in key) not in left]
    one_fact = ATTENDANCE if name == "presences" else ()
    return merge(title, key, held, typed, rows, decisions or {}, one_fact, knows=False)


def _gather_highlights(found: Gathering, read: Sequence[Answer]) -> None:
    path = found.folder / TEXTS / f"{found.year}.md"
    file = f"{TEXTS}/{path.name}"
    text, form = read_year_text(path)
    new = new_highlights(read, text)
    for answer, title, words in new:
        member = answer.origin.member
        found.highlights.append((member, title, words))
        found.statements.append(of_highlight(member, answer.file, file, title))
    if new:
        added = [(title, words) for _answer, title, words in new]
        found.files[path] = with_highlights(text, added, form)
