"""Chapter 3 on the poster: the meetings one by one, a mark each."""

import pandas as pd
from markupsafe import Markup

from annual_report.french import at, clause, enumeration, phrase
from annual_report.pages.fragment import Fragment, bullets, fragment
from annual_report.sentences.poster import room

ALONE = {
    "présentiel": "en présentiel",
    "hybride": "{n:hybride|hybrides}",
    "distanciel": "à distance",
}
"""How all of them were held, where they were all held alike."""
FORMATS = {
    "présentiel": "{n:f} en présentiel",
    "hybride": "{n:f} {n:hybride|hybrides}",
    "distanciel": "{n:f} à distance",
}
ABREAST, WORDS_ABREAST = 11, 5
"""Marks that stand abreast, and how many their words are as wide as."""
MOST_PLACES = 5
"""Meetings up to which each has a line of its own."""


def formats(meetings: pd.DataFrame) -> str:
    """Say in a few words how a year's meetings were held: "une à Nantes, trois à distance"."""
    counts = {name: int(meetings["format"].eq(name).sum()) for name in FORMATS}
    forms = ALONE if len(meetings) in counts.values() else FORMATS
    said = [clause(forms[name], n=n) for name, n in counts.items() if n]
    room_for_town = counts["présentiel"] == 1 and not counts["hybride"]
    towns = meetings.loc[meetings["format"].eq("présentiel"), "town"].dropna()
    if room_for_town and len(towns):
        said[0] = f"{'' if forms is ALONE else 'une '}{at(towns.iloc[0])}"
    return ", ".join(said)


def meetings(meetings: pd.DataFrame) -> Fragment:
    """Draw the meetings one by one: a mark each, and in words where and when."""
    return bullets(_rows(meetings), kind="marks")


def _rows(meetings: pd.DataFrame) -> list[Markup]:
    placed = meetings[meetings["format"].ne("distanciel") & meetings["town"].notna()]
    rows = [
        _marked([str(each.format)], str(each.town), room.short_date(each))
        for each in placed.itertuples()
    ]
    if len(rows) > MOST_PLACES:
        placed, rows = placed.iloc[:0], []
    others = meetings.drop(placed.index)
    for name, group in others.groupby("format", sort=False):
        said = phrase(FORMATS[str(name)], n=len(group))
        towns = group["town"].dropna().drop_duplicates()
        where = enumeration(towns) if len(towns) <= MOST_PLACES else f"dans {len(towns)} villes"
        rows.append(_marked([str(name)] * len(group), said, where))
    return rows


def rows_of(meetings: pd.DataFrame) -> int:
    """Return how many rows the meetings take: marks in a long line have their words below."""
    remote = int(meetings["format"].eq("distanciel").sum())
    return len(_rows(meetings)) + max(0, -(-(remote + WORDS_ABREAST) // ABREAST) - 1)


def _marked(formats: list[str], title: str, detail: str) -> Markup:
    kinds = {"présentiel": "full", "hybride": "half", "distanciel": "ring"}
    drawn = Markup("").join(Markup('<i class="{}"></i>').format(kinds[each]) for each in formats)
    format_name = ", hybride" if formats == ["hybride"] else ""
    said = fragment(
        "<b>{title}</b>{detail}",
        title=title,
        detail=f"{format_name}, {detail}" if detail else format_name,
    )
    row = '<span class="dots" aria-hidden="true">{}</span> <span>{}</span>'
    return Markup(row).format(drawn, said)
