"""Chapters 2, 4 and 5: the year's own words, what became of its subjects, and what comes next."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import capitalized, clause, enumeration, phrase
from annual_report.measures import planned
from annual_report.network import Network
from annual_report.reading.texts import YearText
from annual_report.sentences.fragment import Fragment, bullets, fragment, heading, paragraph, prose


def objectives(network: Network, year: int) -> Fragment:
    """Show the year's own words on its objectives."""
    return prose(
        _text(network, year).objectives, f"Les objectifs de {year} ne sont pas renseignés."
    )


def formats_planned(network: Network, year: int) -> Fragment:
    """Name the formats that had been agreed for the year, where they are recorded."""
    names = planned(network, year)["format"].dropna().drop_duplicates()
    if names.empty:
        return paragraph()
    said = phrase(
        "{n:Format annoncé|Formats annoncés} pour {year} : {names}.",
        n=len(names),
        year=str(year),
        names=enumeration(names),
    )
    return paragraph(said)


def announced(announced: pd.DataFrame, treated: pd.DataFrame, year: int) -> Fragment:
    """Say what became of the subjects that had been announced for the year."""
    total = len(announced)
    if not total:
        return paragraph(f"Aucun sujet précis n’est noté comme annoncé pour {year}.", kind="empty")
    opening = phrase(
        "{n} {n:sujet avait été annoncé|sujets avaient été annoncés} pour {year}",
        n=total,
        year=str(year),
    )
    kept = int(announced["outcome"].eq("traité").sum())
    after = "la suite donnée n’est pas renseignée" if treated.empty else _kept(kept, total)
    return paragraph(f"{opening} ; {after}.", *map(_again, announced.itertuples()))


def _kept(kept: int, total: int) -> str:
    if total == 1:
        return "il a été traité" if kept else "il n’est pas parmi les sujets que l’année rapporte"
    if kept == total:
        return "tous ont été traités"
    if kept == 0:
        return "aucun n’est parmi les sujets que l’année rapporte"
    return (
        clause("{kept} {kept:a été traité|ont été traités}", kept=kept)
        if total <= 20
        else (clause("{kept:d} {kept:a été traité|ont été traités}", kept=kept))
    )


def _again(row: Any) -> str | None:
    """Say when a subject that was not treated came back."""
    if row.outcome == "annoncé de nouveau":
        return f"« {row.subject} » est annoncé de nouveau pour {row.next_year}."
    if row.outcome == "traité plus tard":
        return f"« {row.subject} » a été traité plus tard, en {row.next_year}."
    return None


def outcomes(subjects: pd.DataFrame) -> "pd.Series[str]":
    """Say in words what became of each subject: "annoncé de nouveau pour 2026"."""
    again = " pour " + subjects["next_year"].astype("string")
    later = " en " + subjects["next_year"].astype("string")
    words = {"sans suite": "sans suite connue", "traité plus tard": "traité"}
    said = subjects["outcome"].replace(words)
    said = said.mask(subjects["outcome"].eq("annoncé de nouveau"), said + again)
    return said.mask(subjects["outcome"].eq("traité plus tard"), said + later)


def highlights_heading(network: Network, year: int) -> Fragment:
    """Open chapter 4 under the highlight's own title, or a common one if there are several."""
    found = _text(network, year).highlights
    title = found[0].title if len(found) == 1 else f"Les temps forts de {year}"
    return heading(4, title, "temps-forts")


def highlights(network: Network, year: int) -> Fragment:
    """Show each highlight, under its own title when there are several."""
    found = _text(network, year).highlights
    if not found:
        return paragraph(f"Aucun temps fort n’est renseigné pour {year}.", kind="empty")
    if len(found) == 1:
        return prose(found[0].html, "Ce temps fort n’est pas raconté.")
    parts = [
        fragment("<h3>{title}</h3>\n{html}", title=each.title, html=Markup(each.html))
        for each in found
    ]
    return sum(parts[1:], parts[0])


def outlook(network: Network, year: int) -> Fragment:
    """Show the year's own words on the next one."""
    absent = f"Les perspectives pour {year + 1} ne sont pas renseignées."
    return prose(_text(network, year).outlook, absent)


def plan(planned: pd.DataFrame, year: int) -> Fragment:
    """List what is announced for a year, by format."""
    if planned.empty:
        return paragraph(f"Aucun sujet n’est noté pour {year}.", kind="empty")
    formats = planned["format"].fillna("sans format précisé")
    items = [
        fragment(
            "<b>{name}</b>{subjects}",
            name=capitalized(str(name)),
            subjects=bullets(group["subject"].dropna()).html,
        )
        for name, group in planned.groupby(formats, sort=False)
    ]
    return bullets((item.html for item in items), kind="plan")


def _text(network: Network, year: int) -> YearText:
    return network.textes.get(year, YearText())
