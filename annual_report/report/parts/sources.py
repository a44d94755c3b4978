"""What a page of a network was made of: its sources, their vintages, and how to make it again.

The words are those of the phrase `provenance`, which a network may change.
"""

from markupsafe import Markup

from annual_report.machine.pages.fragment import Fragment, make_list, print_words
from annual_report.network.network import Network
from annual_report.network.territories.kinds import kinds_by_name
from annual_report.network.territories.reference import Source, list_sources

OUTLINES = ("contours.geojson", "contours-fins.geojson", "encarts.geojson")
"""The files of the reference that only maps are made of."""
BORDERS = ("voisins.csv",)
"""The file of the reference that says which territories touch."""


def explain_provenance(
    network: Network, *, brief: bool = False, maps: bool = False, borders: bool = False
) -> Fragment:
    """Say of which years the data are and under which licence.

    A page that isn't `brief` names each file of the reference too, with its vintage and licence: of
    outlines if it has `maps`, of `borders` if it tells of them.
    """
    settings, years = network.settings, network.years
    words = network.words("provenance", début=years[0], fin=years[-1])
    vintages = [] if brief else _vintages(network, maps, borders)
    rows = {
        "faits": print_words(words["années"]),
        "licence": _linked(*settings.licence),
        "millésimes": make_list(vintages).html,
    }
    lines = [
        Markup("<dt>{}</dt><dd>{}</dd>").format(words[name], value)
        for name, value in rows.items()
        if value
    ]
    html = '<details><summary>{}</summary>\n<dl class="facts">{}</dl></details>'
    return Fragment(Markup(html).format(words["titre"], Markup("\n").join(lines)))


def name_producers(network: Network, *, maps: bool = False, borders: bool = False) -> list[str]:
    """Name the data's producers, as their licences ask, and what a page has of each.

    A page with `maps` names who drew outlines, and the census by which its members are counted;
    with `borders`, who says which of them touch.
    """
    kind = network.settings.kind
    names = [
        source.name_with_census(network.members) if maps and kind.population else source.attribution
        for source in _of_reference(network, maps, borders and kind.neighbours)
    ]
    return list(dict.fromkeys(names))


def _of_reference(network: Network, maps: bool, borders: bool) -> list[Source]:
    """Return the sources of the reference that a page tells of.

    They are none if it has nothing on a network's members, and those alone that the page uses.
    """
    if not any(kinds_by_name()[kind].tables for kind in network.settings.genres):
        return []
    unused = {*(() if maps else OUTLINES), *(() if borders else BORDERS)}
    return [source for source in list_sources() if source.file not in unused]


def _vintages(network: Network, maps: bool, borders: bool) -> list[Markup]:
    """Name each file of the reference with its vintage and its licence, once each."""
    row = Markup('{}, {}, <a href="{}">{}</a>')
    rows = [
        row.format(print_words(source.producer), print_words(source.vintage),
                   source.licence_url, print_words(source.licence))
        for source in _of_reference(network, maps, borders)
    ]  # fmt: skip
    return list(dict.fromkeys(rows))


def _linked(text: str, address: str) -> Markup:
    return Markup('<a href="{}">{}</a>' if address else "{1}").format(address, print_words(text))
