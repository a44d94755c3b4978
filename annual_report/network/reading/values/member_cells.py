"""Members and départements as people write them: a code, a name or both, brought to a code.

    44, CD 44, 44 - Loire-Atlantique, Conseil départemental de Loire-Atlantique      44
    6AE, Alsace, CEA, 67, Bas-Rhin                                                   6AE
    244400404, Nantes Métropole, Métropole de Nantes                                 244400404
    44109, Nantes, Saint-Denis (93)                                                  44109, 93066

Only the kinds of member that the network has are looked through. A territory that has no
institution of its own is read as the one that stands on it alone. A network that has organisations
takes any other text as the name of one. What may be several institutions is refused with them.
"""

import re
from collections.abc import Sequence

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.network.territories.institutions import Institution, departments_by_code
from annual_report.network.territories.kinds import (
    COMMUNE,
    DEFAULT,
    ORGANISATION,
    TERRITORY,
    kinds_by_name,
)
from annual_report.network.territories.spelling import (
    find_commune_behind,
    find_institutions,
    find_institutions_on,
    find_nearest_institution,
    list_kinds_beside,
)

PREFIXED = re.compile(
    r"(?:FR-|(?:CD|DPT|D[EÉ]PT|D[EÉ]P|D[EÉ]PARTEMENT|N°)\.? ?)?(\d{1,3}|2 ?[AB])(?:[.,]0+)?",
    re.IGNORECASE,
)
CODE = r"\d[\dA-Z]{0,8}"
CODE_AND_NAME = re.compile(rf"\(?({CODE})\)?(?: *[-–—:,] *| +)(\D.+)", re.IGNORECASE)
NAME_AND_CODE = re.compile(rf"(.+?)(?: *[-–:,] *| +)\(?({CODE})\)?", re.IGNORECASE)


def read_institution(text: str, wanted: Sequence[str] = (DEFAULT,)) -> str:
    """Return the code of an institution of some kinds, or its name if it is an organisation."""
    looked = tuple(wanted)
    if "?" in text:
        raise CellError(_("is uncertain"), _("{one}, or an empty cell", one=_("one institution")))
    institutions = _find(text, looked)
    # "44 Loire-Atlantique", "Loire-Atlantique (44)"
    for pattern, code, name in ((CODE_AND_NAME, 1, 2), (NAME_AND_CODE, 2, 1)):
        if not institutions and (match := pattern.fullmatch(text)):
            institutions = _find_both(match[code], match[name], looked)
    if not institutions and DEFAULT in looked:
        institutions = find_institutions_on(text)  # the Rhône and its Métropole share a territory
    if len(institutions) == 1:
        return institutions[0].code
    if institutions:
        fault, one = _("is more than one institution"), _("one institution")
        if TERRITORY in looked:
            fault, one = _("is more than one département"), _("one département")
        raise CellError(fault, one, _choices(institutions))
    if COMMUNE in looked and (behind := find_commune_behind(text)):
        own_code, commune = behind
        fault = _("is the code of an arrondissement or a SIREN, and not that of a commune")
        raise CellError(fault, _("the code of the commune"), f"{commune.name} ({own_code})")
    # An organisation is whatever no institution is, and no code.
    if ORGANISATION in looked and not text.isdecimal():
        return re.sub(r"(?<=\w)'(?=\w)", "’", text)
    raise _refusal(text, looked)


def _find(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    if {DEFAULT, TERRITORY} & set(wanted) and (match := PREFIXED.fullmatch(text)):
        text = match[1].replace(" ", "").lstrip("0") or "0"
    return find_institutions(text, wanted)


def _find_both(code: str, name: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Find what a code and a name mean together; the code may be that of the département."""
    by_code, by_name = _find(code, wanted), _find(name, wanted)
    if agreed := tuple(member for member in by_name if member in by_code):
        return agreed
    # "Saint-Denis (93)"
    if inside := tuple(member for member in by_name if code.upper().zfill(2) in member.departments):
        return inside
    if len(by_code) == 1 and len(by_name) == 1:
        fault, one = _("has a code and a name that don't agree"), _("one institution")
        raise CellError(fault, one, _choices([*by_code, *by_name]))
    return ()


def _choices(institutions: Sequence[Institution]) -> str:
    """Name institutions to choose from; a commune with its département, since names are shared."""
    *others, last = (
        f"{member.name} ({member.code}, {departments_by_code()[member.departments[0]].name})"
        if member.kinds == (COMMUNE,)
        else member.label
        for member in institutions
    )
    return _("{one} or {other}", one=", ".join(others), other=last) if others else last


def _refusal(text: str, wanted: tuple[str, ...]) -> CellError:
    """Say that nothing is meant that is known, and what is nearest."""
    # Any word may be the name of a commune, but no number is one by chance.
    kinds = (*list_kinds_beside(wanted), *((COMMUNE,) if text.isdecimal() else ()))
    beside = () if TERRITORY in wanted else find_institutions(text, kinds)
    plurals = ", ".join(kinds_by_name()[kind].plural for kind in wanted if kind in kinds_by_name())
    if beside:
        fault = _("is of another kind than the members of this network: {kind}",
                 kind=beside[0].kinds[0])  # fmt: skip
        expected = _("{kinds}; a network of other kinds says so in its setting “genres”",
                     kinds=plurals)  # fmt: skip
        return CellError(fault, expected, beside[0].label if text.isdecimal() else None)
    close = find_nearest_institution(re.sub(r"\W+$", "", clean_text(text)), wanted)
    fault = _("is no member that is known")
    expected = _("a code or an official name among: {kinds}", kinds=plurals)
    if COMMUNE in wanted:
        expected = _("{expected}; of a delegated commune, of which there is no list, the commune "
                     "that it is a part of", expected=expected)  # fmt: skip
    if wanted in ((DEFAULT,), (TERRITORY,)):
        fault, expected = _("is not a French département"), _("an Insee code or an official name")
    return CellError(fault, expected, _choices([close]) if close else None)
