"""The analyst's language: English in the source, French in `locales/fr.po`.

The language comes from `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`, in gettext's order. An
environment without them gets French, the language of the networks' people.

The catalogue is gettext's text file, read without compiling: a translation counts once it is saved.
"""

import json
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locales"
NO_LANGUAGE = frozenset({"", "C", "POSIX", "C.UTF-8", "C.utf8"})
"""The values of `LANG`, `LC_ALL` and the like that name no language."""

CONTROL_CHARACTERS = (*range(9), *range(11, 32), *range(127, 160))
"""Unicode's C0 and C1 controls, by which a terminal is cleared or coloured; no tabulator and LF."""
BIDI_CONTROLS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Unicode's marks that have letters printed from right to left."""
DROP_CONTROLS = dict.fromkeys(CONTROL_CHARACTERS + BIDI_CONTROLS)
"""The table for `str.translate`: each of these characters → None, and so left out."""

N_ = str
"""Marks a sentence for the catalogue where the translation comes later."""


def _(message: str, /, **values: object) -> str:
    """Return a message in the analyst's language, with `values` in the places in braces.

    _("{file}: is empty", file="membres.csv") → "membres.csv : est vide"

    The values may come from a stranger's file: characters that a terminal would obey are left out.
    """
    # A message without a translation yet has an empty entry, or none: it stays English.
    translated = read_catalogue(find_own_language()).get(message) or message
    if not values:
        return translated
    return drop_control_characters(translated.format(**values))


def drop_control_characters(text: str) -> str:
    r"""Return a text without the characters by which a terminal is cleared, coloured or turned.

    "\x1b[2JLyon" → "[2JLyon"

    A message may quote a stranger's file, which could else hide a line of the message.
    """
    if text.isprintable():
        return text
    return text.translate(DROP_CONTROLS)


def add_nearest(line: str, nearest: str | None) -> str:
    """Return an error's message with the nearest known name at its end, where there is one."""
    if nearest is None:
        return line
    return _("{line}; nearest: {nearest}", line=line, nearest=nearest)


def list_some(names: Sequence[str], most: int) -> str:
    """Return names in a line; of many only the first `most`: "Ain, Aisne and 14 others"."""
    # Where only one name would be left out, it is listed: "and 1 others" would be longer.
    if len(names) <= most + 1:
        return ", ".join(names)
    first = ", ".join(names[:most])
    return _("{first} and {others} others", first=first, others=len(names) - most)


def find_own_language() -> str:
    """Return the two letters of the language that the environment asks for, "fr" by default."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value not in NO_LANGUAGE:
            return value.split(":")[0][:2].lower()
    return "fr"


@lru_cache
def read_catalogue(language: str) -> Mapping[str, str]:
    """Return the translations of a language by their English source; {} without a catalogue.

    Babel's parser of such files would be loaded at each start of a command for this.
    """
    file = CATALOGUES / f"{language}.po"
    if not file.is_file():
        return {}
    entries: list[dict[str, str]] = []
    field = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        # A "#" begins a comment, or an entry that is put aside ("#~ msgid …").
        if not line or line.startswith("#"):
            continue
        # msgid "a long message" opens an entry; quoted lines below go on with the same field.
        quoted = line
        if not line.startswith('"'):
            field, _space, quoted = line.partition(" ")
            if field == "msgid":
                entries.append({"msgid": "", "msgstr": ""})
        # Such a file escapes characters as JSON does.
        entries[-1][field] += json.loads(quoted)
    return {entry["msgid"]: entry["msgstr"] for entry in entries}
