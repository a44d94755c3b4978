"""The filters of phrases: what a value becomes in a French sentence.

`docs/phrases.md` shows each with what the page then says. Where a count is asked for, a list stands
for its length.
"""

import re
from collections.abc import Callable, Collection
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
    is_readable,
)
from annual_report.network.phrases.plain_values import is_recorded
from annual_report.network.phrases.sentences import FIGURES, mark_number
from annual_report.network.territories.grammar import write_at_town
from annual_report.network.territories.institutions import find_institution

TAG = re.compile(r"<[^>]*>")


def is_said_in(words: "str | Collection[str]", text: str) -> bool:
    """Whether a text (HTML) has some words in it, or all of several, however they are spelt."""
    folded = fold_spelling(TAG.sub(" ", unescape(text or "")))
    titles = [words] if isinstance(words, str) else words
    return all(fold_spelling(title) in folded for title in titles)


def _count(value: Any) -> Any:
    return len(value) if isinstance(value, Collection) else value


def _write_figures(value: Any, decimals: int = 0) -> str:
    # The other numbers of its sentence are in figures too: "Sur les 16, 6 sont là".
    return write_number(value, decimals) if decimals else mark_number(int(_count(value)), FIGURES)


def _write_dates(start: str, end: Any = None, year: int | None = None) -> str:
    first, last = _read_period(start, end)
    # The year stands only where it isn't the one that is spoken of.
    is_outside = year is not None and {first.year, (last or first).year} != {year}
    return date_range(first, last, with_year=is_outside)


def _read_period(start: str, end: Any) -> tuple[PartialDate, PartialDate | None]:
    return PartialDate.parse(start), PartialDate.parse(end) if is_recorded(end) else None


FILTERS: dict[str, Callable[..., Any]] = {
    "lettres": lambda value, gender="": mark_number(int(_count(value)), gender),
    "chiffres": _write_figures,
    "rond": round_in_words,
    "pourcent": write_percentage,
    "sur": one_in,
    "sur_dix": out_of_ten,
    "combien": lambda value, *forms: write_count(int(_count(value)), *forms),
    "par_genre": count_by_kind,
    "accord": lambda value, *forms: choose_form(_count(value), *forms),
    "s_accorde": lambda codes, *forms: choose_form(count_for_agreement(codes), *forms),
    "les": enumerate_institutions,
    "du_membre": lambda code: find_institution(code).whole.of_name,
    "numéro": lambda code: find_institution(code).number if is_readable(code) else "",
    "liste": lambda words: join_items(map(str, words)),
    "cités": lambda titles: [f"« {title} »" for title in titles],
    "à": write_at_town,
    "quand": lambda start, end=None: print_dates(*_read_period(start, end), with_year=False),
    "daté": lambda start, end=None: print_dates(*_read_period(start, end)),
    "date": _write_dates,
    "majuscule": capitalize,
}
