"""The key figures of a year beside last year's, by chapter, and the same figures as data.

They come as a table with a row a year and a column a figure, whose `attrs["words"]` say what each
is called, its unit, decimals, meaning and chapter (`pages.columns`). Beside a figure, columns that
end with `_au_moins` and `_trop_peu` say where it is only the least that it can be, and where it
isn't given because it would be of too few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from annual_report.base.errors import PublishError
from annual_report.base.french import join_items
from annual_report.base.messages import _
from annual_report.machine.pages.columns import Column, find_column
from annual_report.machine.pages.files import make_csv_link, make_json_link
from annual_report.machine.pages.fragment import Fragment, make_paragraph, print_words
from annual_report.machine.pages.language import page_word
from annual_report.machine.pages.printed_table import Cell, print_table
from annual_report.machine.pages.table import PublishedTable
from annual_report.machine.pages.values import (
    NONE,
    count_decimals,
    is_missing,
    print_value,
    type_value,
)
from annual_report.network.network import Network
from annual_report.network.phrases.frame_words import (
    AT_LEAST,
    BESIDE,
    FIGURE,
    FIGURES_OF,
    LEAST_BELOW,
    MEANING,
    MINIMUM,
    NONE_OF,
    TAKE_FIGURES,
    TOO_FEW,
    UNIT,
    UNKNOWN,
    UNKNOWN_BELOW,
)
from annual_report.report.parts.frame import FIGURES, SHARES, SHOWN

LEAST, FEW = "_au_moins", "_trop_peu"
ALIKE = {"membres_depuis_le_debut": "membres"}
"""A figure that says no more than another while nobody has come or left."""
LEADING = {FIGURES[name] for name in (*SHOWN, *SHARES)}
"""The figures that a cover has too: the others are their detail."""
OTHERS = "Autres chiffres"
"""What stands above the figures that are of no chapter: those that an analyst added."""


@dataclass(frozen=True)
class Value:
    """A figure's value in a year.

    `least` is at least so much; `few` isn't given, though something of it is recorded.
    """

    amount: Any = None
    least: bool = False
    few: bool = False

    @property
    def known(self) -> bool:
        """Whether there is a value to print."""
        return not is_missing(self.amount)


@dataclass(frozen=True)
class Figure:
    """A key figure: its words, its value, and that of the year before."""

    words: Column
    value: Value
    before: Value

    @property
    def happened(self) -> bool:
        """Whether there is anything but nothing in one of the years."""
        amounts = (self.value.amount, self.before.amount)
        return any(not (is_missing(it) or it == 0) for it in amounts)

    def repeats(self, other: "Figure | None") -> bool:
        """Whether another figure has the same values in both years."""
        return other is not None and (self.value, self.before) == (other.value, other.before)

    @property
    def decimals(self) -> int:
        """With how many decimals it is printed: as many as its values need, if nobody says."""
        if self.words.decimals is not None:
            return self.words.decimals
        amounts = [each.amount for each in (self.value, self.before)]
        return count_decimals([each for each in amounts if not is_missing(each)], self.words.unit)

    def print_value(self, value: Value) -> str | Markup:
        """Print one of its values."""
        if value.few:
            return NONE
        if not value.known:
            return UNKNOWN
        said = print_value(value.amount, self.words.unit, self.decimals)
        return Markup(AT_LEAST).format(said) if value.least else said

    def type_value(self, value: Value) -> Any:
        """Return one of its values as files have it: a count as a whole number."""
        amount = type_value(value.amount)
        whole = isinstance(amount, float) and self.decimals == 0 and amount.is_integer()
        return int(amount) if whole else amount

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of it, as the file beside the page has it."""
        value, before = self.type_value(self.value), self.type_value(self.before)
        sides = {"valeur": self.value, "annee_precedente": self.before}
        least = [name for name, it in sides.items() if it.least]
        # Of what may be more, nobody knows by how much it has changed.
        change = None if value is None or before is None or least else value - before
        return {
            "nom": self.words.name,
            "libelle": self.words.label,
            "valeur": value,
            "annee_precedente": before,
            "evolution": change,
            "minimum": least,
            "unite": self.words.unit,
            "decimales": self.decimals,
            "definition": self.words.meaning,
        }


def key_figures(
    figures: pd.DataFrame,
    network: Network,
    year: int,
    *,
    labels: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    meanings: Mapping[str, str] | None = None,
    note: str = "",
    shown: bool = True,
) -> None:
    """Put the key figures of a network's year into the page, and into the file beside it.

    With `shown=False` they go into the file alone.

    `figures` is what `measures.count_figures(network)` returns, a row a year, with the analyst's
    own columns if there are some; `labels`, `units`, `decimals` and `meanings` say what these are,
    by name. `note` stands below the table. Raise PublishError for one that nothing names.

    >>> from annual_report import key_figures, measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> key_figures(measures.count_figures(network)[["membres"]], network, 2025)
    Les chiffres clés de 2025, à côté de ceux de 2024 Chiffre 2025 2024 Définition ...
    """
    own = {"label": labels, "unit": units, "decimals": decimals, "meaning": meanings}
    told = {part: it for part, it in own.items() if it}
    made = key_figures_of(figures, network, year, told, note)
    display(made if shown else Fragment(facts=made.facts, words=()))


