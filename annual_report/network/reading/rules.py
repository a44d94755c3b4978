"""Rules that look across the rows and the tables of a network: checked cells → problems.

`tables.py` has understood each cell by itself. Here a meeting is held against its year, and
attendance against the members. An error would make a page say something false: attendance of an
institution that was no member makes the totals wrong. A remark is worth a look, and the pages can
be made.

A rule is a function that yields the problems it finds. Its parameters have the names of the tables
to look at, `def _check_days_of_meetings(rencontres)`, by which `check_across_tables` hands them
over. A rule is left out while one of its tables has an error in a cell; other rules run all the
same, so that a first slip doesn't hide a second. A new rule is named in `RULES`, at the end.
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
from annual_report.network.reading.rows import Row, Table, fold_identifier
from annual_report.network.reading.schema import GENRES
from annual_report.network.reading.themes import check_for_forgotten_plans
from annual_report.network.reading.values.vocabulary import (
    ATTENDANCE,
    GONE,
    PRESENT,
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

SETTINGS_FOR_READERS = ("presentation", "contact")
"""The settings that readers of a page look for: a sentence on the network, and an address."""
LONGEST_PAUSE = 5
"""The most years between two recorded years: over a longer gap, a year is probably mistyped."""
LONGEST_MEETING = 92
"""Days: a meeting in several parts may take a season; a longer meeting has a mistyped end."""
MOST_NAMED = 6
"""The most members, or meetings, that a message names; the others are counted."""
# Towns are words of people: no parser knows their forms.
# Taken: the "35000 " of "35000 Rennes", " (35)" and " Cedex 7" behind a town.
BESIDE_A_TOWN = re.compile(r"^\d{5}\s+|\s*\(.*\)$|\s+cedex.*$", re.IGNORECASE)
"""The parts of an address before and after the name of its town."""


def check_across_tables(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield the problems that the rules find; `tables` are table's name → table.

    A rule that looks at a table with an error is left out: it would complain of the error again.
    """
    tables_with_errors = set()
    for table in tables.values():
        if any(problem.severity == "error" for problem in table.problems):
            tables_with_errors.add(table.name)
    for rule in RULES:
        # The parameters of a rule are called as the tables that the rule looks at.
        names = [*signature(rule).parameters]
        if tables_with_errors.isdisjoint(names):
            arguments = [tables[name] for name in names]
            yield from rule(*arguments)


def is_member(row: Mapping[str, str]) -> bool:
    """Whether a row of `membres` lists a member of its year, and not a departure ("parti")."""
    return row.get("etat") != GONE


def list_recorded_years(membres: Table) -> list[int]:
    """Return the years with recorded members, in order; departures alone make no year."""
    years = set()
    for row in membres.rows:
        if row["annee"] and is_member(row):
            years.add(int(row["annee"]))
    return sorted(years)


def _check_for_members(membres: Table) -> Iterator[Problem]:
    """Yield an error for a network without any row of members: no page could be made.

    Rows still to fill in are enough: they make the draft of a page.
    """
    if not membres.every_row:
        yield Problem(membres.place, _("is empty"), expected=_("a row for each member"))


def _check_for_far_years(membres: Table) -> Iterator[Problem]:
    """Yield an error for a year far from all other years, a remark on a year left out between.

    The problem stands at the first row of the year that is probably mistyped.
    """
    first_rows: dict[int, Row] = {}
    row_counts: Counter[int] = Counter()
    for row in membres.rows:
        year = int(row["annee"])
        first_rows.setdefault(year, row)
        row_counts[year] += 1
    for before, after in pairwise(list_recorded_years(membres)):
        # Of the two years beside a gap, the year with fewer rows is probably mistyped.
        odd_year = before
        if row_counts[after] < row_counts[before]:
            odd_year = after
        odd_row = first_rows[odd_year]
        gap = after - before
        fault = _("is {count} years from the nearest year with members", count=gap)
        if gap > LONGEST_PAUSE:
            yield membres.make_problem(odd_row, "annee", fault, _("a year that follows"))
        elif gap > 1:
            yield membres.make_problem(odd_row, "annee", fault, severity="remark")


def _check_settings(reseau: Table) -> Iterator[Problem]:
    """Yield an error for a network without a name, and a to-do for missing settings.

    `reseau` is the table of the settings, a row each: "reglage" is the setting's name.
    """
    names = {row["reglage"] for row in reseau.rows}
    if "nom" not in names:
        fault = _("doesn’t say what the network is called")
        yield Problem(reseau.place, fault, expected=_("a row with “nom” and its name"))
    missing = [name for name in SETTINGS_FOR_READERS if name not in names]
    if missing:
        fault = _("readers look for these settings: {settings}", settings=", ".join(missing))
        yield Problem(reseau.place, fault, severity="todo")


