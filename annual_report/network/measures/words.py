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

A page heads a table with them, whatever was done to its frame: a column is known by its name.

`unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage), "date" or "année"
(printed without separator); `decimals` is 0 unless it is said. `values` says how identifiers are
printed: "plus_listé".
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from annual_report.base.french.numbers import round_in_words
from annual_report.machine.pages.columns import Column, know_columns
from annual_report.network.territories.institutions import departments_by_code, find_institution

FILE = Path(__file__).with_name("words.yaml")
EVERYONE = "{everyone}"
"""What stands in a meaning for how many live in all départements."""


@know_columns
def find_measured_column(name: str) -> Column | None:
    """Return the words of a column, a key figure's too; None for one that no measure has."""
    return _read_words()["columns"].get(name) or list_key_figures().get(name)


def list_key_figures() -> Mapping[str, Column]:
    """Return the words of the key figures, in the order of the table of a year's."""
    return _read_words()["key_figures"]


def count_everyone() -> int:
    """Count who lives in all départements."""
    return sum(place.population or 0 for place in departments_by_code().values())


@cache
def _read_words() -> Mapping[str, Mapping[str, Column]]:
    people = round_in_words(count_everyone(), "habitants")
    text = FILE.read_text(encoding="utf-8").replace(EVERYONE, people)
    # Files keep the codes of the Code officiel géographique, which only few readers know.
    shown: dict[str, Any] = {"code": {"shown": _show_number}}
    return {
        part: MappingProxyType(
            {name: Column(name, **{"decimals": 0} | words | shown.get(name, {}))
             for name, words in columns.items()}
        )
        for part, columns in yaml.safe_load(text).items()
    }  # fmt: skip


def _show_number(code: object) -> object:
    return find_institution(code).number if isinstance(code, str) else code
