"""The sources of a page of a network: producers, vintages and licences.

The words come from the phrase `provenance`, and a network may change that phrase.
"""

from markupsafe import Markup

from annual_report.base.french import write_years
from annual_report.machine.pages.fragment import Fragment, make_list
from annual_report.machine.pages.language import print_words
from annual_report.network.network import Network
from annual_report.network.territories.kinds import kinds_by_name
from annual_report.network.territories.reference import Source, list_sources

OUTLINES = ("contours.geojson", "contours-fins.geojson", "encarts.geojson")
"""The files of the reference that only maps use."""
BORDERS = ("voisins.csv",)
"""The file of the reference with the borders of territories."""


def explain_provenance(
    network: Network, *, brief: bool = False, maps: bool = False, borders: bool = False
) -> Fragment:
    """Return a piece of the page that unfolds, with the years and the licence of the data.

    Unless it is `brief`, the piece names the producers of the reference too, the tables in
    `data/reference`, with vintage and licence: those of outlines for a page with `maps`, those of
    `borders` for a page that speaks of neighbours.
    """
    # The names of the rows are in the phrase too: a network may call its facts otherwise.
    words = network.words("provenance", années=write_years(network.years))
    vintages: list[Markup] = []
    if not brief:
        vintages = _list_vintages(network, maps=maps, borders=borders)
    rows = {
        "faits": print_words(words["années"]),
        "licence": _link_words(*network.settings.licence),
        "millésimes": make_list(vintages).html,
    }
    lines = []
    for name, value in rows.items():
        if value:
            lines.append(Markup("<dt>{}</dt><dd>{}</dd>").format(words[name], value))
    html = '<details><summary>{}</summary>\n<dl class="facts">{}</dl></details>'
    return Fragment(Markup(html).format(words["titre"], Markup("\n").join(lines)))


def name_producers(network: Network, *, maps: bool = False, borders: bool = False) -> list[str]:
    """Return producer and data of each source of a page, in the words that the licences ask for.

    ["Insee, Code officiel géographique 2026", "Contours : Natural Earth", …]. Each page has the
    codes of institutions; a page with `maps` has outlines and numbers of inhabitants too, a page
    with `borders` neighbours.
    """
    kind = network.settings.kind
    has_neighbours = borders and kind.neighbours
    names = []
    for source in _list_sources_of_page(network, maps=maps, borders=has_neighbours):
        name = source.attribution
        if maps and kind.population:
            # The source that also has the numbers of inhabitants names the census; others don't.
            name = source.name_with_census(network.members)
        names.append(name)
    # A producer of several files is named once, at the first.
    return list(dict.fromkeys(names))


def _list_sources_of_page(network: Network, *, maps: bool, borders: bool) -> list[Source]:
    """Return the sources of the reference, the tables in `data/reference`, that a page uses.

    Outlines are used by a page with `maps` alone, the table of neighbours by a page with `borders`.
    """
    kinds = [kinds_by_name()[name] for name in network.settings.genres]
    # Organisations are in no table of the reference.
    if not any(kind.tables for kind in kinds):
        return []
    unused: list[str] = []
    if not maps:
        unused += OUTLINES
    if not borders:
        unused += BORDERS
    return [source for source in list_sources() if source.file not in unused]


def _list_vintages(network: Network, *, maps: bool, borders: bool) -> list[Markup]:
    """Return the producers of the reference with vintage and licence, as HTML, each row once.

    'IGN, ADMIN EXPRESS COG, version …, <a href="https://…">Licence Ouverte 2.0</a>'
    """
    rows = []
    for source in _list_sources_of_page(network, maps=maps, borders=borders):
        row = Markup('{}, {}, <a href="{}">{}</a>').format(
            print_words(source.producer),
            print_words(source.vintage),
            source.licence_url,
            print_words(source.licence),
        )
        rows.append(row)
    return list(dict.fromkeys(rows))


def _link_words(text: str, address: str) -> Markup:
    """Return words as HTML, with a link to an address; without an address, the words alone.

    "CC0 1.0", "https://…" → <a href="https://…">CC0 1.0</a>
    """
    if not address:
        return print_words(text)
    return Markup('<a href="{}">{}</a>').format(address, print_words(text))
