"""Meetings and attendance: their years, days, hosts and towns, and which of them are one."""

import difflib
import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.letters import fold_spelling
from annual_report.messages import N_
from annual_report.reading.problems import Problem
from annual_report.reading.rules.masks import (
    find_first_rows,
    is_pair,
    list_years,
    refuse_rows,
    remark_rows,
)
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import PRESENT, REMOTE
from annual_report.territories.institutions import (
    find_institution,
    institutions_of,
    list_departments_of_towns,
)
from annual_report.territories.kinds import COMMUNE
from annual_report.territories.spelling import fold_name

LONGEST_MEETING = 92
"""Days: a meeting in several parts may take a season; a longer one has a mistyped end."""
ALIKE = 0.8
"""How much of two names is the same if a slip sets them apart."""


def check_identifiers(rencontres: Table) -> Iterator[Problem]:
    """Refuse two identifiers that are one, "2025-1" and "2025-01"."""
    names = rencontres.text["rencontre"]
    first = find_first_rows(names.map(_bare))
    same = first.map(names, "ignore")
    other = first.notna() & same.ne(names)  # the very same is a key that is there twice
    what = N_("is the identifier of row {row} written otherwise")
    expected = N_("another identifier, or one row only")
    yield from refuse_rows(rencontres, other, "rencontre", what, expected, same, row=first)


