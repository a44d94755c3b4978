"""Chapter 1 on the poster: every member by name, on the map or below it."""

from typing import Any

import pandas as pd

from annual_report.french import LISTED_UP_TO, clause, enumeration, phrase
from annual_report.measures import kind_of, regions
from annual_report.measures.territory import count_regions
from annual_report.pages.fragment import Fragment, bullets
from annual_report.sentences.poster import room
from annual_report.sentences.who import meeting_places
from annual_report.territories.kinds import DEFAULT


def where(members: pd.DataFrame) -> str:
    """Say in how many regions the members are: nothing if one of them has none."""
    found = count_regions(members)
    return "" if not isinstance(found, int) else clause("dans {n:f} {n:région|régions}", n=found)


def members_map(members: pd.DataFrame, meetings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the map shows, every member by name: it is the list for who doesn't see it."""
    towns = list(dict.fromkeys(meetings.dropna(subset="department")["town"].dropna()))
    kind = kind_of(members)
    said = clause("{n:{kind.f}} {n:{kind.name}|{kind.plural}}", n=len(members), kind=kind)
    told = [f"Carte de France, {said} en {year}"]
    if len(members) <= LISTED_UP_TO:  # those of a larger network are listed below the map
        told[0] += f" : {enumeration(members['name'])}"
    if towns:
        told.append(meeting_places(towns))
    return {
        "finding": phrase(
            "{n:{kind.f}} {n:{kind.name}|{kind.plural}}{where}.",
            n=len(members),
            kind=kind,
            where=f" {found}" if (found := where(members)) else "",
        ),
        "alternative": " ; ".join(told) + ".",
    }


def names(members: pd.DataFrame) -> Fragment:
    """List the members by name, where a map has no room for that many; or count them by region.

    Members that no map shows have its room: a line each, in larger letters, while they are few.
    """
    mapped = kind_of(members).drawn != ""
    most = room.NAMES_LINES if mapped else room.NAMES_WITHOUT_MAP
    if not mapped and len(members) <= room.NAMES_APART:
        return bullets(members["name"], kind="names apart")
    if room.lines(["   ".join(members["name"])], room.NAMES) <= most:
        return bullets(members["name"], kind="names")
    found = regions(members)
    if kind_of(members).name != DEFAULT:
        kept, left = room.abreast(members["name"], room.NAMES, most)
        more = [clause("et {n:d} autres dans le résumé", n=left)] if left else []
        return bullets([*kept, *more], kind="names")
    said = [
        f"{name} ({row.members} sur {row.departments})"
        for name, row in zip(found.index, found.itertuples(), strict=True)
    ]
    return bullets(said, kind="names")
