"""Understanding one cell: what somebody typed becomes one canonical value, or is refused.

Every cell arrives as text. Each function here returns the canonical text of a value ("44",
"2025-06-19", "présentiel", "2"), or raises CellError with what was expected and the nearest valid
choice. Nothing is guessed: what can mean two things is refused.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annual_report import reference
from annual_report.dates import PartialDate
from annual_report.messages import _

Field = dict[str, Any]
"""A field of a Table Schema, as its descriptor says it."""

YES = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes"})
NO = frozenset({"non", "n", "0", "faux", "false", "no"})
INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u202a\u202b\u202c\u202d\u202e")
)
FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
FRENCH_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")


@dataclass
class CellError(Exception):
    """A cell that can't be understood: what is wrong, what was expected, the nearest choice."""

    what: str
    expected: str | None = None
    nearest: str | None = None


def understand(text: str, field: Field) -> str:
    """Return the canonical value of a cell of `field`, "" for an empty one."""
    text = clean(text)
    if not text:
        return ""
    return _reader(field)(text, field)


def clean(text: str) -> str:
    """Drop what nobody sees: outer and doubled spaces, invisible signs, decomposed accents."""
    return " ".join(unicodedata.normalize("NFC", text).translate(INVISIBLE).split())


def folded(text: str) -> str:
    """Return the letters that two spellings of one word share: no case, accents or hyphens."""
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(re.sub(r"[-'_]", " ", plain).split())


def nearest(text: str, choices: Sequence[str]) -> str | None:
    """Return the choice whose spelling is nearest to `text`, if one is near at all."""
    by_fold = {folded(choice): choice for choice in choices}
    found = difflib.get_close_matches(folded(text), by_fold, n=1, cutoff=0.5)
    return by_fold[found[0]] if found else None


def _reader(field: Field) -> Callable[[str, Field], str]:
    name, kind = field["name"], field.get("type", "string")
    if name in ("departement", "hote"):
        return _department
    if name in ("debut", "fin"):
        return _date
    if kind == "integer":
        return _integer
    if kind == "boolean":
        return _flag
    return _choice if "enum" in field.get("constraints", {}) else _text


def _text(text: str, _field: Field) -> str:
    return text.replace("'", "’") if re.search(r"\w'\w", text) else text


def _department(text: str, _field: Field) -> str:
    found = reference.find_department(text)
    if found is None:
        close = reference.nearest_department(text)
        raise CellError(
            _("is not a French département"),
            _("an Insee code or an official name"),
            f"{close.name} ({close.code})" if close else None,
        )
    return found.code


def _date(text: str, _field: Field) -> str:
    if day := FRENCH_DAY.fullmatch(text):
        text = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    elif month := FRENCH_MONTH.fullmatch(text):
        text = f"{month[2]}-{int(month[1]):02}"
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        raise CellError(
            _("is not a date"),
            _("2025, 2025-06, 2025-06-19 or 19/06/2025"),
        ) from None


def _integer(text: str, field: Field) -> str:
    digits = re.sub(r"\s", "", text)
    if match := re.fullmatch(r"([+-]?\d+)(?:[.,]0+)?", digits):
        return str(int(match[1]))
    raise CellError(_("is not a whole number"), field.get("example"))


def _flag(text: str, _field: Field) -> str:
    if folded(text) in YES:
        return "oui"
    if folded(text) in NO:
        return "non"
    raise CellError(_("is neither yes nor no"), _("oui or non"))


def _choice(text: str, field: Field) -> str:
    choices: list[str] = field["constraints"]["enum"]
    by_fold = {folded(choice): choice for choice in choices}
    if folded(text) in by_fold:
        return by_fold[folded(text)]
    raise CellError(_("is not one of the choices"), ", ".join(choices), nearest(text, choices))
