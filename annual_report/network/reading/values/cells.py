"""Cells: a typed text → a canonical text, or the reason why the text is wrong.

    "jeudi 19 juin 2025", a cell of a date          2025-06-19
    "Conseil départemental de l’Allier", a member   03
    "x", a cell of attendance                       présent
    "32/06/2025", a cell of a date                  CellError: is not a day of the calendar

A field, the description of a column in `tables.json`, declares how cells are read: by a `type` of
Table Schema, or by a more precise `kind`, for which `READERS` has a function. The name of a column
decides no reading. No meaning is guessed: a text that can mean two things is wrong, with the
expected form and the nearest valid choice. `understand_cells` returns a `ReadCell` for each cell,
and raises nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from annual_report.base.errors import CellError
from annual_report.base.letters import LONGEST, clean_text, find_nearest, fold_spelling, shorten
from annual_report.base.messages import _
from annual_report.machine.pages.checks.wording import (
    EMAIL,
    WEB_ADDRESS,
    find_contact,
    remark_names,
)
from annual_report.network.reading.files.network_folder import is_picture
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import GENRES, REQUIRED, Field
from annual_report.network.reading.values.date_cells import YEARS, read_date, write_day
from annual_report.network.reading.values.member_cells import read_institution, straighten
from annual_report.network.reading.values.vocabulary import (
    ABSENT,
    ATTENDANCE,
    ATTENDANCE_WORDS,
    FLAG_WORDS,
    FORMATS,
    NONE_OR_UNKNOWN,
    OTHER_WORDS,
    PRESENT,
    UNKNOWN,
)
from annual_report.network.territories.institutions import find_institution, is_known
from annual_report.network.territories.kinds import ANY, DEFAULT, TERRITORY, kinds_by_name

NOWHERE = Place("")
"""The place of a problem until the table locates the cell."""
# Texts of cells are words of people: no parser knows their forms.
# Taken: "à compléter", "A préciser en mars", "TODO", "???", "xx". Not taken: "?", "complété".
PLACEHOLDER = re.compile(
    r"(?:à|a) (?:compl[ée]ter|remplir|pr[ée]ciser|d[ée]finir|d[ée]terminer|confirmer)\b.*"
    r"|todo\b.*|tbd|\?{2,}|x{2,3}",
    re.IGNORECASE,
)
FORMULA_STARTS = ("=", "+", "-", "@")
"""The beginnings of a formula in a spreadsheet; an apostrophe in front guards a text."""
# Taken: the apostrophe of "'=2+2". Not taken: that of "'s Graveland".
FORMULA_GUARD = re.compile(r"^'+(?=[=+\-@])")
# Taken: "janv-25", "août 2025", "01/1/2025". Not taken: "2025-1", "02/01/2025".
IDENTIFIER_AS_MONTH = re.compile(
    r"(?:jan|f[ée]v|mar|avr|mai|jui|ao[uû]|sep|oct|nov|d[ée]c)[a-zû]*\.?[- ](?:\d{2}|\d{4})"
    r"|0?1/\d{1,2}/\d{4}",
    re.IGNORECASE,
)
"""The month that a spreadsheet makes of "2025-1": a name, or a first day."""
# Taken: "exemple.fr/page". Not taken: "rapport.pdf", "page.html", which are names of files.
ADDRESS_ALONE = re.compile(r"(?:[\w-]+\.)+(?!html?\b|pdf\b)[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
# Taken: "Ari?ge", "AriÃ¨ge", "Ari√®ge", and "75" with a hidden sign between the digits.
# Not taken: "Où ?", "A ± B".
GARBLED = re.compile(
    # A letter that is lost, or that another alphabet has in the middle of a word.
    r"\ufffd|[A-Za-zÀ-ÿ](?:[‚„†‡ˆ‰Š‹Œ¤¦¬¯±²³µ¶¸¹º¼½¾¿×÷]|\?{1,3})[a-zà-ÿ]"
    # UTF-8 that was taken for Windows-1252, for a Macintosh's letters, for MS-DOS's.
    r"|[ÂÃÅ](?:[\s\u0080-\u00bf“”€™œžŸ]|$)|â€|√[©®ßàâêîôûùç°†§¶¢£•]|[├┬][\u0080-\u00ff]"
    # A sign that nobody sees, which makes one number of two.
    r"|\d[\x00-\x08\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+\d"
)
# Taken: "#REF!", "#N/A", "####", "Err:502". Not taken: "#transition", "n° 5".
FAILED = re.compile(r"(?<!\S)(?:#(?:[A-ZÉ/0_]+[!?]|N/[AD]|##+)|Err:\d+)[.,;]*(?!\S)", re.IGNORECASE)
"""The signs of a formula that fails."""
# Taken: "12", "3,0", as a spreadsheet may save 3. Not taken: "2,5", "1000".
COUNT = re.compile(r"(\d{1,3})(?:[.,]0{1,2})?", re.ASCII)
# Taken: "2025", "2 025", "2025.0". Not taken: "25".
YEAR = re.compile(r"(\d ?\d{3})(?:[.,]0{1,2})?", re.ASCII)
COUNTED_KINDS = frozenset({"boolean", "subject", "attendance"})
"""The kinds of cells that pages count: there "none" is something else than "not recorded"."""


def read_cell(cell: str, field: Field) -> str:
    """Return the canonical text of a typed cell, "" for an empty cell.

    "19 juin 2025" → "2025-06-19" in a column of dates; "Visio" → "distanciel" in a column of
    formats; "Gironde (33)" → "33" in a column of members. `field` describes the column. Raise
    CellError, with the expected form, for any other text.
    """
    text = FORMULA_GUARD.sub("", clean_text(cell))
    kind = find_cell_kind(field)
    # "NA" may be the identifier of a meeting; elsewhere it means "nobody knows".
    if not text or (text.casefold() in UNKNOWN and kind != "identifier"):
        return ""
    if len(text) > LONGEST:
        raise CellError(_("is too long"), _("at most {count} signs", count=LONGEST))
    # "-" in a cell of towns means no town in any case; in a cell of attendance it may mean absent,
    # or not known.
    if text.casefold() in NONE_OR_UNKNOWN:
        if kind not in COUNTED_KINDS:
            return ""
        fault = _("can mean “none” or “not recorded”")
        raise CellError(fault, _("the value, or an empty cell"))
    # Damage is looked for in the cell as typed: cleaning drops hidden signs.
    checked = cell
    if kind in ("url", "address"):
        # In an address a "?" between letters is no lost letter: it begins the query.
        checked = cell.replace("?", "")
    damage = find_damage(checked)
    if damage:
        raise damage
    # No page may hold the address or the number of a person.
    reached = find_contact(text)
    if reached and kind != "contact":
        raise CellError(reached, _("no e-mail address or telephone number"))
    return READERS[kind](text, field)


def find_damage(text: str) -> CellError | None:
    """Return the error of a text that an encoding or a formula damaged; None for a sound text.

    "AriÃ¨ge" and "Ari?ge" were "Ariège" before; "#REF!" is a formula that failed.
    """
    # In addresses a "?" between letters is no lost letter: they aren't looked at.
    if "://" in text:
        text = WEB_ADDRESS.sub("", text)
    if GARBLED.search(text):
        return CellError(_("has letters garbled by a wrong encoding"), _("the letters, in UTF-8"))
    if FAILED.search(text):
        return CellError(_("holds a spreadsheet’s error"), _("a value, not a formula that fails"))
    return None


def find_cell_kind(field: Field) -> str:
    """Return the way to read a field's cells, a key of `READERS`: "member", "choice", "string"."""
    kind = str(field.get("kind") or field.get("type", "string"))
    if kind == "string" and "enum" in field.get("constraints", {}):
        return "choice"
    return kind


