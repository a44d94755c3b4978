"""Years, members and what is theirs: which years follow each other, and which no page will show."""

from collections.abc import Iterator
from itertools import pairwise

from annual_report.letters import fold_spelling
from annual_report.messages import N_, _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, list_years, nearest_of, refuse, remark
from annual_report.reading.rules.subjects import is_one_letter_apart
from annual_report.territories.institutions import is_known
from annual_report.territories.kinds import ORGANISATION, kinds
from annual_report.territories.spelling import nearest_institution

FAR = 5
"""Years between which nobody is a member: more are one year mistyped, and not a pause."""


def no_members(tables: Tables) -> Iterator[Problem]:
    """Refuse a network without members, unless they are still to be filled in."""
    table = tables["membres"]
    if table.text.empty and not table.unfilled:
        yield Problem(table.place, _("is empty"), expected=_("a row for each member"))


def years_far_apart(tables: Tables) -> Iterator[Problem]:
    """Refuse a year that stands far from all others, and remark one that is left out."""
    table, years = tables["membres"], tables["membres"].frame["annee"]
    counted = years.value_counts()
    for before, after in pairwise(list_years(tables)):
        # Whichever of the two stands with fewer rows is the one to look at.
        odd = min((before, after), key=lambda year: counted[year])
        first, count = years.eq(odd) & ~years.duplicated(), after - before
        what = N_("is {count} years from the nearest year with members")
        if count > FAR:
            yield from refuse(table, first, "annee", what, N_("a year that follows"), count=count)
        elif count > 1:
            yield from remark(table, first, "annee", what, count=count)


def carried_over(tables: Tables) -> Iterator[Problem]:
    """Ask who came and who left, of a last year that has the same members and no meeting yet."""
    known = list_years(tables)
    if len(known) < 2 or tables["rencontres"].frame["annee"].eq(known[-1]).any():
        return
    members = tables["membres"].frame
    before, last = (set(members["membre"][members["annee"].eq(year)]) for year in known[-2:])
    if before == last:
        what = _("{last} has the members of {before}: who came, who left?", last=known[-1],
                 before=known[-2])  # fmt: skip
        yield Problem(tables["membres"].place, what, severity="todo")


def rows_of_far_years(tables: Tables) -> Iterator[Problem]:
    """Remark subjects and resources that no report will ever show."""
    known = list_years(tables)
    shown = [str(year) for year in sorted({*known, *(year + 1 for year in known)})]
    what = N_("is a year without members: no report will show it")
    for table in (tables["sujets"], tables["ressources"]):
        far = table.text["annee"][~table.text["annee"].isin(shown)]
        near = nearest_of(far, shown)
        yield from remark(table, table.text.index.to_series().isin(far.index), "annee", what,
                          near=near)  # fmt: skip


def misspelt_organisations(tables: Tables) -> Iterator[Problem]:
    """Remark an organisation whose name is one letter away from an institution that is known."""
    table, names = tables["membres"], tables["membres"].text["membre"]
    wanted = next(each for each in table.fields if each["name"] == "membre").get("genres", ())
    genres = tuple(each for each in wanted if kinds()[each].tables)
    if ORGANISATION not in wanted or not genres:
        return
    meant = {}
    for name in names.unique():
        close = None if is_known(name) else nearest_institution(name, genres)
        if close and is_one_letter_apart(fold_spelling(name), fold_spelling(close.name)):
            meant[name] = close.label
    what, near = N_("is one letter away from an institution that is known"), names.map(meant)
    yield from remark(table, names.isin([*meant]), "membre", what, near=near)


def schemes_of_strangers(tables: Tables) -> Iterator[Problem]:
    """Remark a scheme of somebody who was never a member, or that starts after what is told."""
    table, years = tables["dispositifs"], list_years(tables)
    strange = ~table.frame["membre"].isin(tables["membres"].frame["membre"])
    yield from remark(table, strange, "membre", N_("was never a member: no page will show it"))
    late = table.frame["depuis"].gt(max(years, default=9999) + 1)
    yield from remark(table, late, "depuis", N_("is after the last year with members"))
