"""The key figures of a year and of the year before: as a table, and as the file with a page.

The figures come from `measures.count_figures`, a row a year and a column a figure. Where a figure
may be higher than known, a second column that ends with `_au_moins` is True.
"""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from annual_report.machine.pages.columns import add_words
from annual_report.machine.pages.language import NONE, SHARE, Amount, is_missing
from annual_report.network.measures.descriptions import read_columns
from annual_report.network.measures.figures import LEAST, KeyFigure, list_key_figures
from annual_report.network.measures.required_rows import require_rows_of
from annual_report.network.network import Network
from annual_report.network.parameters import check_year

WORDS = Path(__file__).with_suffix(".yaml")
MOST = 6
"""Decimals of a percentage: the share of a single inhabitant of France needs no more."""


def key_figures(figures: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return a row for each figure that is not zero or unknown both in a year and the year before.

    Index: chiffre, the name of the figure. Columns: the year, the year before if recorded, and
    definition.

    >>> from annual_report import key_figures, measures, open_network
    >>> figures = measures.count_figures(open_network("data/reseau-exemple"))
    >>> key_figures(figures, 2025)["2025"].head(2)
    chiffre
    Membres                            40
    Déjà membres l’année précédente    36
    Name: 2025, dtype: object
    """
    require_rows_of("count_figures", figures, (*list_key_figures(),), "key_figures")
    check_year(year, figures.index.tolist())
    # The year before may be one that nobody recorded: the table then has a single year.
    compared = [each for each in (year, year - 1) if each in figures.index]
    of_both = figures.loc[compared]
    # A row of zeros, or of unknown numbers alone, answers no question of a reader.
    is_something = of_both.fillna(0).ne(0).any()
    numbers_by_year = of_both.to_dict("index")
    rows: dict[str, list[Any]] = {}
    for name, figure in list_key_figures().items():
        if is_something[name]:
            amounts = [_find_amount(numbers_by_year[each], figure) for each in compared]
            rows[figure.label] = [*amounts, figure.meaning]
    columns = pd.Index([*map(str, compared), "definition"])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("chiffre")
    return add_words(table, read_columns(WORDS))


def describe_figures(network: Network, figures: pd.DataFrame, year: int) -> dict[str, Any]:
    """Return the key figures of a year for the JSON file with the page."""
    numbers_by_year = figures.to_dict("index")
    compared = {
        "valeur": numbers_by_year[year],
        "annee_precedente": numbers_by_year.get(year - 1, {}),
    }
    described = []
    for name, figure in list_key_figures().items():
        numbers: dict[str, float | None] = {}
        # The columns whose number is the least that the figure can be.
        minimum = []
        for column, known in compared.items():
            amount = _find_amount(known, figure)
            # Who reads the file by a program finds every key, and null where a figure is unknown.
            numbers[column] = None
            if isinstance(amount, Amount):
                numbers[column] = amount.number
                if amount.at_least:
                    minimum.append(column)
        description = {
            "nom": name,
            "libelle": figure.label,
            **numbers,
            "minimum": minimum,
            "unite": figure.unit,
            "definition": figure.meaning,
        }
        described.append(description)
    return {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": described,
    }


def _find_amount(amounts: Mapping[Hashable, Any], figure: KeyFigure) -> Any:
    """Return a year's figure with the unit; for an unrecorded figure NA, for a share "—"."""
    number = amounts.get(figure.name, pd.NA)
    at_least = bool(amounts.get(f"{figure.name}{LEAST}"))
    # "At least 0" says as little as an unrecorded figure.
    is_unknown = is_missing(number) or (at_least and number == 0)
    if is_unknown and figure.unit == SHARE:
        return NONE
    if is_unknown:
        return pd.NA
    if figure.unit == SHARE:
        share = float(number)
        return Amount(share, SHARE, _find_decimals(share, figure.decimals), at_least)
    return Amount(int(number), figure.unit, figure.decimals, at_least)


def _find_decimals(share: float, fewest: int) -> int:
    """Return the fewest decimals that don't round a share to 0 % or to 100 %: 0.0002 is 0.02 %."""
    decimals = fewest
    while share not in (0, 1) and round(100 * share, decimals) in (0, 100) and decimals < MOST:
        decimals += 1
    return decimals
