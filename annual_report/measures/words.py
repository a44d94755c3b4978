"""The words of the measures: what a column or a key figure is called, its unit, what it means.

They stand in `words.yaml`, beside the functions that measure:

    columns:
      population: {label: Habitants, unit: habitants}
    key_figures:
      membres:
        label: "{Many} membres"
        unit: "{kind.plural}"
        meaning: "{Many} inscrit{kind.e}s dans la table des membres pour l’année."
        chapter: Membres

Words in braces are those of the members' kind: {kind.plural}, {kind.one}, {kind.e} for what agrees;
{One} and {Many} begin with a capital, {Members} is "Régions membres" or "Membres" alone.

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

from annual_report.french.lists import capitalized
from annual_report.pages.columns import Column, know_columns
from annual_report.territories.kinds import ANY, DEFAULT, Kind, kinds, spoken_of

FILE = Path(__file__).with_name("words.yaml")


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


@know_columns
def column(name: str) -> Column | None:
    """Return the words of a column, None for one that an analyst made.

    They are those of the members' kind of the network that was opened last.
    """
    return _columns(spoken_of()).get(name)


@cache
def key_figure_words(kind: Kind | None = None) -> Mapping[str, KeyFigure]:
    """Return the words of all key figures, in the order of the report's table.

    They are those of a kind of member, or of départements.
    """
    said = _said(_words()["key_figures"], kind or kinds()[DEFAULT])
    return MappingProxyType({name: KeyFigure(name, **words) for name, words in said.items()})


@cache
def _columns(kind: Kind) -> Mapping[str, Column]:
    said = _said(_words()["columns"], kind)
    return {name: Column(name, **{"decimals": 0} | words) for name, words in said.items()}


def _said(table: dict[str, dict[str, Any]], kind: Kind) -> dict[str, dict[str, Any]]:
    """Fill in the words of a kind."""
    one, many = capitalized(kind.name), capitalized(kind.plural)
    members = many if kind.name == ANY else f"{many} membres"
    of = {"kind": kind, "One": one, "Many": many, "Members": members}
    return {
        name: {
            key: value.format(**of) if isinstance(value, str) else value
            for key, value in words.items()
        }
        for name, words in table.items()
    }


@cache
def _words() -> Any:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))
