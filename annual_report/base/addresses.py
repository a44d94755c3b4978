"""Addresses of the web: split into their parts, and written anew from these."""

from urllib.parse import quote, urljoin, urlsplit, urlunsplit

KEPT = frozenset("-._~%/:@!$&()*+,;=?'")
"""The signs that an address keeps, beside letters (with accents too) and digits."""
OF_A_HOST = frozenset("-._:[]")
"""The signs of a host and its port, beside letters and digits."""


def read_web_address(text: str) -> str:
    """Return an address of the web, written from its parts; "" for any other text.

    No sign of the result could end the attribute or the element around the address.

    >>> read_web_address('https://exemple.fr/a"b?c=1')
    'https://exemple.fr/a%22b?c=1'
    >>> read_web_address("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(text.strip())
        is_usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not is_usable:
        return ""
    # A name and a password before the host would be given out with the page.
    if not all(sign.isalnum() or sign in OF_A_HOST for sign in parts.netloc):
        return ""
    path = _encode_signs(parts.path)
    query = _encode_signs(parts.query)
    fragment = _encode_signs(parts.fragment)
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def join_web_address(here: str, link: str) -> str:
    """Return the whole address of a link on a page that is published at the address `here`.

    A link within the page, to some other site or to no address at all stays unchanged.
    """
    if link.startswith("#"):
        return link
    try:
        if urlsplit(link).scheme:
            return link
        joined = urljoin(here, link)
    except ValueError:
        return link
    return read_web_address(joined) or link


def _encode_signs(part: str) -> str:
    """Write a part of an address with codes for the signs that can't stand there."""
    encoded = ""
    for sign in part:
        if sign.isalnum() or sign in KEPT:
            encoded += sign
        else:
            encoded += quote(sign)
    return encoded
