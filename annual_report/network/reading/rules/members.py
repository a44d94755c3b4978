"""Members by year, and what is told of somebody who never was one."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Problem
from annual_report.network.reading.rows import Row
from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.vocabulary import is_member

FAR = 5
"""Years between which nobody is a member: more are one year mistyped, and not a pause."""


def pair_with_first(named: Iterable[tuple[Hashable, Row]]) -> Iterator[tuple[Row, Row]]:
    """Yield each row that has the name of an earlier one, with the first that has it."""
    first: dict[Hashable, Row] = {}
    for name, row in named:
        known = first.setdefault(name, row)
        if known is not row:
            yield row, known


def list_recorded_years(membres: Table) -> list[int]:
    """Return the years of which the members are recorded, without those that note departures."""
    return sorted({int(row["annee"]) for row in membres.rows if is_member(row)})


def check_for_members(membres: Table) -> Iterator[Problem]:
    """Refuse a network without members, unless they are still to be filled in."""
    if not membres.every_row:
        yield Problem(membres.place, _("is empty"), expected=_("a row for each member"))


def check_for_far_years(membres: Table) -> Iterator[Problem]:
    """Refuse a year that stands far from all others, and remark one that is left out."""
    first = {row["annee"]: row for row in reversed(membres.rows)}
    counted = Counter(int(row["annee"]) for row in membres.rows)
    for before, after in pairwise(list_recorded_years(membres)):
        # Whichever of the two stands with fewer rows is the one to look at.
        odd = first[str(min((before, after), key=lambda year: counted[year]))]
        what = _("is {count} years from the nearest year with members", count=after - before)
        if after - before > FAR:
            yield membres.refuse(odd, "annee", what, _("a year that follows"))
        elif after - before > 1:
            yield membres.remark(odd, "annee", what)


def check_for_a_copied_year(membres: Table, rencontres: Table) -> Iterator[Problem]:
    """Ask who came and who left, of a last year that has the same members and no meeting yet."""
    known = list_recorded_years(membres)
    # With a meeting in it, somebody has worked on the year: it may well have the same members.
    if len(known) < 2 or any(row["annee"] == str(known[-1]) for row in rencontres.rows):
        return
    before, last = (
        {row["membre"] for row in membres.rows if row["annee"] == str(year)} for year in known[-2:]
    )
    if before == last:
        what = _("{last} has the members of {before}: who came, who left?", last=known[-1],
                 before=known[-2])  # fmt: skip
        yield Problem(membres.place, what, severity="todo")


def check_for_one_resource_twice(ressources: Table) -> Iterator[Problem]:
    """Refuse a resource of a year that is there twice in two spellings."""
    named = (((row["annee"], fold_spelling(row["titre"])), row) for row in ressources.rows)
    for row, first in pair_with_first(named):
        if row["titre"] != first["titre"]:
            what = _("is in another row, in another spelling")
            yield ressources.refuse(row, "titre", what, _("one row only"), first["titre"])
