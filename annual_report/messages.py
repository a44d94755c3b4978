"""The analyst's language: English in the source, translated through gettext catalogues.

The language comes from `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`, as gettext reads them; an
environment that names none gets French, the language of the people this project is for.
The command line's `--lang` sets `LANGUAGE`, so that every process of a build speaks the same.
"""

import gettext
import os
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locales"
DOMAIN = "annual_report"
NEUTRAL = frozenset({"", "C", "POSIX", "C.UTF-8", "C.utf8"})

N_ = str
"""Marks a sentence for the catalogue where it is only translated later."""


def _(message: str, /, **values: object) -> str:
    """Translate `message`, then fill its `{named}` places with `values`."""
    translated = _catalogue(language()).gettext(message)
    return translated.format(**values) if values else translated


def with_nearest(line: str, nearest: str | None) -> str:
    """Add to a refusal what was probably meant, if anything was."""
    return _("{line}; nearest: {nearest}", line=line, nearest=nearest) if nearest else line


def language() -> str:
    """Return the two letters of the language that the environment asks for, "fr" by default."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value not in NEUTRAL:
            return value.split(":")[0][:2].lower()
    return "fr"


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of `language`; a language without one gets the English source."""
    return gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True)
