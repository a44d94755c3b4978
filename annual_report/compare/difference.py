"""What differs between two builds, or between two years of one: facts, key figures and sentences.

It reads what was published, pages and the facts beside them, never the data: two builds can be
compared long after the data that they were made of have changed. Between years, the tables that are
calculated from the same facts are left out: the key figures and sentences already say it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from annual_report.compare.alignment import paired
from annual_report.compare.published import Facts, lines, read_published, rows, sentences
from annual_report.errors import ReportError
from annual_report.messages import _
from annual_report.pages.values import NONE, change, print_value

OWN_TABLES = {"rencontres": ("meetings", "start"), "sujets": ("subjects", "outcome")}
"""The tables that list a year's own facts, by their chapter: their kind, and a column of theirs."""
FIGURES = "chiffres"
"""The chapter of the key figures, which have a place of their own."""
EMPTY: Facts = {"titre": "", "phrases": (), "tableaux": ()}


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
    one, two = (_of_year(folder, year) for year in (before, after))
    later = int(after) - int(before)
    groups = tuple(_unmoved(_groups(one, two, calculated=False), later))
    name = f"{before} → {after}"
    return Difference(before, after, (PageDifference(name, "changed", groups),) if groups else ())


def _unmoved(groups: Iterator[Group], later: int) -> Iterator[Group]:
    """Leave out what one year says as the other does, each of itself: "… en 2024", "… en 2025"."""
    for group in groups:
        rest = [each for each in group.changes if _moved(each.before, later) != each.after]
        if rest:
            yield replace(group, changes=tuple(rest))


def _moved(text: str, later: int) -> str:
    return re.sub(r"\b(?:19|20)\d\d\b", lambda year: str(int(year[0]) + later), text)


def _of_year(folder: Path, year: str) -> Facts:
    """Return a report's facts, its chapters with the tables of the page of the year's data."""
    facts, name = read_published(folder, f"{year}.html")[1], f"{year}-donnees.html"
    if not (folder / name).exists():
        return facts
    data = read_published(folder, name)[1]
    tables = {each["id"]: each["tableaux"] for each in data.get("chapitres", ())}
    chapters = [
        {**each, "tableaux": tables.get(each["id"], each["tableaux"])}
        for each in facts.get("chapitres", ())
    ]
    return {**facts, "chapitres": chapters}


def compare_builds(before: Path, after: Path) -> Difference:
    """Compare two builds, page by page."""
    old, new = _pages(before), _pages(after)
    found = []
    for name in sorted(old | new):
        if name not in new or name not in old:
            found.append(PageDifference(name, "before" if name in old else "after"))
            continue
        (was, one), (now, two) = read_published(before, name), read_published(after, name)
        groups = tuple(_groups(one, two, calculated=True))
        if groups:
            found.append(PageDifference(name, "changed", groups))
        elif was != now:
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


def _groups(old: Facts, new: Facts, *, calculated: bool) -> Iterator[Group]:
    """Yield what differs in a page, the kinds that differ only."""
    one, two = ({each["id"]: each for each in page.get("chapitres", ())} for page in (old, new))
    pairs = {name: (one.get(name, EMPTY), two.get(name, EMPTY)) for name in {**two, **one}}
    groups = [
        Group("figures", tuple(_figures(old.get("chiffres", ()), new.get("chiffres", ())))),
        Group("members", _listed(old.get("membres", ()), new.get("membres", ()))),
        *(group for name, pair in pairs.items() for group in _tables(name, *pair, calculated)),
    ]
    for before, after in pairs.values():
        said = tuple(Change(*pair) for pair in paired(sentences(before), sentences(after)))
        groups.append(Group("sentences", said, after["titre"] or before["titre"]))
    yield from (group for group in groups if group.changes)


def _figures(old: Sequence[Facts], new: Sequence[Facts]) -> Iterator[Change]:
    one, two = ({figure["nom"]: figure for figure in figures} for figures in (old, new))
    for name, about in ({**one, **two}).items():
        unit, decimals = about["unite"], about.get("decimales")
        values = [figures.get(name, {}).get("valeur") for figures in (one, two)]
        before, after = (str(print_value(value, unit, decimals)) for value in values)
        if before != after:
            by = change(values[1], values[0], unit, decimals)
            yield Change(before, after, about["libelle"], "" if by == NONE else by)


def _tables(chapter: str, old: Facts, new: Facts, calculated: bool) -> Iterator[Group]:
    one, two = _by_kind(chapter, old), _by_kind(chapter, new)
    for kind, *rest in {**two, **one}:
        before, after = one.get((kind, *rest)), two.get((kind, *rest))
        if kind != "table":
            listed = (lines(table) if table else () for table in (before, after))
            yield Group(kind, _listed(*listed))
        elif calculated and chapter != FIGURES:
            title = (after or before or {})["legende"]
            yield Group(kind, tuple(_rows(before, after)), title)


def _by_kind(chapter: str, facts: Facts) -> dict[tuple[str, ...], Facts]:
    """Return a chapter's tables by what they are known by elsewhere: a kind, or their columns."""
    kind, column = OWN_TABLES.get(chapter, ("", ""))
    found: dict[tuple[str, ...], Facts] = {}
    for table in facts["tableaux"]:
        names = [each["nom"] for each in table["colonnes"]]
        key = (kind,) if kind and column in names else ("table", *names)
        while key in found:
            key = (*key, "")
        found[key] = table
    return found


def _rows(old: Facts | None, new: Facts | None) -> Iterator[Change]:
    one, two = (rows(table) if table else {} for table in (old, new))
    for name in {**one, **two}:
        before, after = one.get(name, {}), two.get(name, {})
        if not before or not after:
            yield Change(" · ".join(before.values()), " · ".join(after.values()))
            continue
        for label in after:
            if before.get(label) != after[label]:
                yield Change(before.get(label, ""), after[label], f"{name}, {label}")


def _listed(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    gone = (Change(each, "") for each in old if each not in new)
    return (*gone, *(Change("", each) for each in new if each not in old))


def is_year(given: str) -> bool:
    """Whether a name is a year; a folder that is named so is written ./2025."""
    return re.fullmatch(r"\d{4}", given) is not None
