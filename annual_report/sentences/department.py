"""The page of a département: its cover, its years in the group, and its place among the members.

`code` is that of the département. `years` is what `measures.years_of` returns for it, and
`surroundings` what `measures.surroundings` does.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import capitalized, consecutive, in_years, number, phrase, plural
from annual_report.measures import institutions, population_share, territory
from annual_report.network import Network
from annual_report.sentences.cover import cover_figure, page_cover
from annual_report.sentences.fragment import Fragment, bullets, fragment, paragraph, paragraphs
from annual_report.sentences.sources import sources_list
from annual_report.sentences.where import population_vintage
from annual_report.territories.departments import in_region
from annual_report.territories.institutions import institution

HOME = "../index.html"
"""A département's page stands in a folder of its own, beside the list of all pages."""


def department_cover(
    network: Network, code: str, years: pd.DataFrame, met_at: pd.DataFrame
) -> Fragment:
    """Make the cover, and tell the template what the page is.

    `met_at` has one row a meeting that the département hosted or that was held there.
    """
    department = institution(code)
    name = network.settings.nom
    schemes = int(network.dispositifs["membre"].eq(code).sum())
    return page_cover(
        network,
        (department.name, code),
        _lede(name, years),
        _figures(code, years, len(met_at), schemes),
        kind="department",
        title=f"{department.name} ({code})",
        description=f"Les années, les rencontres et les dispositifs {department.of_name} dans "
        f"le {name}.",
        about=f"Page {department.of_name}",
        links=[{"href": HOME, "label": "Tout le réseau", "rel": "up"}],
    )


def _lede(group: str, years: pd.DataFrame) -> str:
    if years["state"].iloc[-1] == "membre":
        return f"{capitalized(group)}, membre {_when(years, 'membre')}."
    return f"{capitalized(group)}, ancien membre : {_when(years, 'membre')}."


def _when(years: pd.DataFrame, state: str) -> str:
    """Say in which years it was in a state: "de 2020 à 2022 et en 2025"."""
    found = years.loc[years["state"].eq(state).fillna(False).astype(bool), "year"]
    return in_years(consecutive(map(int, found)))


def _figures(code: str, years: pd.DataFrame, meetings: int, schemes: int) -> Fragment:
    """Show what one retains: years, meetings, schemes, inhabitants."""
    department, mine = institution(code), int(years["state"].eq("membre").sum())
    recorded = number(years["state"].count())
    here = plural(meetings, "tenue ou accueillie", "tenues ou accueillies")
    items = [
        cover_figure(number(mine), plural(mine, "année"), f"sur {recorded} dans le groupe"),
        cover_figure(number(meetings), plural(meetings, "rencontre"), f"{here} ici"),
        cover_figure(number(schemes), plural(schemes, "dispositif"), plural(schemes, "renseigné"))
        if schemes
        else None,
        cover_figure(number(department.population), "habitants", department.region)
        if department.population
        else None,
    ]
    return bullets([each.html for each in items if each], kind="figures")


def years(years: pd.DataFrame, code: str) -> Fragment:
    """Say in which years it was a member, where it is, and how many people live there."""
    first = years["year"].iloc[0]
    since = f" ; les données commencent en {first}" if years["state"].iloc[0] == "membre" else ""
    return paragraphs(
        f"Membre du groupe {_when(years, 'membre')}{since}.",
        *_people(code),
    )


def _people(code: str) -> Iterator[str]:
    """Say where it is and how many people live there, of what has both."""
    place = institution(code)
    if place.region is None or place.population is None:
        return
    yield phrase(
        "{who:les} {who:se trouve|se trouvent} {region} et {who:compte|comptent} {people:d} "
        "habitants, soit {share:%1} de la population des {all:d} départements français. "
        "Source : {source}.",
        who=[code],
        region=in_region(place.region),
        people=place.population,
        share=population_share(institutions([code])),
        all=len(territory()),
        source=population_vintage(),
    )


def years_figure(years: pd.DataFrame) -> dict[str, Any]:
    """Say what the row of its years shows: finding, alternative and note."""
    mine, absent = years["state"].eq("membre").sum(), _when(years, "non membre")
    told = f" ; non membre {absent}" if absent else ""
    return {
        "finding": phrase(
            "Membre {n:# année|années} sur {all:d} {all:renseignée|renseignées}.",
            n=mine,
            all=years["state"].count(),
        ),
        "of": "des années du membre",
        "alternative": f"Une ligne de cases, une par année. Membre {_when(years, 'membre')}{told}.",
        "note": "Carré plein : membre." + (" Carré vide : non membre." if absent else ""),
    }


def neighbours(surroundings: pd.DataFrame, year: int) -> Fragment:
    """Name the members of `year`, the last one, that the département touches."""
    itself, touched = surroundings.iloc[0], _touched(surroundings)
    if not touched:
        return paragraph(
            phrase(
                "{who:les} ne {who:touche|touchent} aucun membre de {year}.",
                who=[itself["code"]],
                year=str(year),
            )
        )
    members = "{n:# autre membre|autres membres}" if itself["member"] else "{n:# membre|membres}"
    return paragraph(
        phrase(
            "{who:les} {who:touche|touchent} " + members + " de {year} : {others:les}.",
            who=[itself["code"]],
            n=len(touched),
            others=touched,
            year=str(year),
        )
    )


def _touched(surroundings: pd.DataFrame) -> list[str]:
    return list(surroundings.loc[surroundings["neighbour"], "code"])


def neighbours_map(surroundings: pd.DataFrame, year: int) -> dict[str, Any]:
    """Say what the map of the département among the members of `year` shows."""
    code, name = surroundings["code"].iloc[0], surroundings["name"].iloc[0]
    touched, others = _touched(surroundings), len(surroundings) - 1
    template = (
        "{who:les} {who:a|ont} {n:# membre|membres} pour {n:voisin|voisins}."
        if touched
        else "{who:les} n’{who:a|ont} aucun membre pour voisin."
    )
    return {
        "finding": phrase(template, who=[code], n=len(touched)),
        "of": "de la carte des voisins",
        "alternative": phrase(
            "Carte de France : {name} en plein, {n:# autre membre|autres membres} de {year} en "
            "hachures.",
            name=name,
            n=others,
            year=str(year),
        ),
        "note": f"En plein : {name} ; en hachures : les autres membres de {year}."
        if others
        else f"En plein : {name}.",
    }


def sources(network: Network) -> Fragment:
    """Say where the page comes from, and lead back to the network."""
    back = fragment('<p><a href="{home}">Revenir à la page du réseau</a></p>', home=Markup(HOME))
    return sources_list(network) + back
