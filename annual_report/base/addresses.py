"""Addresses of the web: read by their parts, and written anew from these."""

from urllib.parse import quote, urljoin, urlsplit, urlunsplit

KEPT = frozenset("-._~%/:@!$&()*+,;=?'")
"""The signs that stand in an address as they are, beside letters, with accents too, and digits."""
OF_A_HOST = frozenset("-._:[]")


def read_web_address(text: str) -> str:
    """Return an address of the web, written from its parts; "" for anything else.

    No sign is in it that could end the attribute or the element that it stands in.

    >>> read_web_address('https://exemple.fr/a"b?c=1')
    'https://exemple.fr/a%22b?c=1'
    >>> read_web_address("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(text.strip())
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    # A name and a password before the host's name would be given out with the page.
    is_host = all(sign.isalnum() or sign in OF_A_HOST for sign in parts.netloc)
    if not (is_usable and is_host):
        return ""
    below = (_encode_signs(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, parts.netloc, *below))


def join_web_address(here: str, link: str) -> str:
    """Return where a link leads from a page that is published at an address.

    One within the page, one to elsewhere, and one that is no address at all stay as they are.
    """
    try:
        is_beside = not link.startswith("#") and not urlsplit(link).scheme
        joined = urljoin(here, link) if is_beside else ""
    except ValueError:
        return link
    return read_web_address(joined) or link


def _encode_signs(part: str) -> str:
    """Write the signs of a part of an address that can't stand there by their codes."""
    return "".join(sign if sign.isalnum() or sign in KEPT else quote(sign) for sign in part)
