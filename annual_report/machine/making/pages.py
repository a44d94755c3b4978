"""The pages that notebooks declare, each in its own metadata.

    "annual_report": {"pages": {"name": "{year}", "each": "year", "title": "Résumé {year}"}}

`each` says of what there is a page: "year", "member" (all that ever were one), "present_member" (of
the last year that is no draft), "told_member" (of whom there is enough to tell), "once", or each
value of a column, such as "sujets.theme". The notebook gets it as a parameter: `year`, `membre`
(its code; a title has its name), or the one that the placeholder in `name` names. Where there is no
network, `each` is a list, whose numbers stay numbers, `[2024, 2025]`, or the texts of a column of a
file beside the notebook, "regions.csv:code".

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
from annual_report.base.program import hash_bytes
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.run.tasks import INDEX, Report

KEY = "annual_report"
OF_MEMBERS = ("member", "present_member", "told_member")
PARAMETERS = dict.fromkeys(OF_MEMBERS, "membre") | {"year": "year"}
"""The parameter that says which year or member a page is of."""
KIND = "genre"
"""A placeholder for what the members are, in the plural: `departements/44`, `metropoles/…`."""
PAPER = {"pdf": ".pdf", "picture": ".png"}
KNOWN = {"name": str, "each": str, "title": str, "pdf": bool, "picture": bool, "years": int}
"""What may be declared of pages, and what it must be."""
COLUMN = re.compile(r"\w+\.\w+")
BESIDE = re.compile(r"([^/\\:]+\.csv):([^:]+)")
"""A column of a file beside the notebook."""
LISTED = "listed"
"""What stands for values that the notebook lists itself."""
NAME = re.compile(r"(?:[\w-]|\{\w+\})+(?:/(?:[\w-]|\{\w+\})+)?")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
Values = Mapping[str, Sequence[str | int]]


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
        named = (each for each in PLACEHOLDER.findall(self.name) if each != KIND)
        return None if self.each == "once" else str(next(named))


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
    found: Mapping[str, Notebook] = {}
    for folder in folders:
        if not folder.is_dir():
            raise ParameterError(_("{data}: there is no such folder", data=folder))
        if not any(each.suffix == ".ipynb" for each in folder.iterdir()):
            raise ParameterError(_("{data}: there is no notebook in this folder", data=folder))
        found = add_notebooks(found, folder)
    return dict(found)


def add_notebooks(known: Mapping[str, Notebook], folder: Path) -> Mapping[str, Notebook]:
    """Return notebooks with those of one more folder, if it is there, such as a network's own.

    One of these stands in the place of the project's that has its name. Raise ParameterError if
    one of another folder has it too.
    """
    found = dict(known)
    # Not by glob, which finds nothing in a folder that can't be listed.
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in (each for each in files if each.suffix == ".ipynb"):
        each = _read_notebook(path)
        other = found.get(each.name)
        # The project's own gives way, and so does the same one, named by two folders.
        if other and other.folder not in (NOTEBOOKS.resolve(), each.folder):
            raise ParameterError(_("two notebooks are called {name}", name=each.file))
        found[each.name] = each
    return found


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
    pages = tuple(_read_pages(path.name, each) for each in declared)
    return Notebook(path.stem, source, hash_bytes(source.encode()), path.parent.resolve(), pages)


def _read_pages(file: str, given: Any) -> Pages:
    """Read one declaration of pages; raise ParameterError for a word or a value that is none."""
    if not isinstance(given, dict):
        raise _say_wrong(file, "pages", given, "{…}")
    # A list of values stands for itself; everything else is named by a word.
    each: Any = given.get("each", "once")
    listed = tuple(each) if isinstance(each, list) else ()
    if listed and all(type(value) in (str, int) for value in listed):
        each = LISTED
    for key, value in {**given, "each": each}.items():
        if key not in KNOWN or not isinstance(value, KNOWN[key]):
            raise _say_wrong(file, key, value, ", ".join(KNOWN))
    name = str(given.get("name", Path(file).stem))
    if not NAME.fullmatch(name):
        raise _say_wrong(file, "name", name, "{year}, themes/{theme}")
    # What there is a page of: a word that is known here, or a column.
    is_column = COLUMN.fullmatch(each) or BESIDE.fullmatch(each)
    if each not in (*PARAMETERS, "once", LISTED) and not is_column:
        raise _say_wrong(file, "each", each, f"year, {', '.join(OF_MEMBERS)}, once, sujets.theme")
    # Pages that are several are told apart by one placeholder: the parameter that they differ in.
    named = set(PLACEHOLDER.findall(name)) - {KIND}
    wanted = PARAMETERS.get(each)
    if len(named) != (each != "once") or (wanted and named != {wanted}):
        expected = f"{{{wanted or 'theme'}}}"
        raise _say_wrong(file, "name", name, _("no placeholder") if each == "once" else expected)
    paper = tuple(ending for key, ending in PAPER.items() if given.get(key))
    return Pages(name, each, given.get("title", name), paper, given.get("years", 0), listed)


def _say_wrong(file: str, key: str, value: object, expected: str) -> ParameterError:
    line = _(
        "{file}: metadata annual_report, {key}: “{value}”; expected: {expected}",
        file=file,
        key=key,
        value=value,
        expected=expected,
    )
    return ParameterError(line)


def tell_pageless(known: Mapping[str, Notebook], values: Values) -> Iterator[str]:
    """Say which notebooks make no pages of a network, and why."""
    for notebook in known.values():
        name = notebook.file
        if not notebook.pages:
            yield _("{name}: its metadata declare no page (annual_report): not built", name=name)
        # Before a network has a year no notebook makes any: that is said once.
        for pages in notebook.pages if values.get("year", True) else ():
            if _list_values(notebook, pages, values):
                continue
            # Whoever fills in a network meets this one, and knows no column of that name.
            if pages.each == "told_member":
                yield _("{name}: no page yet, for of no member is there enough to tell", name=name)
            else:
                yield _("{name}: no page, for the data have no value of {each}",
                        name=name, each=pages.each)  # fmt: skip


def list_wanted_values(known: Mapping[str, Notebook]) -> tuple[str, ...]:
    """Return what a network must be asked for, so that its pages are known."""
    each = {pages.each for notebook in known.values() for pages in notebook.pages}
    ours = {name for name in each if name in ("once", LISTED) or BESIDE.fullmatch(name)}
    return tuple(sorted(each - ours | {"year", KIND}))


def list_reports(
    known: Mapping[str, Notebook], values: Values, called: Mapping[str, str] | None = None
) -> tuple[Report, ...]:
    """Return all reports of a network, those of the years first; none before it has a year.

    `called` has the members' names by their codes. Raise ParameterError if two would have the same
    page.
    """
    if not values.get("year", True):
        return ()
    order = {"year": 0, "once": 1} | dict.fromkeys(OF_MEMBERS, 2)
    found = [
        each
        for notebook in known.values()
        for each in _expand_notebook(notebook, values, called or {})
    ]
    found.sort(key=lambda report: order.get(report.each, 3))  # those of a kind stay as they were
    names: dict[str, Report] = {INDEX.name: INDEX}  # in small letters: Windows knows no others
    for report in found:
        if other := names.get(report.name.casefold()):
            said = _(
                "two pages would be called {page}: of {one} and of {other}",
                page=report.page,
                one=_name_report(other),
                other=_name_report(report),
            )
            raise ParameterError(said)
        names[report.name.casefold()] = report
    return tuple(found)


def _name_report(report: Report) -> str:
    """Name a report by its notebook and its parameters' values."""
    values = ", ".join(str(value) for value in report.parameters.values())
    name = f"{report.notebook}.ipynb" if report.notebook else report.name
    return f"{name} ({values})" if values else name


