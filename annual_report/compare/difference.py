"""What differs between two builds, or between two years of one: facts, key figures and sentences.

It reads what was published, pages and their JSON, never the data: two builds can be compared long
after the data that they were made of have changed. Between years, the tables that are calculated
from the same facts are left out: the key figures and sentences already say it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from annual_report.compare.alignment import paired
from annual_report.compare.published import Published, Table, read_published
from annual_report.errors import ReportError
from annual_report.french import MINUS, NO_BREAK, number
from annual_report.messages import _

UNKNOWN = "non renseigné"
OWN_TABLES: dict[tuple[str, ...], str] = {
    ("rencontres", "Rencontre"): "meetings",
    ("sujets", "Sujet"): "subjects",
}
"""The tables that list a year's own facts, by chapter and first column."""
FIGURES = "chiffres"
"""The chapter of the key figures, which are read from the JSON beside the page."""


@dataclass(frozen=True)
class Change:
    """One thing that differs: "" before if it is new, "" after if it is gone.

    `what` names it, and is "" for a sentence or an entry of a list; `by` says by how much.
    """

    before: str
    after: str
    what: str = ""
    by: str = ""


@dataclass(frozen=True)
class Group:
    """Changes of one kind: figures, members, meetings, subjects, sentences or table."""

    kind: str
    changes: tuple[Change, ...]
    title: str = ""


@dataclass(frozen=True)
class PageDifference:
    """What differs in a page; `state` is "changed", "before", "after" or "looks".

    "before" and "after" say which of the two builds alone has it; "looks", that it says the same.
    """

    name: str
    state: str
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All that differs between two builds or two years, and how each is called."""

    before: str
    after: str
    pages: tuple[PageDifference, ...]

    @property
    def changed(self) -> tuple[PageDifference, ...]:
        """The pages that say something else, or that one build lacks."""
        return tuple(page for page in self.pages if page.state != "looks")

    @property
    def alike(self) -> tuple[str, ...]:
        """The names of the pages that say the same in other bytes."""
        return tuple(page.name for page in self.pages if page.state == "looks")


def compare_years(folder: Path, before: str, after: str) -> Difference:
    """Compare two annual reports of one build."""
    pages = [read_published(folder, f"{year}.html") for year in (before, after)]
    groups = tuple(_groups(*pages, calculated=False))
    name = f"{before} → {after}"
    return Difference(before, after, (PageDifference(name, "changed", groups),) if groups else ())


def compare_builds(before: Path, after: Path) -> Difference:
    """Compare two builds, page by page."""
    old, new = _pages(before), _pages(after)
    found = []
    for name in sorted(old | new):
        if name not in new or name not in old:
            found.append(PageDifference(name, "before" if name in old else "after"))
            continue
        one, two = read_published(before, name), read_published(after, name)
        groups = tuple(_groups(one, two, calculated=True))
        if groups:
            found.append(PageDifference(name, "changed", groups))
        elif one.content != two.content:
            found.append(PageDifference(name, "looks"))
    return Difference(*_called(before, after), tuple(found))


def _called(before: Path, after: Path) -> tuple[str, str]:
    """Return the ends of two paths that tell them apart: a page must not say where builds are."""
    one, two = before.resolve().parts, after.resolve().parts
    count = next((n for n in range(1, len(one) + 1) if one[-n:] != two[-n:]), 1)
    return str(PurePosixPath(*one[-count:])), str(PurePosixPath(*two[-count:]))


def _pages(folder: Path) -> set[str]:
    """Return the names of a build's pages; raise ReportError if there is none."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    if not names:
        raise ReportError(_("{folder}: there is no build here", folder=folder))
    return names


def _groups(old: Published, new: Published, *, calculated: bool) -> Iterator[Group]:
    """Yield what differs in a page, the kinds that differ only."""
    groups = [
        Group("figures", tuple(_figures(old, new))),
        Group("members", tuple(_listed(old.members, new.members))),
        *_tables(old, new, calculated=calculated),
    ]
    for chapter in dict.fromkeys([*new.sentences, *old.sentences]):
        title = new.titles.get(chapter) or old.titles.get(chapter, "")
        said = (page.sentences.get(chapter, []) for page in (old, new))
        groups.append(Group("sentences", tuple(_sentences(*said)), title))
    yield from (group for group in groups if group.changes)


def _figures(old: Published, new: Published) -> Iterator[Change]:
    for name in dict.fromkeys([*new.figures, *old.figures]):
        one, two = old.figures.get(name, {}), new.figures.get(name, {})
        before: Any = one.get("valeur")
        after: Any = two.get("valeur")
        if before != after:
            about = two or one
            unit = str(about["unite"])
            known = before is not None and after is not None
            by = _by(after - before, unit) if known else ""
            yield Change(_printed(before, unit), _printed(after, unit), str(about["libelle"]), by)


def _printed(value: Any, unit: str) -> str:
    """Write a value as the report does."""
    if value is None:
        return UNKNOWN
    return f"{number(value * 100, 1)}{NO_BREAK}%" if unit == "part" else number(value)


def _by(change: float, unit: str) -> str:
    """Write a change with its sign; shares change by points."""
    sign = "+" if change > 0 else MINUS
    if unit == "part":
        points = round(abs(change) * 100, 1)
        return f"{sign}{number(points, 1)}{NO_BREAK}point{'s' if points >= 2 else ''}"
    return sign + number(abs(change))


def _listed(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    yield from (Change(each, "") for each in old if each not in new)
    yield from (Change("", each) for each in new if each not in old)


def _tables(old: Published, new: Published, *, calculated: bool) -> Iterator[Group]:
    found = [{_key(table): table for table in page.tables} for page in (old, new)]
    for key in sorted(found[1] | found[0], key=lambda key: key not in OWN_TABLES):
        kind, chapter = OWN_TABLES.get(key, "table"), key[0]
        if chapter == FIGURES or (kind == "table" and not calculated):
            continue
        one, two = (tables.get(key, Table(chapter)) for tables in found)
        title = "" if kind != "table" else two.caption or one.caption
        yield Group(kind, tuple(_rows(one, two)), title)


def _key(table: Table) -> tuple[str, ...]:
    """Return what a table is known by elsewhere; a year's own may have columns named for it."""
    own = (table.chapter, *table.columns[:1])
    return own if own in OWN_TABLES else (table.chapter, *table.columns)


def _rows(old: Table, new: Table) -> Iterator[Change]:
    for name in dict.fromkeys([*old.rows, *new.rows]):
        one, two = old.rows.get(name), new.rows.get(name)
        if one is None or two is None:
            whole = _joined((name, *(one or two or ())))
            yield Change(whole, "") if two is None else Change("", whole)
        elif old.columns != new.columns:
            if _joined(one) != _joined(two):
                yield Change(_joined(one), _joined(two), name)
        else:
            for column, before, after in zip(new.columns[1:], one, two, strict=True):
                if before != after:
                    yield Change(before, after, f"{name}, {column}")


def _joined(cells: Iterable[str]) -> str:
    return " · ".join(cell for cell in cells if cell not in ("", "—"))


def _sentences(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield what was taken out, changed and put in, in the order of the text."""
    yield from (Change(before, after) for before, after in paired(old, new))


def is_year(given: str) -> bool:
    """Tell a year from a folder's name; a folder that is named so is written ./2025."""
    return re.fullmatch(r"\d{4}", given) is not None
