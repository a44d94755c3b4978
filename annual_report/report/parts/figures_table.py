"""The key figures of a year beside the year before: as a table, and as the file beside a page.

They come as `measures.count_figures` returns them, a row a year and a column a figure, whose
`attrs["words"]` say what each is called, its unit, decimals, meaning and chapter. Beside a figure,
a column that ends with `_au_moins` says where it is only the least that it can be.
"""

from typing import Any

import pandas as pd

from annual_report.machine.pages.values import NONE, SHARE, Amount, is_missing
from annual_report.network.network import Network
from annual_report.network.phrases.frame_words import FIGURE, MEANING

LEAST = "_au_moins"


def key_figures(figures: pd.DataFrame, year: int, chapter: str = "") -> pd.DataFrame:
    """Return a row a figure that somebody recorded in a year or in the year before it.

    Index: what the figure is called. Columns: the year, the year before if there is one, and what
    the figure means. With a `chapter` of `words.yaml` its figures alone are returned.

    >>> from annual_report import key_figures, measures, open_network
    >>> figures = measures.count_figures(open_network("data/reseau-exemple"))
    >>> key_figures(figures, 2025, "Présences")["2025"].head(3)
    Chiffre
    Rencontres avec relevé des présences              10
    Rencontres avec relevé complet                    10
    Présences                               au moins 228
    Name: 2025, dtype: object
    """
    sides = [side for side in (year, year - 1) if side in figures.index]
    known = figures.loc[sides].dropna(axis="columns", how="all")
    rows = {
        words["label"]: [*(_find_amount(known, name, side) for side in sides), words["meaning"]]
        for name, words in _list_figures(known)
        if chapter in ("", words["chapter"])
    }
    columns = pd.Index([*map(str, sides), MEANING])
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis(FIGURE)


def describe_figures(network: Network, figures: pd.DataFrame, year: int) -> dict[str, Any]:
    """Return the key figures of a year as the file beside its page has them."""
    sides = {"valeur": year, "annee_precedente": year - 1}
    every = figures.reindex(list(sides.values()))
    told = []
    for name, words in _list_figures(every):
        amounts = {side: _find_amount(every, name, at) for side, at in sides.items()}
        numbers = {side: getattr(amount, "number", None) for side, amount in amounts.items()}
        least = [side for side, amount in amounts.items() if getattr(amount, "at_least", False)]
        told.append(
            {"nom": name, "libelle": words["label"], **numbers, "minimum": least,
             "unite": words["unit"], "definition": words["meaning"]}
        )  # fmt: skip
    return {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": told,
    }


def _list_figures(figures: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    words = figures.attrs["words"]
    names = map(str, figures.columns)
    return [(name, words[name]) for name in names if "meaning" in words.get(name, {})]


def _find_amount(figures: pd.DataFrame, name: str, year: int) -> Any:
    """Return a figure with its unit; NA where nobody recorded it, "—" for a share of too few."""
    words = figures.attrs["words"][name]
    number: Any = figures.loc[year, name]
    at_least = figures.get(f"{name}{LEAST}", pd.Series(False, figures.index)).eq(True)[year]
    # At least nothing is nothing known.
    if is_missing(number) or (at_least and number == 0):
        return NONE if words["unit"] == SHARE else pd.NA
    number = int(number) if words["unit"] != SHARE else float(number)
    return Amount(number, words["unit"], words["decimals"], bool(at_least))
