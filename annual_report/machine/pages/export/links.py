"""Links to files beside a page, which paper hasn't, nor who is sent the page alone."""

from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urlsplit

SITE = ("nav", "site")
"""The element, and its class, that does nothing but lead to such files."""


def drop_links_beside(html: str) -> str:
    """Return a page in which links to files beside it are plain words; all else is byte for byte.

    The element that holds nothing but such links is left out with them.
    """
    reader = _LinkFinder(html)
    kept, end = list[str](), 0
    for first, last in reader.cuts:
        kept.append(html[end:first])
        end = max(end, last)
    return "".join([*kept, html[end:]])


class _LinkFinder(HTMLParser):
    """What is cut out of a page so that it leads to no file beside it: `cuts`, from where to where.

    Tags are cut out where they stand in the text: a page that is written anew from its tree is not
    the same, byte for byte.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cuts: list[tuple[int, int]] = []
        self._html = html
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._links: list[bool] = []
        """Of the links that are open, whether their tags are cut out."""
        self._site: int | None = None
        """Where the element begins that is left out, while it is open."""
        self.feed(html)
        self.close()

    def _find_place(self) -> int:
        """Return where the tag begins that was just read."""
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Cut a link to a file beside the page; begin what is left out."""
        given = dict(attrs)
        start = self._find_place()
        end = start + len(self.get_starttag_text() or "")
        if (tag, given.get("class")) == SITE:
            is_on_own_line = self._html[:start].endswith("\n")
            self._site = start - 1 if is_on_own_line else start
        elif tag == "a":
            self._links.append(_leads_beside(given.get("href") or ""))
            if self._links[-1]:
                self.cuts.append((start, end))

    def handle_endtag(self, tag: str) -> None:
        """Cut the end of such a link; end what is left out."""
        start = self._find_place()
        end = self._html.index(">", start) + 1
        if tag == SITE[0] and self._site is not None:
            before = [cut for cut in self.cuts if cut[0] < self._site]
            if len(before) < len(self.cuts):
                self.cuts = [*before, (self._site, end)]
            self._site = None
        elif tag == "a" and self._links and self._links.pop():
            self.cuts.append((start, end))


def _leads_beside(address: str) -> bool:
    """Whether an address is that of a file beside the page."""
    try:
        return bool(address) and not address.startswith("#") and not urlsplit(address).scheme
    except ValueError:
        return False
