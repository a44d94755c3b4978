"""The key figures of a year: every number that the report states, with the year before's.

Their names, labels, units and meanings stand in `words.yaml`; how each is counted in `counts`. A
value that the data don't hold is NA, "non renseigné", never 0.
"""

from collections.abc import Iterable

import pandas as pd

from annual_report.measures.counts import counts
from annual_report.measures.gatherings import formats_by_year
from annual_report.measures.members import members_by_year
from annual_report.measures.words import key_figure_words
from annual_report.network import Network


def key_figures(network: Network, year: int) -> pd.DataFrame:
    """Return all key figures of a year, in the order of the report's table.

    Index: name, as in the JSON. Columns: label, unit, decimals, meaning, value and before (the year
    before's; NA where not recorded; shares go from 0 to 1), chapter, and table: whether the page of
    the year's data shows it.
    """
    words = key_figure_words(network.settings.kind)
    moves, formats = members_by_year(network, year), formats_by_year(network, year)
    now = counts(network, year, moves, formats)
    recorded = year - 1 in network.years
    before = counts(network, year - 1, moves, formats) if recorded else {}
    found = pd.DataFrame(
        {
            "label": [each.label for each in words.values()],
            "unit": [each.unit for each in words.values()],
            "decimals": [each.decimals for each in words.values()],
            "meaning": [each.meaning for each in words.values()],
            "value": [now[name] for name in words],
            "before": [before.get(name, pd.NA) for name in words],
            "chapter": [each.chapter for each in words.values()],
            "table": [each.table for each in words.values()],
        },
        index=pd.Index(words, name="name"),
    )
    return found.astype({"value": "Float64", "before": "Float64"})


def with_figure(
    figures: pd.DataFrame,
    name: str,
    value: float | None,
    unit: str,
    meaning: str,
    *,
    label: str = "",
    before: float | None = None,
    decimals: int | None = None,
) -> pd.DataFrame:
    """Return key figures with one more, in the table and in the JSON as the others are.

    `label` is the name in words if none is given; None is a value that nobody recorded. Shares, and
    numbers that aren't whole, are printed with one decimal unless `decimals` says otherwise. A name
    that is already there takes the new words and value.
    """
    if decimals is None:
        whole = value is None or pd.isna(value) or float(value).is_integer()
        decimals = 0 if whole and unit != "part" else 1
    row = {
        "label": label or name.replace("_", " ").capitalize(),
        "unit": unit,
        "decimals": decimals,
        "meaning": meaning,
        "value": pd.NA if value is None else value,
        "before": pd.NA if before is None else before,
        "chapter": "",
        "table": True,
    }
    one = pd.DataFrame([row], index=pd.Index([name], name="name"))
    kept = figures.drop(index=name, errors="ignore")
    return pd.concat([kept, one.astype(figures.dtypes.to_dict())])


def all_key_figures(networks: Iterable[Network]) -> pd.DataFrame:
    """Return the key figures of all years of some networks, one row a network, year and figure.

    Columns: network, year, name, label, unit, meaning, value (NA where not recorded).
    """
    found = [
        key_figures(network, year)
        .reset_index()[["name", "label", "unit", "meaning", "value"]]
        .assign(network=network.name, year=year)
        for network in networks
        for year in network.years
    ]
    columns = ["network", "year", "name", "label", "unit", "meaning", "value"]
    return pd.concat(found, ignore_index=True)[columns]
