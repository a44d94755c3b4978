"""Understanding one cell: what somebody typed becomes one canonical value, or is refused.

Every cell arrives as text. Each function here returns the canonical text of a value ("44",
"2025-06-19", "présentiel", "2"), or raises CellError with what was expected and the nearest valid
choice. Nothing is guessed: what can mean two things is refused.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from annual_report.messages import _
from annual_report.reading.attendance_states import is_attendance, read_attendance
from annual_report.reading.values.personal import refuse_personal
from annual_report.reading.values.refusal import CellError
from annual_report.reading.values.written_dates import FIRST_DAY, YEARS, read_date
from annual_report.reading.values.written_departments import read_department

__all__ = ["CellError", "Field", "clean", "folded", "is_placeholder", "nearest", "understand"]

Field = dict[str, Any]
"""A field of a Table Schema, as its descriptor says it."""

LONGEST = 2000
"""No cell of a network needs more signs; a longer one is a file gone wrong."""

YES = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes", "✓", "✔", "1.0"})
NO = frozenset({"non", "n", "0", "faux", "false", "no", "0.0"})
UNKNOWN = frozenset(
    {"-", "–", "—", "/", "?", "nc", "n.c.", "nr", "n.r.", "nd", "n.d.", "na", "n/a", "#n/a"}
    | {"inconnu", "inconnue", "non renseigné", "non renseignée", "non communiqué", "nsp", "néant"}
)
"""What people write for "nobody knows": it is read as an empty cell."""

PLACEHOLDER = re.compile(r"(?:à|a) (?:compléter|completer|remplir|préciser|preciser)\b.*", re.I)
SPREADSHEET_ERROR = re.compile(
    r"#(?:REF|NAME|NOM|VALUE|VALEUR|DIV/0|NUM|NOMBRE|NULL|NUL)[!?]|#{3,}|Err:\d+", re.IGNORECASE
)
FORMULA_GUARD = re.compile(r"'+(?=[=+\-@])")
WAYS_TO_MEET: Mapping[str, str] = {
    "en presentiel": "présentiel",
    "en presence": "présentiel",
    "en personne": "présentiel",
    "presence": "présentiel",
    "physique": "présentiel",
    "a distance": "distanciel",
    "en distanciel": "distanciel",
    "distance": "distanciel",
    "en ligne": "distanciel",
    "visio": "distanciel",
    "en visio": "distanciel",
    "visioconference": "distanciel",
    "en visioconference": "distanciel",
    "mixte": "hybride",
}
STATES: Mapping[str, str] = {
    "prevue": "prévu",
    "prevus": "prévu",
    "prevues": "prévu",
    "traitee": "traité",
    "traites": "traité",
    "traitees": "traité",
}
OTHER_WORDS: Mapping[str, str] = {**WAYS_TO_MEET, **STATES}
"""Other usual words for a choice, read as that choice where the column has it."""

GARBLED = re.compile(
    r"Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u2013-\u203a€™]|â€|Â[\u00a0-\u00bf]"
)
LOST_LETTER = re.compile(r"\ufffd|[a-zà-ÿ]\?[a-zà-ÿ]")


def understand(text: str, field: Field, year_beside: str = "") -> str:
    """Return the canonical value of a cell of `field`, "" for an empty one.

    `year_beside` is what the row's own year says: a date may need it.
    """
    text = FORMULA_GUARD.sub("", clean(text))
    if not text or (text.casefold() in UNKNOWN and not is_attendance(field)):
        return ""
    if len(text) > LONGEST:
        raise CellError(_("is too long"), _("at most {count} signs", count=LONGEST))
    _refuse_damage(text, field)
    refuse_personal(text, town=field["name"] == "ville")
    if is_attendance(field):
        return read_attendance(text, folded(text))
    if field["name"] in ("debut", "fin"):
        return read_date(text, year_beside)
    return _reader(field)(text, field)


def is_placeholder(text: str) -> bool:
    """Tell a cell that says it is still to fill in: "à compléter"."""
    return PLACEHOLDER.fullmatch(clean(text)) is not None


def clean(text: str) -> str:
    """Drop what nobody sees: outer and doubled spaces, invisible signs, decomposed accents."""
    text = visible(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def visible(text: str) -> str:
    """Drop bidirectional overrides, zero-width and control signs, and what is no character."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isspace() or not _is_hidden(sign))


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") or sign in "\ufffe\uffff"


@cache
def folded(text: str) -> str:
    """Return the letters that two spellings of one word share: no case, accents or hyphens."""
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return " ".join(re.sub(r"[-'_]", " ", plain).split())