def is_placeholder(text: str) -> bool:
    """Whether a cell is still to fill in: "à compléter"."""
    return PLACEHOLDER.fullmatch(clean_text(text)) is not None


def _read_text(text: str, _field: Field) -> str:
    """Return a text of any words, with French apostrophes: "l'eau" → "l’eau"."""
    return straighten(text)


def _read_town(text: str, field: Field) -> str:
    """Return the name of a town as typed: "Nantes". Raise CellError for a format such as "Visio".

    People write a format into the column of towns: a page would say that the meeting was “à Visio”.
    """
    if OTHER_WORDS.get(fold_spelling(text)) in FORMATS:
        fault = _("is a format, which has a column of its own")
        raise CellError(fault, _("the name of a commune, or an empty cell"))
    return _read_text(text, field)


def _find_address(text: str) -> str:
    """Return the web address that a text is: "exemple.fr/a" → "https://exemple.fr/a"; else ""."""
    if len(text.split()) != 1:
        return ""
    address = text
    if ADDRESS_ALONE.fullmatch(text):
        address = f"https://{text}"
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    # "https://claire:secret@exemple.fr" is no public address.
    if has_host and parts.username is None and parts.scheme in ("http", "https"):
        return address
    return ""


def _read_url(text: str, field: Field) -> str:
    """Return the address of a web page: "exemple.fr/a" → "https://exemple.fr/a".

    A setting of the kind "address" is a lasting address of the network, such as the folder of its
    pages: a query or an anchor is refused there ("…/?id=3", "…#bas"). Raise CellError for any other
    text.
    """
    address = _find_address(text)
    has_query = "?" in address or "#" in address
    if not address or (field["kind"] == "address" and has_query):
        raise CellError(_("is no address of a page"), "https://exemple.fr/page")
    return address


