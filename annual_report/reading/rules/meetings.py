"""Meetings and attendance: their years, days, hosts and towns, and which of them are one."""

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.letters import folded, nearest
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import (
    Tables,
    is_pair,
    list_years,
    refuse,
    remark,
    seen_before,
)
from annual_report.reading.values.vocabulary import PRESENT, REMOTE
from annual_report.territories.institutions import institution
from annual_report.territories.reference_tables import lines
from annual_report.territories.spelling import plain

LONGEST_MEETING = 92
"""Days: a meeting in several parts may take a season; a longer one has a mistyped end."""
MOST_DAYS = 10
"""A meeting of more days is improbable."""
NO_TOWNS = frozenset(
    {"teams", "zoom", "webex", "jitsi", "meet", "google meet", "skype", "visio", "visioconference",
     "en visio", "en ligne", "internet", "a distance", "distanciel", "webinaire", "telephone",
     "partout", "france", "siege"}
)  # fmt: skip


def identifiers(tables: Tables) -> Iterator[Problem]:
    """Refuse two identifiers that are one, "2025-1" and "2025-01"; remark one of another year."""
    table, text = tables["rencontres"], tables["rencontres"].text
    names = text["rencontre"]
    first = seen_before(names.map(_bare))
    yield from refuse(
        table,
        first.notna() & first.map(names, "ignore").ne(names),  # the very same is a key there twice
        "rencontre",
        lambda row: _("is the identifier of row {row} written otherwise", row=first[row.Index]),
        _("another identifier, or one row only"),
        lambda row: names[first[row.Index]],
    )
    year = names.str.extract(r"^((?:19|20)\d\d)(?!\d)", expand=False)
    yield from remark(
        table,
        year.notna() & year.ne(text["annee"]),
        "rencontre",
        lambda row: _("begins with another year than the row’s, {year}", year=row.annee),
    )


def years_of_meetings(tables: Tables) -> Iterator[Problem]:
    """Refuse a meeting of a year without members, or dated far from its year; remark the next."""
    table, frame, known = tables["rencontres"], tables["rencontres"].frame, list_years(tables)
    of_members = frame["annee"].isin(known)
    near = cache(lambda year: nearest(year, [*map(str, known)]))
    what, expected = _("is a year without members"), _("a year of membres.csv")
    yield from refuse(table, ~of_members, "annee", what, expected, lambda row: near(row.annee))
    apart = (pd.to_numeric(frame["debut"].str[:4]).astype("Int64") - frame["annee"]).abs()
    for say, wrong in ((refuse, apart.gt(1)), (remark, apart.eq(1))):
        yield from say(
            table,
            wrong & of_members,
            "debut",
            _("is outside the year that the meeting counts for"),
            lambda row: _("a day of {year}", year=row.annee),
        )


