"""The words of the measures: what a column or a key figure is called, its unit, what it means.

They stand in `words.yaml`, beside the functions that measure:

    columns:
      population: {label: Habitants, unit: habitants}
    key_figures:
      membres:
        label: Départements membres
        unit: départements
        meaning: Départements inscrits dans la table des membres pour l’année.
        chapter: Membres

`unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage) or "année" (printed
without separator); `decimals` is 0 unless it is said; `table: false` keeps a key figure out of the
report's table: it is one that a sentence states, and that the JSON must hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

FILE = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Column:
    """How a column of a published table is headed and printed."""

    name: str
    label: str
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class KeyFigure:
    """What a key figure is called, counted in, and means."""

    name: str
    label: str
    unit: str
    meaning: str
    chapter: str = ""
    decimals: int = 0
    table: bool = True


def column(name: str) -> Column | None:
    """Return the words of a column, None for one that an analyst made."""
    return _columns().get(name)


@cache
def key_figure_words() -> Mapping[str, KeyFigure]:
    """Return the words of all key figures, in the order of the report's table."""
    return MappingProxyType(
        {name: KeyFigure(name, **words) for name, words in _words()["key_figures"].items()}
    )


@cache
def _columns() -> Mapping[str, Column]:
    return {name: Column(name, **words) for name, words in _words()["columns"].items()}


@cache
def _words() -> Any:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))
