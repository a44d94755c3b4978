"""Rules that no single table can hold: each looks across the tables and texts of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
A host that was no member that year is a remark: a neighbour or a partner may have hosted. Somebody
present who was no member is an error: attendance is a member's, and its totals would be wrong.

A rule is a function of the tables that it looks at, and is held wherever these could be read: one
slip hides no other.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import signature
from itertools import pairwise

import pandas as pd

from annual_report.letters import fold_spelling
from annual_report.messages import N_, _
from annual_report.reading.problems import Place, Problem, join_alike
from annual_report.reading.rules import meetings
from annual_report.reading.rules.masks import (
    find_first_rows,
    is_pair,
    list_years,
    refuse_rows,
    remark_rows,
)
from annual_report.reading.tables import Table
from annual_report.reading.values.vocabulary import PLANNED, TREATED
from annual_report.territories.institutions import is_known
from annual_report.territories.kinds import ORGANISATION, kinds_by_name
from annual_report.territories.spelling import nearest_institution

MOST_PROBLEMS = 200
FAR = 5
"""Years between which nobody is a member: more are one year mistyped, and not a pause."""
ALIKE = 0.85
"""How much of two names is the same if a letter sets them apart."""


def check_across_tables(
    tables: Mapping[str, Table], texts: Iterable[int] | None = None
) -> list[Problem]:
    """Return what the rules across tables find, errors before remarks.

    `texts` are the years of which there is one; without them nothing is said of texts.
    """
    wrong = {name for name, table in tables.items() if table.is_wrong}
    found: list[Problem] = []
    for rule in RULES:
        names = [*signature(rule).parameters]
        if not wrong & {*names}:
            found += join_alike(rule(*(tables[name] for name in names)))[:MOST_PROBLEMS]
    if texts is not None and "membres" not in wrong:
        found += _years_of_texts({*texts}, {*list_years(tables["membres"])})
    return sorted(found, key=lambda problem: problem.severity != "error")


def check_for_members(membres: Table) -> Iterator[Problem]:
    """Refuse a network without members, unless they are still to be filled in."""
    if membres.text.empty and not membres.unfilled:
        yield Problem(membres.place, _("is empty"), expected=_("a row for each member"))


def check_for_far_years(membres: Table) -> Iterator[Problem]:
    """Refuse a year that stands far from all others, and remark one that is left out."""
    years = membres.frame["annee"]
    counted = years.value_counts()
    for before, after in pairwise(list_years(membres)):
        # Whichever of the two stands with fewer rows is the one to look at.
        odd = min((before, after), key=lambda year: counted[year])
        first, count = years.eq(odd) & ~years.duplicated(), after - before
        what = N_("is {count} years from the nearest year with members")
        if count > FAR:
            yield from refuse_rows(
                membres, first, "annee", what, N_("a year that follows"), count=count
            )
        elif count > 1:
            yield from remark_rows(membres, first, "annee", what, count=count)


def check_for_a_copied_year(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Ask who came and who left, of a last year that has the same members and no meeting yet."""
    known, frame = list_years(membres), membres.frame
    if len(known) < 2 or rencontres.frame["annee"].eq(known[-1]).any():
        return
    # With a meeting in it, somebody has worked on the year: it may well have the same members.
    before, last = (set(frame["membre"][frame["annee"].eq(year)]) for year in known[-2:])
    if before == last:
        what = _("{last} has the members of {before}: who came, who left?", last=known[-1],
                 before=known[-2])  # fmt: skip
        yield Problem(membres.place, what, severity="todo")


def check_rows_of_far_years(membres: Table, sujets: Table, ressources: Table) -> Iterator[Problem]:
    """Remark subjects and resources that no report will ever show."""
    shown = {year + more for year in list_years(membres) for more in (0, 1)}
    for table in (sujets, ressources):
        far = ~table.frame["annee"].isin(shown)
        what = N_("is a year without members: no report will show it")
        yield from remark_rows(table, far, "annee", what)


