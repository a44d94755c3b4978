"""Members and départements as people write them: a code, a name or both, brought to a code.

    44, CD 44, 44 - Loire-Atlantique, Conseil départemental de Loire-Atlantique      44
    6AE, Alsace, CEA, 67, Bas-Rhin                                                   6AE
    244400404, Nantes Métropole, Métropole de Nantes                                 244400404
    44109, Nantes, Saint-Denis (93)                                                  44109, 93066

Only the kinds of member that the network has are looked through. A territory without a separate
institution is read as the single institution that stands there. A network that has organisations
takes any other text as a name. A text that may mean several institutions is an error,
which lists them.
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
    is_name_of_commune,
    list_other_kinds,
)

# Codes and names as people put them together: no parser knows these forms.
# Taken: "CD 44", "FR-44", "dépt. 2A", "44.0". Not taken: "44109", "Gers".
PREFIXED = re.compile(
    r"(?:FR-|(?:CD|DPT|D[EÉ]PT|D[EÉ]P|D[EÉ]PARTEMENT|N°)\.? ?)?(\d{1,3}|2 ?[AB])(?:[.,]0+)?",
    re.IGNORECASE,
)
CODE = r"\d[\dA-Z]{0,8}"
# Taken: "44 - Loire-Atlantique", "(44) Loire-Atlantique". Not taken: "CD 44".
CODE_AND_NAME = re.compile(rf"\(?({CODE})\)?(?: *[-–—:,] *| +)(\D.+)", re.IGNORECASE)
# Taken: "Loire-Atlantique (44)", "Saint-Denis, 93". Not taken: "Loire-Atlantique".
NAME_AND_CODE = re.compile(rf"(.+?)(?: *[-–:,] *| +)\(?({CODE})\)?", re.IGNORECASE)


def read_institution(text: str, wanted: Sequence[str] = (DEFAULT,)) -> str:
    """Return the code of the institution that a text means, or the name of an organisation.

    `wanted` are the kinds to look through, such as "département". Raise CellError for a text that
    means no institution of these kinds, or several.
    """
    looked = tuple(wanted)
    if "?" in text:
        raise CellError(_("is uncertain"), _("{one}, or an empty cell", one=_("one institution")))
    institutions = _find_by_code_or_name(text, looked)
    if not institutions:
        institutions = _find_code_and_name(text, looked)
    if not institutions and DEFAULT in looked:
        # Bas-Rhin is no institution; on its ground stands the Collectivité européenne d’Alsace.
        institutions = find_institutions_on(text)
    if len(institutions) == 1:
        return institutions[0].code
    if institutions:
        raise _make_ambiguity_error(institutions, looked)
    if COMMUNE in looked:
        _refuse_code_behind(text)
    # Where organisations may be members, any text that is no code names one.
    if ORGANISATION in looked and not text.isdecimal():
        return straighten(text)
    raise _make_unknown_error(text, looked)


def straighten(text: str) -> str:
    """Return a text with the apostrophes of French print inside its words: "l'eau" → "l’eau"."""
    # Taken: the apostrophe of "l'eau". Not taken: that of "l' eau", or a quotation mark.
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def _find_by_code_or_name(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions that a text names by a code or by a name, without the other.

    "44" → Loire-Atlantique, "CD 44" → Loire-Atlantique, "CD 2 A" → Corse, "044" →
    Loire-Atlantique, "Gers" → Gers. `wanted` are the kinds to look through. None are returned for
    a text that names no institution of these kinds.
    """
    code_of_department = PREFIXED.fullmatch(text)
    takes_departments = DEFAULT in wanted or TERRITORY in wanted
    if code_of_department and takes_departments:
        # "2 A" is 2A. `find_institutions` puts the zero of 01 back, which spreadsheets drop.
        digits = code_of_department[1].replace(" ", "")
        text = digits.lstrip("0") or "0"
    return find_institutions(text, wanted)


