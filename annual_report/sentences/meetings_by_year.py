"""The meetings year by year: compared with the year before, and drawn by format."""

from typing import Any

import pandas as pd

from annual_report.french import capitalized, clause, number, phrase
from annual_report.french.called import called
from annual_report.pages.fragment import NOTHING, Fragment, paragraph
from annual_report.reading.values.vocabulary import REMOTE
from annual_report.sentences.meetings import FORMATS


def comparison(formats_by_year: pd.DataFrame, year: int) -> Fragment:
    """Compare the meetings with those of the year before, where both are recorded."""
    counts: dict[Any, Any] = formats_by_year.dropna().to_dict("index")
    now, before = counts.get(year), counts.get(year - 1)
    if now is None or before is None:
        return NOTHING
    template = (
        "{n:f} {n:rencontre|rencontres} en {year}, autant qu’en {then}{remote}."
        if now["total"] == before["total"]
        else "{n:f} {n:rencontre|rencontres} en {year}, contre {m:f} en {then}{remote}."
    )
    said = phrase(
        template,
        n=now["total"],
        m=before["total"],
        year=str(year),
        then=str(year - 1),
        remote=_remote(now["distanciel"], before["distanciel"], now["total"]),
    )
    return paragraph(said)


def _remote(now: int, before: int, total: int) -> str:
    """Say how many were at a distance, and how many the year before."""
    if not now and not before:
        return ""
    if now and now == total:
        who = (
            " ; toutes se sont tenues à distance" if total > 1 else " ; elle s’est tenue à distance"
        )
        return who if now == before else who + clause(", contre {m:f} l’année précédente", m=before)
    if not now:
        return clause(" ; aucune à distance, contre {m:f} l’année précédente", m=before)
    said = clause(" ; {n:f} {n:s’est tenue|se sont tenues} à distance", n=now)
    if now == before:
        return f"{said}, comme l’année précédente"
    if not before:
        return f"{said}, aucune l’année précédente"
    return said + clause(", contre {m:f} l’année précédente", m=before)


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
    said = clause("{n:f} {n:rencontre|rencontres}", n=most)
    if len(totals) == 1:
        return capitalized(f"{said} en {totals.index[0]}.")
    if fewest == most:
        return capitalized(f"{said} chaque année renseignée.")
    if totals.eq(most).sum() > 1:
        return phrase("De {fewest:f} à {most:f} rencontres par an.", fewest=fewest, most=most)
    us, year = called(), totals.idxmax()
    return f"C’est en {year} que {us.the} s’est réuni{us.e} le plus : {said}."


def _by_year_alternative(known: pd.DataFrame, years: "pd.Index[int]") -> str:
    rows = []
    for name in drawn_formats(known):
        least, most = int(known[name].min()), int(known[name].max())
        span = f"de {number(least)} à {number(most)}" if least < most else number(most)
        rows.append(f"{FORMATS[name][1]}, {span}")
    first, last = years[0], years[-1]
    when = f"de {first} à {last}" if last > first else f"en {first}"
    return phrase(
        "{n:f} {n:rangée|rangées} de barres, {when}, par format. Nombre par an : {rows}.",
        n=len(rows),
        when=when,
        rows=", ".join(rows),
    )


def drawn_formats(formats_by_year: pd.DataFrame) -> list[str]:
    """Name the formats to draw: those that there never was are left out."""
    return [name for name in FORMATS if formats_by_year[name].sum()] or [REMOTE]
