"""The key figures of a year beside last year's, by chapter, and the same figures as data.

They come as a table with a row a year and a column a figure, whose `attrs["words"]` say what each
is called, its unit, decimals, meaning and chapter (`pages.columns`). Beside a figure, columns that
end with `_masque` and `_au_moins` say where it may not be published, and where it is only the least
that it can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from annual_report.errors import PublishError
from annual_report.frame_words import AT_LEAST, CHANGE, FIGURE, FIGURES_OF, TAKE_FIGURES, UNIT
from annual_report.messages import _
from annual_report.pages.columns import Column, find_column
from annual_report.pages.files import csv_link, json_link
from annual_report.pages.fragment import Fragment, words
from annual_report.pages.language import said
from annual_report.pages.table import MASK, PublishedTable, TableColumn, boxed, cell
from annual_report.pages.values import (
    MASKED,
    NONE,
    change,
    decimals_needed,
    is_missing,
    print_value,
    type_value,
)

LEAST = "_au_moins"
OTHERS = "Autres chiffres"
"""What stands above the figures that are of no chapter: those that an analyst added."""


class Named(Protocol):
    """What is told of a network: its name, and among its settings whether it is invented."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def settings(self) -> Any: ...  # noqa: D102


@dataclass(frozen=True)
class Value:
    """A figure's value in a year; one that is `masked` isn't published, `least` is at least so."""

    amount: Any = None
    masked: bool = False
    least: bool = False

    @property
    def known(self) -> bool:
        """Whether there is something to print: a value, or that it is masked."""
        return self.masked or not is_missing(self.amount)


