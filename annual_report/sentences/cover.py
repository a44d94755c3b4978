"""The cover of a page: the network, the year, one sentence, and key figures on its lower edge."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.french import clause, count, number, percentage, plural
from annual_report.measures import territory
from annual_report.network import Network
from annual_report.project import __version__
from annual_report.sentences.fragment import Fragment, bullets, fragment, front, words


def annual_cover(network: Network, figures: pd.DataFrame, year: int) -> Fragment:
    """Make the cover of a year's report, and tell the template what the page is."""
    return page_cover(
        network,
        ("Résumé annuel", str(year)),
        f"Qui a participé, sur quels sujets, combien de fois, et ce qui vient en {year + 1}.",
        cover_figures(figures, year),
        kind="annual report",
        title=f"Résumé annuel {year}",
        description=f"Membres, sujets, rencontres et temps forts du {network.settings.nom} "
        f"en {year}.",
        about=f"Résumé annuel {year}",
        links=_links(network, year),
        year=year,
    )


def page_cover(
    network: Network,
    heading: tuple[str, str],
    lede: str,
    figures: Fragment,
    *,
    about: str,
    title: str,
    **page: object,
) -> Fragment:
    """Make the cover of any kind of page: the network, a heading in two lines, the key figures.

    `title` is completed by the network's own, `about` by the publisher and the version; `page`
    holds the other facts that the template reads: kind, description, links.
    """
    settings = network.settings
    who = settings.institution or network.title
    facts: dict[str, Any] = {
        "title": f"{title}, {network.title}",
        "fictional": settings.fictif,
        "draft": page.get("year") in network.drafts,
        "footer": f"{network.title}, {who}. {about}, annual-report {__version__}.",
    }
    return front(
        heading[0],
        lede,
        subtitle=heading[1],
        eyebrow=" · ".join(part for part in (settings.sigle, network.title) if part),
        figures=figures,
        **facts,
        **page,
    )


def cover_figures(figures: pd.DataFrame, year: int) -> Fragment:
    """Show four key figures: a large number, its unit, and what changed."""
    value, before = figures["value"], figures["before"]
    items = (
        _members(value, before, year),
        _meetings(value, before, year),
        _stayed(value, year),
        _people(value),
    )
    return bullets([each.html for each in items if each], kind="figures")


def _members(value: "pd.Series[float]", before: "pd.Series[float]", year: int) -> Fragment:
    return cover_figure(
        number(value["membres"]),
        plural(value["membres"], "département"),
        f"dans {count(int(value['regions']), 'région')}",
        _change(value["membres"], before["membres"], year),
    )


def _meetings(value: "pd.Series[float]", before: "pd.Series[float]", year: int) -> Fragment:
    total, remote = value["rencontres"], value["rencontres_distanciel"]
    if pd.isna(total):
        return cover_figure("—", "rencontres", "non renseignées")
    return cover_figure(
        number(total),
        plural(total, "rencontre"),
        f"dont {number(remote)} à distance" if remote else None,
        _change(total, before["rencontres"], year),
    )


def _stayed(value: "pd.Series[float]", year: int) -> Fragment | None:
    stayed, left, arrived = value["membres_restes"], value["departs"], value["arrivees"]
    if pd.isna(stayed):
        return None
    large = fragment(
        "{stayed} <small>sur {before}</small>", stayed=number(stayed), before=number(stayed + left)
    )
    gone = count(int(left), "départ") if left else "aucun départ"
    new = count(int(arrived), "arrivée") if arrived else "aucune arrivée"
    unit = clause(
        "{n:membre|membres} de {year} {n:resté|restés}", n=float(stayed), year=str(year - 1)
    )
    return cover_figure(large.html, unit, f"{gone}, {new}")


def _people(value: "pd.Series[float]") -> Fragment:
    people = value["population"]
    share = f"{percentage(value['part_population'], 1)} de la population des"
    share = f"{share} {len(territory())} départements"
    if people < 1_000_000:
        return cover_figure(number(people), "habitants", share)
    millions = fragment("{n} <small>millions</small>", n=number(people / 1e6, 1))
    return cover_figure(millions.html, "d’habitants", share)


def cover_figure(
    value: object, unit: str, detail: str | None = None, change: str | None = None
) -> Fragment:
    """Write a large number, then its unit, a detail and what changed, each on its own line."""
    lines = {"unit": unit, "detail": detail, "change": change}
    spans = [
        Markup('<span class="{}">{}</span>').format(kind, words(said))
        for kind, said in lines.items()
        if said
    ]
    return Fragment(Markup("<b>{}</b> ").format(words(value)) + Markup(" ").join(spans))


def _change(value: float, before: float, year: int) -> str | None:
    if pd.isna(before):
        return None
    if value == before:
        return f"autant qu’en {year - 1}"
    sense = "plus" if value > before else "moins"
    return f"{number(abs(value - before))} de {sense} qu’en {year - 1}"


def _links(network: Network, year: int) -> list[dict[str, str]]:
    """Point to the neighbouring years' reports and to the list of all, beside this page."""
    links = [{"href": "index.html", "label": "Toutes les années", "rel": "up"}]
    finished = set(network.years) - set(network.drafts)
    if year - 1 in finished:
        links.insert(0, {"href": f"{year - 1}.html", "label": str(year - 1), "rel": "prev"})
    if year + 1 in finished:
        links.append({"href": f"{year + 1}.html", "label": str(year + 1), "rel": "next"})
    return links
