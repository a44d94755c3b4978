"""Meetings and attendance: their years, their days, their hosts, and which of them are one."""

import re
from collections.abc import Iterator

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.letters import folded, nearest
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import (
    Tables,
    is_pair,
    joined,
    list_years,
    say,
    seen_before,
    words_for,
)
from annual_report.reading.values.vocabulary import PRESENT, REMOTE

LONGEST_MEETING = 92
"""Days: a meeting in several parts may take a season; a longer one has a mistyped end."""
MOST_DAYS = 10
"""A meeting of more days is improbable."""


def meetings_of_known_years(tables: Tables) -> Iterator[Problem]:
    """Refuse a meeting of a year without members."""
    table, known = tables["rencontres"], list_years(tables)
    years = table.frame["annee"]
    near = words_for(years, lambda year: nearest(str(year), [*map(str, known)]))
    what, expected = _("is a year without members"), _("a year of membres.csv")
    yield from say(table, ~years.isin(known), "annee", what, expected, near, severity="error")


def one_meeting_twice(tables: Tables) -> Iterator[Problem]:
    """Refuse two identifiers that are one: "2025-1" and "2025-01", "2025.1" and "2025.10"."""
    table = tables["rencontres"]
    names = table.text["rencontre"]
    first = seen_before(names.map(_bare))
    written = words_for(
        first, lambda row: _("is the identifier of row {row} written otherwise", row=row)
    )
    same = first.map(names, "ignore")
    other = first.notna() & same.ne(names)  # the very same is a key that is there twice
    expected = _("another identifier, or one row only")
    yield from say(table, other, "rencontre", written, expected, same, severity="error")


def days_of_meetings(tables: Tables) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it; remark a meeting of weeks.

    06/05 and 07/06 are a month apart where May was meant.
    """
    table, text = tables["rencontres"], tables["rencontres"].text
    start, end = (text[name].map(lambda day: PartialDate.parse(day) if day else None)
                  for name in ("debut", "fin"))  # fmt: skip
    alone = end.notna() & start.isna()
    what, expected = _("is an end without a start"), _("a value in column debut")
    yield from say(table, alone, "fin", what, expected, severity="error")
    both = end.notna() & start.notna()
    gap = pd.Series(
        [(e.first - s.last).days for s, e in zip(start[both], end[both], strict=True)],
        text.index[both], dtype="Int64",
    ).reindex(text.index)  # fmt: skip
    back = pd.Series(
        [e.last < s.first for s, e in zip(start[both], end[both], strict=True)],
        text.index[both], dtype="boolean",
    ).reindex(text.index, fill_value=False)  # fmt: skip
    later = words_for(text["debut"], lambda day: _("{day} or later", day=day))
    yield from say(table, back, "fin", _("is an end before its start"), later, severity="error")
    what, expected = _("is an end long after its start"), _("the last day of the meeting")
    yield from say(table, gap.gt(LONGEST_MEETING), "fin", what, expected, severity="error")
    whole = text["debut"].str.len().eq(10) & text["fin"].str.len().eq(10)
    long = whole & gap.between(MOST_DAYS, LONGEST_MEETING)
    many = words_for(gap, lambda days: _("makes a meeting of {days} days", days=days + 1))
    yield from say(table, long, "fin", many)


def dates_outside_their_year(tables: Tables) -> Iterator[Problem]:
    """Remark a start in the year before or after; refuse one that is further away."""
    table, frame = tables["rencontres"], tables["rencontres"].frame
    apart = (pd.to_numeric(frame["debut"].str[:4]).astype("Int64") - frame["annee"]).abs()
    known = frame["annee"].isin(list_years(tables))
    what = _("is outside the year that the meeting counts for")
    expected = words_for(frame["annee"], lambda year: _("a day of {year}", year=year))
    yield from say(table, apart.gt(1) & known, "debut", what, expected, severity="error")
    yield from say(table, apart.eq(1) & known, "debut", what, expected)


def hosts_and_towns(tables: Tables) -> Iterator[Problem]:
    """Remark a host that was no member that year, and the town of a remote meeting."""
    table, frame = tables["rencontres"], tables["rencontres"].frame
    hosted = is_pair(frame["annee"], frame["hote"], tables["membres"].frame[["annee", "membre"]])
    expected = words_for(frame["annee"], lambda year: _("a member of {year}", year=year))
    strange = frame["hote"].notna() & ~hosted
    yield from say(table, strange, "hote", _("is not a member that year"), expected)
    remote = frame["format"].eq(REMOTE) & frame["ville"].notna()
    yield from say(table, remote, "ville", _("is the town of a remote meeting"))


def same_meeting_twice(tables: Tables) -> Iterator[Problem]:
    """Remark two meetings of one day that have the same format and town, or the same title too."""
    table, text = tables["rencontres"], tables["rencontres"].text
    day = text["debut"].str.len().eq(10)
    key = joined(text["debut"], text["format"], text["ville"].map(folded))
    titled = joined(key, text["titre"].map(folded))
    twice, alike = seen_before(titled.where(day)), seen_before(key.where(day))
    what = words_for(
        twice,
        lambda row: _("has the day, the format and the title of row {row}: one meeting?", row=row),
    )
    yield from say(table, twice.notna(), "rencontre", what)
    what = words_for(
        alike,
        lambda row: _("may be the meeting of row {row}: same day, format and town", row=row),
    )
    yield from say(table, alike.notna() & twice.isna(), "rencontre", what)


def ids_of_other_years(tables: Tables) -> Iterator[Problem]:
    """Remark an identifier that begins with another year than its row's."""
    table, text = tables["rencontres"], tables["rencontres"].text
    start = text["rencontre"].str.extract(r"^((?:19|20)\d\d)(?!\d)", expand=False)
    what = words_for(
        text["annee"],
        lambda year: _("begins with another year than the row’s, {year}", year=year),
    )
    yield from say(table, start.notna() & start.ne(text["annee"]), "rencontre", what)


