"""The pages that a notebook declares in its metadata.

    "annual_report": {"pages": {"name": "{year}", "each": "year", "title": "Résumé {year}"}}

`each` says for which values there is a page: "once"; a list, `[2024, 2025]`, whose numbers stay
numbers; the texts of a column of a file beside the notebook, "regions.csv:code"; or values that the
source of the pages offers, such as "year" or a column of a table. The notebook gets the value as a
parameter, named by the placeholder in `name`; for a year that is `year`.

`title` is that of the page, wherever it is told: on its cover, in its links, in the list of pages.
`frame` is "year" for a summary that fills its sheet of paper, "data" for wide tables.

`"pdf": true` is for pages that people print or post: `build --pdf` makes a PDF, and a picture of
its first sheet. A notebook without the key makes no pages, and the build says so.
"""

import csv
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.errors import ParameterError, say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_files
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.pages.export.identity import (
    FRAMES,
    PLACEHOLDER,
    YEAR,
    fill_name,
    fill_title,
)
from annual_report.machine.run.tasks import INDEX, Report

ONCE = "once"
"""The word under "each" for a notebook that makes a single page."""
TYPES_OF_KEYS = {"name": str, "each": str, "title": str, "frame": str, "pdf": bool, "years": int}
"""A key of a declaration → the type of its value."""
# The name of pages is a file's on all systems, with or without a folder and a placeholder.
# Taken: "{year}", "themes/{theme}", "tendances". Not taken: "a/b/c", "../x", "a b".
NAME = re.compile(r"(?:[\w-]|\{\w+\})+(?:/(?:[\w-]|\{\w+\})+)?")
PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
"""The endings of the pictures that a notebook may show of its own folder."""
READABLE = (*PICTURES, ".csv", ".geojson", ".json", ".md", ".py", ".xlsx")
"""The endings of the files beside a notebook that the notebook may read or import."""
LARGEST = 300_000_000
"""The most bytes of a notebook, with all its outputs."""
STARTS_OF_HIDDEN = (".", "~$")
"""The beginnings of the names of lock files and half-saved copies."""
Values = Mapping[str, Sequence[str | int]]
"""The values that have pages, by the name of their kind: {"year": [2024, 2025]}."""
Names = Mapping[str, Mapping[str, str]]
"""The words of titles for such values, by the same names: {"membres.membre": {"44": "Nantes"}}."""


class Pages(NamedTuple):
    """The pages that a notebook declares.

    name      the name of each page, with a placeholder for the value: "themes/{theme}"
    each      the name of the values, such as "year", or "once"
    title     the title of each page, with the same placeholder
    pdf       whether the pages are printed too if paper is asked for
    years     the fewest years of a network that has these pages
    listed    the values that the notebook lists itself; None if the data list the values
    language  the language of the pages' fixed words, "fr" or "en"; "" where nothing tells
    """

    name: str
    each: str
    title: str
    pdf: bool = False
    years: int = 0
    listed: tuple[str | int, ...] | None = None
    language: str = ""

    def list_values(self, values: Values) -> Sequence[str | int]:
        """Return the values that have a page: the listed values, or those that the data offer."""
        if self.listed is None:
            return values.get(self.each, ())
        return self.listed


class Notebook(NamedTuple):
    """A notebook as its file has it.

    name    the file's name without its ending: "annual_report"
    source  the JSON
    folder  the folder of the file
    pages   the pages that the metadata declare, or None
    """

    name: str
    source: str
    folder: Path
    pages: Pages | None


