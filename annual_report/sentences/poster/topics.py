"""Chapters 2 and 5 on the poster: the subjects of the year, and what is announced for the next."""

import pandas as pd
from markupsafe import Markup

from annual_report.french import capitalized, phrase
from annual_report.network import Network
from annual_report.pages.fragment import NOTHING, Fragment, bullets, fragment, paragraph
from annual_report.reading.texts import YearText
from annual_report.sentences.poster import room
from annual_report.sentences.poster.meeting_marks import rows_of

FEW = 2
"""Subjects up to which the poster has room for the year's own words on them."""


def subjects(
    network: Network,
    subjects: pd.DataFrame,
    meetings: pd.DataFrame,
    year: int,
    *,
    listed: bool = False,
) -> Fragment:
    """List the year's subjects as the meetings leave room; few leave some to the year's words.

    There is more room beside members whose names are `listed` below the map.
    """
    height = room.COLUMN_BESIDE_NAMES if listed else room.COLUMN_HEIGHT
    height -= room.ROW * rows_of(meetings)
    kept, left = room.titles(subjects["subject"].dropna(), height, room.COLUMN)
    prose = NOTHING
    if len(kept) <= FEW:
        free = height - room.height_of(kept, room.COLUMN) - room.LINE
        objectives = network.textes.get(year, YearText()).objectives
        prose, _rest = room.sentences(objectives, int(free / room.LINE), room.COLUMN)
        if prose and room.fits_larger(prose.sentences, room.COLUMN, free, room.LINE):
            prose = fragment('<div class="said larger">{prose}</div>', prose=prose)
    free_of_gaps = height - room.GAP * len(kept)
    larger = not prose and room.fits_larger(kept, room.COLUMN, free_of_gaps, room.LINE)
    shown = prose + bullets(kept, kind="titles larger" if larger else "titles")
    if left:
        shown += paragraph(phrase("et {n} {n:autre|autres}, dans le résumé.", n=left), kind="more")
    return shown


def next_year(network: Network, planned: pd.DataFrame, year: int) -> Fragment:
    """Say what is announced for the next year, by format; or in the year's own words if little."""
    titled = planned.dropna(subset="subject")
    outlook = network.textes.get(year, YearText()).outlook
    prose, left = room.sentences(outlook, room.NEXT, room.WIDE)
    if len(titled) <= FEW and prose:
        larger = room.fits_larger(prose.sentences, room.WIDE, room.NEXT)
        said = fragment('<div class="said larger">{prose}</div>', prose=prose) if larger else prose
        return Fragment(said.html, room.left_out(left, f"textes/{year}.md", "Perspectives"))
    named = titled.dropna(subset="format")
    groups = {
        str(name): list(map(str, each["subject"]))
        for name, each in named.groupby("format", sort=False)
    }
    others = list(map(str, titled[titled["format"].isna()]["subject"]))
    groups |= {"Autres sujets": others} if others else {}
    alone = planned[planned["subject"].isna()]["format"].dropna().drop_duplicates()
    bare = [str(each) for each in alone if each not in groups]
    groups |= {bare[0]: []} if len(bare) == 1 else {"Et aussi": bare} if bare else {}
    shown = room.plans(groups)
    kind = "columns" if len(groups) <= room.ABREAST else "rows"
    items = [_format(name, subjects) for name, subjects in shown.items()]
    return bullets(items, kind=f"plans {kind}")


def _format(name: str, lines: list[str]) -> Markup:
    listed = bullets(capitalized(each) for each in lines).html
    return fragment("<b>{name}</b>{lines}", name=phrase("{name}", name=name), lines=listed).html
