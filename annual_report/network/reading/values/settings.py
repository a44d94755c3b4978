"""What a network says of itself, value by value: addresses, a picture, kinds of member, a name.

Each is printed, or leads somewhere, on a page that travels: so it is held to what can't mislead.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from annual_report.base.errors import CellError
from annual_report.base.letters import find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import EMAIL
from annual_report.network.reading.files.package_files import is_plain_picture
from annual_report.network.territories.institutions import is_known
from annual_report.network.territories.kinds import ANY, kinds_by_name

ADDRESS_ALONE = re.compile(r"(?:[\w-]+\.)+(?!html?\b|pdf\b)[a-z]{2,}(?:/\S*)?", re.IGNORECASE)


def complete_address(text: str) -> str:
    """Return an address with the `https://` that nobody types; any other text as it is."""
    return f"https://{text}" if ADDRESS_ALONE.fullmatch(text) else text


def is_address(text: str) -> bool:
    """Whether a text is the address of a page, without a password or anything else to hide."""
    try:
        parts = urlsplit("" if re.search(r"\s", text) else text)
        usable = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False
    return usable and parts.scheme in ("http", "https") and not (parts.query or parts.fragment)


def _setting(text: str, field: Any) -> str:
    known = {fold_spelling(name): name for name in field["constraints"]["enum"]}
    if found := known.get(fold_spelling(text)):
        return str(found)
    what, expected = _("is no setting of a network"), _("one that is described, or no such row")
    if fold_spelling(text) == "edition":
        expected = _("a line above the headings of the year’s text: Parution : 2026-02-15")
        raise CellError(what, expected)
    raise CellError(what, expected, find_nearest(text, [*known.values()]))


def _address(text: str, _field: Any) -> str:
    if is_address(address := complete_address(text)):
        return address
    raise CellError(_("is no address of a page"), "https://exemple.fr/page")


def _contact(text: str, _field: Any) -> str:
    address = complete_address(text)
    if EMAIL.fullmatch(text) or is_address(address):
        return text if EMAIL.fullmatch(text) else address
    what = _("is neither a mail address nor the address of a page")
    raise CellError(what, "reseau@exemple.fr, https://exemple.fr/contact")


def _picture(text: str, _field: Any) -> str:
    if is_plain_picture(text):
        return text
    what = _("is no picture in the network’s folder")
    raise CellError(what, _("logo.png, logo.jpg; a drawing (SVG) is exported as PNG first"))


def _member_kind(text: str, _field: Any) -> str:
    """Read a kind of member, in the plural and without its accents too."""
    kinds = {name: kind for name, kind in kinds_by_name().items() if name != ANY}
    known = {fold_spelling(word): name for name, kind in kinds.items()
             for word in (name, kind.plural)}  # fmt: skip
    if found := known.get(fold_spelling(text)):
        return found
    raise CellError(_("is no kind of member"), ", ".join(kinds), find_nearest(text, [*kinds]))


def _institution_name(text: str, _field: Any) -> str:
    """Read the name that an institution gives itself: "44 = Département de Loire-Atlantique"."""
    code, equals, name = (part.strip() for part in text.partition("="))
    if equals and name and is_known(code):
        return f"{code} = {name}"
    what = _("is no code of an institution, “=” and a name")
    raise CellError(what, "44 = Département de Loire-Atlantique")


SETTING_READERS: Mapping[str, Callable[[str, Any], str]] = {
    "setting": _setting,
    "address": _address,
    "contact": _contact,
    "picture": _picture,
    "member-kind": _member_kind,
    "institution-name": _institution_name,
}
"""How the values of each kind of setting are read."""
