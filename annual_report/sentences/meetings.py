"""Chapter 3, the meetings: how many of which format, of what kind, where and when."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.french import (
    at,
    capitalized,
    clause,
    count,
    dated,
    enumeration,
    number,
    phrase,
    plural,
)
from annual_report.reading.settings import Settings
from annual_report.sentences.fragment import NOTHING, Fragment, bullets, fragment, paragraph
from annual_report.territories.departments import departments

FORMATS = {
    "présentiel": ("en présentiel", "en présentiel"),
    "hybride": ("hybride", "hybrides"),
    "distanciel": ("en distanciel", "en distanciel"),
}
ROWS = {"présentiel": "en présentiel", "hybride": "hybrides", "distanciel": "à distance"}


def numbers(meetings: pd.DataFrame, year: int) -> Fragment:
    """Show the number of meetings by format, large, with their towns."""
    if meetings.empty:
        return paragraph(f"Les rencontres de {year} ne sont pas renseignées.", kind="empty")
    items = []
    for name, words in FORMATS.items():
        found = meetings[meetings["format"] == name]
        if found.empty and name == "hybride":
            continue
        places = dict.fromkeys(place for each in found.itertuples() if (place := _place(each)))
        said = f"{plural(len(found), *words)}, {enumeration(places)}" if places else None
        items.append(
            fragment(
                "<b>{n}</b> {said}", n=number(len(found)), said=said or plural(len(found), *words)
            ).html
        )
    return bullets(items, kind="large")


def _place(meeting: Any) -> str | None:
    """Say where a meeting was: its town or, without one, its département."""
    if pd.notna(meeting.town):
        return at(meeting.town)
    return departments()[meeting.department].locative if pd.notna(meeting.department) else None


def comparison(formats_by_year: pd.DataFrame, year: int) -> Fragment:
    """Say how many meetings there were, how many at a distance, and against the year before."""
    counts: dict[Any, Any] = formats_by_year.dropna().to_dict("index")
    now, before = counts.get(year), counts.get(year - 1)
    if now is None:
        return NOTHING
    said = phrase(
        "{n:f} {n:rencontre|rencontres} en {year}{remote}.",
        n=now["total"],
        year=str(year),
        remote=_remote(now),
    )
    if before is None:
        return paragraph(said, f"Celles de {year - 1} ne sont pas renseignées.")
    change = now["total"] - before["total"]
    then = clause("{n:f}{remote}", n=before["total"], remote=_remote(before))
    if change == 0:
        return paragraph(said, f"Il y en avait eu autant en {year - 1} : {then}.")
    sense = "plus" if change > 0 else "moins"
    return paragraph(
        said,
        phrase(
            "C’est {n:f} de {sense} qu’en {year} : {then}.",
            n=abs(change),
            sense=sense,
            year=str(year - 1),
            then=then,
        ),
    )


def _remote(formats: Mapping[str, int]) -> str:
    """Say how many were at a distance, and nothing of none."""
    if not formats["distanciel"]:
        return ""
    if formats["distanciel"] == formats["total"]:
        return ", à distance"
    return clause(", dont {n:f} à distance", n=formats["distanciel"])


def kinds(kinds: pd.DataFrame) -> Fragment:
    """Say of what kind the meetings were; a table shows them if they are of several."""
    if kinds.empty:
        return NOTHING
    total = int(kinds["total"].sum())
    named = kinds[kinds.index.notna()]
    known = int(named["total"].sum())
    if not known:
        which = plural(total, "de cette rencontre", "de ces rencontres")
        return paragraph(f"La nature {which} n’est pas renseignée.", kind="empty")
    said = f"La nature {_of(known, total)} est renseignée"
    return paragraph(f"{said} : {named.index[0]}." if len(named) == 1 else f"{said}.")


def _of(known: int, total: int) -> str:
    if total == 1:
        return "de la rencontre"
    if known == total:
        return clause("des {n} rencontres", n=total)
    some = clause("{known:f} des {total} rencontres", known=known, total=total)
    return f"d’{some}" if known == 1 else f"de {some}"


def places_and_dates(meetings: pd.DataFrame, year: int, settings: Settings) -> Fragment:
    """Tell of each meeting whose place or host is recorded."""
    placed = meetings.dropna(subset="department")
    return paragraph(*(_told(each, year, settings) for each in placed.itertuples()))


def _told(meeting: Any, year: int, settings: Settings) -> str:
    where = departments()[meeting.department].locative
    if pd.notna(meeting.town) and at(meeting.town) != where:  # Paris is in Paris
        where = f"{at(meeting.town)}, {where}"
    kind = capitalized(meeting.kind) if pd.notna(meeting.kind) else "Rencontre"
    what = meeting.title if pd.notna(meeting.title) else kind
    when = ""
    if meeting.dated:
        start, end = _dates(meeting)
        same_year = start.year == year and (end is None or end.year == year)
        when = f", {dated(start, end, with_year=not same_year)}"
    host = ""
    if pd.notna(meeting.host):
        host = f", à l’invitation {settings.of_institution(meeting.host)}"
    return f"{what} : {where}{when}{host}."


def _dates(meeting: Any) -> tuple[PartialDate, PartialDate | None]:
    end = PartialDate.parse(meeting.end) if pd.notna(meeting.end) else None
    return PartialDate.parse(meeting.start), end


def calendar_figure(meetings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the calendar of the year shows: its finding, alternative and note."""
    placed, total = meetings[meetings["dated"]], len(meetings)
    told = [f"Calendrier de {year}, de janvier à décembre"]
    names = placed["town"].fillna(placed["title"]).fillna(placed["format"])
    for name, each in zip(names, placed.itertuples(), strict=True):
        told.append(f"{name}, {dated(*_dates(each), with_year=False)}")
    if len(placed) < total:
        told.append(f"{count(total - len(placed), 'rencontre')} sans date précise")
    month = placed["start"].str.len().eq(len("2025-06")).any()
    note = ["Une bande claire couvre le mois, quand le jour n’est pas connu."] if month else []
    note += ["Le pointillé couvre l’année, quand elle est tout ce que l’on sait."] * (
        len(placed) < total
    )
    return {
        "finding": _calendar_finding(placed, total, year),
        "of": "du calendrier",
        "alternative": " ; ".join(told) + ".",
        "note": " ".join(note),
    }


