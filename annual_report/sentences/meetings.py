"""Chapter 3, the meetings: how many of which format, where, when, under which title."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.dates import PartialDate
from annual_report.french import (
    at,
    capitalized,
    count,
    date_range,
    dated,
    number,
    phrase,
    plural,
    some,
)
from annual_report.french.called import called
from annual_report.french.periods import month_name
from annual_report.pages.fragment import NOTHING, Fragment, bullets, fragment, paragraph
from annual_report.reading.settings import Settings
from annual_report.reading.values.vocabulary import HYBRID, IN_PERSON, REMOTE
from annual_report.territories.departments import departments
from annual_report.territories.grammar import of_name
from annual_report.territories.institutions import institution

FORMATS = {
    IN_PERSON: ("en présentiel", "en présentiel"),
    HYBRID: ("hybride", "hybrides"),
    REMOTE: ("à distance", "à distance"),
}
"""How a page names the formats, of one meeting and of several."""
LISTED_FROM, CALENDAR_FROM = 2, 3
"""With fewer titles than this there is no list of meetings: numbers and calendar say it all. With
fewer dates there is no calendar, and the list says them."""


def numbers(meetings: pd.DataFrame, year: int) -> Fragment:
    """Show the number of meetings by format, large, with their towns."""
    if meetings.empty:
        return paragraph(f"Les rencontres de {year} ne sont pas renseignées.", kind="empty")
    items = []
    for name, words in FORMATS.items():
        found = meetings[meetings["format"] == name]
        if found.empty:
            continue
        places = dict.fromkeys(place for each in found.itertuples() if (place := _place(each)))
        said = plural(len(found), *words)
        said = f"{said}, {some(places, 'lieux')}" if places else said
        items.append(fragment("<b>{n}</b> {said}", n=number(len(found)), said=said).html)
    return bullets(items, kind="large")


def _place(meeting: Any) -> str | None:
    """Say where a meeting was: its town or, without one, its département."""
    if pd.notna(meeting.town):
        return at(meeting.town)
    return departments()[meeting.department].locative if pd.notna(meeting.department) else None


def is_listed(meetings: pd.DataFrame) -> bool:
    """Whether there is a list of meetings: enough have a title, or too few a date to be drawn."""
    drawn = meetings["dated"].sum() >= CALENDAR_FROM
    return bool(meetings["title"].count() >= LISTED_FROM or (meetings["dated"].any() and not drawn))


def told(meetings: pd.DataFrame, year: int, settings: Settings) -> Fragment:
    """List the meetings of which more than the format is recorded, each with its title.

    Where hardly any has a title the list would repeat what the numbers and the calendar show.
    Without a calendar, because no date is known, a sentence says where they were.
    """
    if is_listed(meetings):
        items = (_item(each, year, settings) for each in known(meetings).itertuples())
        return bullets(items, kind="dated")
    return NOTHING if meetings["dated"].any() else _in_places(meetings, settings)


def _item(meeting: Any, year: int, settings: Settings) -> Markup:
    """Write a line of the list: when, then what, where, and who hosted."""
    kind = str(meeting.kind) if pd.notna(meeting.kind) else ""
    if not kind and (pd.isna(meeting.title) or meeting.format == HYBRID):
        kind = "rencontre"
    form = FORMATS[meeting.format][0] if meeting.format != IN_PERSON else ""
    how = " ".join(each for each in (kind, form, _place(meeting)) if each)
    said = ", ".join([f"« {meeting.title} »", how] if pd.notna(meeting.title) else [how])
    if pd.notna(meeting.host):
        said += f", à l’invitation {settings.of_institution(meeting.host)}"
    return fragment(
        "<b>{when}</b> <span>{said}</span>", when=_when(meeting, year), said=capitalized(said)
    ).html


def _when(meeting: Any, year: int) -> str:
    if not meeting.dated:
        return "Sans date connue"
    start, end = dates(meeting)
    outside = start.year != year or (end is not None and end.year != year)
    return capitalized(date_range(start, end, with_year=outside))


def _in_places(meetings: pd.DataFrame, settings: Settings) -> Fragment:
    """Say where the group met: "Le groupe s’est retrouvé à Dax, puis à Toulouse"."""
    placed = meetings.dropna(subset="town")
    if placed.empty:
        return NOTHING
    rows: list[Any] = list(placed.itertuples())
    where = [f"{at(each.town)}{_in_department(each)}" for each in rows]
    hosted = [
        phrase("{who} a accueilli la rencontre {where}.",
               who=settings.the_institution(each.host), where=of_name(each.town))
        for each in rows
        if pd.notna(each.host)
    ]  # fmt: skip
    return paragraph(f"{called().The} s’est retrouvé{called().e} {', puis '.join(where)}.", *hosted)


def _in_department(meeting: Any) -> str:
    if pd.isna(meeting.department):
        return ""
    where = departments()[meeting.department].locative
    return "" if where == at(meeting.town) else f", {where}"  # Paris is in Paris


def dates(meeting: Any) -> tuple[PartialDate, PartialDate | None]:
    """Return the first day of a dated meeting and, if it is known, the last one."""
    end = PartialDate.parse(meeting.end) if pd.notna(meeting.end) else None
    return PartialDate.parse(meeting.start), end


def calendar_figure(meetings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the calendar of the year shows: its finding, alternative and note."""
    placed, total = meetings[meetings["dated"]], len(meetings)
    said = [f"Calendrier de {year}, de janvier à décembre"]
    forms = placed["format"].map(lambda name: f"rencontre {FORMATS[name][0]}")
    names = placed["town"].fillna(placed["title"]).fillna(forms)
    for name, each in zip(names, placed.itertuples(), strict=True):
        said.append(f"{name}, {dated(*dates(each), with_year=False)}")
    if len(placed) < total:
        said.append(f"{count(total - len(placed), 'rencontre')} sans date connue")
    precise = placed["start"].map(lambda start: PartialDate.parse(start).precision)
    note = ["Bande claire : jour inconnu dans la période."] if precise.ne("jour").any() else []
    note += ["Pointillé : date inconnue dans l’année."] * (len(placed) < total)
    return {
        "finding": _calendar_finding(placed, total),
        "of": "du calendrier",
        "alternative": " ; ".join(said) + ".",
        "note": " ".join(note),
    }