def read_notebooks(folders: Sequence[Path] = (NOTEBOOKS,)) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name, those without pages too.

    Raise ParameterError for a folder without notebooks, or a notebook that can't be built.
    """
    notebooks: dict[str, Notebook] = {}
    for folder in folders:
        if not folder.is_dir():
            raise ParameterError(_("{data}: there is no such folder", data=folder))
        if not any(file.suffix == ".ipynb" for file in folder.iterdir()):
            raise ParameterError(_("{data}: there is no notebook in this folder", data=folder))
        notebooks = add_notebooks(notebooks, folder)
    return notebooks


def add_notebooks(notebooks: Mapping[str, Notebook], folder: Path) -> dict[str, Notebook]:
    """Return `notebooks` and those of a further folder, such as a network's, which needn't exist.

    Notebooks are given and returned by name. A notebook in the folder replaces the project's
    notebook of the same name. Raise ParameterError if the notebook of that name is of any other
    folder.
    """
    all_notebooks = dict(notebooks)
    if not folder.is_dir():
        return all_notebooks
    # `iterdir` raises an error for a folder that can't be listed; `glob` would find nothing there.
    for path in sorted(folder.iterdir()):
        if path.suffix != ".ipynb":
            continue
        notebook = _read_notebook(path)
        other = all_notebooks.get(notebook.name)
        # A folder may be given twice: then the notebook is the same.
        if other is not None and other.folder not in (NOTEBOOKS.resolve(), notebook.folder):
            raise ParameterError(_("two notebooks are called {name}", name=path.name))
        all_notebooks[notebook.name] = notebook
    return all_notebooks


def _read_notebook(path: Path) -> Notebook:
    """Read a notebook and its declaration; raise ParameterError if either is wrong."""
    # Reading a pipe would wait without end.
    if not path.is_file():
        raise ParameterError(_("{file}: is no ordinary file", file=path.name))
    if path.stat().st_size > LARGEST:
        raise ParameterError(_("{file}: is too large", file=path.name))
    try:
        source = path.read_text(encoding="utf-8")
        metadata = json.loads(source)["metadata"]
        declared = metadata.get("annual_report", {}).get("pages")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParameterError(_("{file}: this is no notebook", file=path.name)) from error
    pages = None
    if declared is not None:
        pages = _read_pages(path, declared)
    return Notebook(path.stem, source, path.parent.resolve(), pages)


def _read_pages(path: Path, declared: Any) -> Pages:
    """Return the pages that the metadata of the notebook at `path` declare.

    `declared` is the value of "pages" there: {"name": "{year}", "each": "year"}. Raise
    ParameterError for a wrong key or value.
    """
    file = path.name
    if not isinstance(declared, dict):
        raise _say_wrong(file, "pages", declared, "{…}")
    each: Any = declared.get("each", ONCE)
    # The values that have a page each, where the notebook says them; else the data list them.
    listed: tuple[str | int, ...] | None = None
    if _is_list_of_values(each):
        listed = tuple(each)
        # From here on `each` is a text, as for other notebooks: "[2024, 2025]".
        each = str(each)
    _check_keys(file, {**declared, "each": each})
    name = str(declared.get("name", path.stem))
    _check_name(file, name, each)
    file_beside, column = _split_column_of_file(each)
    if each == ONCE:
        listed = (ONCE,)
    elif file_beside:
        listed = _read_column(path, file_beside, column)
    return Pages(
        name,
        each,
        title=declared.get("title", name),
        pdf=declared.get("pdf", False),
        years=declared.get("years", 0),
        listed=listed,
    )


def _is_list_of_values(each: Any) -> bool:
    """Whether the value of "each" is a list of texts and numbers, as [2024, 2025]."""
    if not isinstance(each, list) or not each:
        return False
    # `isinstance` would take JSON's true for a number.
    return all(type(value) in (str, int) for value in each)


def _check_keys(file: str, declared: Mapping[str, Any]) -> None:
    """Raise ParameterError for a key that no declaration has, or a value of another type.

    `file` is the name of the notebook's file, for the message.
    """
    for key, value in declared.items():
        if key not in TYPES_OF_KEYS or not isinstance(value, TYPES_OF_KEYS[key]):
            raise _say_wrong(file, key, value, ", ".join(TYPES_OF_KEYS))
    frame = declared.get("frame", FRAMES[0])
    if frame not in FRAMES:
        raise _say_wrong(file, "frame", frame, ", ".join(FRAMES))


def _split_column_of_file(each: str) -> tuple[str, str]:
    """Return the file and the column that `each` names; ("", "") if it names no column of a file.

    "regions.csv:code" → ("regions.csv", "code"); "year" → ("", "")
    """
    file, _colon, column = each.partition(":")
    is_csv = file.endswith(".csv") and file != ".csv"
    # Only a file in the folder of the notebook counts.
    has_folder = "/" in file or "\\" in file
    if not is_csv or has_folder or not column or ":" in column:
        return "", ""
    return file, column


def _is_column_of_table(each: str) -> bool:
    """Whether `each` names a column of a table of the data, as "membres.membre"."""
    names = each.split(".")
    # A name of letters, digits and underscores.
    return len(names) == 2 and all(name.replace("_", "a").isalnum() for name in names)


def _check_name(file: str, name: str, each: str) -> None:
    """Raise ParameterError for a name of pages that no file can have, or that all would share.

    For the values of `each`, "year" or "membres.theme" say, a right `name` is "{year}" or
    "themes/{theme}". `file` is the name of the notebook's file, for the message.
    """
    if not NAME.fullmatch(name):
        raise _say_wrong(file, "name", name, "{year}, themes/{theme}")
    placeholders = set(PLACEHOLDER.findall(name))
    # A single page has no placeholder. The names of several pages differ in one placeholder, which
    # is a parameter of the notebook.
    if each == ONCE:
        is_right = not placeholders
        expected = _("no placeholder")
    elif each == YEAR:
        is_right = placeholders == {YEAR}
        expected = "{year}"
    else:
        is_right = len(placeholders) == 1
        expected = "{theme}"
    if not is_right:
        raise _say_wrong(file, "name", name, expected)


def _read_column(notebook: Path, file: str, column: str) -> tuple[str, ...]:
    """Return the distinct values of a column of a CSV file beside a notebook, as they are written.

    A column with the cells 01, 02, an empty one and 01 → ("01", "02"). Raise ParameterError for a
    file that can't be read or lacks the column.
    """
    try:
        with notebook.with_name(file).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        line = _("{file}: {reason}", file=file, reason=say_error(error))
        raise ParameterError(line) from error
    if rows and column not in rows[0]:
        columns = ", ".join(f"{file}:{name}" for name in rows[0])
        raise _say_wrong(notebook.name, "each", f"{file}:{column}", columns)
    return tuple(dict.fromkeys(row[column] for row in rows if row[column]))


def _say_wrong(file: str, key: str, value: object, expected: str) -> ParameterError:
    """Return the error for a value that a notebook's declaration of pages can't have.

    "a.ipynb: metadata annual_report, frame: “wide”; expected: year, data"
    """
    line = _(
        "{file}: metadata annual_report, {key}: “{value}”; expected: {expected}",
        file=file,
        key=key,
        value=value,
        expected=expected,
    )
    return ParameterError(line)


def tell_pageless(notebooks: Mapping[str, Notebook], values: Values) -> Iterator[str]:
    """Yield a line for each notebook that makes no pages, with the reason.

    `values` are the values in the data for which there may be pages: {"year": [2024, 2025]}.
    """
    for notebook in notebooks.values():
        name = f"{notebook.name}.ipynb"
        if not notebook.pages:
            yield _("{name}: its metadata declare no page (annual_report): not built", name=name)
        # In data without any year no notebook makes pages: another line says so, once.
        elif not _lacks_years(values) and not notebook.pages.list_values(values):
            each = notebook.pages.each
            yield _("{name}: no page, for the data have no value of {each}", name=name, each=each)


def list_wanted_values(
    notebooks: Mapping[str, Notebook], offered: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the names of the values that the data must list for the notebooks: ("year",).

    `offered` are the names that the data can list, as "each" has them. A column among them, such as
    "membres.membre", means that the data can list all columns of all tables. Raise ParameterError
    for a notebook with a page for each value of something that the data can't list.
    """
    has_tables = any(map(_is_column_of_table, offered))
    wanted: set[str] = set()
    # The years are always listed, where there are years: without any year no page is made.
    if YEAR in offered:
        wanted.add(YEAR)
    for notebook in notebooks.values():
        # Such a notebook has no pages, or lists the values itself.
        if notebook.pages is None or notebook.pages.listed is not None:
            continue
        each = notebook.pages.each
        is_offered_column = has_tables and _is_column_of_table(each)
        if each not in offered and not is_offered_column:
            expected = (ONCE, "[2024, 2025]", "FILE.csv:COLUMN", *offered)
            raise _say_wrong(f"{notebook.name}.ipynb", "each", each, ", ".join(expected))
        wanted.add(each)
    return tuple(sorted(wanted))


