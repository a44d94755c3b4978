"""What opens and what closes the summary of a year."""

from annual_report.machine.pages.publishing import chapter, publish
from annual_report.network.measures import count_figures
from annual_report.network.network import Network
from annual_report.report.parts.figures_table import key_figures
from annual_report.report.parts.frame import cover_figures, front
from annual_report.report.parts.sources import attributions, provenance


def cover(network: Network, year: int) -> None:
    """Open the summary of a year: its sentence and large figures, and all key figures as data."""
    figures = count_figures(network)
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


def sources(network: Network, year: int) -> None:
    """Close the summary of a year: where its data come from, and how it was made."""
    chapter(None, "Sources", "sources")
    network.say(
        "sources",
        années=[each for each in network.years if each <= year],
        producteurs=attributions(network, maps=True, borders=False),
    )
    network.say("renvoi", look="note", year=year)
    publish(provenance(network, brief=True))