def attendance(tables: Tables) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member that year."""
    table, text = tables["presences"], tables["presences"].text
    meetings = tables["rencontres"].text.drop_duplicates("rencontre").set_index("rencontre")
    year = text["rencontre"].map(meetings["annee"])
    known = [*meetings.index]
    near = {
        each: _same_number(each, nearest(each, known))
        for each in text["rencontre"][year.isna()].unique()
    }
    what, expected = _("is not a known meeting"), _("an identifier of rencontres.csv")
    yield from say(table, year.isna(), "rencontre", what, expected, text["rencontre"].map(near),
                   severity="error")  # fmt: skip
    member = is_pair(year, text["membre"], tables["membres"].text[["annee", "membre"]])
    of_year = words_for(year, lambda each: _("a member of {year}", year=each))
    what = _("is not a member that year")
    yield from say(table, year.notna() & ~member, "membre", what, of_year, severity="error")


def hosts_that_were_absent(tables: Tables) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    table, text = tables["presences"], tables["presences"].text
    hosts = tables["rencontres"].text[["rencontre", "hote"]]
    away = ~text["etat"].isin(["", PRESENT]) & is_pair(text["rencontre"], text["membre"], hosts)
    what = _("hosted the meeting and is recorded as absent")
    yield from say(table, away, "etat", what, value="membre")


def many_agents(tables: Tables) -> Iterator[Problem]:
    """Remark a count of agents that is far above the usual one."""
    counts = tables["presences"].frame["agents"]
    usual = float(counts.median()) if counts.notna().any() else 0.0
    what = _("agents are many: the usual count is {usual:.0f}", usual=usual)
    yield from say(tables["presences"], counts.gt(max(20, 8 * usual)), "agents", what)


def _same_number(identifier: str, close: str | None) -> str | None:
    """Suggest an identifier that differs in anything but its numbers: 2025-01 for 2025-1."""
    one, other = ([each.lstrip("0") for each in re.findall(r"\d+", text or "")]
                  for text in (identifier, close))  # fmt: skip
    return close if one == other else None


def _bare(identifier: str) -> str:
    """Return an identifier without what a spreadsheet or a hand adds or takes away."""
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", folded(identifier))
    if dotted := re.fullmatch(r"(\d{4})[.,](\d+)", text):
        text = f"{dotted[1]}.{dotted[2].rstrip('0')}"
    return re.sub(r"[\W_]+", "-", text)