def check_names_of_organisations(membres: Table) -> Iterator[Problem]:
    """Remark an organisation whose name is a letter away from an institution that is known."""
    wanted = next(each for each in membres.fields if each["name"] == "membre").get("genres", ())
    genres = tuple(each for each in wanted if kinds_by_name()[each].tables)
    if ORGANISATION not in wanted or not genres:
        return
    names, meant = membres.text["membre"], {}
    for name in names.unique():
        close = None if is_known(name) else nearest_institution(name, genres)
        if close and difflib.get_close_matches(
            fold_spelling(name), [fold_spelling(close.name)], cutoff=ALIKE
        ):
            meant[name] = close.label
    what, near = N_("is one letter away from an institution that is known"), names.map(meant)
    yield from remark_rows(membres, names.isin([*meant]), "membre", what, near=near)


def check_schemes(membres: Table, dispositifs: Table) -> Iterator[Problem]:
    """Remark a scheme of somebody who was never a member, or that starts after what is told."""
    strange = ~dispositifs.text["membre"].isin(membres.text["membre"])
    what = N_("was never a member: no page will show it")
    yield from remark_rows(dispositifs, strange, "membre", what)
    # What begins next year may be told this year.
    late = dispositifs.frame["depuis"].gt(max(list_years(membres), default=9999) + 1)
    yield from remark_rows(dispositifs, late, "depuis", N_("is after the last year with members"))


def check_for_one_subject_twice(sujets: Table) -> Iterator[Problem]:
    """Refuse a subject that is there twice in two spellings; remark a spelling that changes."""
    text = sujets.text
    folds = {name: text[name].map(fold_spelling) for name in ("sujet", "theme", "format")}
    # Announced and then treated, or treated in two formats, it is there twice with good reason.
    first = find_first_rows(text["annee"], text["etat"], folds["format"], folds["sujet"])
    again = first.notna() & (text["sujet"] != "")
    again &= ~text.duplicated(["annee", "etat", "format", "sujet"])
    what, expected = N_("is the subject of row {row} in another spelling"), N_("one row only")
    near = first.map(text["sujet"], "ignore")
    yield from refuse_rows(sujets, again, "sujet", what, expected, near, row=first)
    for column in ("sujet", "theme"):
        before = find_first_rows(folds[column].mask(again, ""))
        near = before.map(text[column], "ignore")
        other = before.notna() & (text[column] != "") & near.ne(text[column]) & ~again
        what = N_("is spelt otherwise than in row {row}")
        yield from remark_rows(sujets, other, column, what, near=near, row=before)


def check_for_forgotten_plans(sujets: Table) -> Iterator[Problem]:
    """Remark a planned subject that its year, which says what it treated, and later ones leave."""
    text = sujets.text
    # A theme is what stays where the words of a subject change from one year to the next.
    subject = text["theme"].where(text["theme"] != "", text["sujet"]).map(fold_spelling)
    treated = text["etat"].eq(TREATED) & (subject != "")
    pairs = pd.DataFrame({"annee": text["annee"], "subject": subject})
    left = (
        text["etat"].eq(PLANNED)
        & (subject != "")
        & text["annee"].isin(text["annee"][treated])
        & text["annee"].eq(text["annee"].groupby(subject).transform("max"))
        & ~is_pair(text["annee"], subject, pairs[treated])
    )
    what = N_("was planned for {year} and never spoken of again")
    for column, named in (("sujet", text["sujet"] != ""), ("theme", text["sujet"] == "")):
        yield from remark_rows(
            sujets, left & named, "sujet", what, value=column, year=text["annee"]
        )


def _years_of_texts(written: set[int], known: set[int]) -> Iterator[Problem]:
    """Remark the text of a year without members, and a year without a text."""
    for year in sorted(written ^ known):
        extra = year in written
        what = _("is the text of a year without members") if extra else _("is missing")
        expected = _("a year of membres.csv") if extra else None
        yield Problem(Place(f"textes/{year}.md"), what, expected=expected, severity="remark")


RULES: tuple[Callable[..., Iterator[Problem]], ...] = (
    check_for_members, check_for_far_years, check_for_a_copied_year, check_rows_of_far_years,
    check_names_of_organisations, check_schemes,
    meetings.check_identifiers, meetings.check_years_of_meetings, meetings.check_days_of_meetings,
    meetings.check_hosts_and_formats, meetings.check_for_one_meeting_twice, meetings.check_towns,
    meetings.check_attendance, meetings.check_for_absent_hosts, meetings.check_for_many_agents,
    check_for_one_subject_twice, check_for_forgotten_plans,
)  # fmt: skip
