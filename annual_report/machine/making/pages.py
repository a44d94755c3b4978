"""The pages that notebooks declare, each in its own metadata.

    "annual_report": {"pages": {"name": "{year}", "each": "year", "title": "Résumé {year}"}}

`each` says of what there is a page: "once", a list, whose numbers stay numbers, `[2024, 2025]`, the
texts of a column of a file beside the notebook, "regions.csv:code", or what the source of the pages
offers, such as "year" or a column of a table. The notebook gets the value as a parameter, named by
the placeholder in `name`; for a year that is `year`.

`"pdf": true` is for pages that people print, `"picture": true` for those that they post:
`build --pdf` makes both. Several such declarations are a list. A notebook without the key makes no
pages, and the build says so.
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
from annual_report.base.program import hash_bytes, hash_files
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.run.tasks import INDEX, Report

KEY = "annual_report"
ONCE, YEAR = "once", "year"
PAPER = {"pdf": ".pdf", "picture": ".png"}
KNOWN = {"name": str, "each": str, "title": str, "pdf": bool, "picture": bool, "years": int}
"""What may be declared of pages, and what it must be."""
COLUMN = re.compile(r"\w+\.\w+")
"""A column of a table."""
BESIDE = re.compile(r"([^/\\:]+\.csv):([^:]+)")
"""A column of a file beside the notebook."""
READ = (".csv", ".geojson", ".jpeg", ".jpg", ".json", ".png", ".py", ".svg", ".xlsx")
"""How the names of files end that a notebook may read, or import, of its own folder."""
HIDDEN = (".", "~$")
"""How the names of lock files and half-saved copies begin."""
LISTED = "listed"
"""What stands for values that the notebook lists itself."""
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
    paper: tuple[str, ...]
    years: int
    listed: tuple[str | int, ...]

    @property
    def parameter(self) -> str | None:
        """The parameter that says which of them is made; None where there is one alone."""
        return None if self.each == ONCE else str(PLACEHOLDER.findall(self.name)[0])


class Notebook(NamedTuple):
    """A notebook that makes pages: its name, its JSON and the hash of that, and its folder."""

    name: str
    source: str
    digest: str
    folder: Path
    pages: tuple[Pages, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.ipynb"


def read_notebooks(folders: Sequence[Path] = (NOTEBOOKS,)) -> dict[str, Notebook]:
    """Return the notebooks of some folders by name. Raise ParameterError for what can't be built.

    One without declared pages is among them, with none.
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
                raise ParameterError(_("two notebooks are called {name}", name=notebook.file))
            all_notebooks[notebook.name] = notebook
    return all_notebooks


def _read_notebook(path: Path) -> Notebook:
    """Read a notebook and what it declares; raise ParameterError if one of both is wrong."""
    if not path.is_file():  # a pipe would be waited for without end
        raise ParameterError(_("{file}: is no ordinary file", file=path.name))
    try:
        source = path.read_text(encoding="utf-8")
        about = json.loads(source)["metadata"].get(KEY, {}).get("pages", [])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParameterError(_("{file}: this is no notebook", file=path.name)) from error
    declared = about if isinstance(about, list) else [about]
    pages = tuple(_read_pages(path.name, entry) for entry in declared)
    return Notebook(path.stem, source, hash_bytes(source.encode()), path.parent.resolve(), pages)


def _read_pages(file: str, given: Any) -> Pages:
    """Read one declaration of pages; raise ParameterError for a word or a value that is none."""
    if not isinstance(given, dict):
        raise _say_wrong(file, "pages", given, "{…}")
    # A list of values stands for itself; everything else is named by a word.
    each: Any = given.get("each", ONCE)
    listed = tuple(each) if isinstance(each, list) else ()
    if listed and all(type(value) in (str, int) for value in listed):
        each = LISTED
    for key, value in {**given, "each": each}.items():
        if key not in KNOWN or not isinstance(value, KNOWN[key]):
            raise _say_wrong(file, key, value, ", ".join(KNOWN))
    name = str(given.get("name", Path(file).stem))
    if not NAME.fullmatch(name):
        raise _say_wrong(file, "name", name, "{year}, themes/{theme}")
    # Pages that are several are told apart by one placeholder: the parameter that they differ in.
    named = set(PLACEHOLDER.findall(name))
    if len(named) != (each != ONCE) or (each == YEAR and named != {YEAR}):
        expected = {ONCE: _("no placeholder"), YEAR: "{year}"}
        raise _say_wrong(file, "name", name, expected.get(each, "{theme}"))
    paper = tuple(ending for key, ending in PAPER.items() if given.get(key))
    return Pages(name, each, given.get("title", name), paper, given.get("years", 0), listed)


