"""Years, members and what is theirs: which years follow each other, and which no page will show."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from annual_report.letters import folded, nearest
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, list_years, refuse, remark
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
        if after - before < 2:
            continue
        # Whichever of the two stands with fewer rows is the one to look at.
        odd = min((before, after), key=lambda year: counted[year])
        first = years.eq(odd) & ~years.duplicated()
        what = _("is {count} years from the nearest year with members", count=after - before)
        if after - before > FAR:
            yield from refuse(table, first, "annee", what, _("a year that follows"))
        else:
            yield from remark(table, first, "annee", what)


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
    shown = sorted({*known, *(year + 1 for year in known)})
    near = cache(lambda year: nearest(year, [*map(str, shown)]))
    for name in ("sujets", "ressources"):
        table = tables[name]
        what = _("is a year without members: no report will show it")
        far = ~table.frame["annee"].isin(shown)
        yield from remark(table, far, "annee", what, None, lambda row: near(row.annee))


def misspelt_organisations(tables: Tables) -> Iterator[Problem]:
    """Remark an organisation whose name is one letter away from an institution that is known."""
    table = tables["membres"]
    wanted = next(each for each in table.fields if each["name"] == "membre").get("genres", ())
    genres = tuple(each for each in wanted if kinds()[each].tables)
    if ORGANISATION not in wanted or not genres:
        return
    meant = {}
    for name in table.text["membre"].unique():
        close = None if is_known(name) else nearest_institution(name, genres)
        if close and is_one_letter_apart(folded(name), folded(close.name)):
            meant[name] = close.label
    what = _("is one letter away from an institution that is known")
    near = table.text["membre"].isin([*meant])
    yield from remark(table, near, "membre", what, None, lambda row: meant[row.membre])


def schemes_of_strangers(tables: Tables) -> Iterator[Problem]:
    """Remark a scheme of somebody who was never a member, or that starts after what is told."""
    table, years = tables["dispositifs"], list_years(tables)
    strange = ~table.frame["membre"].isin(tables["membres"].frame["membre"])
    yield from remark(table, strange, "membre", _("was never a member: no page will show it"))
    late = table.frame["depuis"].gt(max(years, default=9999) + 1)
    yield from remark(table, late, "depuis", _("is after the last year with members"))
