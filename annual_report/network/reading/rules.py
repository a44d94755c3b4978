"""Rules that no single table can hold: each looks across the tables of a network.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
Somebody present who was no member is an error: attendance is a member's, and its totals would be
wrong.

A rule is a function of the tables that it looks at, and is held wherever these could be read: one
slip hides no other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from inspect import signature
from itertools import pairwise

from annual_report.base.dates import PartialDate, is_day
from annual_report.base.messages import _, list_some
from annual_report.network.reading.copies import (
    check_for_copied_attendance,
    check_for_copied_meetings,
)
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import GENRES
from annual_report.network.reading.tables import Row, Table, fold_identifier
from annual_report.network.reading.themes import list_themes
from annual_report.network.reading.values.vocabulary import (
    ATTENDANCE,
    GONE,
    PLANNED,
    PRESENT,
    TREATED,
    UNINVITED,
)
from annual_report.network.territories.institutions import find_institution, list_towns
from annual_report.network.territories.kinds import ANY, COMMUNE, ORGANISATION, kinds_by_name
from annual_report.network.territories.reference import read_reference
from annual_report.network.territories.spelling import (
    find_institution_spelt_like,
    find_same_name,
    fold_name,
)

ASKED = ("presentation", "contact")
"""What a reader of a page looks for in vain where nobody says it."""
FAR = 5
"""Years between which nobody is a member: more are one year mistyped, and not a pause."""
LONGEST_MEETING = 92
"""Days: a meeting in several parts may take a season; a longer one has a mistyped end."""
NAMED = 6
"""Of members, or of meetings, as many are named; the others are counted."""
MORE_THAN_A_TOWN = re.compile(r"^\d{5}\s+|\s*\(.*\)$|\s+cedex.*$", re.IGNORECASE)
"""What an address has beside the town: "35000 Rennes", "Rennes (35)", "Rennes Cedex 7"."""


def check_across_tables(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield what the rules find."""
    wrong = {table.name for table in tables.values() for problem in table.problems
             if problem.severity == "error"}  # fmt: skip
    for rule in RULES:
        names = [*signature(rule).parameters]
        if not wrong & {*names}:
            yield from rule(*(tables[name] for name in names))


def is_member(row: Mapping[str, str]) -> bool:
    """Whether a row of `membres` lists a member, and doesn't note a departure."""
    return row.get("etat") != GONE


def list_recorded_years(membres: Table) -> list[int]:
    """Return the years of which the members are recorded, without those that note departures."""
    return sorted({int(row["annee"]) for row in membres.rows if row["annee"] and is_member(row)})


def _check_for_members(membres: Table) -> Iterator[Problem]:
    """Refuse a network without members, unless they are still to be filled in."""
    if not membres.every_row:
        yield Problem(membres.place, _("is empty"), expected=_("a row for each member"))


def _check_for_far_years(membres: Table) -> Iterator[Problem]:
    """Refuse a year that stands far from all others, and remark one that is left out."""
    first = {row["annee"]: row for row in reversed(membres.rows)}
    counted = Counter(int(row["annee"]) for row in membres.rows)
    for before, after in pairwise(list_recorded_years(membres)):
        # Whichever of the two stands with fewer rows is the one to look at.
        odd = first[str(min((before, after), key=lambda year: counted[year]))]
        fault = _("is {count} years from the nearest year with members", count=after - before)
        if after - before > FAR:
            yield membres.refuse(odd, "annee", fault, _("a year that follows"))
        elif after - before > 1:
            yield membres.remark(odd, "annee", fault)


def _check_settings(reseau: Table) -> Iterator[Problem]:
    """Refuse a network without a name; what its readers would miss is to be filled in."""
    names = {row["reglage"] for row in reseau.rows}
    if "nom" not in names:
        fault = _("doesn’t say what the network is called")
        yield Problem(reseau.place, fault, expected=_("a row with “nom” and its name"))
    if unsaid := ", ".join(name for name in ASKED if name not in names):
        fault = _("readers look for these settings: {settings}", settings=unsaid)
        yield Problem(reseau.place, fault, severity="todo")


