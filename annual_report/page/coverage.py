"""Chapter 1, how the members cover the territory: regions and inhabitants."""

import pandas as pd

from annual_report.edition import Edition
from annual_report.french import NO_BREAK, enumeration, in_words, number, percentage, plural
from annual_report.page.html import Fragment, paragraph, table
from annual_report.territories.departments import departments, in_region
from annual_report.territories.sources import sources


def coverage_sentence(edition: Edition) -> Fragment:
    """Say how many regions and inhabitants the members cover, with the vintage."""
    found = edition.coverage
    amount = len(found.regions)
    people = (
        f"{number(found.population)} habitants, soit {percentage(found.share, 1)} de la population "
        f"des {len(departments())} départements français. Source{NO_BREAK}: {population_vintage()}."
    )
    if found.members == 1:
        where = in_region(found.regions[0].name)
        return paragraph(f"Le seul membre se trouve {where} et compte {people}")
    where = f"{in_words(amount, feminine=True)} {plural(amount, 'région')}"
    return paragraph(f"Les membres se trouvent dans {where} et comptent ensemble {people}")


def population_vintage() -> str:
    """Name the populations' source and year, as the licence asks."""
    return next(source.attribution for source in sources() if source.file == "departements.csv")


def regions_table(edition: Edition) -> Fragment:
    """Show the members by region."""
    found = edition.coverage
    frame = pd.DataFrame(
        {
            "Région": [region.name for region in found.regions],
            "Membres": [
                f"{len(region.members)} sur {region.departments}" for region in found.regions
            ],
            "Départements membres": [
                enumeration(departments()[code].name for code in region.members)
                for region in found.regions
            ],
        }
    )
    return Fragment(table(frame, f"Les membres de {edition.year} par région"))
