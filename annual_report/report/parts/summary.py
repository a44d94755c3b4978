"""What opens and what closes the summary of a year, and the page of all years."""

import pandas as pd

from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.publishing import chapter, publish
from annual_report.network.measures import count_figures
from annual_report.network.network import Network
from annual_report.report.parts.figures_table import key_figures
from annual_report.report.parts.frame import cover_figures, front, large_figures, tell_all_years
from annual_report.report.parts.sources import attributions, provenance


def cover(network: Network, year: int | None = None) -> None:
    """Open the summary of a year: its sentence and large figures, and all key figures as data.

    Without a year, open the page of all of them.

    >>> from annual_report import cover, open_network
    >>> cover(open_network("data/reseau-exemple"), 2025)
    IIPD · Réseau d’exemple Résumé annuel 2025 Rendre compte : dire ce que ...
    """
    figures = count_figures(network)
    if year is None:
        publish(_open_all_years(network, figures))
        return
    publish(
        front(
            network,
            **network.words("couverture", year=year, phrase=network.text(year).plain_sentence),
            figures=cover_figures(network, figures.T[year]),
            here=str(year),
            kind="year",
            year=year,
        )
    )
    key_figures(figures, network, year, shown=False)


def _open_all_years(network: Network, figures: pd.DataFrame) -> Fragment:
    """Return the cover of the page of all years: how many were members, and how often they met."""
    first, counted = network.years[0], figures.iloc[-1]
    large = {
        "membres": counted["departements_passes"],
        "toujours": counted["membres_depuis_le_debut"],
        "rencontres": figures["rencontres"].sum(),
    }
    known = {name: int(value) for name, value in large.items() if not pd.isna(value)}
    return front(
        network,
        **tell_all_years(network),
        figures=large_figures(known, network.words("chiffres_annees", **known, première=first)),
        here="tendances",
        kind="trends",
    )


def sources(network: Network, year: int | None = None) -> None:
    """Close the summary of a year, or the page of all: its data's sources, how it was made.

    >>> from annual_report import open_network, sources
    >>> sources(open_network("data/reseau-exemple"), 2025)
    Sources
    Réseau d’exemple : données de 2020 à 2025 Insee, Code officiel géographique ...
    """
    chapter(None, "Sources", "sources")
    if year is None:
        _close_all_years(network)
        return
    network.say(
        "sources",
        années=[each for each in network.years if each <= year],
        producteurs=attributions(network, maps=True, borders=False),
    )
    network.say("renvoi", look="note", year=year)
    publish(provenance(network, brief=True))


def _close_all_years(network: Network) -> None:
    """Say how the page of all years counts, where its data come from, and how to cite it."""
    network.say("methode_annees")
    producers = attributions(network, people=False, borders=False)
    network.say("sources", années=network.years, producteurs=producers)
    network.say(
        "citation",
        titre=tell_all_years(network)["document"],
        éditeur=network.settings.institution,
        parue=network.publication_day()[:4],
    )
    publish(provenance(network, borders=False))