def _calendar_finding(placed: pd.DataFrame, total: int, year: int) -> str:
    if total == 1:
        dated_ = "est datée." if len(placed) else "n’est pas datée dans les données."
        return f"La rencontre de {year} {dated_}"
    if placed.empty:
        return f"Aucune des rencontres de {year} n’est datée dans les données."
    if len(placed) == total:
        return f"Les rencontres de {year} sont toutes datées."
    if len(placed) == 1 and pd.notna(placed["town"].iloc[0]):
        return f"Seule la rencontre de {placed['town'].iloc[0]} est datée dans les données."
    return phrase(
        "{n:f} des {total} rencontres {n:est datée|sont datées}.", n=len(placed), total=total
    )


def by_year_figure(formats_by_year: pd.DataFrame) -> dict[str, Any]:
    """Say what the bars of the meetings show, year by year and by format."""
    known = formats_by_year.dropna()
    return {
        "finding": _by_year_finding(known["total"]),
        "of": "des rencontres par année",
        "alternative": _by_year_alternative(known, formats_by_year.index),
        "note": "« ? » : non renseigné." if len(known) < len(formats_by_year) else "",
    }


def _by_year_finding(totals: "pd.Series[int]") -> str:
    most, fewest = int(totals.max()), int(totals.min())
    said = count(most, "rencontre")
    if len(totals) == 1:
        return f"{said} en {totals.index[0]}."
    if fewest == most:
        return f"{said} chaque année renseignée."
    if totals.eq(most).sum() > 1:
        return f"De {number(fewest)} à {number(most)} rencontres par an."
    return f"C’est en {totals.idxmax()} que le groupe s’est réuni le plus : {said}."


def _by_year_alternative(known: pd.DataFrame, years: "pd.Index[int]") -> str:
    rows = []
    for name in drawn_formats(known):
        least, most = int(known[name].min()), int(known[name].max())
        span = f"de {number(least)} à {number(most)}" if least < most else number(most)
        rows.append(f"{ROWS[name]}, {span}")
    first, last = years[0], years[-1]
    when = f"de {first} à {last}" if last > first else f"en {first}"
    return phrase(
        "{n:f} {n:rangée|rangées} de barres, {when}, par format. Nombre par an : {rows}.",
        n=len(rows),
        when=when,
        rows=", ".join(rows),
    )


def drawn_formats(formats_by_year: pd.DataFrame) -> list[str]:
    """Name the formats to draw: hybrid meetings are left out where there never was one."""
    return [name for name in ROWS if name != "hybride" or formats_by_year[name].sum()]
