"""Years: which have members, which follow each other, which no report will show."""

from collections.abc import Iterator
from itertools import pairwise

from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.rows import Tables, members, place, rows, years
from annual_report.reading.values.cells import nearest

FAR = 5
"""Years between which nobody is a member: more are one year mistyped, and not a pause."""


def no_members(tables: Tables) -> Iterator[Problem]:
    """Refuse a network without members, unless they are still to be filled in."""
    if not rows(tables, "membres") and not tables["membres"].unfilled:
        yield Problem(place(tables, "membres"), _("is empty"), expected=_("a row for each member"))


def years_far_apart(tables: Tables) -> Iterator[Problem]:
    """Refuse a year that stands far from all others, and remark one that is left out."""
    known = [int(year) for year in years(tables)]
    for before, after in pairwise(known):
        if after - before < 2:
            continue
        # Whichever of the two stands with fewer rows is the one to look at.
        counted = {
            year: [number for number, row in rows(tables, "membres") if row["annee"] == str(year)]
            for year in (before, after)
        }
        odd = min((before, after), key=lambda year: len(counted[year]))
        far = after - before > FAR
        yield Problem(
            place(tables, "membres", counted[odd][0], "annee"),
            _("is {count} years from the nearest year with members", count=after - before),
            str(odd),
            _("a year that follows") if far else None,
            severity="error" if far else "remark",
        )


def carried_over(tables: Tables) -> Iterator[Problem]:
    """Ask who came and who left, of a last year that has the same members and no meeting yet."""
    known = years(tables)
    if len(known) < 2 or any(row["annee"] == known[-1] for _n, row in rows(tables, "rencontres")):
        return
    before, last = (
        {code for year, code in members(tables) if year == wanted} for wanted in known[-2:]
    )
    if before == last:
        yield Problem(
            place(tables, "membres"),
            _(
                "{last} has the members of {before}: who came, who left?",
                last=known[-1],
                before=known[-2],
            ),
            severity="todo",
        )


def rows_of_far_years(tables: Tables) -> Iterator[Problem]:
    """Remark subjects and resources that no report will ever show."""
    known = years(tables)
    shown = {*known, *(str(int(year) + 1) for year in known)}
    for name in ("sujets", "ressources"):
        for number, row in rows(tables, name):
            if row["annee"] not in shown:
                yield Problem(
                    place(tables, name, number, "annee"),
                    _("is a year without members: no report will show it"),
                    row["annee"],
                    nearest=nearest(row["annee"], sorted(shown)),
                    severity="remark",
                )
