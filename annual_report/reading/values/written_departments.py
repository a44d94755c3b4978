"""Départements as people write them: a code, a name, or both, brought to the Insee code.

    1, 01, 001, 44.0, FR-44, CD 44, Dpt 44                   a code
    Loire Atlantique, la Loire-Atlantique, Conseil départemental de Loire-Atlantique   a name
    44 - Loire-Atlantique, Loire-Atlantique (44)             both, if they agree

What isn't one département for certain is refused: Corse, Alsace, a postal code.
"""

import re

from annual_report.messages import _
from annual_report.reading.values.refusal import CellError
from annual_report.territories.departments import Department
from annual_report.territories.spelling import (
    departments_called,
    find_department,
    nearest_department,
)

CODE = r"(?:\d{1,3}|2 ?[AB])"
PREFIXED = re.compile(
    rf"(?:FR-|(?:CD|DPT|DEPT|DÉPT|DEP|DÉP|DEPARTEMENT|DÉPARTEMENT|N°)\.? ?)?({CODE})(?:[.,]0+)?",
    re.I,
)
CODE_AND_NAME = re.compile(rf"\(?({CODE})\)?(?: *[-–—:,] *| +)(\D+)", re.IGNORECASE)
NAME_AND_CODE = re.compile(rf"(\D+?)(?: *[-–—:,] *| +)\(?({CODE})\)?", re.IGNORECASE)
COUNCIL = re.compile(
    r"(?:le )?(?:conseil départemental|conseil departemental|CD)\b *", re.IGNORECASE
)
POSTAL = re.compile(r"(\d{2}|2[AB])\d{3}", re.IGNORECASE)


def read_department(text: str) -> str:
    """Return the code of a département; raise CellError if it isn't one, or not for certain."""
    if found := _find(text):
        return found.code
    for pattern, code, name in ((CODE_AND_NAME, 1, 2), (NAME_AND_CODE, 2, 1)):
        if match := pattern.fullmatch(text):
            by_code, by_name = _find(match[code]), _find(match[name])
            if by_code and by_code == by_name:
                return by_code.code
            if by_code and by_name:
                raise CellError(
                    _("has a code and a name that don't agree"),
                    _("one département"),
                    _("{one} or {other}", one=_said(by_code), other=_said(by_name)),
                )
    raise not_one(text)


def bare_of_council(text: str) -> str:
    """Return what is written without "conseil départemental" before it."""
    return COUNCIL.sub("", text)


def _find(text: str) -> Department | None:
    """Find a département by what is written, less what may stand around it."""
    if match := PREFIXED.fullmatch(text):
        code = match[1].replace(" ", "").lstrip("0") or "0"
        return find_department(code)
    return find_department(text) or find_department(bare_of_council(text))


def not_one(text: str) -> CellError:
    """Return the refusal of what isn't one département, with those that may be meant."""
    name = bare_of_council(text)
    if several := departments_called(text) or departments_called(name):
        *others, last = map(_said, several)
        return CellError(
            _("is more than one département"),
            _("one département"),
            _("{one} or {other}", one=", ".join(others), other=last),
        )
    close = nearest_department(text)
    if match := POSTAL.fullmatch(text):
        close = find_department(match[1])
    return CellError(
        _("is not a French département"),
        _("an Insee code or an official name"),
        _said(close) if close else None,
    )


def _said(department: Department) -> str:
    return f"{department.name} ({department.code})"
