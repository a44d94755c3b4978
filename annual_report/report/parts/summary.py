"""The beginning and the end of the pages of a year, and of the page of all years."""

import pandas as pd
from IPython.display import display

from annual_report.base.french import write_years
from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.publishing import chapter, publish
from annual_report.network.measures import count_figures
from annual_report.network.network import Network
from annual_report.report.parts.figures_table import describe_figures
from annual_report.report.parts.frame import (
    make_front,
    show_cover_figures,
    show_large_figures,
    tell_all_years,
    tell_year,
)
from annual_report.report.parts.sources import explain_provenance, name_producers


def cover(
    network: Network,
    year: int | None = None,
    page: str = "",
    *,
    facts: pd.DataFrame | None = None,
) -> None:
    """Open the summary of a year: the sentence and the large figures, and all key figures as data.

    The sentence comes from the year's text. Without a sentence the first of the `facts` is told, by
    default in the order of `measures.list_facts`. Another `page` of the year ("donnees", for
    2025-donnees.html) opens with the words of the phrase couverture_donnees.md, and with all shares
    beside the large figures. Without a year, open the page of all years.

    >>> from annual_report import cover, open_network
    >>> cover(open_network("data/reseau-exemple"), 2025)
    Résumé annuel 2025 Rendre compte : dire ce que ...
    """
    figures = count_figures(network)
    if year is None:
        publish(_open_all_years(network, figures))
        return
    phrase = "couverture"
    here = str(year)
    kind = "year"
    shares = 1
    if page:
        phrase = f"couverture_{page}"
        here = f"{year}-{page}"
        kind = "data"
        shares = 2
    words = network.words(phrase, year=year, phrase=tell_year(network, year, facts))
    large = show_cover_figures(network, figures.T[year], shares=shares)
    publish(make_front(network, **words, figures=large.html, here=here, kind=kind, year=year))
    if not page:
        beside = {"key_figures": describe_figures(network, figures, year)}
        display(Fragment(facts=beside))


def _open_all_years(network: Network, figures: pd.DataFrame) -> Fragment:
    """Return the cover of the page of all years: how many were members, and how often they met."""
    first, counted = network.years[0], figures.iloc[-1]
    large = {
        "membres": counted["departements_passes"],
        "toujours": counted["membres_depuis_le_debut"],
        "rencontres": figures["rencontres"].sum(),
    }
    counts = {name: None if pd.isna(value) else int(value) for name, value in large.items()}
    recorded = {name: count for name, count in counts.items() if count is not None}
    return make_front(
        network,
        **tell_all_years(network),
        figures=show_large_figures(
            recorded, network.words("chiffres_annees", **counts, première=first)
        ).html,
        here="tendances",
        kind="trends",
    )


def sources(network: Network, year: int | None = None, page: str = "") -> None:
    """Close the summary of a year: where its data come from, and how it was made.

    Another `page` of the year, and the page of all years, say how their figures are counted too,
    how to cite them, and the vintage of each file of the reference.

    >>> from annual_report import open_network, sources
    >>> sources(open_network("data/reseau-exemple"), 2025)
    Sources
    Réseau d’exemple : données de 2020 à 2025 Insee, Code officiel géographique ...
    """
    chapter(None, "Sources", "sources")
    if year is None:
        _close_all_years(network)
        return
    first, since = network.years[0], network.settings.depuis
    if page:
        network.say("methode", depuis=None if since and since >= first else first)
    network.say(
        "sources",
        années=write_years(past for past in network.years if past <= year),
        producteurs=name_producers(network, maps=True, borders=bool(page)),
    )
    if page:
        _cite(network, network.words(f"couverture_{page}", year=year)["document"], year)
    else:
        network.say("renvoi", look="note beside", year=year)
    publish(explain_provenance(network, brief=not page, maps=True, borders=True))


def _close_all_years(network: Network) -> None:
    """Close the page of all years: methods, sources, and the words to cite the page."""
    network.say("methode_annees")
    producers = name_producers(network)
    network.say("sources", années=write_years(network.years), producteurs=producers)
    _cite(network, tell_all_years(network)["document"])
    publish(explain_provenance(network))


def _cite(network: Network, title: str, year: int | None = None) -> None:
    """Add the words to cite a page."""
    publisher, published = network.settings.institution, network.publication_day(year)[:4]
    network.say("citation", titre=title, éditeur=publisher, parue=published)
