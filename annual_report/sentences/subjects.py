"""Chapters 2, 4 and 5: the year's own words, what became of its subjects, and what comes next."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import at, capitalized, dated, enumeration, phrase
from annual_report.measures.gatherings import meetings
from annual_report.network import Network
from annual_report.pages.fragment import (
    NOTHING,
    Fragment,
    bullets,
    fragment,
    heading,
    paragraph,
    prose,
    words,
)
from annual_report.reading.settings import Settings
from annual_report.reading.texts import YearText
from annual_report.reading.values.plain import folded
from annual_report.sentences.meetings import dates
from annual_report.sentences.poster.band import main_meeting


def objectives(network: Network, treated: pd.DataFrame, year: int) -> Fragment:
    """Show the year's own words on its objectives, and the subjects treated.

    They are listed unless the words name each of them. A single one isn't counted: nothing says
    that it was the only one.
    """
    said, named = _text(network, year).objectives, treated["subject"].dropna()
    if not said and len(named):
        return bullets(named)
    shown = prose(said, f"Les objectifs et les sujets de {year} ne sont pas renseignés.")
    if _names(shown, named):
        return shown
    if len(named) == 1:
        if treated["announced"].any():  # the sentence on what was announced names it
            return shown
        return shown + paragraph(f"Parmi les sujets traités : « {named.iloc[0]} ».")
    listed = fragment("<h3>Les sujets traités</h3>\n{items}", items=bullets(named).html)
    return shown + listed


def _names(text: Fragment, titles: Iterable[str]) -> bool:
    """Whether a text has all of these titles in it, however they are spelt."""
    found = folded(text.text)
    return all(folded(each) in found for each in titles)


def announced(announced: pd.DataFrame, treated: pd.DataFrame, year: int) -> Fragment:
    """Say what became of the subjects announced for a year that reports those it treated."""
    total = len(announced)
    if not total or treated.empty:
        return NOTHING
    kept = int(announced["outcome"].eq("traité").sum())
    return paragraph(_kept(kept, total, announced, year), *_spoken_of_later(announced))


def _kept(kept: int, total: int, announced: pd.DataFrame, year: int) -> str:
    if total == 1:
        after = "a été traité" if kept else "n’a pas été traité, à ce que l’on sait"
        return f"Le sujet annoncé pour {year}, « {announced['subject'].iloc[0]} », {after}."
    if kept == total:
        template = "Les {total} sujets annoncés pour {year} ont été traités."
    elif kept == 0:
        template = (
            "Aucun des {total} sujets annoncés pour {year} n’a été traité, à ce que l’on sait."
        )
    elif kept == 1:
        template = "Un des {total} sujets annoncés pour {year} a été traité : « {which} »."
    else:
        template = "{kept} des {total} sujets annoncés pour {year} ont été traités."
    done = announced.loc[announced["outcome"].eq("traité"), "subject"]
    which = str(next(iter(done), ""))
    return phrase(template, kept=kept, total=total, year=str(year), which=which)


def _spoken_of_later(announced: pd.DataFrame) -> list[str]:
    """Say in one sentence each what was announced again, and what was treated later, and when."""
    said = []
    verbs = {
        "annoncé de nouveau": "{n:est|sont} de nouveau {n:annoncé|annoncés} pour {year}",
        "traité plus tard": "{n:a été traité|ont été traités} en {year}",
    }
    for outcome, verb in verbs.items():
        found = announced[announced["outcome"] == outcome]
        for year, of_year in found.groupby("next_year"):
            names = _named(of_year)
            did = phrase(f"{{names}} {verb}.", names=names, n=len(of_year), year=str(year))
            said.append(did)
    return said


def _named(rows: pd.DataFrame) -> str:
    """Name subjects that came back as they were, and themes where only these came back."""
    alone = rows.loc[rows["same_subject"] | rows["theme"].isna(), "subject"]
    themes = rows.loc[~rows["subject"].isin(alone), "theme"]
    names = [f"« {each} »" for each in alone]
    if len(themes) == 1:
        names.append(f"le thème « {themes.iloc[0]} »")
    elif len(themes):
        names.append(f"les thèmes {enumeration(f'« {each} »' for each in themes)}")
    return enumeration(names)


def outcomes(subjects: pd.DataFrame) -> "pd.Series[str]":
    """Say in words what became of each subject: "annoncé de nouveau pour 2026"."""
    year = subjects["next_year"].astype("string")
    said = subjects["outcome"].replace({"sans suite": "sans suite connue"})
    said = said.mask(subjects["outcome"].eq("annoncé de nouveau"), "thème annoncé pour " + year)
    said = said.mask(subjects["outcome"].eq("traité plus tard"), "traité en " + year)
    idea = subjects["outcome"].isna()
    said = said.mask(idea & year.notna(), "thème annoncé pour " + year)
    return said.fillna("pas traité, à ce que l’on sait")


def said_of(subjects: pd.DataFrame) -> "pd.Series[str]":
    """Say of each subject whether it was announced: "oui", "envisagé", "non"."""
    return subjects["announced"].replace({"annoncé": "oui"})


def resources(ressources: pd.DataFrame) -> Fragment:
    """List what the group made or shared in the year, with its addresses."""
    if ressources.empty:
        return NOTHING
    link = Markup('<a href="{}" rel="noreferrer">{}</a>')
    items = []
    columns = (ressources[name] for name in ("titre", "genre", "url"))
    for title, kind, url in zip(*columns, strict=True):
        named = title if pd.isna(url) else link.format(url, words(title))
        of_kind = "" if pd.isna(kind) or _begins_alike(title, kind) else f", {kind}"
        items.append(fragment("{named}{of_kind}", named=named, of_kind=of_kind).html)
    return fragment("<h3>Les ressources de l’année</h3>\n{items}", items=bullets(items).html)


def _begins_alike(title: str, kind: str) -> bool:
    """Tell whether a title says already of which kind a thing is: "Guide du tirage au sort"."""
    return kind.split()[0].casefold() in title.casefold().split()


def highlights_heading(network: Network, year: int) -> Fragment:
    """Open chapter 4 under the highlight's own title, or a common one if there are several."""
    found, main = _text(network, year).highlights, _main_meeting(network, year)
    if len(found) == 1:
        title = found[0].title
    else:
        title = main.title if not found and main is not None else f"Les temps forts de {year}"
    return heading(4, title, "temps-forts")


