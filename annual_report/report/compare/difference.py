"""What differs between two builds, or between two years of one: facts, key figures and sentences.

It reads what was published, pages and the facts beside them, never the data: two builds can be
compared long after the data that they were made of have changed. Between years, the tables that are
calculated from the same facts are left out: the key figures and sentences already say it.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.machine.pages.values import NONE, print_change, print_value
from annual_report.report.compare.alignment import pair_sentences
from annual_report.report.compare.facts import (
    Facts,
    Rows,
    list_sentences,
    print_rows,
    read_published,
    say_row,
)

OWN_TABLES = {"rencontres": ("meetings", "where"), "sujets": ("subjects", "subject")}
"""The tables that list a year's own facts, by their chapter: their kind, and a column of theirs."""
FIGURES = "chiffres"
"""The chapter of the key figures, which have a place of their own."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
EMPTY: Facts = {"titre": "", "phrases": (), "tableaux": ()}


class Change(NamedTuple):
    """One thing that differs: "" before if it is new, "" after if it is gone.

    `what` names it, and is "" for a sentence or an entry of a list; `by` says by how much.
    """

    before: str
    after: str
    what: str = ""
    by: str = ""


class Group(NamedTuple):
    """Changes of one kind: figures, members, meetings, subjects, sentences or table."""

    kind: str
    changes: Sequence[Change]
    title: str = ""


class PageDifference(NamedTuple):
    """What differs in a page, or which of the two builds alone has it."""

    name: str
    groups: Sequence[Group] = ()
    only_in: str = ""


class Difference(NamedTuple):
    """All that differs between two builds or two years, and how each is called.

    `alike` are the names of the pages that say the same in other bytes.
    """

    before: str
    after: str
    changed: Sequence[PageDifference]
    alike: Sequence[str] = ()


def compare_years(folder: Path, before: str, after: str) -> Difference:
    """Compare two annual reports of one build."""
    one, two = (_read_year(folder, year) for year in (before, after))
    later = int(after) - int(before)
    groups = []
    for group in _compare_facts(one, two, calculated=False):
        # "Seize départements en 2025" after the same of 2024 is no news.
        if rest := [each for each in group.changes if not _is_moved(each, later)]:
            groups.append(group._replace(changes=rest))
    changed = [PageDifference(f"{before} → {after}", groups)] if groups else []
    return Difference(before, after, changed)


def _is_moved(change: Change, later: int) -> bool:
    """Whether one year says what the other says, each of itself: "… en 2024", "… en 2025"."""
    return YEAR.sub(lambda year: str(int(year[0]) + later), change.before) == change.after


def _read_year(folder: Path, year: str) -> Facts:
    """Return a report's facts, its chapters with the tables of the page of the year's data."""
    facts, name = read_published(folder, f"{year}.html")[1], f"{year}-donnees.html"
    data = read_published(folder, name)[1] if (folder / name).exists() else {}
    tables = {each["id"]: each["tableaux"] for each in data.get("chapitres", ())}
    chapters = [
        {**each, "tableaux": tables.get(each["id"], each["tableaux"])}
        for each in facts.get("chapitres", ())
    ]
    return {**facts, "chapitres": chapters}


def compare_builds(before: Path, after: Path) -> Difference:
    """Compare two builds, page by page."""
    # Each is called by the end of its path that tells it apart: a page says not where builds are.
    ends, others = before.resolve().parts, after.resolve().parts
    count = next((n for n in range(1, len(ends) + 1) if ends[-n:] != others[-n:]), 1)
    one, two = "/".join(ends[-count:]), "/".join(others[-count:])
    old, new = _list_pages(before), _list_pages(after)
    changed, alike = [], []
    for name in sorted(old | new):
        if name not in new or name not in old:
            changed.append(PageDifference(name, only_in=one if name in old else two))
            continue
        (was, facts), (now, other_facts) = (read_published(each, name) for each in (before, after))
        if groups := _compare_facts(facts, other_facts, calculated=True):
            changed.append(PageDifference(name, groups))
        elif was != now:
            alike.append(name)
    return Difference(one, two, changed, alike)


def _list_pages(folder: Path) -> set[str]:
    """Return the names of a build's pages; raise ReportError if there is none."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    if not names:
        raise ReportError(_("{folder}: there is no build here", folder=folder))
    return names


