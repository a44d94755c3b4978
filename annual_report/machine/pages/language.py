"""The language of a page: what `language("en")` says, or its notebook's metadata (`"lang": "en"`).

What is published is printed in a kernel, which knows nothing of the notebook that it runs: an
engine of ours says in the environment (`VARIABLE`) what the metadata say. French otherwise.

In French, numbers, dates and punctuation are as French has them; elsewhere they are English, and
what somebody wrote is left as it is. The few words that a page says of itself stand in `words/`.
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
    """Return the language that a notebook's metadata name, as `<html lang>` has it."""
    told = str(metadata.get("lang") or FRENCH)
    return told if is_language(told) else FRENCH


def is_language(code: str) -> bool:
    """Whether a text names a language: "fr", "en-GB", "zh-Hant".

    It stands in an attribute of the page, and a notebook may come from anybody.
    """
    language, *others = code.split("-")
    parts = [language, *others]
    if not all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts):
        return False
    return language.isalpha() and len(language) in (2, 3)


@contextmanager
def use_language(language: str, own: str = "") -> Iterator[None]:
    """Publish in a language for as long as it takes; `own` is that of the page's own words."""
    before = _chosen.set(language)
    before_own = _own.set(own)
    try:
        yield
    finally:
        _own.reset(before_own)
        _chosen.reset(before)


def current_language() -> str:
    """Return the language that is published in: whoever exports says it, or this process."""
    return _chosen.get() or os.environ.get(VARIABLE) or FRENCH


def is_french(language: str | None = None) -> bool:
    """Whether a language is French, of whatever country; if none is given, that of the page."""
    return (language or current_language()).partition("-")[0] == FRENCH


def choose_own_language(language: str) -> str:
    """Return the language that a page in some language says its own few words in."""
    return FRENCH if is_french(language) else OTHER


def current_own_language() -> str:
    """Return the language of the page's own words."""
    return _own.get() or choose_own_language(current_language())


def page_word(key: str, **values: object) -> str:
    """Return one of the words that a page says of itself."""
    return _words(current_own_language())[key].format(**values)


def say_own_words(key: str, **values: object) -> Markup:
    """Return one of the page's own words, which says its language where that isn't the page's."""
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
    """Put the spaces and apostrophes of French into words, and none into those of others."""
    return french.typeset(text) if is_french() else text


def print_number(value: float | Decimal, decimals: int = 0) -> str:
    """Write a number: 12 792 742,5 or 12,792,742.5."""
    text = french.format_number(value, decimals)
    return text if is_french() else text.replace(",", ".").replace(french.NARROW, ",")


def print_date(when: PartialDate) -> str:
    """Write a date as precisely as it is known."""
    # A season or a part of a year is a word of the French data, in whatever language.
    if is_french() or when.part:
        return french.partial_date(when)
    pattern = "MMMM y" if when.month else "y"
    pattern = f"d {pattern}" if when.day else pattern
    return str(format_date(when.first, pattern, locale=OTHER))


def print_period(dates: Sequence[PartialDate]) -> str:
    """Write a period of one or two dates: 19 et 20 juin 2025."""
    start, end = dates[0], dates[-1]
    if is_french():
        return french.date_range(start, end)
    return " – ".join(dict.fromkeys(map(print_date, (start, end))))


def print_list(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"."""
    return french.join_items(items) if is_french() else str(format_list(list(items), locale=OTHER))
