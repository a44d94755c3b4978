"""The table of key figures beside last year's, and the same figures as data."""

from typing import Any

import pandas as pd

from annual_report.edition import Edition
from annual_report.key_figures import key_figures
from annual_report.page.html import Fragment, table
from annual_report.page.takeaway import csv_link, json_link


def figures_table(edition: Edition) -> Fragment:
    """Compare the year's key figures with the year before, and hand them to the build."""
    figures = key_figures(edition)
    found = [figure for figure in figures if figure.in_table]
    frame = pd.DataFrame(
        {
            "Chiffre": [figure.definition.label for figure in found],
            str(edition.year): [figure.printed for figure in found],
        }
    )
    if edition.before:
        frame[str(edition.year - 1)] = [figure.printed_before for figure in found]
        frame["Évolution"] = [figure.change for figure in found]
    facts: dict[str, Any] = {
        "reseau": edition.network.name,
        "annee": edition.year,
        "fictif": edition.network.settings.fictif,
        "chiffres": [figure.as_json() for figure in figures],
    }
    name = f"chiffres-{edition.year}"
    # The page has to stay light: what each figure means is in the file beside it.
    light = [{k: v for k, v in each.items() if k != "definition"} for each in facts["chiffres"]]
    html = (
        table(frame, f"Les chiffres clés de {edition.year}")
        + csv_link(frame, name, "Emporter ce tableau")
        + json_link(facts | {"chiffres": light}, name, "Emporter tous les chiffres")
    )
    return Fragment(html, {"key_figures": facts})
