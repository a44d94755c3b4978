"""Meetings and attendance: their years, days, hosts and towns, and which of them are one."""

import re
from collections.abc import Iterator

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.letters import fold_spelling
from annual_report.messages import N_
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import (
    Tables,
    is_pair,
    list_years,
    nearest_of,
    refuse,
    remark,
    seen_before,
)
from annual_report.reading.values.vocabulary import PRESENT, REMOTE
from annual_report.territories.institutions import institution, list_departments_of_towns
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
    same = first.map(names, "ignore")
    other = first.notna() & same.ne(names)  # the very same is a key that is there twice
    what = N_("is the identifier of row {row} written otherwise")
    expected = N_("another identifier, or one row only")
    yield from refuse(table, other, "rencontre", what, expected, same, row=first)
    year = names.str.extract(r"^((?:19|20)\d\d)(?!\d)", expand=False)
    strange = year.notna() & year.ne(text["annee"])
    what = N_("begins with another year than the row’s, {year}")
    yield from remark(table, strange, "rencontre", what, year=text["annee"])


def years_of_meetings(tables: Tables) -> Iterator[Problem]:
    """Refuse a meeting of a year without members, or dated far from its year; remark the next."""
    table, frame, known = tables["rencontres"], tables["rencontres"].frame, list_years(tables)
    of_members, year = frame["annee"].isin(known), table.text["annee"]
    near = nearest_of(year[~of_members], [*map(str, known)]).reindex(year.index)
    what, expected = N_("is a year without members"), N_("a year of membres.csv")
    yield from refuse(table, ~of_members, "annee", what, expected, near)
    apart = (pd.to_numeric(frame["debut"].str[:4]).astype("Int64") - frame["annee"]).abs()
    what, expected = N_("is outside the year that the meeting counts for"), N_("a day of {year}")
    yield from refuse(table, apart.gt(1) & of_members, "debut", what, expected, year=year)
    yield from remark(table, apart.eq(1) & of_members, "debut", what, expected, year=year)


def days_of_meetings(tables: Tables) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it; remark a meeting of weeks.

    06/05 and 07/06 are a month apart where May was meant.
    """
    table, text = tables["rencontres"], tables["rencontres"].text
    start, end = _days(text["debut"]), _days(text["fin"])
    alone = (text["fin"] != "") & (text["debut"] == "")
    what, expected = N_("is an end without a start"), N_("a value in column debut")
    yield from refuse(table, alone, "fin", what, expected)
    what, back = N_("is an end before its start"), end["last"] < start["first"]
    yield from refuse(table, back, "fin", what, N_("{day} or later"), day=text["debut"])
    what, expected = N_("is an end long after its start"), N_("the last day of the meeting")
    gap = end["first"] - start["last"]
    yield from refuse(table, gap.gt(LONGEST_MEETING), "fin", what, expected)
    whole = text["debut"].str.len().eq(10) & text["fin"].str.len().eq(10)
    long, what = (
        whole & gap.between(MOST_DAYS, LONGEST_MEETING),
        N_("makes a meeting of {days} days"),
    )
    yield from remark(table, long, "fin", what, days=gap + 1)


def hosts_and_formats(tables: Tables) -> Iterator[Problem]:
    """Remark a host that was no member that year, and the town of a remote meeting."""
    table, frame = tables["rencontres"], tables["rencontres"].frame
    hosted = is_pair(frame["annee"], frame["hote"], tables["membres"].frame[["annee", "membre"]])
    strange = frame["hote"].notna() & ~hosted
    what, expected = N_("is not a member that year"), N_("a member of {year}")
    yield from remark(table, strange, "hote", what, expected, year=frame["annee"])
    remote = frame["format"].eq(REMOTE) & frame["ville"].notna()
    yield from remark(table, remote, "ville", N_("is the town of a remote meeting"))


def same_meeting_twice(tables: Tables) -> Iterator[Problem]:
    """Remark two meetings of one day that have the same format and town."""
    table, text = tables["rencontres"], tables["rencontres"].text
    first = seen_before(text["debut"], text["format"], text["ville"].map(fold_spelling))
    alike = first.notna() & text["debut"].str.len().eq(10)
    what = N_("may be the meeting of row {row}: same day, format and town")
    yield from remark(table, alike, "rencontre", what, row=first)


def towns(tables: Tables) -> Iterator[Problem]:
    """Remark what is no town, isn't written as one, or lies in another département than its row's.

    A tool or a word in capitals would be printed as it stands.
    """
    table, text = tables["rencontres"], tables["rencontres"].text
    town = text["ville"]
    letters = town.map(lambda each: any(map(str.isalpha, each)))
    none = (town != "") & (town.map(fold_spelling).isin(NO_TOWNS) | ~letters)
    yield from remark(table, none, "ville", N_("is no town"), N_("a town, or an empty cell"))
    shouted = (town.str.isupper() | town.str.islower()) & ~none
    what = N_("would be printed as it is typed")
    expected = N_("the town’s name as a map has it, such as La Rochelle")
    yield from remark(table, shouted, "ville", what, expected)
    placed = (town != "") & (text["departement"] != "")
    known = list_departments_of_towns({*map(plain, town[placed])})
    found = [known.get(plain(each), set()) for each in town]
    away = [bool(f) and code not in f for f, code in zip(found, text["departement"], strict=True)]
    there = [", ".join(institution(each).label for each in sorted(f)[:3]) for f in found]
    elsewhere, what = placed & pd.Series(away, text.index), N_("lies in another département")
    yield from remark(
        table, elsewhere, "ville", what, "{there}", there=pd.Series(there, text.index)
    )


def attendance(tables: Tables) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member that year."""
    table, text = tables["presences"], tables["presences"].text
    meetings = tables["rencontres"].text.drop_duplicates("rencontre").set_index("rencontre")
    year, date = (
        text["rencontre"].map(meetings[name]).astype("string") for name in ("annee", "debut")
    )
    unknown, names = year.isna(), text["rencontre"]
    near = nearest_of(names[unknown], [*meetings.index]).reindex(names.index)
    alike = [_same_number(*each) for each in zip(names, near, strict=True)]
    near = near.where(pd.Series(alike, names.index, dtype=bool))
    what, expected = N_("is not a known meeting"), N_("an identifier of rencontres.csv")
    yield from refuse(table, unknown, "rencontre", what, expected, near)
    members = tables["membres"].text[["annee", "membre"]]
    strange, what = (
        ~unknown & ~is_pair(year, text["membre"], members),
        N_("is not a member that year"),
    )
    # The meeting is more likely wrong than its attendance, if it is dated in another year.
    dated = date.astype(object).str[:4].ne(year) & date.ne("")  # there may be no meeting
    expected = N_("a member of {year}")
    yield from refuse(table, strange & ~dated, "membre", what, expected, year=year)
    expected = N_("{meeting}, dated {date}, counts for {year}: is that meant?")
    yield from refuse(table, strange & dated, "membre", what, expected, meeting=names, date=date,
                      year=year)  # fmt: skip