def key_figures_of(
    figures: pd.DataFrame,
    network: Network,
    year: int,
    own: Mapping[str, Mapping[str, Any]] | None = None,
    note: str = "",
) -> Fragment:
    """Return the piece of a page that `key_figures` shows; `own` are words of some, by part."""
    names = [str(name) for name in figures.columns if not str(name).endswith((LEAST, FEW))]
    found = [
        Figure(_words_of(name, figures.attrs.get("words", {}), own or {}),
               _value(figures, name, year), _value(figures, name, year - 1))
        for name in names
    ]  # fmt: skip
    facts = {
        "reseau": network.name,
        "annee": year,
        "fictif": network.settings.fictif,
        "chiffres": [each.facts for each in found],
    }
    # A figure of which nothing is known in either year is in the file alone.
    shown = [each for each in found if each.value.known or each.before.known]
    years = [year, year - 1] if any(each.before.known for each in shown) else [year]
    happened = [each for each in shown if each.happened]
    none = [each for each in shown if not each.happened]
    by_name = {each.words.name: each for each in shown}
    told = [
        each for each in happened if not each.repeats(by_name.get(ALIKE.get(each.words.name, "")))
    ]
    title = f"{FIGURES_OF}{year}{BESIDE.format(year - 1) if len(years) > 1 else ''}"
    name = f"chiffres-{year}"
    # The page has to stay light: what each figure means is in the file beside it.
    light = [{k: v for k, v in each.facts.items() if k != "definition"} for each in found]
    values = [it for each in told for it in (each.value, each.before)[: len(years)]]
    unknown = any(not (it.known or it.few) for it in values)
    least, few = (any(getattr(it, name) for it in values) for name in ("least", "few"))
    said = {UNKNOWN_BELOW: unknown, LEAST_BELOW: least, TOO_FEW: few}
    below = " ".join(each for each, it in said.items() if it)
    html = _html(told, title, years)
    notes = (below, _say_none(none, years), note)
    html += Markup("").join(make_paragraph(each, kind="note").html for each in notes if each)
    files = make_csv_link(_table(shown, title, years), name, page_word("take_table"))
    files += make_json_link(facts | {"chiffres": light}, name, TAKE_FIGURES)
    return Fragment(html + files, {"key_figures": facts}, (), html)


def _say_none(figures: list[Figure], years: list[int]) -> str:
    """Name below the table what nothing of has been, by the years of which that is known."""
    names: dict[str, list[str]] = {}
    for each in figures:
        sides = zip(years, (each.value, each.before), strict=False)
        when = " et ".join(f"en {year}" for year, it in sides if it.known)
        names.setdefault(when, []).append(f"{each.words.label[:1].lower()}{each.words.label[1:]}")
    said = " ; ".join(f"{when} : {join_items(it)}" for when, it in names.items())
    return NONE_OF.format(said) if said else ""


def _words_of(name: str, said: Mapping[Any, Any], own: Mapping[str, Mapping[str, Any]]) -> Column:
    told: dict[str, Any] = {part: it[name] for part, it in own.items() if name in it}
    found = replace(find_column(name, said) or Column(name, ""), **told)
    if not found.label:
        line = f'labels={{"{name}": "…"}}, units={{"{name}": "…"}}, meanings={{"{name}": "…"}}'
        raise PublishError(
            _("nothing says what “{name}” counts: write key_figures(…, {line})", name=name,
              line=line)
        )  # fmt: skip
    return found


def _value(figures: pd.DataFrame, name: str, year: int) -> Value:
    row: Any = figures.loc[year] if year in figures.index else {}
    amount = row.get(name)
    least, few = (bool(row.get(f"{name}{end}", False)) for end in (LEAST, FEW))
    counted = not is_missing(amount)
    # At least nothing is nothing known.
    return Value(None if least and counted and amount == 0 else amount, least and counted, few)


def _table(figures: list[Figure], caption: str, years: list[int]) -> PublishedTable:
    """Return the figures as values: those of a year or two, their unit, which are a minimum."""
    rows = []
    for each in figures:
        sides = dict(zip(map(str, years), (each.value, each.before), strict=False))
        least = join_items([year for year, it in sides.items() if it.least])
        values = map(each.type_value, sides.values())
        rows.append([each.words.label, *values, each.words.unit, least])
    names = [FIGURE, *map(str, years), UNIT, MINIMUM]
    if not any(row[-1] for row in rows):
        names, rows = names[:-1], [row[:-1] for row in rows]
    columns = [Column(name, name, decimals=0) for name in names]
    return PublishedTable(caption, columns, list(zip(*rows, strict=True)) or [()] * len(names), 1)


def _html(figures: list[Figure], caption: str, years: list[int]) -> Markup:
    """Print the figures, each with its own unit, beside those of the year before."""
    numbers = [Cell(str(year), "col", right=True) for year in years]
    heads = [Cell(FIGURE, "col"), *numbers, Cell(MEANING, "col")]
    groups: dict[str, list[list[Cell]]] = {}
    for figure in figures:
        label = print_words(figure.words.label)
        if figure.words.name in LEADING:
            label = Markup("<b>{}</b>").format(label)
        row = [Cell(label, "row")]
        for value in (figure.value, figure.before)[: len(years)]:
            row.append(Cell(figure.print_value(value), right=True, unknown=not value.known))
        row.append(Cell(print_words(figure.words.meaning), kind="meaning"))
        groups.setdefault(figure.words.chapter or OTHERS, []).append(row)
    return print_table(caption, heads, groups)
