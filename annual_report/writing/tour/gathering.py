"""Taking the members' sheets back: in any order, any number of times, from files of any name.

Each sheet is merged by what it held when it was sent. What two sheets say differently, and what was
changed in the data meanwhile, is told and left as it is; all the rest is written at once, and the
history of the network keeps which sheet each fact comes from.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frictionless import Schema

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.reading.descriptor import read_descriptor
from annual_report.reading.files.package_files import TEXTS, find_package
from annual_report.reading.problems import Place, Problem
from annual_report.reading.schema.conformity import schema_problems
from annual_report.reading.schema.shared import tables_of
from annual_report.reading.tables import Table, fields_of
from annual_report.reading.values.cells import clean, folded
from annual_report.reading.values.vocabulary import is_member
from annual_report.writing.history import record
from annual_report.writing.imports.merging import Change, Conflict, Merged, merge, removals, said
from annual_report.writing.saving import table_bytes
from annual_report.writing.tour.member_answers import Answer, read_answer, refuse_unknown_meetings
from annual_report.writing.tour.member_sheets import (
    HIGHLIGHTS,
    read_network,
)

TABLES = ("presences", "dispositifs", "ressources")
SUFFIXES = (".xlsx", ".ods")


@dataclass
class Gathering:
    """What came back from the members of a year; `apply` writes what nobody contradicts."""

    folder: Path
    year: str
    answered: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changes: list[tuple[str, Change]] = field(default_factory=list)
    """Each with the code of the member who says so."""
    highlights: list[tuple[str, str, str]] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, Conflict]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)

    @property
    def removed(self) -> list[Change]:
        """The facts that it would take away."""
        return list(removals([change for _code, change in self.changes]))

    def apply(self) -> None:
        """Write what was gathered, all of it or nothing, and who said what."""
        told = [f"{code}: {change}" for code, change in self.changes]
        told += [f"{code}: {HIGHLIGHTS}: {title}" for code, title, _words in self.highlights]
        record(self.folder, dict(self.files), "gather", told)


def read_gathering(folder: str | Path, answers: Path) -> Gathering:
    """Merge the members' sheets of a folder into a network, on paper.

    A sheet with an error, of another network or with personal data is left out whole, and said.
    Raise DataError if the network has an error, or the folder no member's sheet.
    """
    path = find_package(folder)
    descriptor, tables = read_network(path)
    _descriptor, schemas, _problems = read_descriptor(path)
    resources = tables_of(descriptor)
    found = Gathering(path, "")
    read: list[Answer] = []
    for file in sorted(answers.iterdir() if answers.is_dir() else ()):
        if file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")):
            try:
                answer = read_answer(file, descriptor, resources, schemas)
                refuse_unknown_meetings(answer, tables["rencontres"])
                read.append(answer)
            except DataError as error:
                found.problems += [each for each in error.problems if isinstance(each, Problem)]
    if not read:
        what = _("holds no member’s sheet that can be read")
        raise DataError([Problem(Place(str(answers)), what), *found.problems])
    found.year = max(answer.origin.year for answer in read)
    late = [answer for answer in read if answer.origin.year != found.year]
    for answer in late:
        what = _("is of {year}: gather it apart", year=answer.origin.year)
        found.problems.append(Problem(Place(answer.file), what))
    read = [answer for answer in read if answer not in late]
    _tell_who_answered(found, read, tables)
    for name in TABLES:
        _gather_table(found, name, read, tables[name], resources[name], schemas[name])
    _gather_highlights(found, read)
    return found


def _tell_who_answered(
    found: Gathering, read: Sequence[Answer], tables: Mapping[str, Table]
) -> None:
    """Sort the members of the year: who answered, who sent the sheet back as it was, who didn't."""
    touched = {answer.origin.member for answer in read if not answer.is_untouched}
    back = {answer.origin.member for answer in read}
    for _number, row in tables["membres"].rows:
        if row["annee"] == found.year and is_member(row):
            code = row["membre"]
            place = found.answered if code in touched else (
                found.untouched if code in back else found.missing)  # fmt: skip
            place.append(code)


