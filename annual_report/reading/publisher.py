"""What a network says of who publishes: where its pages and their code are, its logo's file.

    adresse   https://exemple.fr/resumes/     the folder that the pages are published in
    contact   reseau@exemple.fr               or the address of a page that says how to write
    mentions  https://exemple.fr/mentions     the publisher's legal notice; `accessibilite`: the
                                              statement of accessibility
    code      https://exemple.fr/depot        where what makes the pages can be read and copied
    logo      logo.svg                        a file in the network's own folder

Each is printed, or leads somewhere, on a page that travels: so it is held to what can't mislead.
The licence of the data stands in `licenses`, at the descriptor's root, as Data Package has it.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from annual_report.pages.checks.personal import EMAIL
from annual_report.reading.files.package_files import is_picture
from annual_report.reading.schema.faults import can_not_be

ADDRESSES = ("mentions", "accessibilite", "code")
PUBLISHER = ("adresse", "contact", "logo", *ADDRESSES)
FILE = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]+")


class Licence(NamedTuple):
    """The licence of a network's data: its name, and where it can be read; "" if nobody says."""

    title: str = ""
    address: str = ""


NO_LICENCE = Licence()


def licence_of(descriptor: Mapping[str, Any]) -> Licence:
    """Return the licence that a package declares first; an address that isn't one is none."""
    declared = descriptor.get("licenses") or [{}]
    first = declared[0] if isinstance(declared, list) and isinstance(declared[0], dict) else {}
    title, path = first.get("title") or first.get("name") or "", first.get("path") or ""
    address = path if isinstance(path, str) and is_address(path) else ""
    return Licence(str(title), address)


def check_publisher(place: str, name: str, value: str) -> None:
    """Raise ValueError for a setting of the publisher that a page could not use."""
    said = value.strip()
    if not said:
        return
    if name == "adresse" and not is_address(said):
        raise ValueError(can_not_be(place, value, "https://exemple.fr/resumes/"))
    if name in ADDRESSES and not is_address(said):
        raise ValueError(can_not_be(place, value, f"https://exemple.fr/{name}"))
    if name == "contact" and not (EMAIL.fullmatch(said) or is_address(said)):
        raise ValueError(can_not_be(place, value, "reseau@exemple.fr, https://exemple.fr/contact"))
    if name == "logo" and not is_logo(said):
        raise ValueError(can_not_be(place, value, "logo.svg, logo.png"))


def is_address(text: str) -> bool:
    """Tell the address of a page, without a password or anything else that is not to be shown."""
    if re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False
    return usable and parts.scheme in ("http", "https") and not (parts.query or parts.fragment)


def is_logo(name: str) -> bool:
    """Tell the name of a picture in the network's own folder."""
    plain = FILE.fullmatch(name) is not None and not name.startswith(".")
    return plain and is_picture(name)
