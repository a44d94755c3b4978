"""A name as a part of an address."""

import re
import unicodedata


def slug(value: str) -> str:
    """Return a value as a part of an address: letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", value.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-") or "sans-nom"
