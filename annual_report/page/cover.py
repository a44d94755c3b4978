"""The cover: the network, the year, one sentence, and the key figures on its lower edge."""

from markupsafe import Markup

from annual_report import __version__
from annual_report.edition import Edition
from annual_report.french import count, number, percentage, plural
from annual_report.network import Network
from annual_report.page.html import Fragment, bullets
from annual_report.territories.departments import departments


def cover(edition: Edition) -> Fragment:
    """Make the cover of a year's report, and tell the template what the page is."""
    network, year = edition.network, edition.year
    return page_cover(
        network,
        ("Résumé annuel", str(year)),
        f"Qui a participé, sur quels sujets, combien de fois, et ce qui vient en {year + 1}.",
        cover_figures(edition),
        kind="annual report",
        title=f"Résumé annuel {year}",
        description=f"Membres, sujets, rencontres et temps forts du {network.settings.nom} "
        f"en {year}.",
        about=f"Résumé annuel {year}",
        links=_links(edition),
        year=year,
    )


def page_cover(
    network: Network,
    heading: tuple[str, str],
    lede: str,
    figures: Markup,
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
    html = Markup(
        '<div class="cover"><div class="wide">\n<p class="eyebrow">{eyebrow}</p>\n'
        "<h1>{first} <span>{second}</span></h1>\n"
        '<p class="lede">{lede}</p>\n{figures}\n</div></div>'
    ).format(
        eyebrow=" · ".join(part for part in (settings.sigle, network.title) if part),
        first=heading[0],
        second=heading[1],
        lede=lede,
        figures=figures,
    )
    who = settings.institution or network.title
    facts = {
        "title": f"{title}, {network.title}",
        "fictional": settings.fictif,
        "footer": f"{network.title}, {who}. {about}, annual-report {__version__}.",
    }
    return Fragment(html, {"page": facts | page})


def cover_figures(edition: Edition) -> Markup:
    """Show four key figures: a large number, its unit, and what changed."""
    return bullets(
        [
            item
            for item in (_members(edition), _meetings(edition), _stayed(edition), _people(edition))
            if item
        ],
        kind="figures",
    )


def _members(edition: Edition) -> Markup:
    total = len(edition.members)
    before = len(edition.before.members) if edition.before else None
    regions = edition.coverage.regions
    return cover_figure(
        number(total),
        plural(total, "département"),
        f"dans {count(len(regions), 'région')}",
        _change(total, before, edition.year),
    )


def _meetings(edition: Edition) -> Markup | None:
    formats = edition.formats
    if formats is None:
        return cover_figure("—", "rencontres", "non renseignées")
    before = edition.before.formats if edition.before else None
    remote = f"dont {number(formats.remote)} à distance" if formats.remote else None
    return cover_figure(
        number(formats.total),
        plural(formats.total, "rencontre"),
        remote,
        _change(formats.total, before.total if before else None, edition.year),
    )


def _stayed(edition: Edition) -> Markup | None:
    found = edition.movement
    if found is None:
        return None
    stayed = Markup("{} <small>sur {}</small>").format(
        number(len(found.stayed)), number(found.before)
    )
    members, remained = plural(len(found.stayed), "membre"), plural(len(found.stayed), "resté")
    left = count(len(found.left), "départ") if found.left else "aucun départ"
    arrived = count(len(found.arrived), "arrivée") if found.arrived else "aucune arrivée"
    unit = f"{members} de {found.previous_year} {remained}"
    return cover_figure(stayed, unit, f"{left}, {arrived}")


def _people(edition: Edition) -> Markup:
    found = edition.coverage
    share = f"{percentage(found.share, 1)} de la population des {len(departments())} départements"
    if found.population < 1_000_000:
        return cover_figure(number(found.population), "habitants", share)
    millions = Markup("{} <small>millions</small>").format(number(found.population / 1e6, 1))
    return cover_figure(millions, "d’habitants", share)


def cover_figure(
    value: object, unit: str, detail: str | None = None, change: str | None = None
) -> Markup:
    """Write a large number, then its unit, a detail and what changed, each on its own line."""
    lines = [Markup('<span class="unit">{}</span>').format(unit)]
    lines += [Markup('<span class="detail">{}</span>').format(detail)] if detail else []
    lines += [Markup('<span class="change">{}</span>').format(change)] if change else []
    return Markup("<b>{}</b> ").format(value) + Markup(" ").join(lines)


def _change(value: int, before: int | None, year: int) -> str | None:
    if before is None:
        return None
    if value == before:
        return f"autant qu’en {year - 1}"
    return (
        f"{number(abs(value - before))} de {'plus' if value > before else 'moins'} qu’en {year - 1}"
    )


def _links(edition: Edition) -> list[dict[str, str]]:
    """Point to the neighbouring years' reports and to the list of all, beside this page."""
    years, year = edition.network.years, edition.year
    links = [{"href": "index.html", "label": "Toutes les années", "rel": "up"}]
    if year - 1 in years:
        links.insert(0, {"href": f"{year - 1}.html", "label": str(year - 1), "rel": "prev"})
    if year + 1 in years:
        links.append({"href": f"{year + 1}.html", "label": str(year + 1), "rel": "next"})
    return links
