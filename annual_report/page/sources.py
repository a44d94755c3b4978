"""The last section: where everything comes from, and how to read what isn't there."""

from annual_report.edition import Edition
from annual_report.french import NO_BREAK
from annual_report.page.html import Fragment, bullets, paragraphs
from annual_report.territories.sources import sources


def method(edition: Edition) -> Fragment:
    """Say how the report is made, what an absence means, and what isn't recorded at all."""
    year = edition.year
    return paragraphs(
        f"Ce résumé est calculé à partir des données du réseau{NO_BREAK}: les mêmes données "
        "donnent la même page. Ce que les données ne disent pas est noté "
        f"«{NO_BREAK}non renseigné{NO_BREAK}», et n’est jamais compté comme zéro.",
        f"L’ancienneté et les retours ne sont connus qu’à partir de {edition.network.years[0]}, "
        "première année renseignée.",
        f"Les présences aux rencontres de {year} ne sont pas renseignées{NO_BREAK}: ce résumé ne "
        "dit pas qui y est venu."
        if edition.meetings and edition.attendance is None
        else None,
        held_back(edition),
    )


def held_back(edition: Edition) -> str | None:
    """Say which numbers of agents are held back from what is published; None if none is."""
    if not edition.agents.held_back:
        return None
    threshold = edition.network.settings.seuil
    return (
        f"Un nombre d’agents inférieur à {threshold} pourrait désigner quelqu’un{NO_BREAK}: il est "
        "retenu, ainsi que les nombres qui permettraient de le retrouver par soustraction."
    )


def sources_list(edition: Edition) -> Fragment:
    """List the data's producers, as their licences ask."""
    own = f"{edition.network.title}{NO_BREAK}: {', '.join(map(str, edition.network.years))}"
    lines = dict.fromkeys(source.attribution for source in sources())
    return Fragment(bullets([own, *lines]))
