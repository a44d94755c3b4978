"""The first and the last call of a network's notebook: `cover` opens a page, `sources` ends it."""

import pandas as pd
from IPython.display import display

from annual_report.base.french import write_years
from annual_report.machine.pages.fragment import Fragment
from annual_report.machine.pages.publishing import chapter, publish
from annual_report.network.measures import count_figures
from annual_report.network.network import Network
from annual_report.network.phrases.amounts import as_count, as_year, known_from
from annual_report.network.required_network import takes_network
from annual_report.report.parts.figures_table import describe_figures
from annual_report.report.parts.frame import (
    make_front,
    show_cover_figures,
    show_large_figures,
    tell_all_years,
    tell_year,
)
from annual_report.report.parts.sources import explain_provenance, name_producers

SUMMARY = "couverture"
"""The phrase of the page that stands for a year, whose key figures go beside it as data."""


@takes_network
def cover(
    network: Network,
    year: int | None = None,
    phrase: str = "",
    *,
    facts: pd.DataFrame | None = None,
) -> None:
    """Open a page of a network: the page of a year, or without `year` of all years.

    The title is the one that the notebook's metadata declare. With a `phrase` the page opens with
    the words of the phrase and with large figures: "couverture" opens the summary of a year, with
    all key figures as data; "couverture_donnees" has all shares beside the large figures;
    "couverture_annees" is of all years. The sentence of a year comes from the year's text, else
    from the first row of the `facts`, by default of `measures.list_facts`.

    >>> from annual_report import cover, open_network
    >>> cover(open_network("data/reseau-exemple"), 2025, "couverture")
    Résumé annuel 2025 Rendre compte : dire ce que ...
    """
    if not phrase:
        publish(make_front(network, year=year))
        return
    figures = count_figures(network)
    if year is None:
        publish(_open_all_years(network, figures, phrase))
        return
    is_summary = phrase == SUMMARY
    # The summary has little room: one share, of the population or of those who came.
    shares = 1 if is_summary else 2
    words = network.words(phrase, year=year, phrase=tell_year(network, year, facts))
    large_figures = show_cover_figures(network, figures.T[year], shares=shares)
    publish(make_front(network, **words, figures=large_figures.html, year=year))
    # The numbers of a year go beside one of its pages: twice, they could differ.
    if is_summary:
        data_beside = {"key_figures": describe_figures(network, figures, year)}
        display(Fragment(facts=data_beside))


def _open_all_years(network: Network, figures: pd.DataFrame, phrase: str) -> Fragment:
    """Return the cover of the page of all years, with three large figures.

    These are all members of any year, those who always were members, and all meetings. `figures`
    has a row a year and a column a key figure, as `count_figures` returns them; the `phrase` of
    that name has the words of the cover.
    """
    first_year = network.years[0]
    last_year = network.years[-1]
    # The last year's row counts all members since the first year.
    last_figures = figures.iloc[-1]
    counts = {
        "membres": last_figures["membres_toutes_annees"],
        "toujours": last_figures["membres_depuis_le_debut"],
        "rencontres": figures["rencontres"].sum(),
    }
    recorded = {name: count for name, count in counts.items() if not pd.isna(count)}
    # A year that lies between two others, and says nothing, may have had more: its row is empty,
    # by which the words say "at least".
    by_year = figures.reindex(range(first_year, last_year + 1))
    words = network.words(
        "chiffres_annees",
        première=as_year(first_year),
        membres=known_from(as_count(counts["membres"]), by_year["membres"]),
        toujours=as_count(counts["toujours"]),
        rencontres=known_from(as_count(counts["rencontres"]), by_year["rencontres"]),
    )
    large_figures = show_large_figures(recorded, words)
    return make_front(network, **tell_all_years(network, phrase), figures=large_figures.html)


@takes_network
def sources(network: Network, year: int | None = None, phrase: str = "") -> None:
    """Close a page of a network: where its data come from, and how it was made.

    With the `phrase` of its cover, such as "couverture_donnees", the page says how its figures are
    counted too, how to cite it, and the vintage of each file of the reference; without it, the page
    refers readers to the page that does.

    >>> from annual_report import open_network, sources
    >>> sources(open_network("data/reseau-exemple"), 2025)
    Sources
    Réseau d’exemple : données de 2020 à 2025 Insee, Code officiel géographique ...
    """
    chapter(None, "Sources", "sources")
    if year is None:
        _close_all_years(network, phrase)
        return
    if phrase:
        first_year = network.years[0]
        since = network.settings.depuis
        # A network that began within the recorded years had no members before them; of an older
        # network, or one of unknown age, the page says from which year on members are recorded.
        earliest = None
        if not since or since < first_year:
            earliest = as_year(first_year)
        network.say("methode", depuis=earliest)
    network.say(
        "sources",
        années=write_years(past for past in network.years if past <= year),
        producteurs=name_producers(network, maps=True, borders=bool(phrase)),
    )
    if phrase:
        words = network.words(phrase, year=year)
        _cite_page(network, f"{words['titre']} {words['sous_titre']}", year)
    else:
        network.say("renvoi", look="note beside", year=year)
    publish(explain_provenance(network, brief=not phrase, maps=True, borders=True))


def _close_all_years(network: Network, phrase: str) -> None:
    """Close the page of all years: where the data come from.

    With the `phrase` of its cover, "couverture_annees", the page says how its figures are counted
    too, and how to cite it.
    """
    if phrase:
        network.say("methode_annees")
    producers = name_producers(network)
    network.say("sources", années=write_years(network.years), producteurs=producers)
    if phrase:
        _cite_page(network, tell_all_years(network, phrase)["titre"])
    publish(explain_provenance(network, brief=not phrase))


def _cite_page(network: Network, title: str, year: int | None = None) -> None:
    """Add to a page the words by which others cite it: title, publisher, year of publication."""
    publisher = network.settings.institution
    day = network.publication_day(year)
    year_of_publication = day[:4]
    network.say("citation", titre=title, éditeur=publisher, parue=year_of_publication)