def list_beside(folder: Path, endings: Collection[str] = READABLE) -> list[Path]:
    """Return the files in a notebook's folder that may change the notebook's page, in no order.

    These are the files with one of the `endings`, in small letters or capitals.
    """
    files = []
    for path in folder.iterdir():
        is_readable = path.suffix.lower() in endings and not path.name.startswith(STARTS_OF_HIDDEN)
        if is_readable and path.is_file():
            files.append(path)
    return files


def hash_beside(folder: Path, endings: Collection[str] = READABLE) -> str:
    """Return one hash of the files in a notebook's folder that may change the notebook's page."""
    hashes: dict[str, bytes] = {}
    for path in list_beside(folder, endings):
        # Read in pieces: a file of any size may lie there.
        with path.open("rb") as stream:
            hashes[path.name] = hashlib.file_digest(stream, "sha256").digest()
    return hash_files(hashes)


def read_beside(folder: Path) -> dict[str, bytes]:
    """Return name → content of the files in a folder that its notebooks may read or import."""
    return {path.name: path.read_bytes() for path in list_beside(folder)}


def list_reports(
    notebooks: Mapping[str, Notebook], values: Values, names: Names | None = None
) -> tuple[Report, ...]:
    """Return all reports of some notebooks: the pages to make, those of years first.

    `values` are the values in the data for which there may be pages: {"membres.membre": ["44"]};
    `names` are the words for these values in titles: {"membres.membre": {"44": "Nantes"}}. Raise
    ParameterError if two reports would have the same page.
    """
    # Where nobody has recorded any year, there is nothing to tell.
    if _lacks_years(values):
        return ()
    count_of_years = len(values.get(YEAR, ()))
    reports: list[Report] = []
    for notebook in notebooks.values():
        if notebook.pages and count_of_years >= notebook.pages.years:
            reports.extend(_make_reports(notebook.name, notebook.pages, values, names or {}))
    # The pages of years, then single pages, then all others; within a kind the order stays.
    order = {YEAR: 0, ONCE: 1}
    reports.sort(key=lambda report: order.get(report.each, 2))
    _refuse_same_pages(reports)
    return tuple(reports)