def check_years_of_meetings(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Refuse a meeting of a year without members, or dated far from its year; remark the next."""
    frame, year = rencontres.frame, rencontres.text["annee"]
    known = frame["annee"].isin(list_years(membres))
    what, expected = N_("is a year without members"), N_("a year of membres.csv")
    yield from refuse_rows(rencontres, ~known, "annee", what, expected)
    # One year apart is usual in January; two are a slip.
    apart = (pd.to_numeric(frame["debut"].str[:4]).astype("Int64") - frame["annee"]).abs()
    what, expected = N_("is outside the year that the meeting counts for"), N_("a day of {year}")
    yield from refuse_rows(rencontres, apart.gt(1) & known, "debut", what, expected, year=year)
    yield from remark_rows(rencontres, apart.eq(1) & known, "debut", what, expected, year=year)


def check_days_of_meetings(rencontres: Table) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it."""
    text = rencontres.text
    start, end = _days(text["debut"]), _days(text["fin"])
    alone, what = (text["fin"] != "") & (text["debut"] == ""), N_("is an end without a start")
    yield from refuse_rows(rencontres, alone, "fin", what, N_("a value in column debut"))
    back, what = end["last"] < start["first"], N_("is an end before its start")
    yield from refuse_rows(rencontres, back, "fin", what, N_("{day} or later"), day=text["debut"])
    gap, what = end["first"] - start["last"], N_("is an end long after its start")
    far, expected = gap.gt(LONGEST_MEETING), N_("the last day of the meeting")
    yield from refuse_rows(rencontres, far, "fin", what, expected)


def check_hosts_and_formats(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Remark a host that was no member that year, and the town of a remote meeting."""
    frame = rencontres.frame
    hosted = is_pair(frame["annee"], frame["hote"], membres.frame[["annee", "membre"]])
    strange, what = frame["hote"].notna() & ~hosted, N_("is not a member that year")
    expected = N_("a member of {year}")
    yield from remark_rows(rencontres, strange, "hote", what, expected, year=frame["annee"])
    remote = frame["format"].eq(REMOTE) & frame["ville"].notna()
    yield from remark_rows(rencontres, remote, "ville", N_("is the town of a remote meeting"))


def check_for_one_meeting_twice(rencontres: Table) -> Iterator[Problem]:
    """Remark two meetings of one day that have the same format and town."""
    text = rencontres.text
    first = find_first_rows(text["debut"], text["format"], text["ville"].map(fold_spelling))
    # Two meetings of one month are ordinary: only whole days are compared.
    alike = first.notna() & text["debut"].str.len().eq(10)
    what = N_("may be the meeting of row {row}: same day, format and town")
    yield from remark_rows(rencontres, alike, "rencontre", what, row=first)


def check_towns(rencontres: Table) -> Iterator[Problem]:
    """Remark a town that lies in another département than its row's, or isn't written as on a map.

    A word in capitals would be printed as it stands.
    """
    town, department = rencontres.text["ville"], rencontres.text["departement"]
    known = list_departments_of_towns({*map(fold_name, town)} - {""})
    found = [known.get(fold_name(each), set()) for each in town]
    away = [bool(f) and code not in {"", *f} for f, code in zip(found, department, strict=True)]
    there = [", ".join(find_institution(each).label for each in sorted(f)[:3]) for f in found]
    what, elsewhere = N_("lies in another département"), pd.Series(away, town.index, dtype=bool)
    yield from remark_rows(rencontres, elsewhere, "ville", what, "{there}",
                      there=pd.Series(there, town.index, dtype=object))  # fmt: skip
    odd = town.str.isupper() | town.str.islower()
    unsure = [odd_ or not f for odd_, f in zip(odd, found, strict=True)]
    near = pd.Series([_nearest_town(*each) for each in zip(town, department, unsure, strict=True)],
                     town.index, dtype=object)  # fmt: skip
    what, expected = N_("would be printed as it is typed"), N_("the town’s name as a map has it")
    yield from remark_rows(rencontres, odd | near.notna(), "ville", what, expected, near)


@cache
def _nearest_town(town: str, department: str, unsure: bool) -> str | None:
    """Return the commune of a département whose name is nearest to what is no name of one."""
    if not (town and department and unsure):
        return None
    there = institutions_of(COMMUNE).values()
    names = {fold_name(each.name): each.name for each in there if department in each.departments}
    close = difflib.get_close_matches(fold_name(town), names, n=1, cutoff=ALIKE)
    return names[close[0]] if close and names[close[0]] != town else None


def _days(dates: pd.Series) -> pd.DataFrame:
    """Return the first and the last day that each date can mean, as numbers; NA without one."""
    known = {each: PartialDate.parse(each) for each in dates.unique() if each}
    first = dates.map({each: day.first.toordinal() for each, day in known.items()})
    last = dates.map({each: day.last.toordinal() for each, day in known.items()})
    return pd.DataFrame({"first": first, "last": last}, dtype="Int64")


def _bare(identifier: str) -> str:
    """Return an identifier without what a spreadsheet or a hand adds or takes away.

    "2025-1" is "2025-01" and "2025_1"; "2025.1" is "2025.10".
    """
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(identifier))
    if dotted := re.fullmatch(r"(\d{4})[.,](\d+)", text):
        text = f"{dotted[1]}.{dotted[2].rstrip('0')}"
    return re.sub(r"[\W_]+", "-", text)


def check_attendance(membres: Table, rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member that year."""
    names, members = presences.text["rencontre"], presences.text["membre"]
    known = rencontres.text.drop_duplicates("rencontre").set_index("rencontre")
    year, date = (names.map(known[each]).astype("string") for each in ("annee", "debut"))
    unknown, near = year.isna(), names.map(_bare).map({_bare(each): each for each in known.index})
    what, expected = N_("is not a known meeting"), N_("an identifier of rencontres.csv")
    yield from refuse_rows(presences, unknown, "rencontre", what, expected, near)
    strange = ~unknown & ~is_pair(year, members, membres.text[["annee", "membre"]])
    # The meeting is more likely wrong than its attendance, if it is dated in another year.
    dated = date.astype(object).str[:4].ne(year) & date.ne("")  # there may be no meeting
    what, expected = N_("is not a member that year"), N_("a member of {year}")
    yield from refuse_rows(presences, strange & ~dated, "membre", what, expected, year=year)
    expected = N_("{meeting}, dated {date}, counts for {year}: is that meant?")
    yield from refuse_rows(presences, strange & dated, "membre", what, expected, meeting=names,
                      date=date, year=year)  # fmt: skip


def check_for_absent_hosts(rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    text, hosts = presences.text, rencontres.text[["rencontre", "hote"]]
    away = ~text["etat"].isin(["", PRESENT]) & is_pair(text["rencontre"], text["membre"], hosts)
    what = N_("hosted the meeting and is recorded as absent")
    yield from remark_rows(presences, away, "etat", what, value="membre")


def check_for_many_agents(presences: Table) -> Iterator[Problem]:
    """Remark a count of agents that is far above the usual one."""
    counts = presences.frame["agents"]
    # Eight times the usual count is a total, or two figures in one cell; twenty is a full room.
    usual = float(counts.median()) if counts.notna().any() else 0.0
    what, many = (
        N_("agents are many: the usual count is {usual:.0f}"),
        counts.gt(max(20, 8 * usual)),
    )
    yield from remark_rows(presences, many, "agents", what, usual=usual)
