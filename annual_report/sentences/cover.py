"""The cover of a page: the network, the year, one sentence, and key figures on its lower edge."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.dates import PartialDate
from annual_report.french import count, number, partial_date, plural, typeset
from annual_report.network import Network
from annual_report.pages.fragment import Fragment, bullets, front, words
from annual_report.project import __version__
from annual_report.reading.settings import Settings
from annual_report.territories.kinds import Kind


def _footer(network: Network, about: str) -> tuple[str, ...]:
    """Say what the page is of, of which edition, and whom to ask."""
    settings = network.settings
    edition = partial_date(PartialDate.parse(settings.edition)) if settings.edition else ""
    return (
        f"{', '.join(filter(None, (network.title, settings.institution)))}.",
        f"{about}, annual-report {__version__}.",
        f"Édition : {edition}." if edition else "",
        f"Contact : {settings.contact}" if settings.contact else "",
    )


def data_cover(network: Network, year: int) -> Fragment:
    """Make the cover of the page of a year's data, and tell the template what the page is."""
    return page_cover(
        network,
        ("Les données de", str(year)),
        "Les tableaux et les chiffres du résumé annuel, avec leur définition.",
        Fragment(),
        kind="data",
        title=f"Les données de {year}",
        description=f"Les tableaux et les chiffres clés {network.settings.of_network} en {year}, "
        "avec leur définition.",
        about=f"Les données de {year}",
        links=[{"href": f"{year}.html", "label": f"Le résumé de {year}", "rel": "up"}],
        year=year,
    )


def eyebrow(network: Network) -> str:
    """Say above a page's title whose it is: the initials, and the network's name."""
    return " · ".join(part for part in (network.settings.sigle, network.title) if part)


def page_facts(network: Network, title: str, year: int | None = None) -> dict[str, Any]:
    """Return what the template of any page is told of the network, and of the page's year."""
    settings = network.settings
    return {
        "title": f"{title}, {network.title}",
        "fictional": settings.fictif,
        "draft": year in network.drafts,
        "network_title": network.title,
        "publisher": settings.institution or network.title,
        "contact": settings.contact,
        "edition": settings.edition,
        "address": settings.adresse.rstrip("/"),
        "style": network.style,
        **({"year": year} if year else {}),
    }


def page_cover(
    network: Network,
    heading: tuple[str, str],
    lede: str,
    figures: Fragment,
    *,
    about: str,
    title: str,
    year: int | None = None,
    **page: object,
) -> Fragment:
    """Make the cover of any kind of page: the network, a heading in two lines, the key figures.

    `title` is completed by the network's own, `about` by the publisher and the version; `page`
    holds the other facts that the template reads: kind, description, links.
    """
    settings = network.settings
    facts = page_facts(network, title, year) | {
        "omitted": list(settings.chapitres_omis),
        "footer": " ".join(filter(None, _footer(network, about))),
        "notices": notices(settings),
    }
    return front(
        heading[0],
        lede,
        subtitle=heading[1],
        eyebrow=eyebrow(network),
        figures=figures,
        **facts,
        **page,
    )


def notices(settings: Settings) -> list[dict[str, str]]:
    """Lead from the foot of a page to what a publisher must say, and to what the page is made of.

    A licence that has no address is named where the sources are.
    """
    licence = settings.licence
    said = {
        "Mentions légales": settings.mentions,
        "Accessibilité": settings.accessibilite,
        f"Données : {licence.title}": licence.address if licence.title else "",
        "Code source": settings.code,
    }
    return [{"href": href, "label": typeset(label)} for label, href in said.items() if href]


def cover_figures(value: "pd.Series[float]", kind: Kind) -> Fragment:
    """Show the members, meetings and subjects of a year, each with what it is made of.

    Nothing is compared here, and what isn't recorded leaves its room to what is.
    """
    items = (_members(value, kind), _meetings(value), _subjects(value))
    return bullets([each.html for each in items if each], kind="figures")


def _members(value: "pd.Series[float]", kind: Kind) -> Fragment:
    regions = value["regions"]
    return cover_figure(
        number(value["membres"]),
        plural(value["membres"], kind.name, kind.plural),
        None if pd.isna(regions) else f"dans {count(int(regions), 'région')}",
    )


def _meetings(value: "pd.Series[float]") -> Fragment | None:
    total, remote = value["rencontres"], value["rencontres_distanciel"]
    if pd.isna(total):
        return None
    detail = None
    if remote:
        detail = "à distance" if remote == total else f"dont {number(remote)} à distance"
    return cover_figure(number(total), plural(total, "rencontre"), detail)


def _subjects(value: "pd.Series[float]") -> Fragment | None:
    treated = value["sujets_traites"]
    if pd.isna(treated):
        return None
    return cover_figure(number(treated), plural(treated, "sujet"), plural(treated, "traité"))


def cover_figure(value: object, unit: str, detail: str | None = None) -> Fragment:
    """Write a large number, then its unit and a detail, each on its own line."""
    spans = [
        Markup('<span class="{}">{}</span>').format(kind, words(said))
        for kind, said in (("unit", unit), ("detail", detail))
        if said
    ]
    return Fragment(Markup("<b>{}</b> ").format(words(value)) + Markup(" ").join(spans))
