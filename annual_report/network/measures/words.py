"""The words of the measures: what a column or a key figure is called, its unit, what it means.

They stand in `words.yaml`, beside the functions that measure:

    columns:
      population: {label: Habitants, unit: habitants}
    key_figures:
      membres:
        label: Membres
        unit: membres
        meaning: Membres inscrits pour l’année ; chacun compte pour un.
        chapter: Membres

A measure returns a frame that carries them (`@with_words`), and a page heads and prints its columns
so, for as long as they are what was measured.

`unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage), "date" or "année"
(printed without separator); `decimals` is 0 unless it is said. `values` says how identifiers are
printed: "plus_listé".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import yaml

from annual_report.base.french.numbers import round_in_words
from annual_report.machine.pages.columns import Column, add_words
from annual_report.network.territories.institutions import departments_by_code, find_institution

FILE = Path(__file__).with_name("words.yaml")
EVERYONE = "{everyone}"
"""What stands in a meaning for how many live in all départements."""

Given = ParamSpec("Given")
Measured = TypeVar("Measured", pd.DataFrame, "pd.Series[Any]")


@dataclass(frozen=True)
class KeyFigure:
    """A key figure: what it is called, its unit, what it means, and its chapter of the page."""

    name: str
    label: str
    unit: str
    meaning: str
    chapter: str
    decimals: int = 0

    @property
    def column(self) -> Column:
        """How a table heads and prints its column."""
        return Column(self.label, self.unit, self.decimals)


def with_words(measure: Callable[Given, Measured]) -> Callable[Given, Measured]:
    """Have a measure return its table with the words of its columns."""

    @wraps(measure)
    def measure_with_words(*given: Given.args, **options: Given.kwargs) -> Measured:
        table: Measured = measure(*given, **options)
        columns = list_columns()
        names = [*table.index.names, *pd.DataFrame(table).columns]
        return add_words(table, {name: columns[name] for name in names if name in columns})

    return measure_with_words


@cache
def list_columns() -> Mapping[str, Column]:
    """Return the words of the measures' columns by name."""
    columns = {name: Column(**{"decimals": 0} | words)
               for name, words in _read_file()["columns"].items()}  # fmt: skip
    # Files keep the codes of the Code officiel géographique, which only few readers know.
    columns["code"] = replace(columns["code"], show=_show_number)
    return MappingProxyType(columns)


@cache
def list_key_figures() -> Mapping[str, KeyFigure]:
    """Return the words of the key figures, in the order of the table of a year's."""
    figures = _read_file()["key_figures"].items()
    return MappingProxyType({name: KeyFigure(name, **words) for name, words in figures})


def count_everyone() -> int:
    """Count who lives in all départements."""
    return sum(place.population or 0 for place in departments_by_code().values())


@cache
def _read_file() -> dict[str, dict[str, dict[str, Any]]]:
    people = round_in_words(count_everyone(), "habitants")
    text = FILE.read_text(encoding="utf-8").replace(EVERYONE, people)
    words: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return words


def _show_number(code: object) -> object:
    return find_institution(code).number if isinstance(code, str) else code
