"""Links to files beside a page, which are useless on paper and in a page sent alone.

Input: the HTML of a page. Output: the same bytes without such links; their words stay.
"""

from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urlsplit

ASIDES = {("nav", "site"), ("p", "note beside")}
"""The elements, and their classes, that do nothing but lead to such files."""


def drop_links_beside(html: str) -> str:
    """Return a page with plain words for links to files beside; all other bytes are the same.

    An element with nothing but such links, or that speaks of them alone, is dropped.
    """
    reader = _LinkFinder(html)
    kept: list[str] = []
    end = 0
    for first, last in reader.cuts:
        kept.append(html[end:first])
        # A cut may lie within the last: a link in a dropped element.
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
        self._links: list[bool] = []
        """Of the links that are open, whether their tags are cut out."""
        self._aside: int | None = None
        """Where the element begins that is left out, while it is open."""
        self._aside_tag = ""
        self.feed(html)
        self.close()

    def _find_place(self) -> int:
        """Return where the tag begins that was just read."""
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Cut the opening tag of a link to a file beside; begin the cut of a dropped element."""
        given = dict(attrs)
        start = self._find_place()
        end = start + len(self.get_starttag_text() or "")
        if (tag, given.get("class")) in ASIDES:
            is_on_own_line = self._html[:start].endswith("\n")
            self._aside = start - 1 if is_on_own_line else start
            self._aside_tag = tag
        elif tag == "a":
            self._links.append(_leads_beside(given.get("href") or ""))
            if self._links[-1]:
                self.cuts.append((start, end))

    def handle_endtag(self, tag: str) -> None:
        """Cut the closing tag of such a link; end the cut of a dropped element."""
        start = self._find_place()
        end = self._html.index(">", start) + 1
        if tag == self._aside_tag and self._aside is not None:
            before = [cut for cut in self.cuts if cut[0] < self._aside]
            if len(before) < len(self.cuts):
                self.cuts = [*before, (self._aside, end)]
            self._aside = None
        elif tag == "a" and self._links and self._links.pop():
            self.cuts.append((start, end))


def _leads_beside(address: str) -> bool:
    """Whether an address is that of a file beside the page: "2024.html", but no "#membres"."""
    try:
        return bool(address) and not address.startswith("#") and not urlsplit(address).scheme
    except ValueError:
        return False
