"""The language of a page, from `language("en")` or the notebook's metadata (`"lang": "en"`).

Published pieces are printed in a kernel, which doesn't know the metadata of the notebook: an engine
of this project hands the language over in the environment (`VARIABLE`). The default is French.

In French, numbers, dates and punctuation are French; in other languages numbers and dates are
English, and texts stay as typed. The page's few fixed words stand in `words/`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.lists import format_list
from markupsafe import Markup, escape

from annual_report.base import french
from annual_report.base.dates import PartialDate

FRENCH, OTHER = "fr", "en"
VARIABLE = "ANNUAL_REPORT_LANGUAGE"
"""Where the environment says in which language a process publishes."""
_chosen: ContextVar[str] = ContextVar("language", default="")
_own: ContextVar[str] = ContextVar("own_language", default="")


def read_language(metadata: Mapping[str, Any]) -> str:
    """Return the language in a notebook's metadata, as a value of `<html lang>`."""
    told = str(metadata.get("lang") or FRENCH)
    return told if is_language(told) else FRENCH


def is_language(code: str) -> bool:
    """Whether a text names a language: "fr", "en-GB", "zh-Hant".

    The name goes into an attribute of the page, and a notebook may come from anybody.
    """
    language, *others = code.split("-")
    parts = [language, *others]
    if not all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts):
        return False
    return language.isalpha() and len(language) in (2, 3)


@contextmanager
def use_language(language: str, own: str = "") -> Iterator[None]:
    """Publish in a language within a `with`; `own` is the language of the page's fixed words."""
    before = _chosen.set(language)
    before_own = _own.set(own)
    try:
        yield
    finally:
        _own.reset(before_own)
        _chosen.reset(before)


def current_language() -> str:
    """Return the language of publication: of the export under way, or of this process."""
    return _chosen.get() or os.environ.get(VARIABLE) or FRENCH


def is_french(language: str | None = None) -> bool:
    """Whether a language is French, of any country; by default, the language of the page."""
    return (language or current_language()).partition("-")[0] == FRENCH


def choose_own_language(language: str) -> str:
    """Return the language of the fixed words for a page in some language."""
    return FRENCH if is_french(language) else OTHER


def current_own_language() -> str:
    """Return the language of the page's own words."""
    return _own.get() or choose_own_language(current_language())


def page_word(key: str, **values: object) -> str:
    """Return a fixed word of the page, with values filled in."""
    return _words(current_own_language())[key].format(**values)


def say_own_words(key: str, **values: object) -> Markup:
    """Return a fixed word of the page, with a `lang` where the page has another language."""
    words = escape(page_word(key, **values))
    own = current_own_language()
    if current_language().partition("-")[0] == own:
        return words
    return Markup('<span lang="{}">{}</span>').format(own, words)


def template_words(language: str) -> Mapping[str, str]:
    """Return all of them with the spaces that French has, as a template prints them."""
    if not is_french(language):
        return _words(OTHER)
    return {key: french.typeset(word) for key, word in _words(FRENCH).items()}


@cache
def _words(name: str) -> Mapping[str, str]:
    text = Path(__file__).with_name("words").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    words: dict[str, str] = yaml.safe_load(text)
    return words


def typeset_text(text: str) -> str:
    """Put French spaces and apostrophes into words, unless the page has another language."""
    return french.typeset(text) if is_french() else text


def print_number(value: float | Decimal, decimals: int = 0) -> str:
    """Write a number: 12 792 742,5 or 12,792,742.5."""
    text = french.format_number(value, decimals)
    return text if is_french() else text.replace(",", ".").replace(french.NARROW, ",")


def print_date(when: PartialDate) -> str:
    """Write a date as precisely as the date is known."""
    # A season or a part of a year is a word of the French data, in whatever language.
    if is_french() or when.part:
        return french.partial_date(when)
    pattern = "MMMM y" if when.month else "y"
    pattern = f"d {pattern}" if when.day else pattern
    return str(format_date(when.first, pattern, locale=OTHER))


def print_period(dates: Sequence[PartialDate]) -> str:
    """Write a period of a single date or of two dates: 19 et 20 juin 2025."""
    start, end = dates[0], dates[-1]
    if is_french():
        return french.date_range(start, end)
    return " – ".join(dict.fromkeys(map(print_date, (start, end))))


def print_list(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"."""
    return french.join_items(items) if is_french() else str(format_list(list(items), locale=OTHER))
