"""The key figures of a year beside the year before: as a table, and as the file beside a page.

They come as `measures.count_figures` returns them, a row a year and a column a figure. Beside one,
a column that ends with `_au_moins` says where it is only the least that it can be.
"""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from annual_report.machine.pages.columns import add_words
from annual_report.machine.pages.values import NONE, SHARE, Amount, is_missing
from annual_report.network.measures.descriptions import read_columns
from annual_report.network.measures.figures import LEAST, KeyFigure, list_key_figures
from annual_report.network.network import Network

WORDS = Path(__file__).with_suffix(".yaml")
MOST = 6
"""Decimals of a percentage, which none of a population needs."""


def key_figures(figures: pd.DataFrame, year: int, chapter: str = "") -> pd.DataFrame:
    """Return a row a figure that somebody recorded in a year or in the year before it.

    Index: chiffre, what it is called. Columns: the year, the year before if there is one, and
    definition. With a `chapter` of `figures.yaml` its figures alone are returned.

    >>> from annual_report import key_figures, measures, open_network
    >>> figures = measures.count_figures(open_network("data/reseau-exemple"))
    >>> key_figures(figures, 2025, "Présences")["2025"].head(3)
    chiffre
    Rencontres avec relevé des présences              10
    Rencontres avec relevé complet                    10
    Présences                               au moins 228
    Name: 2025, dtype: object
    """
    sides = [side for side in (year, year - 1) if side in figures.index]
    recorded = figures.loc[sides].dropna(axis="columns", how="all")
    years = recorded.to_dict("index")
    rows = {
        figure.label: [*(_find_amount(years[side], figure) for side in sides), figure.meaning]
        for name, figure in list_key_figures().items()
        if name in recorded and chapter in ("", figure.chapter)
    }
    columns = pd.Index([*map(str, sides), "definition"])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("chiffre")
    return add_words(table, read_columns(WORDS))


def describe_figures(network: Network, figures: pd.DataFrame, year: int) -> dict[str, Any]:
    """Return the key figures of a year as the file beside its page has them."""
    years, described = figures.to_dict("index"), []
    sides = {"valeur": years[year], "annee_precedente": years.get(year - 1, {})}
    for name, figure in list_key_figures().items():
        amounts = {side: _find_amount(amounts, figure) for side, amounts in sides.items()}
        numbers = {side: getattr(amount, "number", None) for side, amount in amounts.items()}
        least = [side for side, amount in amounts.items() if getattr(amount, "at_least", False)]
        described.append(
            {"nom": name, "libelle": figure.label, **numbers, "minimum": least,
             "unite": figure.unit, "definition": figure.meaning}
        )  # fmt: skip
    return {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": described,
    }


def _find_amount(amounts: Mapping[Hashable, Any], figure: KeyFigure) -> Any:
    """Return a year's figure with its unit; NA where nobody recorded it, "—" of a share."""
    number = amounts.get(figure.name, pd.NA)
    at_least = bool(amounts.get(f"{figure.name}{LEAST}"))
    # At least nothing is nothing known.
    if is_missing(number) or (at_least and number == 0):
        return NONE if figure.unit == SHARE else pd.NA
    if figure.unit == SHARE:
        share = float(number)
        return Amount(share, SHARE, _find_decimals(share, figure.decimals), at_least)
    return Amount(int(number), figure.unit, figure.decimals, at_least)


def _find_decimals(share: float, fewest: int) -> int:
    """Return the decimals at which a share isn't rounded to nothing, nor to everything.

    0.0002 is 0.02 %: that it is 0.0 % isn't true.
    """
    decimals = fewest
    while share not in (0, 1) and round(100 * share, decimals) in (0, 100) and decimals < MOST:
        decimals += 1
    return decimals