def hosts_that_were_absent(tables: Tables) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    table, text = tables["presences"], tables["presences"].text
    hosts = tables["rencontres"].text[["rencontre", "hote"]]
    away = ~text["etat"].isin(["", PRESENT]) & is_pair(text["rencontre"], text["membre"], hosts)
    what = N_("hosted the meeting and is recorded as absent")
    yield from remark(table, away, "etat", what, value="membre")


def many_agents(tables: Tables) -> Iterator[Problem]:
    """Remark a count of agents that is far above the usual one."""
    counts = tables["presences"].frame["agents"]
    usual = float(counts.median()) if counts.notna().any() else 0.0
    what, many = (
        N_("agents are many: the usual count is {usual:.0f}"),
        counts.gt(max(20, 8 * usual)),
    )
    yield from remark(tables["presences"], many, "agents", what, usual=usual)


def _days(dates: pd.Series) -> pd.DataFrame:
    """Return the first and the last day that each date can mean, as numbers; NA without one."""
    known = {each: PartialDate.parse(each) for each in dates.unique() if each}
    first = dates.map({each: day.first.toordinal() for each, day in known.items()})
    last = dates.map({each: day.last.toordinal() for each, day in known.items()})
    return pd.DataFrame({"first": first, "last": last}, dtype="Int64")


def _same_number(identifier: str, close: object) -> bool:
    """Whether two identifiers differ in anything but their numbers: 2025-01 and 2025-1."""
    one, other = ([each.lstrip("0") for each in re.findall(r"\d+", str(text))]
                  for text in (identifier, close))  # fmt: skip
    return one == other


def _bare(identifier: str) -> str:
    """Return an identifier without what a spreadsheet or a hand adds or takes away.

    "2025-1" is "2025-01" and "2025_1"; "2025.1" is "2025.10".
    """
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(identifier))
    if dotted := re.fullmatch(r"(\d{4})[.,](\d+)", text):
        text = f"{dotted[1]}.{dotted[2].rstrip('0')}"
    return re.sub(r"[\W_]+", "-", text)