def _read_identifier(text: str, _field: Field) -> str:
    """Return the identifier of a meeting as typed: "2025-1".

    Raise CellError for "janv-25", which a spreadsheet makes of "2025-1": the number is lost.
    """
    if IDENTIFIER_AS_MONTH.fullmatch(text):
        fault = _("looks like an identifier that a spreadsheet turned into a date")
        raise CellError(fault, _("the identifier, in a column set to Text"))
    return text


def _read_year(text: str, _field: Field) -> str:
    """Return a year as four digits: "2025" → "2025".

    "2 025" and "2025,0", as spreadsheets write numbers, are that year too. Raise CellError for any
    other text, and for a year that no network has, such as "1066".
    """
    match = YEAR.fullmatch(text)
    if match:
        digits = match[1].replace(" ", "")
        if int(digits) in YEARS:
            return digits
    raise CellError(_("is not a year"), _("a year on four digits"))


def _pick_value(text: str, words: Mapping[str, str], fault: str, expected: str = "") -> str:
    """Return the value that a text means; raise CellError with the `fault` and the nearest value.

    "Visio" → "distanciel", where `words` has "visio" → "distanciel". `words` are folded word → the
    value that the word means; `expected` lists the choices in the message, by default all values.
    """
    value = words.get(fold_spelling(text))
    if value:
        return value
    choices = [*dict.fromkeys(words.values())]
    nearest = find_nearest(text, choices)
    raise CellError(fault, expected or ", ".join(choices), nearest)


def _read_attendance(text: str, _field: Field) -> str:
    """Return the state of a member at a meeting: "P" → "présent", "3" → "présent", "0" → "absent".

    A number says how many persons came for the member. Raise CellError for any other text.
    """
    count = COUNT.fullmatch(text)
    # The number isn't kept: with one person in it, that person would be recognised.
    if count and int(count[1]) > 0:
        return PRESENT
    if count:
        return ABSENT
    state = ATTENDANCE_WORDS.get(fold_spelling(text))
    if state:
        return state
    expected = _("{choices}, or an empty cell", choices=", ".join(ATTENDANCE))
    raise CellError(_("is not a state of attendance"), expected)