def _say_wrong(file: str, key: str, value: object, expected: str) -> ParameterError:
    line = _("{file}: metadata annual_report, {key}: “{value}”; expected: {expected}",
             file=file, key=key, value=value, expected=expected)  # fmt: skip
    return ParameterError(line)


def tell_pageless(notebooks: Mapping[str, Notebook], values: Values) -> Iterator[str]:
    """Say which notebooks make no pages, and why."""
    for notebook in notebooks.values():
        name = notebook.file
        if not notebook.pages:
            yield _("{name}: its metadata declare no page (annual_report): not built", name=name)
        # Before there is a year no notebook makes any: that is said once.
        for pages in notebook.pages if values.get("year", True) else ():
            if not _list_values(notebook, pages, values):
                yield _("{name}: no page, for the data have no value of {each}",
                        name=name, each=pages.each)  # fmt: skip


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
        for value in (pages.each for pages in notebook.pages):
            if value in (ONCE, LISTED) or BESIDE.fullmatch(value):
                continue
            if value not in offered and not (has_tables and COLUMN.fullmatch(value)):
                expected = (ONCE, "[2024, 2025]", "FILE.csv:COLUMN", *offered)
                raise _say_wrong(notebook.file, "each", value, ", ".join(expected))
            wanted.add(value)
    return tuple(sorted(wanted))


def hash_beside(folder: Path) -> str:
    """Return the hash of what a notebook may read or import of the folder that it lies in."""
    beside = [path for path in folder.iterdir()
              if path.suffix.lower() in READ and not path.name.startswith(HIDDEN)]  # fmt: skip
    return hash_files({path.name: path.read_bytes() for path in beside if path.is_file()})


def hash_program_phrases() -> str:
    """Return the hash of the program's phrases, which any page may tell."""
    phrases = (NOTEBOOKS / "phrases").glob("*.md")
    return hash_files({path.name: path.read_bytes() for path in phrases})


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
        for report in _expand_notebook(notebook, values, names or {})
    ]
    reports.sort(key=lambda report: order.get(report.each, 2))  # those of a kind stay as they were
    taken: dict[str, Report] = {INDEX.name: INDEX}  # in small letters: Windows knows no others
    for report in reports:
        if other := taken.get(report.name.casefold()):
            line = _("two pages would be called {page}: of {one} and of {other}", page=report.page,
                     one=_name_report(other), other=_name_report(report))  # fmt: skip
            raise ParameterError(line)
        taken[report.name.casefold()] = report
    return tuple(reports)


def _name_report(report: Report) -> str:
    """Name a report by its notebook and its parameters' values."""
    return " ".join([report.notebook or report.name, *map(str, report.parameters.values())])


def _expand_notebook(notebook: Notebook, values: Values, names: Names) -> Iterator[Report]:
    # A page of each value, under an address made of a slug and a title with the value's name.
    for pages in notebook.pages:
        if len(values.get(YEAR, ())) < pages.years:
            continue
        called, place = names.get(pages.each, {}), f"{{{pages.parameter}}}"
        for value in _list_values(notebook, pages, values):
            yield Report(
                pages.name.replace(place, make_slug(str(value))),
                notebook.name,
                {pages.parameter: value} if pages.parameter else {},
                pages.title.replace(place, str(called.get(str(value), value))),
                pages.each,
                pages.paper,
            )


def _list_values(notebook: Notebook, pages: Pages, values: Values) -> Sequence[str | int]:
    """Return what a notebook makes pages of; raise ParameterError for a column that isn't there."""
    beside = BESIDE.fullmatch(pages.each)
    if pages.each == ONCE:
        return (ONCE,)
    # A list of the notebook's own, or what the source of the pages has of it.
    if beside is None:
        return pages.listed or values.get(pages.each, ())
    # A column of a file beside, each value once and as it is written: "01" is no number.
    file, column = beside.groups()
    try:
        with (notebook.folder / file).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        line = _("{file}: {reason}", file=file, reason=say_error(error))
        raise ParameterError(line) from error
    if rows and column not in rows[0]:
        columns = ", ".join(f"{file}:{name}" for name in rows[0])
        raise _say_wrong(notebook.file, "each", pages.each, columns)
    return tuple(dict.fromkeys(row[column] for row in rows if row[column]))
