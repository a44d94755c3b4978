"""The words of the measures: what a column or a key figure is called, its unit, what it means.

They stand in `words.yaml`, beside the functions that measure:

    columns:
      population: {label: Habitants, unit: habitants}
    measures:
      list_pairs:
        meetings: {label: Rencontres communes, unit: rencontres}
    key_figures:
      membres:
        label: Membres
        unit: membres
        meaning: Membres inscrits pour l’année ; chacun compte pour un.
        chapter: Membres

A measure says them in the attributes of what it returns (`add_words`), in the words of the members'
kind; a page heads the table with them. Of a frame that was put together anew, and so has lost its
attributes, `columns` are known by their names.

Words in braces are those of the kind: {kind.plural}, {kind.one}, {kind.e} for what agrees; {One}
and {Many} begin with a capital. {everyone} is how many live in all départements.

`unit` is a plural noun, "part" (a share from 0 to 1, printed as a percentage), "date" or "année"
(printed without separator); `decimals` is 0 unless it is said. `values` says how identifiers are
printed: "plus_listé".
"""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

import pandas as pd
import yaml

from annual_report.base.french.lists import capitalize
from annual_report.base.french.numbers import round_in_words
from annual_report.machine.pages.columns import Column, Words, know_columns
from annual_report.network.network import Network
from annual_report.network.territories.institutions import departments_by_code, find_institution
from annual_report.network.territories.kinds import ANY, DEFAULT, Kind, kinds_by_name

FILE = Path(__file__).with_name("words.yaml")
Parameters = ParamSpec("Parameters")


class KindWords(Words):
    """The words of a measure's columns, in those of a kind of members."""

    def __init__(self, words: Mapping[str, Mapping[str, Any]], kind: Kind) -> None:
        super().__init__(words)
        self.kind = kind


def add_words(measure: Callable[Parameters, pd.DataFrame]) -> Callable[Parameters, pd.DataFrame]:
    """Have what a measure returns say what its columns are called, in `attrs["words"]`.

    The kind of the members is that of the network, or of the frame, that it measures. What a
    network calls columns of its own goes on being said.
    """

    @wraps(measure)
    def in_words(*args: Parameters.args, **named: Parameters.kwargs) -> pd.DataFrame:
        found = measure(*args, **named)
        words = find_column_words(measure.__name__, _kind_of(args[0] if args else None))
        own = {k: v for k, v in found.attrs.get("words", {}).items() if k not in words}
        found.attrs["words"] = KindWords({**words, **own}, words.kind) if own else words
        return found

    return in_words


def _kind_of(measured: object) -> Kind:
    if isinstance(measured, Network):
        return measured.settings.kind
    words = measured.attrs.get("words") if isinstance(measured, pd.DataFrame) else None
    return words.kind if isinstance(words, KindWords) else kinds_by_name()[DEFAULT]


@know_columns
def find_measured_column(name: str) -> Column | None:
    """Return the words of a column whose measure isn't known, None for one that we don't know."""
    words = find_column_words("", kinds_by_name()[ANY]).get(name)
    return Column(name, **words) if words else None


@cache
def find_column_words(measure: str, kind: Kind) -> KindWords:
    """Return the words of a measure's columns, in those of a kind of member."""
    named = _words()["columns"] | _words()["measures"].get(measure, {})
    said = {name: {"decimals": 0} | words for name, words in _fill_in(named, kind).items()}
    # Files keep the codes of the Code officiel géographique, which only few readers know.
    if "code" in said:
        said["code"]["shown"] = _show_number
    return KindWords(said, kind)


def _show_number(code: object) -> object:
    return find_institution(code).number if isinstance(code, str) else code


@cache
def find_figure_words(kind: Kind) -> KindWords:
    """Return the words of the key figures, in the order of the table of a year's."""
    said = _fill_in(_words()["key_figures"], kind)
    return KindWords({name: {"decimals": 0} | words for name, words in said.items()}, kind)


def _fill_in(table: dict[str, dict[str, Any]], kind: Kind) -> dict[str, dict[str, Any]]:
    """Fill in the words of a kind."""
    people = sum(each.population or 0 for each in departments_by_code().values())
    of = {
        "kind": kind,
        "One": capitalize(kind.name),
        "Many": capitalize(kind.plural),
        "everyone": round_in_words(people, "habitants"),
    }
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
