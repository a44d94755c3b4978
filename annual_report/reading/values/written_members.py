"""Members and hosts as people write them: a code or a name, brought to an institution's code.

    44, CD 44, 44 - Loire-Atlantique, Conseil départemental de Loire-Atlantique      44
    6AE, Alsace, CEA, Collectivité européenne d’Alsace                              6AE
    244400404, Nantes Métropole, Métropole de Nantes                                244400404
    44109, Nantes, Saint-Denis (93)                                                 44109, 93066

Only the kinds of member that the network has are looked through. A network that has organisations
takes any other text as the name of one. What may be several institutions is refused with the
choices, and so is a département that has no institution of its own: 67 is part of the Alsace's.
"""

import re
from collections.abc import Sequence

from annual_report.messages import _
from annual_report.reading.values.refusal import CellError
from annual_report.reading.values.written_departments import PREFIXED, bare_of_council, not_one
from annual_report.territories.departments import departments
from annual_report.territories.institution_tables import Institution
from annual_report.territories.kinds import COMMUNE, DEFAULT, ORGANISATION, kinds
from annual_report.territories.spelling import (
    find_institutions,
    institutions_on,
    kinds_beside,
    nearest_institution,
)

CODE = r"\d[\dA-Z]{0,8}"
CODE_AND_NAME = re.compile(rf"\(?({CODE})\)?(?: *[-–—:,] *| +)(\D.+)", re.IGNORECASE)
NAME_AND_CODE = re.compile(rf"(.+?)(?: *[-–:,] *| +)\(?({CODE})\)?", re.IGNORECASE)


def read_member(text: str, wanted: Sequence[str] = (DEFAULT,)) -> str:
    """Return the code of an institution; raise CellError if it isn't one, or not for certain."""
    looked = tuple(wanted)
    found = _find(text, looked)
    if len(found) == 1:
        return found[0].code
    for pattern, code, name in ((CODE_AND_NAME, 1, 2), (NAME_AND_CODE, 2, 1)):
        if not found and (match := pattern.fullmatch(text)):
            found = _both(match[code], match[name], looked)
            if len(found) == 1:
                return found[0].code
    if found:
        raise _several(found)
    if ORGANISATION in looked and not institutions_on(text):
        return re.sub(r"(?<=\w)'(?=\w)", "’", text)
    raise _refusal(text, looked)


def said(each: Institution) -> str:
    """Name an institution among choices; a commune with its département, since names are shared."""
    if each.kinds != (COMMUNE,):
        return each.label
    return f"{each.name} ({each.code}, {departments()[each.departments[0]].name})"


def _find(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    if DEFAULT in wanted and (match := PREFIXED.fullmatch(text)):
        text = match[1].replace(" ", "").lstrip("0") or "0"
    return find_institutions(text, wanted)


def _both(code: str, name: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Find what a code and a name mean together; the code may be that of the département."""
    by_code, by_name = _find(code, wanted), _find(name, wanted)
    if agreed := tuple(each for each in by_name if each in by_code):
        return agreed
    if inside := tuple(each for each in by_name if code.upper().zfill(2) in each.departments):
        return inside
    if len(by_code) == 1 and len(by_name) == 1:
        raise CellError(
            _("has a code and a name that don't agree"),
            _("one institution"),
            _("{one} or {other}", one=said(by_code[0]), other=said(by_name[0])),
        )
    return ()


def _several(found: Sequence[Institution]) -> CellError:
    return CellError(_("is more than one institution"), _("one institution"), _choices(found))


def _choices(found: Sequence[Institution]) -> str:
    *others, last = map(said, found)
    return _("{one} or {other}", one=", ".join(others), other=last) if others else last


def _refusal(text: str, wanted: tuple[str, ...]) -> CellError:
    if DEFAULT in wanted and (standing := institutions_on(bare_of_council(text))):
        return CellError(
            _("is a territory, which has no institution of its own"),
            _("the institution that stands on it"),
            _choices(standing),
        )
    if elsewhere := find_institutions(text, kinds_beside(wanted)):
        kind = elsewhere[0].kinds[0]
        return CellError(
            _("is of another kind than the members of this network: {kind}", kind=kind),
            _(
                "{kinds}; a network of other kinds says so under “genres”, in “reseau”",
                kinds=", ".join(kinds()[each].plural for each in wanted),
            ),
        )
    if wanted == (DEFAULT,):
        return not_one(text)
    close = nearest_institution(text, wanted)
    return CellError(
        _("is no member that is known"),
        _(
            "a code or an official name among: {kinds}",
            kinds=", ".join(kinds()[each].plural for each in wanted),
        ),
        said(close) if close else None,
    )