def days_of_meetings(tables: Tables) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it; remark a meeting of weeks.

    06/05 and 07/06 are a month apart where May was meant.
    """
    table, text = tables["rencontres"], tables["rencontres"].text
    start, end = _days(text["debut"]), _days(text["fin"])
    what, expected = _("is an end without a start"), _("a value in column debut")
    yield from refuse(table, (text["fin"] != "") & (text["debut"] == ""), "fin", what, expected)
    what = _("is an end before its start")
    back = end["last"] < start["first"]
    yield from refuse(table, back, "fin", what, lambda row: _("{day} or later", day=row.debut))
    gap = end["first"] - start["last"]
    what, expected = _("is an end long after its start"), _("the last day of the meeting")
    yield from refuse(table, gap.gt(LONGEST_MEETING), "fin", what, expected)
    whole = text["debut"].str.len().eq(10) & text["fin"].str.len().eq(10)
    yield from remark(
        table,
        whole & gap.between(MOST_DAYS, LONGEST_MEETING),
        "fin",
        lambda row: _("makes a meeting of {days} days", days=gap[row.Index] + 1),
    )


def hosts_and_formats(tables: Tables) -> Iterator[Problem]:
    """Remark a host that was no member that year, and the town of a remote meeting."""
    table, frame = tables["rencontres"], tables["rencontres"].frame
    hosted = is_pair(frame["annee"], frame["hote"], tables["membres"].frame[["annee", "membre"]])
    yield from remark(
        table,
        frame["hote"].notna() & ~hosted,
        "hote",
        _("is not a member that year"),
        lambda row: _("a member of {year}", year=row.annee),
    )
    remote = frame["format"].eq(REMOTE) & frame["ville"].notna()
    yield from remark(table, remote, "ville", _("is the town of a remote meeting"))


def same_meeting_twice(tables: Tables) -> Iterator[Problem]:
    """Remark two meetings of one day that have the same format and town."""
    table, text = tables["rencontres"], tables["rencontres"].text
    alike = seen_before(text["debut"], text["format"], text["ville"].map(folded))
    yield from remark(
        table,
        alike.notna() & text["debut"].str.len().eq(10),
        "rencontre",
        lambda row: _("may be the meeting of row {row}: same day, format and town",
                      row=alike[row.Index]),
    )  # fmt: skip


def towns(tables: Tables) -> Iterator[Problem]:
    """Remark what is no town, isn't written as one, or lies in another département than its row's.

    A tool or a word in capitals would be printed as it stands.
    """
    table, text = tables["rencontres"], tables["rencontres"].text
    town, wanted = text["ville"], {plain(each): set[str]() for each in text["ville"].unique()}
    letters = town.map(lambda each: any(map(str.isalpha, each)))
    none = (town != "") & (town.map(folded).isin(NO_TOWNS) | ~letters)
    yield from remark(table, none, "ville", _("is no town"), _("a town, or an empty cell"))
    shouted = (town.str.isupper() | town.str.islower()) & ~none
    what = _("would be printed as it is typed")
    expected = _("the town’s name as a map has it, such as La Rochelle")
    yield from remark(table, shouted, "ville", what, expected)
    placed = (town != "") & (text["departement"] != "")
    for _code, _name, _of, department, _people, _x, _y, key in (
        lines("communes.csv") if placed.any() else ()
    ):
        if key in wanted:
            wanted[key].add(department)
    pairs = zip(town, text["departement"], strict=True)
    away = [bool(found := wanted[plain(each)]) and code not in found for each, code in pairs]

    def there(row: object) -> str:
        found = sorted(wanted[plain(str(getattr(row, "ville", "")))])
        return ", ".join(institution(each).label for each in found[:3])

    elsewhere = placed & pd.Series(away, text.index, dtype=bool)
    yield from remark(table, elsewhere, "ville", _("lies in another département"), there)


def attendance(tables: Tables) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member that year."""
    table, text = tables["presences"], tables["presences"].text
    meetings = tables["rencontres"].text.drop_duplicates("rencontre").set_index("rencontre")
    year, known = text["rencontre"].map(meetings["annee"]), [*meetings.index]
    near = cache(lambda name: _same_number(name, nearest(name, known)))
    what, expected = _("is not a known meeting"), _("an identifier of rencontres.csv")
    unknown = year.isna()
    yield from refuse(table, unknown, "rencontre", what, expected, lambda row: near(row.rencontre))
    strange = ~is_pair(year, text["membre"], tables["membres"].text[["annee", "membre"]])

    def of_year(row: object) -> str:
        name = str(getattr(row, "rencontre", ""))
        date, counted = meetings["debut"][name], meetings["annee"][name]
        if date and date[:4] != counted:  # the meeting is more likely wrong than its attendance
            return _("{meeting}, dated {date}, counts for {year}: is that meant?", meeting=name,
                     date=date, year=counted)  # fmt: skip
        return _("a member of {year}", year=counted)

    what = _("is not a member that year")
    yield from refuse(table, ~unknown & strange, "membre", what, of_year)


def hosts_that_were_absent(tables: Tables) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    table, text = tables["presences"], tables["presences"].text
    hosts = tables["rencontres"].text[["rencontre", "hote"]]
    away = ~text["etat"].isin(["", PRESENT]) & is_pair(text["rencontre"], text["membre"], hosts)
    what = _("hosted the meeting and is recorded as absent")
    yield from remark(table, away, "etat", what, value="membre")


def many_agents(tables: Tables) -> Iterator[Problem]:
    """Remark a count of agents that is far above the usual one."""
    counts = tables["presences"].frame["agents"]
    usual = float(counts.median()) if counts.notna().any() else 0.0
    what = _("agents are many: the usual count is {usual:.0f}", usual=usual)
    yield from remark(tables["presences"], counts.gt(max(20, 8 * usual)), "agents", what)


def _days(dates: pd.Series) -> pd.DataFrame:
    """Return the first and the last day that each date can mean, as numbers; NA without one."""
    known = {each: PartialDate.parse(each) for each in dates.unique() if each}
    return pd.DataFrame(
        {
            "first": dates.map({each: day.first.toordinal() for each, day in known.items()}),
            "last": dates.map({each: day.last.toordinal() for each, day in known.items()}),
        },
        dtype="Int64",
    )


def _same_number(identifier: str, close: str | None) -> str | None:
    """Suggest an identifier that differs in anything but its numbers: 2025-01 for 2025-1."""
    one, other = ([each.lstrip("0") for each in re.findall(r"\d+", text or "")]
                  for text in (identifier, close))  # fmt: skip
    return close if one == other else None


def _bare(identifier: str) -> str:
    """Return an identifier without what a spreadsheet or a hand adds or takes away.

    "2025-1" is "2025-01" and "2025_1"; "2025.1" is "2025.10".
    """
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", folded(identifier))
    if dotted := re.fullmatch(r"(\d{4})[.,](\d+)", text):
        text = f"{dotted[1]}.{dotted[2].rstrip('0')}"
    return re.sub(r"[\W_]+", "-", text)