def _compare_facts(old: Facts, new: Facts, *, calculated: bool) -> list[Group]:
    """Return what differs in a page, the kinds that differ only."""
    # A chapter that one page lacks is an empty one.
    one, two = ({each["id"]: each for each in page.get("chapitres", ())} for page in (old, new))
    pairs = {name: (one.get(name, EMPTY), two.get(name, EMPTY)) for name in {**two, **one}}
    figures, members = (
        [page.get(name, ()) for page in (old, new)] for name in ("chiffres", "membres")
    )
    groups = [
        Group("figures", list(_compare_figures(*figures))),
        Group("members", _compare_lists(*members)),
    ]
    # The tables of all chapters come first, then the sentences of each under its title.
    for name, pair in pairs.items():
        groups += _compare_tables(name, *pair, calculated)
    for before, after in pairs.values():
        said = [Change(*pair) for pair in pair_sentences(*map(list_sentences, (before, after)))]
        groups.append(Group("sentences", said, after["titre"] or before["titre"]))
    return [group for group in groups if group.changes]


def _compare_figures(old: Sequence[Facts], new: Sequence[Facts]) -> Iterator[Change]:
    """Yield the key figures that print otherwise, and by how much each has changed."""
    one, two = ({figure["nom"]: figure for figure in figures} for figures in (old, new))
    for name, about in ({**one, **two}).items():
        unit, decimals = about["unite"], about["decimales"]
        sides = [figures.get(name, {}) for figures in (one, two)]
        values = [each.get("valeur") for each in sides]
        least = ["valeur" in each.get("minimum", ()) for each in sides]
        before, after = (str(print_value(value, unit, decimals)) for value in values)
        before, after = (
            _("at least {value}", value=said) if part else said
            for said, part in zip((before, after), least, strict=True)
        )
        if before != after:  # as they are printed
            by = NONE if any(least) else print_change(values[1], values[0], unit, decimals)
            yield Change(before, after, about["libelle"], "" if by == NONE else by)


def _compare_tables(chapter: str, old: Facts, new: Facts, calculated: bool) -> Iterator[Group]:
    """Yield what differs in each table of a chapter, in those that are `calculated` if asked."""
    one, two = _sort_tables(chapter, old), _sort_tables(chapter, new)
    for key in {**two, **one}:
        before, after = (print_rows(each[key]) if key in each else {} for each in (one, two))
        # Meetings and subjects are lists of facts: one is new or gone. In other tables a cell may
        # differ, which says something of two builds, not of two years.
        if key[0] != "table":
            said = ([say_row(name, rows) for name in rows] for rows in (before, after))
            yield Group(key[0], _compare_lists(*said))
        elif calculated and chapter != FIGURES:
            title = (two.get(key) or one[key])["legende"]
            yield Group("table", list(_compare_rows(before, after)), title)


def _sort_tables(chapter: str, facts: Facts) -> dict[tuple[str, ...], Facts]:
    """Return a chapter's tables by what they are known by elsewhere: a kind, or their columns."""
    kind, column = OWN_TABLES.get(chapter, ("", ""))
    found: dict[tuple[str, ...], Facts] = {}
    for table in facts["tableaux"]:
        names = [each["nom"] for each in table["colonnes"]]
        key = (kind,) if kind and column in names else ("table", *names)
        while key in found:  # of two tables with the same columns, the second is the other's second
            key = (*key, "")
        found[key] = table
    return found


def _compare_rows(old: Rows, new: Rows) -> Iterator[Change]:
    """Yield the cells of a table that differ, and the rows that are new or gone as a whole."""
    for name in {**old, **new}:
        if name not in old or name not in new:
            yield Change(*(say_row(name, rows) if name in rows else "" for rows in (old, new)))
            continue
        for label, cell in new[name].items():
            if old[name].get(label) != cell:
                yield Change(old[name].get(label, ""), cell, f"{name}, {label}")


def _compare_lists(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return what is gone from a list, then what is new in it."""
    gone = [Change(each, "") for each in old if each not in new]
    return [*gone, *(Change("", each) for each in new if each not in old)]


def is_year(given: str) -> bool:
    """Whether a name is a year; a folder that is named so is written ./2025."""
    return re.fullmatch(r"\d{4}", given) is not None