def _main_meeting(network: Network, year: int) -> Any:
    return main_meeting(meetings(network, year))


def highlights(network: Network, year: int) -> Fragment:
    """Show each highlight, under its own title when there are several."""
    found, main = _text(network, year).highlights, _main_meeting(network, year)
    if not found and main is not None:
        return at_main_meeting(main, network.settings)
    if not found:
        return paragraph(f"Les temps forts de {year} ne sont pas renseignés.", kind="empty")
    if len(found) == 1:
        return prose(found[0].html, "Ce temps fort n’est pas raconté.")
    parts = [
        fragment("<h3>{title}</h3>\n{html}", title=each.title, html=Markup(each.html))
        for each in found
    ]
    return sum(parts[1:], parts[0])


def outlook(network: Network, planned: pd.DataFrame, year: int) -> Fragment:
    """Show the year's own words on the next one, and what is announced for it unless they name it.

    A format without subjects is named in the list too.
    """
    said = _text(network, year).outlook
    if not said and len(planned):
        return plan(planned)
    shown = prose(said, f"Les perspectives pour {year + 1} ne sont pas renseignées.")
    if _names(shown, planned["subject"].fillna(planned["format"]).dropna()):
        return shown
    return shown + fragment("<h3>Ce qui est annoncé pour {next}</h3>\n{plan}",
                            next=year + 1, plan=plan(planned).html)  # fmt: skip


def at_main_meeting(meeting: Any, settings: Settings) -> Fragment:
    """Say where and when the year's main meeting was, whose title heads the chapter."""
    host = pd.notna(meeting.host) and settings.of_institution(meeting.host)
    invited = f", à l’invitation {host}" if host else ""
    when = dated(*dates(meeting), with_year=False)
    return paragraph(f"La rencontre s’est tenue {at(meeting.town)}, {when}{invited}.")


def plan(planned: pd.DataFrame) -> Fragment:
    """List what is announced for a year, by format."""
    formats = planned["format"].fillna("autres sujets")
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
