"""Meetings: their years, their days, their hosts, and which of them are one."""

import re
from collections.abc import Iterator
from datetime import timedelta

from annual_report.dates import PartialDate, is_day
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.rows import Tables, members, place, rows, years
from annual_report.reading.values.cells import folded, nearest
from annual_report.reading.values.vocabulary import REMOTE

LONGEST_MEETING = timedelta(days=92)
"""A meeting in several parts may take a season; a longer one has a mistyped end."""


def meetings_of_known_years(tables: Tables) -> Iterator[Problem]:
    """Refuse a meeting of a year without members."""
    known = years(tables)
    for number, row in rows(tables, "rencontres"):
        if row["annee"] not in known:
            yield Problem(
                place(tables, "rencontres", number, "annee"),
                _("is a year without members"),
                row["annee"],
                _("a year of membres.csv"),
                nearest(row["annee"], known),
            )


def one_meeting_twice(tables: Tables) -> Iterator[Problem]:
    """Refuse two identifiers that are one: "2025-1" and "2025-01", "2025.1" and "2025.10"."""
    known: dict[str, tuple[int, str]] = {}
    for number, row in rows(tables, "rencontres"):
        first, name = known.setdefault(_bare(row["rencontre"]), (number, row["rencontre"]))
        if first != number:
            yield Problem(
                place(tables, "rencontres", number, "rencontre"),
                _("is the identifier of row {row} written otherwise", row=first),
                row["rencontre"],
                _("another identifier, or one row only"),
                name,
            )


def ends_before_starts(tables: Tables) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it."""
    for number, row in rows(tables, "rencontres"):
        if not row["fin"]:
            continue
        end = PartialDate.parse(row["fin"])
        start = PartialDate.parse(row["debut"]) if row["debut"] else None
        if start is None:
            what, expected = _("is an end without a start"), _("a value in column debut")
        elif end.last < start.first:
            what, expected = _("is an end before its start"), _("{day} or later", day=row["debut"])
        elif end.first - start.last > LONGEST_MEETING:
            what, expected = _("is an end long after its start"), _("the last day of the meeting")
        else:
            continue
        yield Problem(place(tables, "rencontres", number, "fin"), what, row["fin"], expected)


def dates_outside_their_year(tables: Tables) -> Iterator[Problem]:
    """Remark a start in the year before or after; refuse one that is further away."""
    known = years(tables)
    for number, row in rows(tables, "rencontres"):
        if row["annee"] in known and row["debut"] and row["debut"][:4] != row["annee"]:
            near = abs(int(row["debut"][:4]) - int(row["annee"])) < 2
            yield Problem(
                place(tables, "rencontres", number, "debut"),
                _("is outside the year that the meeting counts for"),
                row["debut"],
                _("a day of {year}", year=row["annee"]),
                severity="remark" if near else "error",
            )


def hosts(tables: Tables) -> Iterator[Problem]:
    """Remark a host that was no member that year."""
    known = members(tables)
    for number, row in rows(tables, "rencontres"):
        if row["hote"] and (row["annee"], row["hote"]) not in known:
            yield Problem(
                place(tables, "rencontres", number, "hote"),
                _("is not a member that year"),
                row["hote"],
                _("a member of {year}", year=row["annee"]),
                severity="remark",
            )


def remote_with_a_town(tables: Tables) -> Iterator[Problem]:
    """Remark a remote meeting that has a town."""
    for number, row in rows(tables, "rencontres"):
        if row["format"] == REMOTE and row["ville"]:
            yield Problem(
                place(tables, "rencontres", number, "ville"),
                _("is the town of a remote meeting"),
                row["ville"],
                severity="remark",
            )


def same_meeting_written_twice(tables: Tables) -> Iterator[Problem]:
    """Remark two meetings of one day that have the same format and title."""
    known: dict[tuple[str, ...], int] = {}
    for number, row in rows(tables, "rencontres"):
        if not is_day(row["debut"]):
            continue
        key = (row["debut"], row["format"], folded(row["titre"]), folded(row["ville"]))
        first = known.setdefault(key, number)
        if first != number:
            yield Problem(
                place(tables, "rencontres", number),
                _("has the day, the format and the title of row {row}: one meeting?", row=first),
                row["rencontre"],
                severity="remark",
            )


def _bare(identifier: str) -> str:
    """Return an identifier without what a spreadsheet or a hand adds or takes away."""
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", folded(identifier))
    if dotted := re.fullmatch(r"(\d{4})[.,](\d+)", text):
        text = f"{dotted[1]}.{dotted[2].rstrip('0')}"
    return re.sub(r"[\W_]+", "-", text)
