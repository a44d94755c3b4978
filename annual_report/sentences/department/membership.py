"""The page of a département: its cover, its years in the group, and its place among the members.

`code` is that of the département. `years` is what `measures.years_of` returns for it, and
`surroundings` what `measures.surroundings` does.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import capitalized, consecutive, in_years, number, phrase, plural
from annual_report.french.called import called
from annual_report.french.names import is_readable
from annual_report.measures import institutions, kind_of, population_share, schemes
from annual_report.measures.territory import borders_with
from annual_report.network import Network
from annual_report.pages.fragment import (
    NOTHING,
    Fragment,
    bullets,
    fragment,
    paragraph,
    paragraphs,
)
from annual_report.sentences.cover import cover_figure, page_cover
from annual_report.sentences.since import when_member
from annual_report.sentences.sources import sources_list, under_map
from annual_report.sentences.who import looks
from annual_report.territories.grammar import in_region
from annual_report.territories.institutions import institution
from annual_report.territories.kinds import spoken_of

HOME = "../index.html"
"""A département's page stands in a folder of its own, beside the list of all pages."""


def department_cover(
    network: Network, code: str, years: pd.DataFrame, met_at: pd.DataFrame
) -> Fragment:
    """Make the cover, and tell the template what the page is.

    `met_at` has one row a meeting that the département hosted or that was held there.
    """
    department = institution(code)
    kind = department.kind(network.settings.genres)
    return page_cover(
        network,
        (department.name, code if is_readable(code) else capitalized(kind)),
        f"Membre {network.settings.of_network} {member_when(years)}.",
        _figures(code, years, len(met_at), len(schemes(network, code))),
        kind="department",
        title=department.label if is_readable(code) else department.name,
        description=f"{capitalized(department.with_article)}, membre "
        f"{network.settings.of_network} {member_when(years)}.",
        about=f"Page {department.of_name}",
        links=[{"href": HOME, "label": "Toutes les pages", "rel": "up"}],
    )


def member_when(years: pd.DataFrame) -> str:
    """Say when it was a member: "depuis 2024 au moins", "de 2020 à 2022 et en 2025"."""
    found = years.loc[years["state"].eq("membre").fillna(False).astype(bool), "year"]
    recorded = set(years.loc[years["state"].notna(), "year"])
    return when_member(consecutive(map(int, found)), recorded, int(years["year"].iloc[-1]))


def _when(years: pd.DataFrame, state: str) -> str:
    """Say in which years it was in a state: "de 2020 à 2022 et en 2025"."""
    found = years.loc[years["state"].eq(state).fillna(False).astype(bool), "year"]
    return in_years(consecutive(map(int, found)))


def _figures(code: str, years: pd.DataFrame, meetings: int, schemes: int) -> Fragment:
    """Show what one retains: years, meetings, schemes, inhabitants; nothing of what isn't known."""
    department, mine = institution(code), int(years["state"].eq("membre").sum())
    items = [
        cover_figure(
            number(mine),
            plural(mine, "année"),
            f"dans {called().the}{', au moins' if _goes_back(years) else ''}",
        ),
        cover_figure(
            number(meetings),
            plural(meetings, "rencontre"),
            plural(meetings, "tenue ou accueillie ici", "tenues ou accueillies ici"),
        )
        if meetings
        else None,
        cover_figure(number(schemes), plural(schemes, "dispositif"), plural(schemes, "renseigné"))
        if schemes
        else None,
        cover_figure(number(department.population), "habitants", department.region)
        if department.population
        else None,
    ]
    return bullets([each.html for each in items if each], kind="figures")


def _goes_back(years: pd.DataFrame) -> bool:
    """Tell whether it was a member in the first recorded year, and so perhaps before."""
    return bool(years["state"].iloc[0] == "membre")


def years(years: pd.DataFrame, code: str) -> Fragment:
    """Say where it is and how many people live there; of what has neither, since when it is there.

    The cover says since when of all of them.
    """
    found = list(_people(code))
    return paragraphs(*(found or [f"Membre {called().of} {member_when(years)}."]))