def _gather_table(
    found: Gathering,
    name: str,
    read: Sequence[Answer],
    data: Table,
    resource: Mapping[str, Any],
    schema: Schema,
) -> None:
    title, key = str(resource.get("title", name)), resource["schema"].get("primaryKey", [])
    rows = [row for _number, row in data.every_row]
    alone = {answer.file: _merged(answer, name, title, key, rows) for answer in read}
    disputed = dict(_disputed(alone, read, key))
    for _key, line in disputed.items():
        found.contradictions.append(line)
    for answer in read:
        merged = _merged(answer, name, title, key, rows, set(disputed))
        found.changes += [(answer.origin.member, change) for change in merged.changes]
        found.conflicts += [(answer.origin.member, each) for each in merged.conflicts]
        rows = [row for row, _typed in merged.rows]
    numbered = tuple(enumerate(rows, start=2))
    wrong = list(schema_problems(numbered, schema, Place(data.file)))
    if wrong:
        raise DataError(wrong)
    if rows != [row for _number, row in data.every_row]:
        columns = [each["name"] for each in fields_of(dict(resource))]
        found.files[found.folder / resource["path"]] = table_bytes(columns, rows, data.form)


def _merged(
    answer: Answer,
    name: str,
    title: str,
    key: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    disputed: set[tuple[str, ...]] | None = None,
) -> Merged:
    """Merge one sheet, but for the rows of which others say something else."""
    held = list(answer.origin.parts.get((name, "rows"), []))
    typed = answer.rows.get(name)
    if typed is None:
        typed, held = [], []
    disputed = disputed or set()
    held = [row for row in held if tuple(row[each] for each in key) not in disputed]
    typed = [each for each in typed if tuple(each.row[k] for k in key) not in disputed]
    return merge(title, key, held, typed, rows, {})


def _disputed(
    alone: Mapping[str, Merged], read: Sequence[Answer], key: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the rows of which two sheets say different things, and who says what."""
    says: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for answer in read:
        for change in alone[answer.file].changes:
            row = change.after or change.before
            words = said(change.after) or _("row removed")
            says[tuple(row[each] for each in key)][answer.file] = words
    for named, by_file in says.items():
        if len(set(by_file.values())) > 1:
            line = _("; ").join(f"{file}: “{words}”" for file, words in sorted(by_file.items()))
            yield named, line


def _gather_highlights(found: Gathering, read: Sequence[Answer]) -> None:
    """Put the members' own words under "Temps forts" of the year's text, each once."""
    path = found.folder / TEXTS / f"{found.year}.md"
    text = path.read_text(encoding="utf-8-sig") if path.exists() else "## Temps forts\n"
    known = folded(text)
    new = []
    for answer in read:
        for title, words in answer.highlights:
            if folded(clean(title)) not in known or folded(words) not in known:
                new.append((answer.origin.member, title, words))
                known += folded(f" {title} {words}")
    if not new:
        return
    found.highlights = new
    added = "".join(f"### {_escaped(title)}\n\n{_escaped(words)}\n\n" for _c, title, words in new)
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if folded(clean(line.lstrip("#")))
                  == "temps forts" and line.startswith("## ")), None)  # fmt: skip
    if start is None:
        lines += ["\n## Temps forts\n\n"]
        start = len(lines) - 1
    end = next(
        (at for at in range(start + 1, len(lines)) if lines[at].startswith("## ")), len(lines)
    )
    before = "".join(lines[:end]).rstrip() + "\n\n"
    after = "".join(lines[end:])
    found.files[path] = (before + added + after).rstrip().encode() + b"\n"


def _escaped(words: str) -> str:
    """Return a member's words so that Markdown finds no comment, heading or list in them."""
    words = words.replace("<", "\\<").replace("`", "\\`")
    return f"\\{words}" if words[:1] in ("#", "-", "+", ">", "*") else words
