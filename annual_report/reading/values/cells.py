"""Understanding one cell: what somebody typed becomes one canonical value, or is refused.

Every cell arrives as text. Each function here returns the canonical text of a value ("44",
"2025-06-19", "présentiel", "2"), or raises CellError with what was expected and the nearest valid
choice. Nothing is guessed: what can mean two things is refused.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from annual_report.messages import _
from annual_report.reading.values.attendance_states import is_attendance, read_attendance
from annual_report.reading.values.damage import refuse_damage, refuse_joined
from annual_report.reading.values.personal import refuse_personal
from annual_report.reading.values.plain import LONGEST, clean, folded, nearest, visible
from annual_report.reading.values.refusal import CellError
from annual_report.reading.values.vocabulary import (
    HYBRID,
    NO,
    NO_WORDS,
    NONE_OR_UNKNOWN,
    OTHER_WORDS,
    UNKNOWN,
    YES,
    YES_WORDS,
)
from annual_report.reading.values.written_dates import FIRST_DAY, YEARS, read_date
from annual_report.reading.values.written_departments import read_department
from annual_report.reading.values.written_members import read_member
from annual_report.reading.values.written_numbers import read_number
from annual_report.territories.departments import departments
from annual_report.territories.institutions import institution
from annual_report.territories.kinds import DEFAULT

__all__ = [
    "CellError", "Field", "clean", "folded", "is_placeholder", "nearest", "understand", "visible",
]  # fmt: skip

Field = dict[str, Any]
"""A field of a Table Schema, as its descriptor says it."""

PLACEHOLDER = re.compile(
    r"(?:à|a) (?:compléter|completer|remplir|préciser|preciser)\b.*|todo\b.*|tbd|\?{2,}|x{2,3}",
    re.I,
)
FORMULA_STARTS = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet takes for a formula; an apostrophe before it guards it."""
MADE_OF_A_MONTH = re.compile(r"[a-zà-ÿ]+\.?[- ](?:\d{2}|\d{4})|0?1/\d{1,2}/\d{4}", re.IGNORECASE)
"""What a spreadsheet shows for "2025-1" that it took for a month: its name, or its first day."""
FORMULA_GUARD = re.compile(r"^'+(?=[=+\-@])")
MEMBERS = frozenset({"membre", "hote"})
"""The shared columns that name an institution."""


def understand(text: str, field: Field, year_beside: str = "") -> str:
    """Return the canonical value of a cell of `field`, "" for an empty one.

    `year_beside` is what the row's own year says: a date may need it.
    """
    written, text = text, FORMULA_GUARD.sub("", clean(text))
    if text and is_attendance(field) and len(text) <= LONGEST:
        refuse_joined(written)
        refuse_personal(text)
        return read_attendance(text, folded(text))
    if not text or text.casefold() in UNKNOWN:
        return ""
    if len(text) > LONGEST:
        raise CellError(_("is too long"), _("at most {count} signs", count=LONGEST))
    if text.casefold() in NONE_OR_UNKNOWN:
        return _none_or_unknown(field)
    refuse_joined(written)
    if field.get("kind") == "url":
        refuse_damage(text.replace("?", ""))
    else:
        refuse_damage(written)
    refuse_personal(text)
    if field.get("kind") == "partial-date":
        return read_date(text, year_beside)
    return _reader(field)(text, field)


def is_placeholder(text: str) -> bool:
    """Tell a cell that says it is still to fill in: "à compléter"."""
    return PLACEHOLDER.fullmatch(clean(text)) is not None


def is_count(field: Field) -> bool:
    """Tell a column of counts, where zero and "nobody knows" are two things; a year is none."""
    return field.get("type") in ("integer", "number") and not is_year(field)


def is_year(field: Field) -> bool:
    """Tell a column of years."""
    return "year" in (field.get("kind"), field.get("type"))


def _none_or_unknown(field: Field) -> str:
    """Read "-" or "néant" as an empty cell, unless "none" would be something else there."""
    other = None
    if is_count(field):
        other = "0"
    elif field.get("type") == "boolean":
        other = NO
    elif field.get("kind") == "subject":
        other = _("no row")
    if other is None:
        return ""
    raise CellError(
        _("can mean “none” or “not recorded”"),
        _("the value, or an empty cell for what is not recorded"),
        _("{one} or {other}", one=other, other=_("an empty cell")),
    )


def _reader(field: Field) -> Callable[[str, Field], str]:
    said, kind = field.get("kind"), field.get("type", "string")
    if said == "department":
        return _department
    if said == "member":
        return _member
    if said == "identifier":
        return _identifier
    if kind in ("integer", "year"):
        return _year if is_year(field) else _integer
    if kind == "number":
        return read_number
    if kind == "date":
        return _day
    if kind == "boolean":
        return _flag
    return _choice if "enum" in field.get("constraints", {}) else _text


def _text(text: str, _field: Field) -> str:
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def _department(text: str, _field: Field) -> str:
    if "?" in text:
        meant = read_department(text.replace("?", "").strip())
        raise _uncertain(f"{departments()[meant].name} ({meant})", _("one département"))
    return read_department(text)


def _member(text: str, field: Field) -> str:
    wanted = field.get("genres", (DEFAULT,))
    if "?" in text:
        meant = read_member(text.replace("?", "").strip(), wanted)
        raise _uncertain(institution(meant).label, _("one institution"))
    return read_member(text, wanted)


def _uncertain(meant: str, expected: str) -> CellError:
    return CellError(
        _("is uncertain"),
        _("{one}, or an empty cell", one=expected),
        _("{one} or {other}", one=meant, other=_("an empty cell")),
    )


def _identifier(text: str, _field: Field) -> str:
    """Refuse the identifier that a spreadsheet took for a month: "2025-1" becomes "janv-25"."""
    month = ""
    if MADE_OF_A_MONTH.fullmatch(text):
        try:
            month = read_date(text)
        except CellError as error:
            if match := re.fullmatch(r"(?:\d\d/)?(\d\d)/(\d{4})", error.nearest or ""):
                month = f"{match[2]}-{match[1]}"
    if month:
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


def _day(text: str, _field: Field) -> str:
    """Read a whole date: a column of dates has no room for "juin 2025"."""
    read = read_date(text)
    if len(read) < len("2025-06-19"):
        raise CellError(_("is no whole date"), _("a day, a month and a year"))
    return read


def _flag(text: str, _field: Field) -> str:
    if folded(text) in YES_WORDS:
        return YES
    if folded(text) in NO_WORDS:
        return NO
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
        close = HYBRID if HYBRID in choices else None
    raise CellError(_("is not one of the choices"), ", ".join(choices), close)