def _people(code: str) -> Iterator[str]:
    """Say where it is and how many people live there, of what has both."""
    place = institution(code)
    if place.region is None or place.population is None:
        return
    where = "" if place.region == place.name else f", {in_region(place.region)},"
    yield phrase(
        "{who:les}{where} {who:compte|comptent} {people:d} habitants, soit {share:%1} de la "
        "population {kind.whole}.",
        who=[code],
        where=where,
        people=place.population,
        share=population_share(institutions([code])),
        kind=spoken_of(),
    )


def years_figure(years: pd.DataFrame) -> dict[str, Any]:
    """Say what the row of its years shows: finding, alternative and note."""
    mine, absent = int(years["state"].eq("membre").sum()), _when(years, "non membre")
    told = f" ; non membre {absent}" if absent else ""
    recorded = int(years["state"].count())
    return {
        "finding": phrase("Membre pendant les {all:f} années renseignées.", all=recorded)
        if mine == recorded
        else phrase("Membre pendant {n:f} des {all:f} années renseignées.", n=mine, all=recorded),
        "of": "des années du membre",
        "alternative": f"Une ligne de cases, une par année. Membre {member_when(years)}{told}.",
        "note": "Carré plein : membre." + (" Carré vide : non membre." if absent else ""),
    }


def neighbours(surroundings: pd.DataFrame, year: int) -> Fragment:
    """Name the members of `year`, the last one, that it touches, if its kind has neighbours."""
    itself, touched = surroundings.iloc[0], _touched(surroundings)
    if len(surroundings) == 1 or borders_with(surroundings.head(1)).empty:  # nobody, or an island
        return NOTHING
    template = (
        "{who:les} {who:a|ont} {n:{kind.f}} {n:voisin{kind.e}|voisin{kind.e}s} parmi les membres "
        "de {year} : {others:les}."
        if touched
        else "{who:les} n’{who:a|ont} aucun{kind.e} voisin{kind.e} parmi les membres de {year}."
    )
    return paragraph(
        phrase(
            template,
            who=[itself["code"]],
            n=len(touched),
            others=touched,
            year=str(year),
            kind=kind_of(surroundings),
        )
    )


def _touched(surroundings: pd.DataFrame) -> list[str]:
    return list(surroundings.loc[surroundings["neighbour"].fillna(False), "code"])


def neighbours_map(surroundings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the map of the département among the members of `year` shows."""
    code, name = surroundings["code"].iloc[0], surroundings["name"].iloc[0]
    others, still = len(surroundings) - 1, bool(surroundings["member"].iloc[0])
    full, _dotted, hatched = looks(surroundings)
    among, other, the_others = (
        ("parmi", "autre ", "les autres") if still else ("et", "", "les")
    )  # who isn't a member any more is none of them
    return {
        "finding": phrase(
            "{who:les} {among} les membres de {year}."
            if others
            else "{who:les} sur la carte de France.",
            who=[code],
            among=among,
            year=str(year),
        ),
        "of": "de la carte des voisins",
        "alternative": phrase(
            "Carte de France : {name} {full}, {n:# {other}membre|{others}membres} de {year} "
            "{hatched}."
            if others
            else "Carte de France : {name} {full}.",
            name=name,
            full=full,
            n=others,
            other=other,
            others=other.replace(" ", "s "),
            year=str(year),
            hatched=hatched,
        ),
        "note": under_map(
            capitalized(
                f"{full} : {name} ; {hatched} : {the_others} membres de {year}."
                if others
                else f"{full} : {name}."
            ),
            kind_of(surroundings),
        ),
    }


def first_chapter(surroundings: pd.DataFrame) -> str:
    """Head its years, and its neighbours where its kind has some."""
    neighbours = kind_of(surroundings).neighbours
    return "Ses années et ses voisins" if neighbours else "Ses années"


def sources(network: Network) -> Fragment:
    """Say where the page comes from, and lead back to the network."""
    back = fragment('<p><a href="{home}">Toutes les pages</a></p>', home=Markup(HOME))
    return sources_list(network, maps=network.settings.kind.drawn != "") + back