def nearest(text: str, choices: Sequence[str]) -> str | None:
    """Return the choice whose spelling is nearest to `text`, if one is near at all."""
    by_fold = {folded(choice): choice for choice in choices}
    found = difflib.get_close_matches(folded(text[:LONGEST]), by_fold, n=1, cutoff=0.5)
    return by_fold[found[0]] if found else None


def _refuse_damage(text: str, field: Field) -> None:
    """Raise CellError for the marks that a wrong encoding or a broken formula leaves."""
    if SPREADSHEET_ERROR.fullmatch(text):
        raise CellError(_("is a spreadsheet’s error"), _("a value, not a formula that fails"))
    if not text.isascii() and GARBLED.search(text):
        try:
            repaired = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            repaired = None
        raise CellError(_("has letters garbled by a wrong encoding"), _("UTF-8"), repaired)
    if field["name"] != "url" and LOST_LETTER.search(text):
        raise CellError(_("has lost letters to a wrong encoding"), _("the letter in place of “?”"))


def _reader(field: Field) -> Callable[[str, Field], str]:
    name, kind = field["name"], field.get("type", "string")
    if name in ("departement", "hote"):
        return _department
    if name == "rencontre":
        return _identifier
    if kind == "integer":
        return _year if field.get("constraints", {}).get("minimum") == YEARS[0] else _integer
    if kind == "boolean":
        return _flag
    return _choice if "enum" in field.get("constraints", {}) else _text


def _text(text: str, _field: Field) -> str:
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def _department(text: str, _field: Field) -> str:
    return read_department(text)


def _identifier(text: str, _field: Field) -> str:
    """Refuse the identifier that a spreadsheet took for a month: "2025-1" becomes "janv-25"."""
    try:
        month = read_date(text)
    except CellError as error:
        month = ""
        if match := re.fullmatch(r"(?:\d\d/)?(\d\d)/(\d{4})", error.nearest or ""):
            month = f"{match[2]}-{match[1]}"
    started_by_year = re.match(r"\d{4}-\d", text) and len(text) < len("2025-01-01")
    if month and not started_by_year and not text.isdecimal():
        year, _dash, number = month[:7].partition("-")
        raise CellError(
            _("looks like an identifier that a spreadsheet turned into a date"),
            _("the identifier, in a column set to Text"),
            f"{year}-{int(number)}" if number else None,
        )
    return text


def _year(text: str, field: Field) -> str:
    """Read a year; suggest the one that a short or a mangled form stands for."""
    if re.fullmatch(r"['’]?\d\d", text, re.ASCII):
        raise CellError(_("is a year on two digits"), _("a year on four digits"), f"20{text[-2:]}")
    try:
        return _integer(text, field)
    except CellError as error:
        years = re.findall(r"(?<!\d)\d{4}(?!\d)", text, re.ASCII)
        error.nearest = years[0] if len(years) == 1 and int(years[0]) in YEARS else None
        # A cell that holds 2025 and is set to "date" shows the day whose number is 2025.
        if match := re.fullmatch(r"(190\d)-(\d\d)-(\d\d)(?: 00:00:00)?", text, re.ASCII):
            number = (date(*(int(part) for part in match.groups())) - FIRST_DAY).days
            error.nearest = str(number) if number in YEARS else None
        raise


def _integer(text: str, field: Field) -> str:
    # Three digits after a sign may be decimals or thousands: only a space makes thousands.
    if match := re.fullmatch(r"([+-]?(?:\d+|\d{1,3}(?: \d{3})+))(?:[.,]0{1,2})?", text, re.ASCII):
        return str(int(match[1].replace(" ", "")))
    raise CellError(_("is not a whole number"), _("digits alone"))


def _flag(text: str, _field: Field) -> str:
    if folded(text) in YES:
        return "oui"
    if folded(text) in NO:
        return "non"
    raise CellError(_("is neither yes nor no"), _("oui or non"))


def _choice(text: str, field: Field) -> str:
    choices: list[str] = field["constraints"]["enum"]
    by_fold = {folded(choice): choice for choice in choices}
    word = folded(text)
    if word in by_fold:
        return by_fold[word]
    other = OTHER_WORDS.get(word)
    if other is not None and other in choices:
        return other
    close = nearest(text, choices)
    if sum(choice in word for choice in by_fold) > 1:
        close = "hybride" if "hybride" in choices else None
    raise CellError(_("is not one of the choices"), ", ".join(choices), close)