@dataclass(frozen=True)
class Figure:
    """A key figure: its words, its value, and that of the year before."""

    words: Column
    value: Value
    before: Value

    @property
    def decimals(self) -> int:
        """With how many decimals it is printed: as many as its values need, if nobody says."""
        if self.words.decimals is not None:
            return self.words.decimals
        known = [each.amount for each in (self.value, self.before) if not is_missing(each.amount)]
        return decimals_needed(known, self.words.unit)

    def print_value(self, value: Value) -> str | Markup:
        """Print one of its values."""
        if value.masked:
            return print_value(MASKED)
        said = print_value(value.amount, self.words.unit, self.decimals)
        return Markup(AT_LEAST).format(said) if value.least and value.known else said

    def type_value(self, value: Value) -> Any:
        """Return one of its values as files have it: a count as a whole number."""
        amount = None if value.masked else type_value(value.amount)
        if isinstance(amount, float) and self.decimals == 0 and amount.is_integer():
            return int(amount)
        return amount

    @property
    def change(self) -> str:
        """Print how it changed; of what is only the least that it can be, nothing is known."""
        if {self.value.masked, self.before.masked, self.value.least, self.before.least} != {False}:
            return NONE
        return change(self.value.amount, self.before.amount, self.words.unit, self.decimals)

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of it, as the file beside the page has it."""
        value, before = self.type_value(self.value), self.type_value(self.before)
        return {
            "nom": self.words.name,
            "libelle": self.words.label,
            "valeur": value,
            "annee_precedente": before,
            "evolution": None if value is None or before is None else value - before,
            "unite": self.words.unit,
            "decimales": self.decimals,
            "definition": self.words.meaning,
        }


def key_figures(
    figures: pd.DataFrame,
    network: Named,
    year: int,
    *,
    labels: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    meanings: Mapping[str, str] | None = None,
    shown: bool = True,
) -> None:
    """Put the key figures of a network's year into the page, and into the file beside it.

    With `shown=False` they go into the file alone.

    `figures` is what `measures.count_figures(network)` returns, a row a year, with the analyst's
    own columns if there are some; `labels`, `units`, `decimals` and `meanings` say what these are,
    by name. Raise PublishError for one that nothing names.
    """
    own = _own(labels, units, decimals, meanings)
    made = key_figures_of(figures, network, year, own)
    display(made if shown else Fragment(facts=made.facts, words=()))


def _own(
    labels: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
    decimals: Mapping[str, int] | None,
    meanings: Mapping[str, str] | None,
) -> dict[str, dict[str, Any]]:
    told = {"label": labels, "unit": units, "decimals": decimals, "meaning": meanings}
    names = {name for said in told.values() for name in said or ()}
    return {
        name: {part: said[name] for part, said in told.items() if said and name in said}
        for name in names
    }


def key_figures_of(
    figures: pd.DataFrame,
    network: Named,
    year: int,
    own: Mapping[str, Mapping[str, Any]] | None = None,
) -> Fragment:
    """Return the piece of a page that `key_figures` shows; `own` are words of some, by name."""
    found = _figures(figures, year, own or {})
    facts = {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": [each.facts for each in found],
    }
    # A figure of which nothing is known in either year is in the file alone.
    shown = [each for each in found if each.value.known or each.before.known]
    title = f"{FIGURES_OF}{year}"
    before = any(each.before.known for each in shown)
    name = f"chiffres-{year}"
    # The page has to stay light: what each figure means is in the file beside it.
    light = [{k: v for k, v in each.facts.items() if k != "definition"} for each in found]
    html = _html(shown, title, year, before)
    files = csv_link(_table(shown, title, year, before), name, said("take_table"))
    files += json_link(facts | {"chiffres": light}, name, TAKE_FIGURES)
    return Fragment(html + files, {"key_figures": facts}, (), html)


def _figures(
    figures: pd.DataFrame, year: int, own: Mapping[str, Mapping[str, Any]]
) -> list[Figure]:
    said = figures.attrs.get("words", {})
    names = [str(name) for name in figures.columns if not str(name).endswith((MASK, LEAST))]
    known = [_words_of(name, said, own.get(name, {})) for name in names]
    return [
        Figure(words, _value(figures, words.name, year), _value(figures, words.name, year - 1))
        for words in known
    ]


def _words_of(name: str, said: Mapping[Any, Any], own: Mapping[str, Any]) -> Column:
    found = find_column(name, said) or Column(name, "")
    if not (own.get("label") or found.label):
        line = f'labels={{"{name}": "…"}}, units={{"{name}": "…"}}, meanings={{"{name}": "…"}}'
        raise PublishError(
            _("nothing says what “{name}” counts: write key_figures(…, {line})", name=name,
              line=line)
        )  # fmt: skip
    return replace(found, **own)


def _value(figures: pd.DataFrame, name: str, year: int) -> Value:
    if year not in figures.index:
        return Value()

    def mark(end: str) -> bool:
        return bool(figures.loc[year, f"{name}{end}"]) if f"{name}{end}" in figures else False

    return Value(figures.loc[year, name], mark(MASK), mark(LEAST))


def _table(figures: list[Figure], caption: str, year: int, before: bool) -> PublishedTable:
    """Return the figures as values: those of two years, and the unit they are counted in."""
    columns = [
        (FIGURE, [each.words.label for each in figures]),
        (str(year), [each.type_value(each.value) for each in figures]),
    ]
    if before:
        columns.append((str(year - 1), [each.type_value(each.before) for each in figures]))
    columns.append((UNIT, [each.words.unit for each in figures]))
    made = (TableColumn(name, name, "", 0, tuple(values)) for name, values in columns)
    return PublishedTable(caption, tuple(made), 1)


def _html(figures: list[Figure], caption: str, year: int, before: bool) -> Markup:
    """Print the figures, each with its own unit, beside those of the year before."""
    names = [FIGURE, str(year), *([str(year - 1), CHANGE] if before else [])]
    heads = [cell("th", name, n > 0, scope="col") for n, name in enumerate(names)]
    groups: dict[str, list[list[Markup]]] = {}
    for figure in figures:
        label, meaning = words(figure.words.label), words(figure.words.meaning)
        values = [(figure.print_value(figure.value), not figure.value.known)]
        if before:
            values.append((figure.print_value(figure.before), not figure.before.known))
            values.append((figure.change, figure.change == NONE))
        heading = Markup('{} <span class="meaning">{}</span>').format(label, meaning)
        row = [cell("th", heading, False, scope="row")]
        row += [cell("td", text, True, unknown=missing) for text, missing in values]
        groups.setdefault(figure.words.chapter or OTHERS, []).append(row)
    return boxed(caption, heads, groups)