def _check_years_of_meetings(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Refuse a meeting of a year without members, or dated far from its year."""
    years = {*list_recorded_years(membres)}
    for row in rencontres.rows:
        year = int(row["annee"])
        if year not in years:
            fault, expected = _("is a year without members"), _("a year that has members")
            yield rencontres.refuse(row, "annee", fault, expected)
            continue
        if not row["debut"] or row["debut"].startswith(str(year)):
            continue
        fault = _("is outside the year that the meeting counts for")
        # What a year ends with may be held in the January after, or begin in the December before.
        if row["debut"].startswith((f"{year - 1}-12", f"{year + 1}-01")):
            yield rencontres.remark(row, "debut", fault)
        else:
            yield rencontres.refuse(row, "debut", fault, _("a day of {year}", year=year))


def _check_days_of_meetings(rencontres: Table) -> Iterator[Problem]:
    """Refuse an end without a start, before it, or long after it."""
    for row in (meeting for meeting in rencontres.rows if meeting["fin"]):
        if not row["debut"]:
            fault, expected = _("is an end without a start"), _("its first day too")
            yield rencontres.refuse(row, "fin", fault, expected)
            continue
        start, end = PartialDate.parse(row["debut"]), PartialDate.parse(row["fin"])
        if end.last < start.first:
            fault, expected = _("is an end before its start"), _("{day} or later", day=row["debut"])
            yield rencontres.refuse(row, "fin", fault, expected)
        elif (end.first - start.last).days > LONGEST_MEETING:
            fault, expected = _("is an end long after its start"), _("the last day of the meeting")
            yield rencontres.refuse(row, "fin", fault, expected)


def _check_for_one_meeting_twice(rencontres: Table) -> Iterator[Problem]:
    """Remark a meeting on the day of one before it, or on the next day in the same town.

    One of two days, or one in a room and on screens, may stand in two rows.
    """
    first: dict[date, Row] = {}
    for row in rencontres.rows:
        # Two meetings of one month are ordinary: only whole days are compared.
        days = [date.fromisoformat(row[end]) for end in ("debut", "fin") if is_day(row[end])]
        same = next((first[day] for day in days if day in first), None)
        eve = first.get(days[0] - timedelta(days=1)) if days else None
        if same:
            fault = _("may be the meeting “{before}”: same day", before=same["rencontre"])
            if _tell_place(same) == _tell_place(row):
                fault = _("may be the meeting “{before}”: same day, format and town",
                          before=same["rencontre"])  # fmt: skip
            yield rencontres.remark(row, "rencontre", fault)
        elif eve and row["ville"] and _tell_place(eve)[1] == _tell_place(row)[1]:
            fault = _("may be the second day of the meeting “{before}”: same town, next day",
                      before=eve["rencontre"])  # fmt: skip
            yield rencontres.remark(row, "rencontre", fault)
        for day in days:
            first.setdefault(day, row)


def _tell_place(meeting: Mapping[str, str]) -> tuple[str, str]:
    """Return a meeting's format and town, however this is spelt."""
    return meeting["format"], fold_name(meeting["ville"])


def _check_towns(rencontres: Table) -> Iterator[Problem]:
    """Remark a town that isn't written as a map has it: it has no dot there."""
    rows = [row for row in rencontres.rows if row["ville"]]
    bare = [fold_name(MORE_THAN_A_TOWN.sub("", row["ville"])) for row in rows]
    towns = list_towns({*bare})
    for row, name in zip(rows, bare, strict=True):
        communes = towns.get(name, {})
        there = row["departement"] in communes
        if communes and row["departement"] and not there:
            yield _refuse_town_elsewhere(rencontres, row, communes)
            continue
        named = {communes[row["departement"]]} if there else {*communes.values()}
        if row["ville"] not in named:
            fault, near = _("is no town that a map has"), min(named, default=None)
            yield rencontres.remark(row, "ville", fault, _("the name of a commune"), near)


def _refuse_town_elsewhere(rencontres: Table, row: Row, communes: Mapping[str, str]) -> Problem:
    """Refuse a town that is in another département than the one that is given, with both."""
    given = find_institution(row["departement"]).label
    fault = _("is no town of the département that is given, {department}", department=given)
    found = [f"{name} ({code})" for code, name in sorted(communes.items())]
    expected = _("{towns}, or another town of {department}", department=given,
                 towns=list_some(found, NAMED))  # fmt: skip
    return rencontres.refuse(row, "ville", fault, expected)


def _check_organisations(reseau: Table, membres: Table) -> Iterator[Problem]:
    """Remark an organisation that may be another one, or an institution, spelt otherwise."""
    kinds = {row["valeur"] for row in reseau.rows if row["reglage"] == GENRES}
    if ORGANISATION not in kinds:
        return
    # Any word may be the name of a commune.
    institutions = tuple(name for name in kinds_by_name() if name not in (ANY, COMMUNE))
    first = {row["membre"]: row for row in reversed(membres.rows)}
    spelt: dict[str, list[str]] = {}
    for name, row in sorted(first.items(), key=lambda item: item[1].place.rows):
        if find_institution(name).kinds != (ORGANISATION,):
            continue
        before = find_same_name(name, spelt.get(fold_name(name)[:1], ()))
        spelt.setdefault(fold_name(name)[:1], []).append(name)
        institution = find_institution_spelt_like(name, institutions)
        if before:
            fault = _("may be the organisation “{before}”, in another spelling", before=before)
            yield membres.remark(row, "membre", fault, _("one spelling in all rows"), before)
        elif institution:
            fault = _("is read as an organisation, and resembles an institution")
            yield membres.remark(row, "membre", fault, None, institution.label)


def _check_for_later_institutions(membres: Table) -> Iterator[Problem]:
    """Refuse a member in a year in which its territory still had other institutions."""
    creations = {creation["code"]: creation for creation in read_reference("creations.csv")}
    for row in membres.rows:
        creation = creations.get(row["membre"])
        if not creation or int(row["annee"]) >= int(creation["depuis"]):
            continue
        first = creation["depuis"]
        institution = find_institution(row["membre"])
        fault = _(
            "is read as {institution}, which there is since {year}",
            institution=institution.label,
            year=first,
        )
        # An organisation is called as it likes: the year keeps it apart from its successor.
        before = []
        for name in creation["avant"].split(";"):
            before.append(_("{name} (before {year})", name=name, year=first))
        expected = _(
            "a year from {year} on; before, {names}, in a network that has “organisation” among "
            "its “genres”",
            year=first,
            names=list_some(before, NAMED),
        )
        yield membres.refuse(row, "membre", fault, expected)


def _check_attendance(membres: Table, rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member that year."""
    meetings = {row["rencontre"]: row for row in rencontres.rows}
    spelt = {fold_identifier(name): name for name in meetings}
    members = {(row["annee"], row["membre"]) for row in membres.rows}
    for row in presences.rows:
        if not row.typed.get("etat"):
            fault = _("says neither present nor absent: nothing is counted")
            yield presences.remark(row, "etat", fault, ", ".join(ATTENDANCE))
        meeting = meetings.get(row["rencontre"])
        if meeting is None:
            fault, expected = _("is not a known meeting"), _("the identifier of a meeting")
            near = spelt.get(fold_identifier(row["rencontre"]))
            yield presences.refuse(row, "rencontre", fault, expected, near)
        elif (meeting["annee"], row["membre"]) not in members:
            expected = _("a member of {year}", year=meeting["annee"])
            yield presences.refuse(row, "membre", _("is not a member that year"), expected)


def _check_for_missing_states(
    membres: Table, rencontres: Table, presences: Table
) -> Iterator[Problem]:
    """Remark who has no state at a meeting whose states were noted, and not only who came."""
    noted: dict[str, dict[str, Row]] = {}
    for row in presences.every_row:
        noted.setdefault(row["rencontre"], {})[row["membre"]] = row
    lacking: dict[tuple[str, Place], dict[str, list[str]]] = {}
    for meeting in rencontres.rows:
        rows = noted.get(meeting["rencontre"], {})
        # A list of those who came says nothing of the others.
        if {row["etat"] for row in rows.values()} <= {"", PRESENT}:
            continue
        place = replace(next(iter(rows.values())).place, rows=(), column=None, cells=())
        for row in membres.rows:
            if row["annee"] == meeting["annee"] and is_member(row) and row["membre"] not in rows:
                of_year = lacking.setdefault((row["annee"], place), {})
                of_year.setdefault(row["membre"], []).append(meeting["rencontre"])
    for (year, place), of_year in lacking.items():
        members = [f"{find_institution(code).name} ({list_some(names, NAMED)})"
                   for code, names in of_year.items()]  # fmt: skip
        fault = _("who lacks a state where others of {year} have one: {members}", year=year,
                 members=list_some(members, NAMED))  # fmt: skip
        expected = _("a state; “{state}” for who wasn’t a member yet", state=UNINVITED)
        yield Problem(place, fault, expected=expected, severity="remark")


def _check_for_forgotten_plans(sujets: Table) -> Iterator[Problem]:
    """Remark a planned subject of which neither its year nor a later one says what became of it.

    A year that names no treated subject may simply not be written down yet.
    """
    rows = [row for row in sujets.rows if row["sujet"]]
    themes = list_themes([(row["sujet"], row["theme"]) for row in rows])
    subjects = [(row, row["annee"], theme) for row, theme in zip(rows, themes, strict=True)]
    treated = {(year, theme) for row, year, theme in subjects if row["etat"] == TREATED}
    written_down = {year for year, _theme in treated}
    last = {theme: year for _row, year, theme in sorted(subjects, key=lambda subject: subject[1])}
    for row, year, theme in subjects:
        is_left = year in written_down and year == last[theme] and (year, theme) not in treated
        if row["etat"] == PLANNED and is_left:
            fault = _("was planned for {year} and never spoken of again", year=year)
            yield sujets.remark(row, "sujet", fault)


RULES: tuple[Callable[..., Iterator[Problem]], ...] = (
    _check_settings, _check_for_members, _check_for_far_years,
    _check_years_of_meetings, _check_days_of_meetings, _check_for_one_meeting_twice, _check_towns,
    _check_organisations, _check_for_later_institutions,
    _check_attendance, _check_for_missing_states, _check_for_forgotten_plans,
    check_for_copied_attendance, check_for_copied_meetings,
)  # fmt: skip