def _check_years_of_meetings(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Yield an error for a meeting in a year without members, or on a day outside its year."""
    years = {*list_recorded_years(membres)}
    for row in rencontres.rows:
        year = int(row["annee"])
        if year not in years:
            fault = _("is a year without members")
            yield rencontres.make_problem(row, "annee", fault, _("a year that has members"))
            continue
        if not row["debut"] or row["debut"].startswith(str(year)):
            continue
        fault = _("is outside the year that the meeting counts for")
        # The last meeting of a year may slip into January, the first begin in December before.
        if row["debut"].startswith((f"{year - 1}-12", f"{year + 1}-01")):
            yield rencontres.make_problem(row, "debut", fault, severity="remark")
        else:
            yield rencontres.make_problem(row, "debut", fault, _("a day of {year}", year=year))


def _check_days_of_meetings(rencontres: Table) -> Iterator[Problem]:
    """Yield an error for a last day of a meeting without a first, before the first, or long after.

    A day may be known by its month or year alone: "2025-06".
    """
    for row in rencontres.rows:
        if not row["fin"]:
            continue
        if not row["debut"]:
            fault = _("is an end without a start")
            yield rencontres.make_problem(row, "fin", fault, _("its first day too"))
            continue
        # A date may be a whole month: the end is wrong only if all its days lie before the start.
        start = PartialDate.parse(row["debut"])
        end = PartialDate.parse(row["fin"])
        if end.last < start.first:
            fault = _("is an end before its start")
            expected = _("{day} or later", day=row["debut"])
            yield rencontres.make_problem(row, "fin", fault, expected)
        elif (end.first - start.last).days > LONGEST_MEETING:
            fault = _("is an end long after its start")
            yield rencontres.make_problem(row, "fin", fault, _("the last day of the meeting"))


def _check_for_one_meeting_twice(rencontres: Table) -> Iterator[Problem]:
    """Remark a meeting on the day of an earlier row, or on the next day in the same town.

    A meeting of two days, or in a room and on screens, may have been typed as two rows, and would
    be counted twice.
    """
    first_on_day: dict[date, Row] = {}
    for row in rencontres.rows:
        days = _list_exact_days(row)
        if not days:
            continue
        earlier_on_day = [first_on_day[day] for day in days if day in first_on_day]
        day_before = days[0] - timedelta(days=1)
        on_day_before = first_on_day.get(day_before)
        is_same_town = False
        if on_day_before and row["ville"]:
            is_same_town = fold_name(on_day_before["ville"]) == fold_name(row["ville"])
        # The more the two rows share, the more the message says.
        if earlier_on_day:
            fault = _say_same_day(earlier_on_day[0], row)
            yield rencontres.make_problem(row, "rencontre", fault, severity="remark")
        elif on_day_before and is_same_town:
            fault = _(
                "may be the second day of the meeting “{before}”: same town, next day",
                before=on_day_before["rencontre"],
            )
            yield rencontres.make_problem(row, "rencontre", fault, severity="remark")
        for day in days:
            first_on_day.setdefault(day, row)


def _say_same_day(earlier: Row, meeting: Row) -> str:
    """Return the words of the remark on a meeting on the same day as an `earlier` row.

    They say "same day, format and town" if the rows share these too, else "same day".
    """
    # The spelling of the town doesn't matter.
    is_same_town = fold_name(earlier["ville"]) == fold_name(meeting["ville"])
    if is_same_town and earlier["format"] == meeting["format"]:
        return _(
            "may be the meeting “{before}”: same day, format and town",
            before=earlier["rencontre"],
        )
    return _("may be the meeting “{before}”: same day", before=earlier["rencontre"])


def _list_exact_days(meeting: Mapping[str, str]) -> list[date]:
    """Return the first and the last day of a meeting, if they are known to the day.

    A meeting of "2025-06", some day in June, has no such day: two meetings in the same month are
    common, and say nothing of a row that was typed twice. Days between are left out.
    """
    days = []
    for column in ("debut", "fin"):
        if is_day(meeting[column]):
            days.append(date.fromisoformat(meeting[column]))
    return days


def _check_towns(rencontres: Table) -> Iterator[Problem]:
    """Remark a town that the map doesn't know, for the map would have no dot there.

    A town that only other départements have is an error: a page would name the wrong place.
    """
    rows = [row for row in rencontres.rows if row["ville"]]
    # The towns alone, without postcode and cedex, folded: all are looked up at once.
    bare_names = [fold_name(BESIDE_A_TOWN.sub("", row["ville"])) for row in rows]
    towns = list_towns({*bare_names})
    for row, name in zip(rows, bare_names, strict=True):
        # Code of a département → proper name of the commune there.
        communes = towns.get(name, {})
        department = row["departement"]
        # The town lies only in other départements than the row's: one of both is mistyped, and the
        # map would have its dot far away.
        if communes and department and department not in communes:
            yield _make_problem_of_town(rencontres, row, communes)
            continue
        # The spellings of the map: in the département of the row, or else anywhere.
        spellings = [*communes.values()]
        if department in communes:
            spellings = [communes[department]]
        if row["ville"] not in spellings:
            fault = _("is no town that the map knows")
            nearest = min(spellings, default=None)
            yield rencontres.make_problem(
                row, "ville", fault, _("the name of a commune"), nearest, severity="remark"
            )


def _make_problem_of_town(rencontres: Table, row: Row, communes: Mapping[str, str]) -> Problem:
    """Return the error of a town outside the row's département, with all towns of that name.

    `communes` are code of a département → proper name of the town there.
    """
    department = find_institution(row["departement"]).label
    fault = _("is no town of the département that is given, {department}", department=department)
    choices = [f"{name} ({code})" for code, name in sorted(communes.items())]
    expected = _(
        "{towns}, or another town of {department}",
        department=department,
        towns=list_some(choices, MOST_NAMED),
    )
    return rencontres.make_problem(row, "ville", fault, expected)


def _check_organisations(reseau: Table, membres: Table) -> Iterator[Problem]:
    """Remark an organisation in two spellings, or spelt nearly as an institution.

    Where a network has organisations among its members, any text is the name of an organisation: a
    misspelt département would make a new member.
    """
    kinds = {row["valeur"] for row in reseau.rows if row["reglage"] == GENRES}
    if ORGANISATION not in kinds:
        return
    # Communes are left out: any word may be the name of a commune.
    kinds_of_institutions = tuple(name for name in kinds_by_name() if name not in (ANY, COMMUNE))
    # Each name is looked at once, where it stands first. Earlier names are kept by their first
    # letter.
    first_rows: dict[str, Row] = {}
    for row in membres.rows:
        first_rows.setdefault(row["membre"], row)
    in_order = sorted(first_rows.values(), key=lambda row: row.place.rows)
    names_by_letter: dict[str, list[str]] = {}
    for row in in_order:
        name = row["membre"]
        if find_institution(name).kinds != (ORGANISATION,):
            continue
        # The first letter is rarely mistyped: only names with the same first letter are compared.
        letter = fold_name(name)[:1]
        earlier_names = names_by_letter.setdefault(letter, [])
        before = find_same_name(name, earlier_names)
        earlier_names.append(name)
        institution = find_institution_spelt_like(name, kinds_of_institutions)
        if before:
            fault = _("may be the organisation “{before}”, in another spelling", before=before)
            yield membres.make_problem(
                row, "membre", fault, _("one spelling in all rows"), before, severity="remark"
            )
        elif institution:
            fault = _("is read as an organisation, and resembles an institution")
            yield membres.make_problem(
                row, "membre", fault, None, institution.label, severity="remark"
            )


def _check_for_later_institutions(membres: Table) -> Iterator[Problem]:
    """Yield an error for a member in a year before the institution was created.

    The name alone can't tell: "Alsace" in 2019 is a former région, and not the Collectivité of
    2021. `creations.csv` has the year of each creation, and the names of the bodies before it.
    """
    creations = {creation["code"]: creation for creation in read_reference("creations.csv")}
    for row in membres.rows:
        creation = creations.get(row["membre"])
        if not creation or int(row["annee"]) >= int(creation["depuis"]):
            continue
        first_year = creation["depuis"]
        institution = find_institution(row["membre"])
        fault = _(
            "is read as {institution}, which there is since {year}",
            institution=institution.label,
            year=first_year,
        )
        # The message proposes to write the earlier body as an organisation, with the year in its
        # name, which tells it apart from its successor.
        earlier_names = []
        for name in creation["avant"].split(";"):
            earlier_names.append(_("{name} (before {year})", name=name, year=first_year))
        expected = _(
            "a year from {year} on; before, {names}, in a network that has “organisation” among "
            "its “genres”",
            year=first_year,
            names=list_some(earlier_names, MOST_NAMED),
        )
        yield membres.make_problem(row, "membre", fault, expected)


def _check_attendance(membres: Table, rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Yield an error for attendance at an unknown meeting, or by a member of other years only."""
    meetings = {row["rencontre"]: row for row in rencontres.rows}
    # "2025-01" is proposed for "2025-1": they are the same once they are folded.
    identifiers_by_folded = {fold_identifier(name): name for name in meetings}
    members = {(row["annee"], row["membre"]) for row in membres.rows}
    for row in presences.rows:
        # A row without a state may belong to a list of members that is still to be filled in: it is
        # worth a remark, and no error.
        if not row.typed.get("etat"):
            fault = _("says neither present nor absent: nothing is counted")
            yield presences.make_problem(
                row, "etat", fault, ", ".join(ATTENDANCE), severity="remark"
            )
        meeting = meetings.get(row["rencontre"])
        if meeting is None:
            fault = _("is not a known meeting")
            nearest = identifiers_by_folded.get(fold_identifier(row["rencontre"]))
            expected = _("the identifier of a meeting")
            yield presences.make_problem(row, "rencontre", fault, expected, nearest)
        elif (meeting["annee"], row["membre"]) not in members:
            expected = _("a member of {year}", year=meeting["annee"])
            yield presences.make_problem(row, "membre", _("is not a member that year"), expected)


def _check_for_missing_states(
    membres: Table, rencontres: Table, presences: Table
) -> Iterator[Problem]:
    """Remark members without a state at a meeting where absent members were noted too.

    A list of the members present leaves the absent out. Where an absence is noted, the list was
    meant to be whole, and a member without a state was probably forgotten. All forgotten members of
    a year make one remark.
    """
    # Identifier of a meeting → member's code → row of attendance.
    attendance: dict[str, dict[str, Row]] = {}
    for row in presences.every_row:
        attendance.setdefault(row["rencontre"], {})[row["membre"]] = row
    members_by_year: dict[str, list[str]] = {}
    for row in membres.rows:
        if is_member(row):
            members_by_year.setdefault(row["annee"], []).append(row["membre"])
    # Year and sheet → member's code → identifiers of the meetings without a state.
    missing: dict[tuple[str, Place], dict[str, list[str]]] = {}
    for meeting in rencontres.rows:
        rows_by_member = attendance.get(meeting["rencontre"], {})
        states = {row["etat"] for row in rows_by_member.values()}
        # A list of the members present says nothing of the others.
        if states <= {"", PRESENT}:
            continue
        first_row = next(iter(rows_by_member.values()))
        place = replace(first_row.place, rows=(), column=None, cells=())
        missing_of_year = missing.setdefault((meeting["annee"], place), {})
        for member in members_by_year.get(meeting["annee"], ()):
            if member not in rows_by_member:
                missing_of_year.setdefault(member, []).append(meeting["rencontre"])
    for (year, place), missing_of_year in missing.items():
        if missing_of_year:
            yield _remark_missing_states(year, place, missing_of_year)


def _remark_missing_states(year: str, place: Place, missing: Mapping[str, list[str]]) -> Problem:
    """Return the remark on the members of a `year` without a state at some meetings.

    `place` is the file or sheet of the attendance, `missing` are member's code → identifiers of the
    meetings: "Aude (2025-1), Gironde (2025-1)".
    """
    named = []
    for code, meetings in missing.items():
        name = find_institution(code).name
        named.append(f"{name} ({list_some(meetings, MOST_NAMED)})")
    fault = _(
        "who lacks a state where others of {year} have one: {members}",
        year=year,
        members=list_some(named, MOST_NAMED),
    )
    expected = _("a state; “{state}” for who wasn’t a member yet", state=UNINVITED)
    return Problem(place, fault, expected=expected, severity="remark")


RULES: tuple[Callable[..., Iterator[Problem]], ...] = (
    _check_settings,
    _check_for_members,
    _check_for_far_years,
    _check_years_of_meetings,
    _check_days_of_meetings,
    _check_for_one_meeting_twice,
    _check_towns,
    _check_organisations,
    _check_for_later_institutions,
    _check_attendance,
    _check_for_missing_states,
    check_for_forgotten_plans,
    check_for_copied_attendance,
    check_for_copied_meetings,
)
"""All rules, in the order in which a user reads their problems."""
