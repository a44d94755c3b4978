"""The analyst's language: English in the source, French in `locales/fr.po`.

The language comes from `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`, as gettext reads them; an
environment that names none gets French, the language of the people this project is for.

The catalogue is gettext's text file, read as it is: nothing has to be compiled for a change of it.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locales"
NEUTRAL = frozenset({"", "C", "POSIX", "C.UTF-8", "C.utf8"})
LINES = r'((?:".*"\s+)+)'
ENTRY = re.compile(rf"^msgid {LINES}msgstr {LINES}", re.M)
"""A message and its translation, each in one quoted line or several."""

OBEYED = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F),
     *range(0x2066, 0x206A)]
)  # fmt: skip
"""The signs that steer a terminal, but for the ends of lines and tabulators, and those that set a
direction: as `str.translate` takes them out."""

N_ = str
"""Marks a sentence for the catalogue where it is only translated later."""


def _(message: str, /, **values: object) -> str:
    """Translate `message`, then fill its `{named}` places with `values`."""
    # A message that nobody has translated yet has an empty entry, or none: English then.
    translated = read_catalogue(find_own_language()).get(message) or message
    return make_harmless(translated.format(**values)) if values else translated


def make_harmless(text: str) -> str:
    """Return a text without signs that a terminal obeys, or that turn its letters round.

    What a message quotes may come from anybody.
    """
    return text if text.isprintable() else text.translate(OBEYED)


def add_nearest(line: str, nearest: str | None) -> str:
    """Add to a refusal what was probably meant, if anything was."""
    return _("{line}; nearest: {nearest}", line=line, nearest=nearest) if nearest else line


def list_some(names: Sequence[str], most: int) -> str:
    """List names, the first of them alone where there are many; one more is worth its name."""
    if len(names) <= most + 1:
        return ", ".join(names)
    first = ", ".join(names[:most])
    return _("{first} and {others} others", first=first, others=len(names) - most)


def find_own_language() -> str:
    """Return the two letters of the language that the environment asks for, "fr" by default."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value not in NEUTRAL:
            return value.split(":")[0][:2].lower()
    return "fr"


@lru_cache
def read_catalogue(language: str) -> Mapping[str, str]:
    """Return translations by their English source; none of a language without a catalogue."""
    file = CATALOGUES / f"{language}.po"
    if not file.is_file():
        return {}
    entries = ENTRY.findall(file.read_text(encoding="utf-8") + "\n")
    return {_unquote(english): _unquote(french) for english, french in entries}


def _unquote(lines: str) -> str:
    """Join the quoted lines of a message; they escape signs as JSON does."""
    return "".join(json.loads(line) for line in lines.splitlines() if line)
