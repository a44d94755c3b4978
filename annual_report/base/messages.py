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
"""Unicode's controls C0 and C1, by which a terminal is cleared or coloured, but for tab and LF."""
BIDI_CONTROLS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Unicode's marks that change the direction of letters: a name could be printed backwards."""
NON_CHARACTERS = (0xFFFE, 0xFFFF)
"""The two values of Unicode that are no characters: no XML, and so no drawing, holds them."""
DROP_CONTROLS = dict.fromkeys(CONTROL_CHARACTERS + BIDI_CONTROLS + NON_CHARACTERS)
"""The table for `str.translate`: each of these characters → None, and so left out."""

N_ = str
"""Marks a sentence for the catalogue that is translated later: N_("built") here, _(word) there."""


def _(message: str, /, **values: object) -> str:
    """Return a message in the analyst's language, with `values` in the places in braces.

    _("{file}: is empty", file="membres.csv") → "membres.csv : est vide"

    The values may come from a stranger's file: characters that a terminal would obey are left out.
    """
    catalogue = read_catalogue(find_own_language())
    # A message without a translation yet has an empty entry, or none: it stays English.
    translated = catalogue.get(message) or message
    if not values:
        return translated
    return drop_control_characters(translated.format(**values))


def drop_control_characters(text: str) -> str:
    r"""Return a text without the characters by which a terminal is cleared, coloured or turned.

    "\x1b[2JLyon" → "[2JLyon"

    A message may quote a stranger's file, which could else hide a line of the message.
    """
    # Nearly all messages are plain, and need no look at each character.
    if text.isprintable():
        return text
    return text.translate(DROP_CONTROLS)


def add_nearest(line: str, nearest: str | None) -> str:
    """Return an error's message with the nearest known name at its end, unless that is None.

    ("unknown column “vile”", "ville") → "unknown column “vile”; nearest: ville"
    """
    if nearest is None:
        return line
    return _("{line}; nearest: {nearest}", line=line, nearest=nearest)


def list_some(names: Sequence[str], most: int) -> str:
    """Return names in a line, and of many only the first `most`.

    Of sixteen names with `most` = 2: "Ain, Aisne and 14 others".
    """
    # Where only one name would be left out, it is listed: "and 1 others" would be longer.
    if len(names) <= most + 1:
        return ", ".join(names)
    first = ", ".join(names[:most])
    return _("{first} and {others} others", first=first, others=len(names) - most)


def find_own_language() -> str:
    """Return the two letters of the language that the environment asks for, "fr" by default."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        # "fr_FR.UTF-8" → "fr"; "de:fr", German before French → "de".
        if value not in NO_LANGUAGE:
            return value.split(":")[0][:2].lower()
    return "fr"


@lru_cache
def read_catalogue(language: str) -> Mapping[str, str]:
    """Return the translations of a language by their English source; {} without a catalogue.

    {"{file}: is empty": "{file} : est vide", …}

    The file is read here and not by Babel, whose parser every command would have to load.
    """
    file = CATALOGUES / f"{language}.po"
    if not file.is_file():
        return {}
    entries: list[dict[str, str]] = []
    # The field that is being read: "msgid", the English source, or "msgstr", its translation.
    field = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        # A "#" begins a comment, or an entry that is put aside ("#~ msgid …").
        if not line or line.startswith("#"):
            continue
        # A field may have several lines: msgid "a long ", then "message" alone.
        if line.startswith('"'):
            quoted = line
        else:
            field, _space, quoted = line.partition(" ")
            if field == "msgid":
                entries.append({"msgid": "", "msgstr": ""})
        # Such a file escapes characters as JSON does.
        entries[-1][field] += json.loads(quoted)
    return {entry["msgid"]: entry["msgstr"] for entry in entries}