def _read_choice(text: str, field: Field) -> str:
    """Return the choice of the column that a text means: "visio" → "distanciel".

    `field` lists the choices of the column. Raise CellError for a word that means no such choice.
    """
    choices = field["constraints"]["enum"]
    words = {fold_spelling(choice): choice for choice in choices}
    for word, choice in OTHER_WORDS.items():
        if choice in choices:
            words[word] = choice
    return _pick_value(text, words, _("is not one of the choices"))


def _read_setting(text: str, field: Field) -> str:
    """Return the name of a setting in the table `reseau`, in its own spelling: "Nom" → "nom".

    Raise CellError for the name of no setting.
    """
    fault = _("is no setting of a network")
    expected = _("one that is described, or no such row")
    # The day of publication once was a setting of the network: now each year's text has its own.
    if fold_spelling(text) == "edition":
        publication = _("a line above the headings of the year’s text: Parution : 2026-02-15")
        raise CellError(fault, publication)
    names = {fold_spelling(name): name for name in field["constraints"]["enum"]}
    return _pick_value(text, names, fault, expected)


def _read_contact(text: str, _field: Field) -> str:
    """Return the network's public contact: a mail address as typed, or the address of a page.

    "exemple.fr/contact" → "https://exemple.fr/contact". Raise CellError for any other text, such as
    the number of a telephone.
    """
    if EMAIL.fullmatch(text):
        return text
    address = _find_address(text)
    if address:
        return address
    fault = _("is neither a mail address nor the address of a page")
    raise CellError(fault, "reseau@exemple.fr, https://exemple.fr/contact")


def _read_picture(text: str, _field: Field) -> str:
    """Return the name of a picture, "logo.png"; raise CellError for a name of another kind.

    The file isn't looked for here: a missing file is an error when the pictures are read.
    """
    if is_picture(text):
        return text
    fault = _("is no picture in the network’s folder")
    raise CellError(fault, _("logo.png, logo.jpg; a drawing (SVG) is exported as PNG first"))


def _read_member_kind(text: str, _field: Field) -> str:
    """Read a kind of member: "Départements" → "département", "commune" → "commune"."""
    # Folded singular or plural of a kind → the kind. `ANY` stands for several kinds, and is none.
    words = {}
    for name, kind in kinds_by_name().items():
        if name != ANY:
            words[fold_spelling(name)] = name
            words[fold_spelling(kind.plural)] = name
    return _pick_value(text, words, _("is no kind of member"))


def _read_institution_name(text: str, _field: Field) -> str:
    """Return a network's own name for an institution, with single spaces around the "=".

    "44=Département de Loire-Atlantique" → "44 = Département de Loire-Atlantique". Raise CellError
    for an unknown code, and for a text without a name.
    """
    before, _equals, after = text.partition("=")
    code = before.strip()
    name = after.strip()
    if name and is_known(code):
        return f"{code} = {name}"
    fault = _("is no code of an institution, “=” and a name")
    raise CellError(fault, "44 = Département de Loire-Atlantique")


READERS: Mapping[str, Callable[[str, Field], str]] = {
    "string": _read_text,
    "town": _read_town,
    "subject": _read_text,
    "url": _read_url,
    "choice": _read_choice,
    "year": _read_year,
    "boolean": lambda text, _field: _pick_value(text, FLAG_WORDS, _("is neither yes nor no")),
    "partial-date": lambda text, _field: read_date(text),
    "identifier": _read_identifier,
    "attendance": _read_attendance,
    "department": lambda text, _field: read_institution(text, (TERRITORY,)),
    "member": lambda text, field: read_institution(text, field.get(GENRES, (DEFAULT,))),
    "setting": _read_setting,
    "address": _read_url,
    "contact": _read_contact,
    "picture": _read_picture,
    "member-kind": _read_member_kind,
    "institution-name": _read_institution_name,
}
"""The kind of a cell → the function that reads a typed text of this kind.

Each takes the text and the field of the column, and returns the canonical text, or raises
CellError."""