def _find_code_and_name(text: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions of a code beside a name, in either order: "44 - Loire-Atlantique"."""
    code_first = CODE_AND_NAME.fullmatch(text)
    if code_first:
        found = _find_both(code_first[1], code_first[2], wanted)
        if found:
            return found
    name_first = NAME_AND_CODE.fullmatch(text)
    if name_first:
        return _find_both(name_first[2], name_first[1], wanted)
    return ()


def _find_both(code: str, name: str, wanted: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions that a code and a name mean together; () where they mean none.

    ("44", "Loire-Atlantique") → Loire-Atlantique; ("93", "Saint-Denis") → the Saint-Denis in that
    département, for the code beside a town may be the département's. `wanted` are the kinds to look
    through. Raise CellError for a code and a name of two different institutions.
    """
    by_code = _find_by_code_or_name(code, wanted)
    by_name = _find_by_code_or_name(name, wanted)
    agreed = tuple(member for member in by_name if member in by_code)
    if agreed:
        return agreed
    # The code may be that of the département around, which has a zero in front: "1" → "01".
    department = code.upper().zfill(2)
    inside = tuple(member for member in by_name if department in member.departments)
    if inside:
        return inside
    if len(by_code) == 1 and len(by_name) == 1:
        fault = _("has a code and a name that don't agree")
        raise CellError(fault, _("one institution"), _list_choices([*by_code, *by_name]))
    return ()


def _list_choices(institutions: Sequence[Institution]) -> str:
    """Return institutions in a line, to choose from: "Aude (11), Gers (32) or Lot (46)"."""
    names = [name_choice(institution) for institution in institutions]
    *others, last = names
    if not others:
        return last
    return _("{one} or {other}", one=", ".join(others), other=last)


def name_choice(institution: Institution) -> str:
    """Return an institution's name and code for a message: "Gironde (33)".

    A commune has its département too, for many communes share a name: "Valence (26362, Drôme)".
    """
    if institution.kinds != (COMMUNE,):
        return institution.label
    department = departments_by_code()[institution.departments[0]]
    return f"{institution.name} ({institution.code}, {department.name})"


def _make_ambiguity_error(
    institutions: Sequence[Institution], wanted: tuple[str, ...]
) -> CellError:
    """Return the error of a text that may mean several institutions, with all of them.

    `wanted` are the kinds of institution that the cell may name.
    """
    choices = _list_choices(institutions)
    # A cell of places names a département as a territory, any other cell an institution.
    if TERRITORY in wanted:
        return CellError(_("is more than one département"), _("one département"), choices)
    return CellError(_("is more than one institution"), _("one institution"), choices)


def _refuse_code_behind(text: str) -> None:
    """Raise CellError for a commune's SIREN, and for the code of an arrondissement of a town.

    "75101" is the first arrondissement of Paris: the message names Paris (75056). Any other text
    passes.
    """
    behind = find_commune_behind(text)
    if not behind:
        return
    own_code, commune = behind
    fault = _("is the code of an arrondissement or a SIREN, and not that of a commune")
    raise CellError(fault, _("the code of the commune"), f"{commune.name} ({own_code})")


def _make_unknown_error(text: str, wanted: tuple[str, ...]) -> CellError:
    """Return the error of a text that means no institution, with the nearest institution.

    "Girond." → “is not a French département”, with the nearest, Gironde (33). `wanted` are the
    kinds of institution that the cell may name.
    """
    known = kinds_by_name()
    plurals = ", ".join(known[kind].plural for kind in wanted if kind in known)
    # An institution of another kind than the members: the kinds are wrong, or the member is.
    of_other_kind = _find_of_other_kind(text, wanted)
    if of_other_kind:
        fault = _(
            "is of another kind than the members of this network: {kind}",
            kind=of_other_kind.kinds[0],
        )
        expected = _(
            "{kinds}; a network of other kinds says so in its setting “genres”", kinds=plurals
        )
        near = of_other_kind.label if text.isdecimal() else None
        return CellError(fault, expected, near)
    # No institution at all: the kinds to choose from are named, with the nearest spelling.
    fault = _("is no member that is known")
    expected = _("a code or an official name among: {kinds}", kinds=plurals)
    if COMMUNE in wanted:
        expected = _(
            "{expected}; of a delegated commune, of which there is no list, the commune that it is "
            "a part of",
            expected=expected,
        )
    if wanted in ((DEFAULT,), (TERRITORY,)):
        fault = _("is not a French département")
        expected = _("an Insee code or an official name")
    # Taken: signs behind the last letter, as in "Girond.".
    letters = re.sub(r"\W+$", "", clean_text(text))
    close = find_nearest_institution(letters, wanted)
    if not close:
        return CellError(fault, expected)
    return CellError(fault, expected, name_choice(close))


def _find_of_other_kind(text: str, wanted: tuple[str, ...]) -> Institution | None:
    """Return the institution that a text names among the kinds that the network doesn't have.

    "Nantes Métropole" in a network of départements: the message can say that the kind is wrong.
    None for a text that names no institution of any kind. `wanted` are the network's kinds.
    """
    if TERRITORY in wanted:
        return None
    kinds = list_other_kinds(wanted)
    # Any word may be the name of a commune by chance. A number is no code by chance, and a name
    # that resembles no member's is no slip.
    is_commune = is_name_of_commune(text) and not find_nearest_institution(text, wanted)
    if text.isdecimal() or is_commune:
        kinds = (*kinds, COMMUNE)
    found = find_institutions(text, kinds)
    if not found:
        return None
    return found[0]
