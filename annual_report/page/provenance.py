"""The end of a page: how to cite it, under which licences, and what exactly it was made from."""

from markupsafe import Markup

from annual_report import __version__
from annual_report.french import NO_BREAK
from annual_report.network import Network
from annual_report.page.html import FINGERPRINT, Fragment, bullets, fragment
from annual_report.reading.digest import package_licence
from annual_report.territories.sources import sources


def citation(network: Network, title: str, year: int) -> Fragment:
    """Suggest how to cite the page."""
    who = network.settings.institution or network.title
    cited = f"{who}, «{NO_BREAK}{title}{NO_BREAK}», {network.title}, {year}."
    return fragment("<h3>Pour citer cette page</h3>\n<p>{cited}</p>", cited=cited)


def provenance(network: Network, data: str, **parameters: object) -> Fragment:
    """Say what the page was made from, so that anyone can make it again and compare."""
    years = network.years
    said = (f"{name}{NO_BREAK}= {value}" for name, value in parameters.items())
    rows = {
        "Données": Markup("{title}, {years}").format(
            title=network.title,
            years=f"{years[0]} à {years[-1]}" if len(years) > 1 else years[0],
        ),
        "Empreinte de cette page": Markup("SHA-256 <code>{}</code>").format(FINGERPRINT),
        "Licence des données": package_licence(data) or "non renseignée",
        "Millésimes": bullets(_vintages()),
        "Paramètres": ", ".join(said) or "aucun",
        "Projet": f"annual-report {__version__}",
    }
    lines = [Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in rows.items()]
    return fragment(
        '<h3>Ce dont cette page est faite</h3>\n<dl class="facts">{lines}</dl>',
        lines=Markup("\n").join(lines),
    )


def _vintages() -> list[Markup]:
    """Name each file of the reference with its vintage and its licence, once each."""
    return list(
        dict.fromkeys(
            Markup('{}, {}, <a href="{}">{}</a>').format(
                source.producer, source.vintage, source.licence_url, source.licence
            )
            for source in sources()
        )
    )