def _calendar_finding(placed: pd.DataFrame, total: int) -> str:
    rows: list[Any] = list(placed.itertuples())
    if len(placed) == 1:
        first = rows[0]
        where = f" {of_name(first.town)}" if pd.notna(first.town) else ""
        return f"La rencontre{where} s’est tenue {dated(*dates(first), with_year=False)}."
    when = _in_months([dates(each)[0].month for each in rows])
    if len(placed) == total:
        return phrase("{n:f} rencontres{when}.", n=total, when=when)
    return phrase("{n:f} rencontres datées sur {total:f}{when}.", n=len(placed), total=total,
                  when=when)  # fmt: skip


def _in_months(months: list[int | None]) -> str:
    """Say from which month to which, in their order; nothing if one isn't known."""
    names = [month_name(month) for month in months if month]
    if len(names) < len(months):
        return ""
    first, last = names[0], names[-1]
    when = f"de {first} à {last}" if first != last else f"en {first}"
    return f", {when}".replace("de a", "d’a").replace("de o", "d’o")


def known(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings of which more is recorded than their year and format."""
    return meetings[meetings["dated"] | meetings[["title", "kind", "town"]].notna().any(axis=1)]


def as_table(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return what a table of meetings shows: start, end, title, kind, format, town, host in words.

    What nobody recorded of any of them is left out.
    """
    host = meetings["host"].map(lambda code: institution(code).name, na_action="ignore")
    form = meetings["format"].map(lambda name: FORMATS[name][0])
    shown = meetings.assign(host=host, format=form)
    columns = ["start", "end", "title", "kind", "format", "town", "host"]
    return shown[columns].dropna(axis="columns", how="all")
