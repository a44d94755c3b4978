"""Chapter 4 on the poster: what one remembers of the year, with its date as large as a number."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import at, enumeration
from annual_report.network import Network
from annual_report.pages.fragment import NOTHING, Fragment, fragment, paragraph
from annual_report.reading.texts import YearText
from annual_report.sentences.poster import room

LONG_DATE = 6
"""Signs of a date that stands as large as a number."""


def highlight_title(network: Network, meetings: pd.DataFrame, year: int) -> str:
    """Return the title of what one remembers: the text's first, or the year's main meeting's."""
    found = network.textes.get(year, YearText()).highlights
    if found:
        return found[0].title
    main = main_meeting(meetings)
    return "" if main is None else str(main.title)


def main_meeting(meetings: pd.DataFrame) -> Any:
    """Return the annual meeting, or else the first in a room, that has a title and a date."""
    told = meetings[meetings["title"].notna() & meetings["town"].notna() & meetings["dated"]]
    told = told[told["title"].str.len() <= room.WIDE]
    yearly = told["kind"].eq("rencontre annuelle").fillna(False)
    order = told.assign(first=~yearly.astype(bool)).sort_values("first", kind="stable")
    return next(order.itertuples(), None)


def highlight(
    network: Network, meetings: pd.DataFrame, year: int, *, listed: bool = False
) -> Fragment:
    """Tell of what one remembers: its date as large as a number, its place, the text's own words.

    The date is that of the meeting that the highlight's title names by its town. Members whose
    names are `listed` leave it less room.
    """
    found = network.textes.get(year, YearText()).highlights
    title = highlight_title(network, meetings, year)
    meeting = main_meeting(meetings) if not found else _named(meetings, found[0].title)
    when = _date(meeting) if meeting is not None and meeting.dated else NOTHING
    lines = room.HIGHLIGHT_BELOW_NAMES if listed else room.HIGHLIGHT
    width, title_width = (room.WIDE, room.TITLE) if when else (room.UNDATED, room.UNDATED_TITLE)
    lines -= room.lines([title], title_width) - 1
    prose, left = room.sentences(found[0].html if found else None, lines, width)
    if not found and meeting is not None and pd.notna(meeting.host):
        host = network.settings.of_institution(meeting.host)
        prose = paragraph(f"La rencontre s’est tenue {at(meeting.town)}, à l’invitation {host}.")
    also = _also([each.title for each in found[1:]])
    if left or room.lines([*prose.sentences, *also.sentences], width) > lines:
        also = NOTHING
    larger = room.fits_larger([*prose.sentences, *also.sentences], width, lines)
    told = fragment(
        '<div class="told{kind}">{prose}{also}</div>',
        kind=Markup(" larger") if larger else "",
        prose=prose,
        also=also,
    )
    return Fragment((when + told).html, room.left_out(left, f"textes/{year}.md", "Temps forts"))


def _also(titles: list[str]) -> Fragment:
    others = enumeration(f"« {each} »" for each in titles)
    return paragraph(f"Aussi dans le résumé : {others}." if others else None, kind="more")


def _named(meetings: pd.DataFrame, title: str) -> Any:
    """Return the one meeting whose town a title names."""
    towns = meetings[meetings["town"].notna()]
    found = [each for each in towns.itertuples() if room.names_a_word(title, str(each.town))]
    return found[0] if len(found) == 1 else None


def _date(meeting: Any) -> Fragment:
    large, small = room.large_date(meeting)
    where = meeting.town if pd.notna(meeting.town) else ""
    return fragment(
        '<p class="date"><b{kind}>{large}</b> <span>{small}</span> <span>{where}</span></p>',
        kind=Markup(' class="long"') if len(large) > LONG_DATE else "",
        large=large,
        small=small,
        where=where,
    )
