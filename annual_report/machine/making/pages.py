"""The pages that a notebook declares in its metadata.

    "annual_report": {"pages": {"name": "{year}", "each": "year", "title": "Résumé {year}"}}

`each` says of what there is a page: "once", a list, whose numbers stay numbers, `[2024, 2025]`, the
texts of a column of a file beside the notebook, "regions.csv:code", or what the source of the pages
offers, such as "year" or a column of a table. The notebook gets the value as a parameter, named by
the placeholder in `name`; for a year that is `year`.

`"pdf": true` is for pages that people print or post: `build --pdf` makes a PDF, and a picture of
its first sheet. A notebook without the key makes no pages, and the build says so.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.errors import ParameterError, say_error
from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.base.program import hash_files
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.run.tasks import INDEX, Report

ONCE, YEAR = "once", "year"
DECLARABLE = {"name": str, "each": str, "title": str, "pdf": bool, "years": int}
"""What may be declared of pages, and what it must be."""
COLUMN = re.compile(r"\w+\.\w+")
"""A column of a table."""
BESIDE = re.compile(r"([^/\\:]+\.csv):([^:]+)")
"""A column of a file beside the notebook."""
READ = (".csv", ".geojson", ".jpeg", ".jpg", ".json", ".md", ".png", ".py", ".svg", ".xlsx")
"""How the names of files end that a notebook may read, or import, of its own folder."""
HIDDEN = (".", "~$")
"""How the names of lock files and half-saved copies begin."""
NAME = re.compile(r"(?:[\w-]|\{\w+\})+(?:/(?:[\w-]|\{\w+\})+)?")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
Values = Mapping[str, Sequence[str | int]]
Names = Mapping[str, Mapping[str, str]]


class Pages(NamedTuple):
    """Which pages a notebook makes, as it declares them.

    There are none before there are so many `years`; `listed` are values that the notebook lists.
    """

    name: str
    each: str
    title: str
    pdf: bool = False
    years: int = 0
    listed: tuple[str | int, ...] | None = None

    def list_values(self, values: Values) -> Sequence[str | int]:
        """Return what there is a page of: what is listed here, or what the source has of it."""
        return values.get(self.each, ()) if self.listed is None else self.listed


class Notebook(NamedTuple):
    """A notebook: its name, its JSON, the folder that it lies in, and its pages if it has any."""

    name: str
    source: str
    folder: Path
    pages: Pages | None


def read_notebooks(folders: Sequence[Path] = (NOTEBOOKS,)) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name. Raise ParameterError for what can't be built.

    One that declares no pages is among them.
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
    """Return notebooks with those of one more folder, if it is there, such as a network's own.

    One of these stands in the place of the project's that has its name. Raise ParameterError if
    one of another folder has it too.
    """
    all_notebooks = dict(notebooks)
    # Not by glob, which finds nothing in a folder that can't be listed.
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix == ".ipynb":
            notebook = _read_notebook(path)
            other = all_notebooks.get(notebook.name, notebook)
            # The project's own gives way, and so does the same one, named by two folders.
            if other.folder not in (NOTEBOOKS.resolve(), notebook.folder):
                raise ParameterError(_("two notebooks are called {name}", name=path.name))
            all_notebooks[notebook.name] = notebook
    return all_notebooks


def _read_notebook(path: Path) -> Notebook:
    """Read a notebook and what it declares; raise ParameterError if one of both is wrong."""
    if not path.is_file():  # a pipe would be waited for without end
        raise ParameterError(_("{file}: is no ordinary file", file=path.name))
    try:
        source = path.read_text(encoding="utf-8")
        about = json.loads(source)["metadata"].get("annual_report", {}).get("pages")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParameterError(_("{file}: this is no notebook", file=path.name)) from error
    pages = None if about is None else _read_pages(path, about)
    return Notebook(path.stem, source, path.parent.resolve(), pages)


def _read_pages(path: Path, given: Any) -> Pages:
    """Read a declaration of pages; raise ParameterError for a word or a value that is none."""
    file, listed = path.name, None
    if not isinstance(given, dict):
        raise _say_wrong(file, "pages", given, "{…}")
    each: Any = given.get("each", ONCE)
    if isinstance(each, list) and each and all(type(value) in (str, int) for value in each):
        each, listed = str(each), tuple(each)
    for key, value in {**given, "each": each}.items():
        if key not in DECLARABLE or not isinstance(value, DECLARABLE[key]):
            raise _say_wrong(file, key, value, ", ".join(DECLARABLE))
    name = str(given.get("name", path.stem))
    if not NAME.fullmatch(name):
        raise _say_wrong(file, "name", name, "{year}, themes/{theme}")
    # Pages that are several are told apart by one placeholder: the parameter that they differ in.
    named = set(PLACEHOLDER.findall(name))
    if len(named) != (each != ONCE) or (each == YEAR and named != {YEAR}):
        expected = {ONCE: _("no placeholder"), YEAR: "{year}"}
        raise _say_wrong(file, "name", name, expected.get(each, "{theme}"))
    if each == ONCE:
        listed = (ONCE,)
    elif beside := BESIDE.fullmatch(each):
        listed = _read_column(path, *beside.groups())
    title, pdf, years = given.get("title", name), given.get("pdf", False), given.get("years", 0)
    return Pages(name, each, title, pdf, years, listed)


def _read_column(notebook: Path, file: str, column: str) -> tuple[str, ...]:
    """Return the values of a column of a file beside a notebook; raise ParameterError for none.

    Each is there once, and as it is written: "01" is no number.
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
    line = _("{file}: metadata annual_report, {key}: “{value}”; expected: {expected}",
             file=file, key=key, value=value, expected=expected)  # fmt: skip
    return ParameterError(line)


