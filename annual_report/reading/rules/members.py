"""Years and members: which years follow each other, and which no report will show."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from annual_report.letters import folded, nearest
from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.saying import Tables, list_years, say, words_for
from annual_report.reading.rules.subjects import is_one_letter_apart
from annual_report.territories.institutions import is_known
from annual_report.territories.kinds import ORGANISATION, kinds
from annual_report.territories.spelling import nearest_institution

FAR = 5
"""Years between which nobody is a member: more are one year mistyped, and not a pause."""
STRETCHED, MANY_MEMBERS = 4, 40
"""Codes that follow each other in a row; where there are more members, that is no wonder."""


def no_members(tables: Tables) -> Iterator[Problem]:
    """Refuse a network without members, unless they are still to be filled in."""
    table = tables["membres"]
    if table.text.empty and not table.unfilled:
        yield Problem(table.place, _("is empty"), expected=_("a row for each member"))


def years_far_apart(tables: Tables) -> Iterator[Problem]:
    """Refuse a year that stands far from all others, and remark one that is left out."""
    frame = tables["membres"].frame
    counted = frame["annee"].value_counts()
    for before, after in pairwise(list_years(tables)):
        if after - before < 2:
            continue
        # Whichever of the two stands with fewer rows is the one to look at.
        odd = min((before, after), key=lambda year: counted[year])
        what = _("is {count} years from the nearest year with members", count=after - before)
        first = frame.index == frame.index[frame["annee"].eq(odd)][0]
        far = after - before > FAR
        yield from say(tables["membres"], pd.Series(first, frame.index), "annee", what,
                       _("a year that follows") if far else None,
                       severity="error" if far else "remark")  # fmt: skip


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
    shown = [*dict.fromkeys([*known, *(year + 1 for year in known)])]
    for name in ("sujets", "ressources"):
        years = tables[name].frame["annee"]
        near = words_for(years, lambda year: nearest(str(year), [*map(str, sorted(shown))]))
        what = _("is a year without members: no report will show it")
        yield from say(tables[name], ~years.isin(shown), "annee", what, nearest=near)


def stretched_codes(tables: Tables) -> Iterator[Problem]:
    """Remark codes that follow each other, as where a cell was dragged down by its corner."""
    text = tables["membres"].text
    codes = pd.to_numeric(text["membre"].where(text["membre"].str.isdecimal()), errors="coerce")
    goes_on = codes.diff().eq(1) & text["annee"].eq(text["annee"].shift())
    runs = (~goes_on).cumsum()
    long = runs.groupby(runs).transform("size") >= STRETCHED
    for _run, rows in text[long].groupby(runs[long]):
        if text["annee"].eq(rows["annee"].iloc[0]).sum() <= MANY_MEMBERS:
            here = replace(tables["membres"].place, row=int(rows.index[0]), column="membre")
            what = _("follow each other: was a cell dragged down?")
            yield Problem(here, what, ", ".join(rows["membre"]), severity="remark")


def misspelt_organisations(tables: Tables) -> Iterator[Problem]:
    """Remark an organisation whose name is one letter away from an institution that is known."""
    table = tables["membres"]
    field = next(each for each in table.fields if each["name"] == "membre")
    genres = tuple(each for each in field.get("genres", ()) if kinds()[each].tables)
    if ORGANISATION not in field.get("genres", ()) or not genres:
        return
    for name in table.text["membre"].unique():
        close = None if is_known(name) else nearest_institution(name, genres)
        if close and is_one_letter_apart(folded(name), folded(close.name)):
            mask = table.text["membre"].eq(name)
            what = _("is one letter away from an institution that is known")
            yield from say(table, mask, "membre", what, nearest=close.label)


def schemes_of_strangers(tables: Tables) -> Iterator[Problem]:
    """Remark a scheme of somebody who was never a member, or that starts after what is told."""
    table, years = tables["dispositifs"], list_years(tables)
    strange = ~table.frame["membre"].isin(tables["membres"].frame["membre"])
    what = _("was never a member: no page will show it")
    yield from say(table, strange, "membre", what)
    if years:
        late = table.frame["depuis"].gt(years[-1] + 1)
        yield from say(table, late, "depuis", _("is after the last year with members"))
