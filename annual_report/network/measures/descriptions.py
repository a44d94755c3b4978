"""The descriptions of columns: how a page heads and prints what a measure returns.

A column of the files is described in `tables.json`, whatever frame it stands in. A column that a
measure adds is described once, in the YAML file of the measure's module:

    depuis: {label: Depuis, unit: année}
    part: {label: Part des membres, unit: part, decimals: 1}
    statut: {label: Statut, values: {resté: déjà membre}}

`unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage), "date" or "année"
(printed without separator); `decimals` is 0 unless it is said. `values` says how identifiers are
printed; `known` and `among` name the columns that say of how many a value is known, and of how many
it would be. The key figures are described in `figures.yaml`, with their meanings.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import yaml

from annual_report.machine.pages.columns import Column, add_words
from annual_report.network.network import describe_fields
from annual_report.network.reading.schema import read_shared_tables

FOLDER = Path(__file__).parent
KEY_FIGURES = FOLDER / "figures.yaml"
FILES_OF_MEASURES = (
    "attendance.yaml",
    "facts.yaml",
    "meetings.yaml",
    "members.yaml",
    "peers.yaml",
    "subjects.yaml",
    "territory.yaml",
)
"""The files that describe the columns which measures add."""

Given = ParamSpec("Given")
Measured = TypeVar("Measured", pd.DataFrame, "pd.Series[Any]")


def with_words(measure: Callable[Given, Measured]) -> Callable[Given, Measured]:
    """Return a measure whose table knows the titles and units of its columns, for `publish`.

    A decorator: the descriptions of the columns, from `tables.json` and the YAML files beside the
    measures, are attached to the table that the measure returns (`add_words`).
    """

    @wraps(measure)
    def measure_with_words(*given: Given.args, **options: Given.kwargs) -> Measured:
        table: Measured = measure(*given, **options)
        described = describe_columns()
        words = {}
        for name in [*table.index.names, *pd.DataFrame(table).columns]:
            if name in described:
                words[name] = described[name]
        return add_words(table, words)

    return measure_with_words


@cache
def describe_columns() -> Mapping[Hashable, Column]:
    """Return the words of the columns of files, of key figures and of measures, by name."""
    columns: dict[Hashable, Column] = {}
    for table in read_shared_tables().values():
        columns |= describe_fields(table["schema"]["fields"])
    for figure, words in read_descriptions(KEY_FIGURES).items():
        columns[figure] = Column(
            words["label"],
            words["unit"],
            words.get("decimals", 0),
            known=words.get("known", ""),
            among=words.get("among", ""),
        )
    for file in FILES_OF_MEASURES:
        for name, column in read_columns(FOLDER / file).items():
            # A column of the same name in the files says how its values are shown: "44" as its
            # name. That holds in a measure too.
            show = columns[name].show if name in columns else None
            columns[name] = replace(column, show=show)
    return MappingProxyType(columns)


def read_columns(file: Path) -> dict[Hashable, Column]:
    """Return the columns that a YAML file describes, by name."""
    columns: dict[Hashable, Column] = {}
    for name, words in read_descriptions(file).items():
        columns[name] = Column(**{"decimals": 0} | words)
    return columns


def read_descriptions(file: Path) -> dict[str, dict[str, Any]]:
    """Return what a YAML file says of each name."""
    described: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return described
