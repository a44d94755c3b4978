"""The key figures of a year and of the year before: as a table, and as the JSON file with a page.

The figures come from `measures.count_figures`, a row a year and a column a figure. Where some rows
of the data are unknown, so that a figure may be higher than counted, the figure has a second
column, whose name ends with `_au_moins` ("at least"), and True there.
"""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from annual_report.machine.pages.columns import add_words
from annual_report.machine.pages.language import NONE, SHARE, Amount, is_missing
from annual_report.network.measures.descriptions import read_columns
from annual_report.network.measures.figures import AT_LEAST, KeyFigure, list_key_figures
from annual_report.network.measures.required_rows import require_rows_of
from annual_report.network.network import Network
from annual_report.network.parameters import check_year

WORDS = Path(__file__).with_suffix(".yaml")
MOST_DECIMALS = 6
"""Decimals of a percentage: the share of a single inhabitant of France needs no more."""


def key_figures(figures: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the key figures of a year beside those of the year before: a row a figure.

    Index: chiffre, the name of the figure. Columns: the year, the year before if recorded, and
    definition. A figure that is zero or unknown in both years is left out.

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
    years = [shown for shown in (year, year - 1) if shown in figures.index]
    figures_shown = figures.loc[years]
    # A row of zeros, or of unknown numbers alone, answers no question of a reader.
    is_shown = figures_shown.fillna(0).ne(0).any()
    numbers_by_year = figures_shown.to_dict("index")
    rows: dict[str, list[Any]] = {}
    for name, figure in list_key_figures().items():
        if not is_shown[name]:
            continue
        cells = [_find_amount(numbers, figure) for numbers in numbers_by_year.values()]
        rows[figure.label] = [*cells, figure.meaning]
    columns = pd.Index([*map(str, years), "definition"])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("chiffre")
    return add_words(table, read_columns(WORDS))


def describe_figures(network: Network, figures: pd.DataFrame, year: int) -> dict[str, Any]:
    """Return the key figures of a year in the form of the JSON file beside its page.

    {"reseau": "reseau-exemple", "annee": 2025, "fictif": True, "chiffres": [{"nom": "membres",
    "valeur": 40, "annee_precedente": 38, "minimum": [], …}, …]}

    Programs read the file. "minimum" names the keys whose number is the least that the figure can
    be: ["valeur"] for at least 40 members. `figures` has a row a year and a column a key figure.
    """
    numbers_by_year = figures.to_dict("index")
    numbers = numbers_by_year[year]
    # The year before may be one that nobody recorded.
    numbers_before = numbers_by_year.get(year - 1, {})
    described = [
        _describe_figure(figure, numbers, numbers_before) for figure in list_key_figures().values()
    ]
    return {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": described,
    }


def _describe_figure(
    figure: KeyFigure, numbers: Mapping[Hashable, Any], numbers_before: Mapping[Hashable, Any]
) -> dict[str, Any]:
    """Return a key figure in the form of the JSON file: its names, its numbers, its definition.

    `numbers` are a year's row of the key figures, column → number; `numbers_before` are those of
    the year before. Each figure has every key, with null for an unknown number.
    """
    values: dict[str, float | None] = {}
    minimum = []
    for key, numbers_of_year in (("valeur", numbers), ("annee_precedente", numbers_before)):
        amount = _find_amount(numbers_of_year, figure)
        values[key] = None
        if isinstance(amount, Amount):
            values[key] = amount.number
            if amount.at_least:
                minimum.append(key)
    return {
        "nom": figure.name,
        "libelle": figure.label,
        **values,
        "minimum": minimum,
        "unite": figure.unit,
        "definition": figure.meaning,
    }


def _find_amount(numbers: Mapping[Hashable, Any], figure: KeyFigure) -> Any:
    """Return a year's figure with its unit, for `publish` to print; NA if it is unknown.

    The figure "membres" of {"membres": 40, …} → Amount(40, "membres"), which prints "40".
    `numbers` are the year's row of the key figures, column → number.
    """
    number = numbers.get(figure.name, pd.NA)
    # True or False, never NA; a figure that can't be more has no such column.
    at_least = bool(numbers.get(f"{figure.name}{AT_LEAST}"))
    # "At least 0" says as little as an unrecorded figure.
    is_unknown = is_missing(number) or (at_least and number == 0)
    # A share that isn't known is "—", and no missing record: mostly there were too few cases for a
    # percentage.
    if is_unknown and figure.unit == SHARE:
        return NONE
    if is_unknown:
        return pd.NA
    if figure.unit == SHARE:
        share = float(number)
        return Amount(share, SHARE, _find_decimals(share, figure.decimals), at_least)
    return Amount(int(number), figure.unit, figure.decimals, at_least)


def _find_decimals(share: float, fewest: int) -> int:
    """Return how many decimals keep a share from being printed as 0 % or 100 % by rounding.

    0.3 with `fewest` 0 → 0, "30 %"; 0.0002 → 2, "0.02 %"; 0.9996 → 2, "99.96 %".
    """
    # Nothing and all are 0 % and 100 % indeed.
    if share in (0, 1):
        return fewest
    for decimals in range(fewest, MOST_DECIMALS):
        is_rounded_away = round(100 * share, decimals) in (0, 100)
        if not is_rounded_away:
            return decimals
    return MOST_DECIMALS
