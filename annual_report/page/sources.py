"""The last section: where everything comes from, and how to read what isn't there."""

from annual_report.edition import Edition
from annual_report.page.html import Fragment, bullets, paragraphs
from annual_report.reference import sources


def method(edition: Edition) -> Fragment:
    """Say how the report is made and what an absence means."""
    return paragraphs(
        "Ce résumé est calculé à partir des données du réseau : les mêmes données donnent la même "
        "page. Ce que les données ne disent pas est noté « non renseigné », et n’est jamais compté "
        "comme zéro.",
        f"L’ancienneté et les retours ne sont connus qu’à partir de {edition.network.years[0]}, "
        "première année renseignée.",
    )


def sources_list(edition: Edition) -> Fragment:
    """List the data's producers, as their licences ask."""
    own = f"{edition.network.title} : {', '.join(f'{year}' for year in edition.network.years)}"
    lines = dict.fromkeys(source.attribution for source in sources())
    return Fragment(bullets([own, *lines]))