def _lacks_years(values: Values) -> bool:
    """Whether a network's data have no year at all.

    Notebooks of no network have values without the name "year": {}. They lack nothing.
    """
    return YEAR in values and not values[YEAR]


def _refuse_same_pages(reports: Sequence[Report]) -> None:
    """Raise ParameterError if two reports would have the same page, or one that of the list."""
    # Names are compared in small letters, as Windows does.
    taken: dict[str, Report] = {INDEX.name: INDEX}
    for report in reports:
        other = taken.setdefault(report.name.casefold(), report)
        if other is not report:
            line = _(
                "two pages would be called {page}: of {one} and of {other}",
                page=report.page,
                one=_name_origin(other),
                other=_name_origin(report),
            )
            raise ParameterError(line)


def _name_origin(report: Report) -> str:
    """Return the notebook of a report and the values of its parameters: "annual_report 2025"."""
    # The list of pages has no notebook.
    notebook = report.notebook or report.name
    return " ".join([notebook, *map(str, report.parameters.values())])


def _make_reports(notebook: str, pages: Pages, values: Values, names: Names) -> Iterator[Report]:
    """Yield a report for each value for which a notebook makes a page.

    `notebook` is the notebook's name. With the name "themes/{theme}" and the title "Les {theme}",
    the value "Été" has the page themes/Ete.html, called "Les Été"; `names` may have other words for
    the value in titles.
    """
    # The one placeholder of the name is the notebook's parameter; a single page has neither.
    parameter = "".join(PLACEHOLDER.findall(pages.name))
    names_of_values = names.get(pages.each, {})
    for value in pages.list_values(values):
        name_of_value = str(names_of_values.get(str(value), value))
        yield Report(
            name=fill_name(pages.name, parameter, value),
            notebook=notebook,
            parameters={parameter: value} if parameter else {},
            title=fill_title(pages.title, parameter, name_of_value),
            each=pages.each,
            pdf=pages.pdf,
            language=pages.language,
        )
