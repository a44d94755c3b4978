"""The removal of links to files beside a page, such as "2024.html".

Such a link leads nowhere on paper, and in a page that is sent without the other pages. Input: the
HTML of a page. Output: the same bytes without the tags of such links; their words stay.
"""

from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urlsplit

ONLY_LINKS = {("nav", "site"), ("p", "note beside")}
"""The elements of a page, as (tag, class), that may hold nothing but such links: they go whole."""


def drop_links_beside(html: str) -> str:
    """Return a page with plain words in place of links to files beside the page.

    An element that only leads to such files (`ONLY_LINKS`) is left out. All other bytes stay.
    """
    reader = _LinkFinder(html)
    kept: list[str] = []
    end = 0
    for first, last in reader.cuts:
        kept.append(html[end:first])
        # This cut may lie within the cut before it: a link in an element that is left out.
        end = max(end, last)
    return "".join([*kept, html[end:]])


class _LinkFinder(HTMLParser):
    """A parser that finds the stretches of a page's text to cut out, so that no link leads beside.

    `cuts` are pairs of places, from and to, in the text itself: HTML written anew from a tree would
    have other bytes.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cuts: list[tuple[int, int]] = []
        self._html = html
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        """The place in the text at which each line begins."""
        self._links: list[bool] = []
        """For each link that isn't closed yet, whether its tags are cut out."""
        self._element_start: int | None = None
        """The place at which an element of `ONLY_LINKS` begins; None outside such an element."""
        self._element_tag = ""
        """The tag of that element."""
        self.feed(html)
        self.close()

    def _find_place(self) -> int:
        """Return the place in the text of the tag that is being read; the parser has its line."""
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the opening tag of a link to a file beside, or of an element of `ONLY_LINKS`."""
        given = dict(attrs)
        start = self._find_place()
        end = start + len(self.get_starttag_text() or "")
        if (tag, given.get("class")) in ONLY_LINKS:
            self._element_start = start
            self._element_tag = tag
            # The end of the line before is cut out too, so that no empty line is left.
            if self._html[:start].endswith("\n"):
                self._element_start = start - 1
        elif tag == "a":
            self._links.append(_leads_beside(given.get("href") or ""))
            if self._links[-1]:
                self.cuts.append((start, end))

    def handle_endtag(self, tag: str) -> None:
        """Cut out the closing tag of a link to a file beside, or an element of `ONLY_LINKS`."""
        start = self._find_place()
        end = self._html.index(">", start) + 1
        if tag == self._element_tag and self._element_start is not None:
            # The element goes if a link in it is cut out: one cut replaces those of its links.
            before = [cut for cut in self.cuts if cut[0] < self._element_start]
            if len(before) < len(self.cuts):
                self.cuts = [*before, (self._element_start, end)]
            self._element_start = None
        elif tag == "a" and self._links and self._links.pop():
            self.cuts.append((start, end))


def _leads_beside(address: str) -> bool:
    """Whether an address is that of a file beside the page, such as "2024.html".

    "#membres" is a place of the page itself, "https://exemple.fr" and "//exemple.fr" are elsewhere.
    """
    if not address or address.startswith("#"):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        # "http://[" is no address at all: the link stays as it is.
        return False
    return not parts.scheme and not parts.netloc
