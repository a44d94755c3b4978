"""The filters of phrases: what a value becomes in a French sentence.

    {{ n|lettres }} {{ n|lettres("f") }}    in letters: "seize", "une"; in figures if its sentence
                                            has some, or a number above sixteen, not at its head
    {{ n|chiffres }} {{ n|chiffres(1) }}    in figures, wherever it stands: 16; 12 792 742; 18,7
    {{ part|pourcent }} {{ part|pourcent(1) }}   a share of one: 19 %; 18,7 %
    {{ n|combien("membre") }}               both, in figures: "4 membres"
    {{ genres|par_genre }}                  "60 départements et 18 régions"
    {{ n|accord("est", "sont") }}           what agrees with a count
    {{ membres|les }}                       "l’Aude et les Landes"
    {{ membres|s_accorde("est", "sont") }}  what agrees with members: the Landes alone are a plural
    {{ mots|liste }} {{ titres|cités|liste }}    "A, B et C"; "« A » et « B »"
    {{ nom|à }} {{ nom|de }} {{ région|en }}     "au Mans"; "du Mans", "d’avril"; "en Bretagne"
    {{ début|quand(fin) }} {{ début|date(fin) }}    "les 19 et 20 juin"; the same without "les",
                                            for a list
    {{ mot|majuscule }}                     with a capital

Where a count is asked for, a list stands for its length. Two are tests: `{% if n is connu %}`, and
`{% if titre is dit_dans(texte) %}`, whether a text has a title in it, however it is spelt.
Above `borne` names no list has them all: `{% if membres|length <= borne %}`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from html import unescape
from typing import Any

from annual_report.base.dates import PartialDate
from annual_report.base.french.lists import capitalize, join_items
from annual_report.base.french.numbers import (
    choose_form,
    one_in,
    out_of_ten,
    round_in_words,
    write_count,
    write_number,
    write_percentage,
)
from annual_report.base.french.periods import date_range, print_dates
from annual_report.base.letters import fold_spelling
from annual_report.network.phrases.names import (
    count_by_kind,
    count_for_agreement,
    enumerate_institutions,
)
from annual_report.network.phrases.sentences import FIGURES, mark_number
from annual_report.network.phrases.values import is_recorded
from annual_report.network.territories.grammar import write_at_town, write_of_name
from annual_report.network.territories.institutions import find_region

TAG = re.compile(r"<[^>]*>")


def is_said_in(words: "str | Collection[str]", text: str) -> bool:
    """Whether a text (HTML) has some words in it, or all of several, however they are spelt."""
    found = fold_spelling(TAG.sub(" ", unescape(text or "")))
    several = [words] if isinstance(words, str) else words
    return all(fold_spelling(each) in found for each in several)


def amount(value: Any) -> int:
    """Return a count, or the length of a list."""
    return len(value) if isinstance(value, Collection) else int(value)


def write_figures(value: Any, decimals: int = 0) -> str:
    """Write a number in figures, and the others of its sentence so: "Sur les 16, 6 sont là"."""
    return write_number(value, decimals) if decimals else mark_number(amount(value), FIGURES)


def choose(value: Any, one: str, several: str | None = None) -> str:
    """Choose the form that agrees with a count, singular below 2."""
    return choose_form(len(value) if isinstance(value, Collection) else value, one, several)


def write_dates(start: str, end: Any = None, year: int | None = None) -> str:
    """Write a period; its year only where that isn't the one that is spoken of."""
    first, last = read_period(start, end)
    outside = year is not None and {first.year, (last or first).year} != {year}
    return date_range(first, last, with_year=outside)


def read_period(start: str, end: Any = None) -> tuple[PartialDate, PartialDate | None]:
    """Return the first and, if somebody recorded it, the last day of a period."""
    return PartialDate.parse(start), PartialDate.parse(end) if is_recorded(end) else None


FILTERS: Mapping[str, Callable[..., Any]] = {
    "lettres": lambda value, gender="": mark_number(amount(value), gender),
    "chiffres": write_figures,
    "rond": round_in_words,
    "pourcent": write_percentage,
    "sur": one_in,
    "sur_dix": out_of_ten,
    "combien": lambda value, *forms: write_count(amount(value), *forms),
    "par_genre": count_by_kind,
    "accord": choose,
    "s_accorde": lambda members, *forms: choose_form(count_for_agreement(members), *forms),
    "les": enumerate_institutions,
    "liste": lambda words, *more: join_items([*map(str, words), *filter(None, more)]),
    "cités": lambda titles: [f"« {each} »" for each in titles],
    "à": write_at_town,
    "de": write_of_name,
    "en": lambda name: find_region(name).locative,
    "quand": lambda start, end=None: print_dates(*read_period(start, end), with_year=False),
    "daté": lambda start, end=None: print_dates(*read_period(start, end)),
    "date": write_dates,
    "majuscule": capitalize,
}
