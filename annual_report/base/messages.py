"""The analyst's language: English in the source, French in `locales/fr.po`.

The language comes from `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`, in gettext's order. An
environment without them gets French, the language of the networks' people.

The catalogue is gettext's text file, read without compiling: a translation counts once it is saved.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locales"
NEUTRAL = frozenset({"", "C", "POSIX", "C.UTF-8", "C.utf8"})
# A quoted line; a catalogue may break a long message after any word.
LINES = r'((?:".*"\s+)+)'
# Taken: msgid "a year" and msgstr "un an", one below the other. Not taken: the comments between
# entries, and an entry that a "#~" puts aside.
ENTRY = re.compile(rf"^msgid {LINES}msgstr {LINES}", re.M)
"""A message and its translation, in one or more quoted lines each.

Babel's parser of such files would be loaded at each start for this.
"""

STEERING = (*range(9), *range(11, 32), *range(127, 160))
"""The signs that steer a terminal, without the end of a line and the tabulator."""
TURNING = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""The signs that turn the direction of letters."""
WITHOUT_OBEYED_SIGNS = dict.fromkeys(STEERING + TURNING)
"""The table by which `str.translate` takes such signs out."""

N_ = str
"""Marks a sentence for the catalogue where the translation comes later."""


def _(message: str, /, **values: object) -> str:
    """Translate `message`, then fill the places in braces, such as {file}, with `values`."""
    # A message without a translation yet has an empty entry, or none: it stays English.
    translated = read_catalogue(find_own_language()).get(message) or message
    if not values:
        return translated
    return make_harmless(translated.format(**values))


def make_harmless(text: str) -> str:
    """Return a text without the signs that a terminal obeys, or that turn letters round.

    A message may quote a stranger's file.
    """
    if text.isprintable():
        return text
    return text.translate(WITHOUT_OBEYED_SIGNS)


def add_nearest(line: str, nearest: str | None) -> str:
    """Add the nearest known name to the message of a refusal, where there is one."""
    if nearest is None:
        return line
    return _("{line}; nearest: {nearest}", line=line, nearest=nearest)


def list_some(names: Sequence[str], most: int) -> str:
    """List names, the first `most` of them where there are many more."""
    # "and 1 others" would be longer than the name that it stands for.
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
    """Return the translations of a language by their English source; {} without a catalogue."""
    file = CATALOGUES / f"{language}.po"
    if not file.is_file():
        return {}
    entries = ENTRY.findall(file.read_text(encoding="utf-8") + "\n")
    return {_unquote(english): _unquote(french) for english, french in entries}


def _unquote(lines: str) -> str:
    """Join the quoted lines of a message; a catalogue escapes signs as JSON does."""
    return "".join(json.loads(line) for line in lines.splitlines() if line)