def tell_pageless(notebooks: Mapping[str, Notebook], values: Values) -> Iterator[str]:
    """Say which notebooks make no pages, and why."""
    for notebook in notebooks.values():
        name = f"{notebook.name}.ipynb"
        if not notebook.pages:
            yield _("{name}: its metadata declare no page (annual_report): not built", name=name)
        # Before there is a year no notebook makes any: that is said once.
        elif values.get("year", True) and not notebook.pages.list_values(values):
            yield _("{name}: no page, for the data have no value of {each}",
                    name=name, each=notebook.pages.each)  # fmt: skip


def list_wanted_values(
    notebooks: Mapping[str, Notebook], offered: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return of what the source of the pages must list the values, so that its pages are known.

    Raise ParameterError for what neither the notebook lists itself nor the source has `offered`: a
    column of a table is offered where one is.
    """
    has_tables = any(COLUMN.fullmatch(value) for value in offered)
    wanted = {YEAR} & {*offered}
    for notebook in notebooks.values():
        if notebook.pages and notebook.pages.listed is None:
            value = notebook.pages.each
            if value not in offered and not (has_tables and COLUMN.fullmatch(value)):
                expected = (ONCE, "[2024, 2025]", "FILE.csv:COLUMN", *offered)
                raise _say_wrong(f"{notebook.name}.ipynb", "each", value, ", ".join(expected))
            wanted.add(value)
    return tuple(sorted(wanted))


def hash_beside(folder: Path) -> str:
    """Return the hash of what a notebook may read or import of the folder that it lies in."""
    beside = [path for path in folder.iterdir()
              if path.suffix.lower() in READ and not path.name.startswith(HIDDEN)]  # fmt: skip
    return hash_files({path.name: path.read_bytes() for path in beside if path.is_file()})


def list_reports(
    notebooks: Mapping[str, Notebook], values: Values, names: Names | None = None
) -> tuple[Report, ...]:
    """Return all reports, those of the years first; none where there could be a year and is none.

    `names` has what some values are called in titles. Raise ParameterError if two reports would
    have the same page.
    """
    if not values.get("year", True):
        return ()
    order = {YEAR: 0, ONCE: 1}
    reports = [
        report
        for notebook in notebooks.values()
        if notebook.pages and len(values.get(YEAR, ())) >= notebook.pages.years
        for report in _make_reports(notebook.name, notebook.pages, values, names or {})
    ]
    reports.sort(key=lambda report: order.get(report.each, 2))  # those of a kind stay as they were
    taken: dict[str, Report] = {INDEX.name: INDEX}  # in small letters: Windows knows no others
    for report in reports:
        other = taken.setdefault(report.name.casefold(), report)
        if other is not report:
            one, two = (
                " ".join([page.notebook or page.name, *map(str, page.parameters.values())])
                for page in (other, report)
            )
            line = _("two pages would be called {page}: of {one} and of {other}",
                     page=report.page, one=one, other=two)  # fmt: skip
            raise ParameterError(line)
    return tuple(reports)


def _make_reports(notebook: str, pages: Pages, values: Values, names: Names) -> Iterator[Report]:
    """Yield a page of each value, its address made of a slug, its title of the value's name."""
    parameter = "".join(PLACEHOLDER.findall(pages.name))  # none where there is one page alone
    called, place = names.get(pages.each, {}), f"{{{parameter}}}"
    for value in pages.list_values(values):
        yield Report(
            pages.name.replace(place, make_slug(str(value))),
            notebook,
            {parameter: value} if parameter else {},
            pages.title.replace(place, str(called.get(str(value), value))),
            pages.each,
            pages.pdf,
        )
