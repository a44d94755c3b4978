"""What a network says of who publishes: where its pages are, how to write to it, its logo's file.

    adresse   https://exemple.fr/resumes/     the folder that the pages are published in
    contact   reseau@exemple.fr               or the address of a page that says how to write
    mentions  https://exemple.fr/mentions     the publisher's legal notice; `accessibilite`: the
                                              statement of accessibility
    logo      logo.svg                        a file in the network's own folder

Each is printed, or leads somewhere, on a page that travels: so it is held to what can't mislead.
"""

import re
from urllib.parse import urlsplit

from annual_report.reading.files.package_files import IMAGES
from annual_report.reading.schema.faults import can_not_be
from annual_report.reading.values.personal import EMAIL

PUBLISHER = ("adresse", "contact", "logo", "mentions", "accessibilite")
FILE = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]+")


def check_publisher(place: str, name: str, value: str) -> None:
    """Raise ValueError for a setting of the publisher that a page could not use."""
    said = value.strip()
    if not said:
        return
    if name == "adresse" and not is_address(said):
        raise ValueError(can_not_be(place, value, "https://exemple.fr/resumes/"))
    if name in ("mentions", "accessibilite") and not is_address(said):
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
    return plain and name.lower().endswith(IMAGES)
