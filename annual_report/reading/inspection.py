"""Looking at a data package: everything that is wrong with it, and what it holds if nothing is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Schema

from annual_report.messages import _
from annual_report.reading.descriptor import old_names, read_descriptor, to_describe
from annual_report.reading.drafts import draft_years
from annual_report.reading.files.choice import file_of_table
from annual_report.reading.files.package_files import TEXTS, find_package, odd_files
from annual_report.reading.files.unread import unread_files
from annual_report.reading.package import Package
from annual_report.reading.pictures.logo import read_logo
from annual_report.reading.problems import Place, Problem, Understanding
from annual_report.reading.rules import across_tables
from annual_report.reading.rules.plausibility import gathered, improbable
from annual_report.reading.schema.member_columns import is_old_name
from annual_report.reading.schema.shared import UNLISTED, tables_of
from annual_report.reading.schema.titles import titles_of
from annual_report.reading.settings import settings_of
from annual_report.reading.style_sheet import read_phrases, read_style
from annual_report.reading.tables import Table, fields_of, read_table
from annual_report.reading.texts import YearText, read_text
from annual_report.reading.values.cells import Field
from annual_report.reading.values.vocabulary import YES

TYPED: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "Int64"),
    "year": (int, "Int64"),
    "number": (float, "Float64"),
    "boolean": (YES.__eq__, "boolean"),
    "date": (str, "datetime64[ns]"),
}
"""How canonical texts become the values of a column's type, and pandas' name for it."""


@dataclass(frozen=True)
class Inspection:
    """What came out of reading: the package if it can be used, and all there is to say."""

    package: Package | None
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a report."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def inspect_package(folder: str | Path) -> Inspection:
    """Read a data package and say everything that is wrong with it, all at once."""
    path = find_package(folder)
    odd = [Problem(Place(file), what) for file, what in odd_files(path)]
    descriptor, schemas, problems = read_descriptor(path)
    outside = [each for each in odd if each.what == _("leads outside of the network’s folder")]
    if outside:  # nothing of what stands there is read, let alone quoted
        return Inspection(None, (*problems, *outside), ())
    if descriptor is None:
        return Inspection(None, tuple(problems), ())
    problems += to_describe(descriptor)
    tables = read_tables(path, descriptor, schemas)
    problems += _old_names(tables, problems)
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
    if not any(problem.severity == "error" for problem in problems):
        unanswered = {problem.place.file for problem in problems if problem.severity == "todo"}
        problems += gathered(across_tables(tables, texts, unanswered)) + improbable(tables)
    shown = {file for text in texts.values() for file in text.pictures}
    read = {table.file for table in tables.values()} | shown | {settings.logo.strip()}
    problems += unread_files(path, read)
    understandings = tuple(seen for table in tables.values() for seen in table.understandings)
    if any(problem.severity == "error" for problem in problems):
        return Inspection(None, tuple(problems), understandings)
    drafts = draft_years(tables, problems)
    package = replace(
        _package(descriptor, tables, texts, drafts), logo=logo, style=style, phrases=phrases
    )
    return Inspection(package, tuple(problems), understandings)


def read_tables(
    path: Path, descriptor: dict[str, Any], schemas: Mapping[str, Schema]
) -> dict[str, Table]:
    """Read every table of a package, in the order of its descriptor."""
    found = {}
    for name, resource in tables_of(descriptor).items():
        file = path / resource["path"]
        if UNLISTED in resource and not file_of_table(file).exists():
            found[name] = Table(name, (), file=file.name)
        else:
            found[name] = read_table(file, name, fields_of(resource), schemas[name])
    return found


def _old_names(tables: Mapping[str, Table], said: Sequence[Problem]) -> list[Problem]:
    """Remark once that members are called as in older networks, unless the descriptor does too."""
    for table in tables.values():
        if any(map(is_old_name, table.columns, table.header)):
            found = old_names(table.file)
            return [] if any(each.what == found.what for each in said) else [found]
    return []


def _package(
    descriptor: dict[str, Any],
    tables: Mapping[str, Table],
    texts: dict[int, YearText],
    drafts: frozenset[int],
) -> Package:
    settings = settings_of(descriptor)
    fields = {name: fields_of(each) for name, each in tables_of(descriptor).items()}
    return Package(
        name=descriptor["name"],
        title=settings.title,
        settings=settings,
        tables={name: _frame(table, fields[name]) for name, table in tables.items()},
        texts=texts,
        drafts=drafts,
        titles=titles_of(field for each in fields.values() for field in each),
        files={name: table.file for name, table in tables.items()},
    )


def _frame(table: Table, fields: Sequence[Field]) -> pd.DataFrame:
    """Turn canonical rows into a DataFrame, with NA for what is empty."""
    columns: dict[str, Any] = {}
    for each in fields:
        values = [row[each["name"]] for _number, row in table.rows]
        read, dtype = TYPED.get(each.get("type", "string"), (str, "string"))
        typed: Any = [read(value) if value else pd.NA for value in values]
        if dtype.startswith("datetime"):
            columns[each["name"]] = pd.to_datetime(pd.Series(typed, dtype="object"))
        else:
            columns[each["name"]] = pd.array(typed, dtype=dtype)
    return pd.DataFrame(columns)
