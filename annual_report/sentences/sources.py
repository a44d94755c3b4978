"""The end of a page: how to read it, where everything comes from, and what it was made of."""

import pandas as pd
from markupsafe import Markup

from annual_report.network import Network
from annual_report.pages.fragment import (
    FINGERPRINT,
    Fragment,
    bullets,
    fragment,
    paragraph,
    paragraphs,
    words,
)
from annual_report.program import own_digest
from annual_report.project import __version__
from annual_report.reading.settings import Settings
from annual_report.territories.kinds import Kind, kinds
from annual_report.territories.provenance import Source, sources

OUTLINES = ("contours.geojson", "encarts.geojson")
"""The files of the reference that only maps are made of."""


def report_method(year: int) -> Fragment:
    """Say in one line where the report's figures are defined."""
    data = fragment('<a href="{year}-donnees.html">les données de {year}</a>', year=year).html
    said = words("Chiffres, définitions et tableaux : ")
    return paragraph(Markup("{}{}.").format(said, data))


def method(network: Network, attendance: pd.DataFrame) -> Fragment:
    """Say how the figures are counted, and what an absence means."""
    return paragraphs(
        "Les mêmes données donnent les mêmes chiffres. Ce qu’elles ne disent pas est noté « non "
        "renseigné », et n’est jamais compté comme zéro.",
        None
        if (network.settings.depuis or 0) >= network.years[0]  # there was nobody before
        else f"Les données commencent en {network.years[0]} : on ne sait pas qui était membre "
        "avant.",
        masked(network.settings.seuil) if attendance["agents_masque"].any() else None,
    )


def masked(threshold: int) -> str:
    """Say which numbers of agents are masked in what is published."""
    return (
        f"Un nombre d’agents inférieur à {threshold} pourrait désigner quelqu’un : il est masqué, "
        "ainsi que les nombres qui permettraient de le retrouver par soustraction."
    )


def sources_list(network: Network, *, maps: bool = False) -> Fragment:
    """List the data's producers, as their licences ask; who drew outlines, if the page has maps."""
    own = f"{network.title} : {', '.join(map(str, network.years))}"
    return bullets([own, *_attributions(network, maps)])


def citation(network: Network, title: str, year: int) -> Fragment:
    """Suggest how to cite the page."""
    institution = network.settings.institution
    who, where = (institution, f"{network.title}, ") if institution else (network.title, "")
    cited = f"{who}, « {title} », {where}{year}."
    return fragment("<h3>Pour citer cette page</h3>\n<p>{cited}</p>", cited=cited)


def provenance(
    network: Network, *, brief: bool = False, maps: bool = False, **parameters: object
) -> Fragment:
    """Say what the page was made from, so that anyone can make it again and compare.

    A `brief` one names the producers, as their licences ask; else each file's vintage and licence.
    Who drew outlines is named on a page that has `maps`.
    """
    years = network.years
    said = (f"{name} = {value}" for name, value in parameters.items())
    rows = {
        "Données": fragment(
            "{title}, {years}",
            title=network.title,
            years=f"{years[0]} à {years[-1]}" if len(years) > 1 else years[0],
        ),
        "Empreinte de cette page": fragment("SHA-256 {place}", place=FINGERPRINT),
        "Licence des données": _linked(*network.settings.licence),
        "Millésimes": bullets(_attributions(network, maps) if brief else _vintages(network, maps)),
        "Paramètres": ", ".join(said) or "aucun",
        "Programme": _program(network.settings),
    }
    lines = [
        fragment("<dt>{name}</dt><dd>{value}</dd>", name=name, value=value).html
        for name, value in rows.items()
        if value
    ]
    return fragment(
        '<details><summary>Sources et versions</summary>\n<dl class="facts">{lines}</dl></details>',
        lines=Markup("\n").join(lines),
    )


def map_producer() -> str:
    """Name who made the outlines that a map draws."""
    return next(each.producer for each in sources() if each.file == "contours.geojson")


def under_map(key: str, kind: Kind) -> str:
    """Write the note of a map: its key, then whose outlines it draws, if there are some."""
    said = [key, f"Fond de carte : {map_producer()}." if kind.drawn else ""]
    return " ".join(each for each in said if each)


def population_source() -> Fragment:
    """Say where populations come from, below a number that is made of them."""
    found = next(each.attribution for each in sources() if each.file == "departements.csv")
    return paragraph(f"Source : {found}.", kind="note")


def _program(settings: Settings) -> Markup:
    """Name the program that makes the page, where its code is, and the hash of its own files."""
    return Markup("{}, licence MIT, empreinte <code>{}</code>").format(
        _linked(f"annual-report {__version__}", settings.code), own_digest()
    )


def _linked(said: str, address: str) -> Markup:
    return Markup('<a href="{}">{}</a>' if address else "{1}").format(address, words(said))


def _of_reference(network: Network, maps: bool) -> list[Source]:
    """Return the sources of the reference that a page tells of.

    They are none if it has nothing on a network's members, and no outlines without a map.
    """
    known = any(kinds()[each].tables for each in network.settings.genres)
    return [each for each in sources() if maps or each.file not in OUTLINES] if known else []


def _attributions(network: Network, maps: bool) -> list[str]:
    return list(dict.fromkeys(source.attribution for source in _of_reference(network, maps)))


def _vintages(network: Network, maps: bool) -> list[Markup]:
    """Name each file of the reference with its vintage and its licence, once each."""
    return list(
        dict.fromkeys(
            fragment(
                '{who}, {when}, <a href="{where}">{licence}</a>',
                who=each.producer,
                when=each.vintage,
                where=each.licence_url,
                licence=each.licence,
            ).html
            for each in _of_reference(network, maps)
        )
    )