class ReadCell(NamedTuple):
    """The canonical value of a cell, and the problems found there, still without a place."""

    value: str = ""
    blank: str = ""
    """The words of a cell that is still to fill in, "à compléter"; "" for any other cell."""
    problems: tuple[Problem, ...] = ()
    """The errors and remarks of the cell, without the place, which the table adds."""


def understand_cells(cells: Sequence[tuple[str, Field]]) -> list[ReadCell]:
    """Return the outcome of reading each of the typed cells, in the same order.

    `cells` are pairs of a text and the field that describes its column.

    A table of attendance has some hundred different texts in many thousand cells: equal texts of
    the same field are read once.
    """
    known: dict[tuple[str, int], ReadCell] = {}
    read = []
    for cell, field in cells:
        # A field is a dict, which can't be a key: the same field has the same identity.
        key = (cell, id(field))
        if key not in known:
            known[key] = understand_cell(cell, field)
        read.append(known[key])
    return read


def understand_cell(cell: str, field: Field) -> ReadCell:
    """Read a typed cell as its `field` declares; return the canonical value with the problems.

    An error leaves the value empty. A meaning that isn't seen from the text, such as "CEA" for the
    Collectivité européenne d’Alsace, is a problem of the severity "understood", which `check`
    lists.
    """
    if is_placeholder(cell):
        return ReadCell(blank=clean_text(cell))
    try:
        value = read_cell(cell, field)
    except CellError as error:
        return make_wrong_cell(cell, error)
    if not value and field.get(REQUIRED):
        example = field.get("example", field.get("title", "…"))
        expected = _("a value such as {example}", example=example)
        return make_wrong_cell(cell, CellError(_("is empty"), expected))
    problems = []
    # Where anything may be written, a person's name may be too.
    if find_cell_kind(field) in ("string", "subject"):
        for named in remark_names(value):
            problems.append(Problem(NOWHERE, named, severity="remark"))
    # A value that says something else than the typed text is told to the author.
    meaning = _tell_meaning(cell, value, field)
    if meaning:
        notice = _("as “{read}”", read=shorten(meaning))
        problems.append(Problem(NOWHERE, notice, cell, severity="understood"))
    return ReadCell(value, problems=tuple(problems))


def make_wrong_cell(cell: str, error: CellError) -> ReadCell:
    """Return the outcome of reading a cell that has an `error`: no value, and the problem.

    The value is empty, as if nobody had filled in the cell. `cell` is the text as typed.
    """
    shown = clean_text(cell) or None
    problem = Problem(NOWHERE, error.what, shown, error.expected, error.nearest)
    return ReadCell(problems=(problem,))


def _tell_meaning(cell: str, value: str, field: Field) -> str:
    """Return the meaning of a typed cell in words; "" where the text itself says as much.

    "CEA" → "Collectivité européenne d’Alsace (6AE)": the author may want to look whether that was
    meant. `value` is the canonical text of the cell.
    """
    text = clean_text(cell)
    # Spaces and hidden signs are dropped without a word. So is the apostrophe in front, by which a
    # spreadsheet guards a text.
    if text == value or cell.startswith("'"):
        return ""
    # An institution is told by code and name, unless a usual name or the code was typed.
    if field.get("kind") in ("member", "department") and value:
        institution = find_institution(value)
        names = (institution.name, institution.name_in_lists)
        if text in names or text.startswith(f"{value} "):
            return ""
        return institution.label
    # "19/06/2025" has one meaning only: the form of the files needs no mention.
    if field.get("kind") == "partial-date" and text == write_day(value):
        return ""
    # The guide tells people to write "x", "oui" or "Présent": these need no mention.
    is_usual_state = field.get("kind") == "attendance" and fold_spelling(text) in ATTENDANCE_WORDS
    if is_usual_state or (value and fold_spelling(text) == fold_spelling(value)):
        return ""
    return value or _("not recorded")