def _expand_notebook(
    notebook: Notebook, values: Values, called: Mapping[str, str]
) -> Iterator[Report]:
    kind = str(next(iter(values.get(KIND, ("membres",)))))
    # A page of each value, under an address made of slugs and a title with a member's name.
    for pages in notebook.pages:
        if len(values.get("year", ())) < pages.years:
            continue
        names = called if pages.each in OF_MEMBERS else {}
        for value in _list_values(notebook, pages, values):
            given = {pages.parameter: value} if pages.parameter else {}
            slugs = {name: make_slug(str(each)) for name, each in {**given, KIND: kind}.items()}
            said = {name: names.get(str(each), each) for name, each in given.items()}
            yield Report(
                _fill_placeholders(pages.name, slugs),
                notebook.name,
                given,
                _fill_placeholders(pages.title, said),
                pages.each,
                pages.paper,
            )


def _list_values(notebook: Notebook, pages: Pages, values: Values) -> Sequence[str | int]:
    """Return what a notebook makes pages of; raise ParameterError for a column that isn't there."""
    beside = BESIDE.fullmatch(pages.each)
    if pages.each == "once":
        return ("once",)
    # A list of the notebook's own, or what the network has of a kind or in a column.
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


def _fill_placeholders(text: str, places: Mapping[str, object]) -> str:
    """Fill placeholders; braces of any other kind stay."""
    return PLACEHOLDER.sub(lambda found: str(places.get(found[1], found[0])), text)
