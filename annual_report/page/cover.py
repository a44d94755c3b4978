"""The cover: the network, the year, one sentence, and the key figures on its lower edge."""

from markupsafe import Markup

from annual_report import __version__
from annual_report.analysis.territory import coverage
from annual_report.edition import Edition
from annual_report.french import count, number, percentage, plural
from annual_report.page.html import Fragment, bullets
from annual_report.reference import departments


def cover(edition: Edition) -> Fragment:
    """Make the cover of a year's report, and tell the template what the page is."""
    network, year = edition.network, edition.year
    settings = network.settings
    eyebrow = " · ".join(part for part in (settings.sigle, network.title) if part)
    html = Markup(
        '<div class="cover"><div class="wide">\n<p class="eyebrow">{eyebrow}</p>\n'
        "<h1>Résumé annuel <span>{year}</span></h1>\n"
        '<p class="lede">{lede}</p>\n{figures}\n</div></div>'
    ).format(
        eyebrow=eyebrow,
        year=year,
        lede=f"Qui a participé, sur quels sujets, combien de fois, et ce qui vient en {year + 1}.",
        figures=cover_figures(edition),
    )
    page = {
        "kind": "annual report",
        "title": f"Résumé annuel {year}, {network.title}",
        "description": f"Membres, sujets, rencontres et temps forts du {settings.nom} en {year}.",
        "fictional": settings.fictif,
        "footer": _footer(edition),
        "year": year,
    }
    return Fragment(html, {"page": page})


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
    return _figure(
        number(total), plural(total, "département"), _change(total, before, edition.year)
    )


def _meetings(edition: Edition) -> Markup | None:
    formats = edition.formats
    if formats is None:
        return _figure("—", "rencontres non renseignées")
    before = edition.before.formats if edition.before else None
    unit = plural(formats.total, "rencontre")
    if formats.remote:
        unit += f", dont {number(formats.remote)} à distance"
    total_before = before.total if before else None
    return _figure(number(formats.total), unit, _change(formats.total, total_before, edition.year))


def _stayed(edition: Edition) -> Markup | None:
    found = edition.movement
    if found is None:
        regions = coverage(edition.members).regions
        return _figure(number(len(regions)), f"{plural(len(regions), 'région')} sur 18")
    stayed = Markup("{} <small>sur {}</small>").format(
        number(len(found.stayed)), number(found.before)
    )
    members, remained = plural(len(found.stayed), "membre"), plural(len(found.stayed), "resté")
    unit = f"{members} de {found.previous_year} {remained}"
    arrivals = count(len(found.arrived), "arrivée") if found.arrived else "aucune arrivée"
    return _figure(stayed, f"{unit}, {arrivals}")


def _people(edition: Edition) -> Markup:
    found = coverage(edition.members)
    regions = count(len(found.regions), "région")
    everyone = f"de la population des {len(departments())} départements"
    unit = f"{percentage(found.share, 1)} {everyone}, {regions}"
    if found.population < 1_000_000:
        return _figure(number(found.population), f"habitants, {unit}")
    millions = Markup("{} <small>millions</small>").format(number(found.population / 1e6, 1))
    return _figure(millions, f"d’habitants, {unit}")


def _figure(value: object, unit: str, change: str | None = None) -> Markup:
    said = Markup('<span class="change">{}</span>').format(change) if change else ""
    return Markup("<b>{}</b> {} {}").format(value, unit, said)


def _change(value: int, before: int | None, year: int) -> str | None:
    if before is None:
        return None
    if value == before:
        return f"autant qu’en {year - 1}"
    return (
        f"{number(abs(value - before))} de {'plus' if value > before else 'moins'} qu’en {year - 1}"
    )


def _footer(edition: Edition) -> str:
    settings = edition.network.settings
    who = settings.institution or edition.network.title
    report = f"Résumé annuel {edition.year}, annual-report {__version__}"
    return f"{edition.network.title}, {who}. {report}."
