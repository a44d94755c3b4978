"""What a page says of itself to those who get it alone: where the others are, and what it is.

A page is sent by mail, and its address is posted. Where a network says at what address its pages
are published (`adresse`), the links to other pages lead there; elsewhere they lead to the same
folder, and the page says so.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

RELATIVE = re.compile(r'(<a\b[^>]*?\bhref=")(?!#|[a-z][a-z0-9+.-]*:)([^"]+)"', re.IGNORECASE)
"""A link to another page of the same build; one to a place in the page, or elsewhere, is not."""


def absolute(html: str, address: str, name: str) -> str:
    """Lead a page's links to where the network publishes its pages; `name` is the page's."""
    here = f"{address}/{name}.html"
    return RELATIVE.sub(lambda found: f'{found[1]}{urljoin(here, found[2])}"', html)


def linked_data(about: Mapping[str, Any], name: str, language: str = "fr") -> str:
    """Describe a published page as JSON-LD, in the words of schema.org; "" without an address.

    It stands in the page as data: nothing of it is run, and no sign of it ends the element.
    """
    if not about.get("address"):
        return ""
    said = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": about["title"],
        "description": about["description"],
        "inLanguage": language,
        "isAccessibleForFree": True,
        "url": f"{about['address']}/{name}.html",
        "temporalCoverage": str(about.get("year") or ""),
        "datePublished": about.get("edition") or "",
        "publisher": {"@type": "Organization", "name": about.get("publisher") or ""},
    }
    told = {key: value for key, value in said.items() if value != ""}
    written = json.dumps(told, ensure_ascii=False)
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
