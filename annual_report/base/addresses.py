"""Addresses of the web: split into their parts, and written anew from these."""

from urllib.parse import quote, urljoin, urlsplit, urlunsplit

SAFE_SIGNS = frozenset("-._~%/:@!$&()*+,;=?'")
"""The characters of an address that stay as they are, beside digits and letters (also "é")."""
SIGNS_OF_HOSTS = frozenset("-._:[]")
"""The characters of a host and its port ("exemple.fr:8080"), beside letters and digits."""


def read_web_address(text: str) -> str:
    """Return an address of the web, written anew from its parts; "" for any other text.

    The result can stand in HTML: no character of it would end the attribute around it.

    >>> read_web_address('https://exemple.fr/a"b?c=1')
    'https://exemple.fr/a%22b?c=1'
    >>> read_web_address("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(text.strip())
        # The port is read only when asked for: "exemple.fr:port" raises an error here.
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    # "https:///page" names no host, and no server has the port 0.
    if not parts.hostname or port == 0:
        return ""
    # A name and a password before the host would be given out with the page.
    if not all(sign.isalnum() or sign in SIGNS_OF_HOSTS for sign in parts.netloc):
        return ""
    path = _encode_signs(parts.path)
    query = _encode_signs(parts.query)
    fragment = _encode_signs(parts.fragment)
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def join_web_address(here: str, link: str) -> str:
    """Return the full web address of a link on a page that is published at the address `here`.

    ("https://exemple.fr/2025.html", "2024.html") → "https://exemple.fr/2024.html"

    A link within the page ("#membres"), a link to another site, and a text that is no address are
    returned as they are.
    """
    if link.startswith("#"):
        return link
    try:
        # "https://autre.fr" and "mailto:a@exemple.fr" are whole already.
        if urlsplit(link).scheme:
            return link
        joined = urljoin(here, link)
    # "//[" opens an IPv6 address and never ends it.
    except ValueError:
        return link
    return read_web_address(joined) or link


def _encode_signs(part: str) -> str:
    """Return a part of an address, its unsafe characters encoded: 'a"b' → "a%22b"."""
    encoded = ""
    for sign in part:
        if sign.isalnum() or sign in SAFE_SIGNS:
            encoded += sign
        else:
            encoded += quote(sign)
    return encoded
