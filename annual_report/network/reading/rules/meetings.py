"""Meetings and attendance: their years, days, hosts and towns, and which of them are one."""

import difflib
import re
from collections.abc import Iterator
from functools import cache

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Problem
from annual_report.network.reading.rules.members import list_years, pair_with_first
from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.vocabulary import ATTENDANCE, PRESENT, REMOTE
from annual_report.network.territories.institutions import (
    find_institution,
    institutions_by_code,
    list_towns,
)
from annual_report.network.territories.kinds import COMMUNE
from annual_report.network.territories.spelling import fold_name

LONGEST_MEETING = 92
"""Days: a meeting in several parts may take a season; a longer one has a mistyped end."""
ALIKE = 0.8
"""How much of two names is the same if a slip sets them apart."""
MORE_THAN_A_TOWN = re.compile(r"^\d{5}\s+|\s*\(.*\)$|\s+cedex.*$", re.IGNORECASE)
"""What an address has beside the town: "35000 Rennes", "Rennes (35)", "Rennes Cedex 7"."""


def check_identifiers(rencontres: Table) -> Iterator[Problem]:
    """Refuse two identifiers that are one, "2025-1" and "2025-01"."""
    for row, first in pair_with_first((_bare(row["rencontre"]), row) for row in rencontres.rows):
        # The very same is a key that is there twice.
        if row["rencontre"] != first["rencontre"]:
            what = _("is the identifier of another row, written otherwise")
            expected = _("another identifier, or one row only")
            yield rencontres.refuse(row, "rencontre", what, expected, first["rencontre"])


def check_years_of_meetings(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Refuse a meeting of a year without members, or dated far from its year; remark the next."""
    known = {*list_years(membres)}
    for row in rencontres.rows:
        year = int(row["annee"])
        if year not in known:
            what, expected = _("is a year without members"), _("a year of membres.csv")
            yield rencontres.refuse(row, "annee", what, expected)
            continue
        # One year apart is usual in January; two are a slip.
        apart = abs(int(row["debut"][:4]) - year) if row["debut"] else 0
        if apart:
            what = _("is outside the year that the meeting counts for")
            say = rencontres.refuse if apart > 1 else rencontres.remark
            yield say(row, "debut", what, _("a day of {year}", year=year))


def check_days_of_meetings(rencontres: Table) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it."""
    for row in (each for each in rencontres.rows if each["fin"]):
        if not row["debut"]:
            what, expected = _("is an end without a start"), _("a value in column debut")
            yield rencontres.refuse(row, "fin", what, expected)
            continue
        start, end = PartialDate.parse(row["debut"]), PartialDate.parse(row["fin"])
        if end.last < start.first:
            what, expected = _("is an end before its start"), _("{day} or later", day=row["debut"])
            yield rencontres.refuse(row, "fin", what, expected)
        elif (end.first - start.last).days > LONGEST_MEETING:
            what, expected = _("is an end long after its start"), _("the last day of the meeting")
            yield rencontres.refuse(row, "fin", what, expected)


def check_hosts_and_formats(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Remark a host that was no member that year, and the town of a remote meeting."""
    known = {(row["annee"], row["membre"]) for row in membres.rows}
    for row in rencontres.rows:
        if row["hote"] and (row["annee"], row["hote"]) not in known:
            expected = _("a member of {year}", year=row["annee"])
            yield rencontres.remark(row, "hote", _("is not a member that year"), expected)
        if row["format"] == REMOTE and row["ville"]:
            yield rencontres.remark(row, "ville", _("is the town of a remote meeting"))


def check_for_one_meeting_twice(rencontres: Table) -> Iterator[Problem]:
    """Remark two meetings of one day that have the same format and town."""
    # Two meetings of one month are ordinary: only whole days are compared.
    dated = (row for row in rencontres.rows if is_day(row["debut"]))
    for row, first in pair_with_first(
        ((row["debut"], row["format"], fold_spelling(row["ville"])), row) for row in dated
    ):
        known = first["rencontre"]
        what = _("may be the meeting “{known}”: same day, format and town", known=known)
        yield rencontres.remark(row, "rencontre", what)


def check_towns(rencontres: Table) -> Iterator[Problem]:
    """Remark a town that lies in another département than its row's, or isn't written as on a map.

    It would be printed as it stands.
    """
    rows = [row for row in rencontres.rows if row["ville"]]
    bare = {row["ville"]: MORE_THAN_A_TOWN.sub("", row["ville"]) for row in rows}
    known = list_towns({fold_name(town) for town in bare.values()})
    for row in rows:
        town, department = row["ville"], row["departement"]
        there = known.get(fold_name(bare[town]), {})
        # It may be a place that is no commune: nothing is known of where that lies.
        if there and department not in {"", *there}:
            labels = ", ".join(find_institution(each).label for each in sorted(there)[:3])
            yield rencontres.remark(row, "ville", _("lies in another département"), labels)
        # In capitals, without its hyphens, or a letter away from a commune of its département.
        names = {there[department]} if department in there else {*there.values()}
        names = names if there else _find_nearest_towns(town, department)
        if town not in names if names else (town.isupper() or town.islower()):
            what, near = _("would be printed as it is typed"), min(names, default=None)
            yield rencontres.remark(row, "ville", what, _("the town’s name as a map has it"), near)


@cache
def _find_nearest_towns(town: str, department: str) -> set[str]:
    """Return the commune of a département whose name is nearest to what is no name of one."""
    there = institutions_by_code(COMMUNE).values() if department else ()
    names = {fold_name(each.name): each.name for each in there if department in each.departments}
    close = difflib.get_close_matches(fold_name(town), names, n=1, cutoff=ALIKE)
    return {names[each] for each in close}


def _bare(identifier: str) -> str:
    """Return an identifier without what a spreadsheet or a hand adds or takes away.

    "2025-1" is "2025-01" and "2025_1".
    """
    text = re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", fold_spelling(identifier))
    return re.sub(r"[\W_]+", "-", text)


def check_attendance(membres: Table, rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member that year."""
    meetings = {row["rencontre"]: row for row in rencontres.rows}
    spelt = {_bare(name): name for name in meetings}
    known = {(row["annee"], row["membre"]) for row in membres.rows}
    for row in presences.rows:
        if not row["etat"]:
            what = _("says neither present nor absent: nothing is counted")
            yield presences.remark(row, "etat", what, ", ".join(ATTENDANCE))
        meeting = meetings.get(row["rencontre"])
        if meeting is None:
            what, expected = _("is not a known meeting"), _("an identifier of rencontres.csv")
            near = spelt.get(_bare(row["rencontre"]))
            yield presences.refuse(row, "rencontre", what, expected, near)
        elif (meeting["annee"], row["membre"]) not in known:
            year, date = meeting["annee"], meeting["debut"]
            expected = _("a member of {year}", year=year)
            # The meeting is more likely wrong than its attendance, if it is dated in another year.
            if date and not date.startswith(year):
                expected = _("{meeting}, dated {date}, counts for {year}: is that meant?",
                             meeting=row["rencontre"], date=date, year=year)  # fmt: skip
            yield presences.refuse(row, "membre", _("is not a member that year"), expected)


def check_for_absent_hosts(rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    hosts = {(row["rencontre"], row["hote"]) for row in rencontres.rows}
    for row in presences.rows:
        is_away = row["etat"] not in ("", PRESENT)
        if is_away and (row["rencontre"], row["membre"]) in hosts:
            what = _("hosted the meeting and is recorded as absent")
            yield presences.remark(row, "etat", what, quoted="membre")
