"""The removal of links to files beside a page, such as "2024.html".

Such a link leads nowhere on paper, in a page that is sent without the other pages, and where the
other page isn't made yet. Input: the HTML of a page. Output: the same bytes without the tags of
such links; their words stay, but for an entry of a list of links. The head of a page says in which
form the page is.
"""

import posixpath
from collections.abc import Callable, Collection
from functools import partial
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urlsplit

FORM = "made-of-form"
"""The name of the element of a page's head that tells the page's form."""
WITHOUT = "without "
"""The form of a page without the links to some pages begins so; the addresses follow."""
ENTRY = "\n<li>"
ENTRY_END = "</li>"
"""The tags around an entry of a list of links, as the template `links.html.j2` writes them."""

ONLY_LINKS = {("nav", "site"), ("p", "note beside")}
"""The elements of a page, as (tag, class), that may hold nothing but such links: they go whole."""


def drop_links_beside(html: str) -> str:
    """Return a page with plain words in place of links to files beside the page.

    An element that only leads to such files (`ONLY_LINKS`) is left out. All other bytes stay.
    """
    reader = _LinkFinder(html, _leads_beside, drops_elements=True)
    return _cut_out(html, reader.cuts)


def drop_links_to(html: str, page: str, others: Collection[str]) -> str:
    """Return a page without its links to some other pages, which aren't made; its form names them.

    `page` and `others` are names of files in the folder of a build: "2025.html". A link in a list
    of links goes with its entry.
    """
    folder = posixpath.dirname(page)
    reader = _LinkFinder(html, partial(_leads_to, folder=folder, others=others))
    if not reader.cuts:
        return html
    return write_form(_cut_out(html, reader.cuts), f"{WITHOUT}{' '.join(sorted(others))}")


def write_form(html: str, form: str) -> str:
    """Return a page whose head says another form; a page that says none stays as it is."""
    place = _LinkFinder(html, _leads_beside).form_place
    if place is None:
        return html
    start, end = place
    return f'{html[:start]}<meta name="{FORM}" content="{escape(form)}">{html[end:]}'


def _cut_out(html: str, cuts: Collection[tuple[int, int]]) -> str:
    """Return a text without the stretches between pairs of places, from and to."""
    kept: list[str] = []
    end = 0
    for first, last in sorted(cuts):
        kept.append(html[end:first])
        # This cut may lie within the cut before it: a link in an element that is left out.
        end = max(end, last)
    return "".join([*kept, html[end:]])


class _LinkFinder(HTMLParser):
    """A parser that finds the stretches of a page's text to cut out, so that no link leads beside.

    `cuts` are pairs of places, from and to, in the text itself: HTML written anew from a tree would
    have other bytes. `form_place` is the place of the element that tells the page's form.
    `leads_nowhere` says of an address whether its link is cut out; with `drops_elements` an element
    of `ONLY_LINKS` is cut out whole.
    """

    def __init__(
        self, html: str, leads_nowhere: Callable[[str], bool], *, drops_elements: bool = False
    ) -> None:
        super().__init__()
        self.cuts: list[tuple[int, int]] = []
        self.form_place: tuple[int, int] | None = None
        self._leads_nowhere = leads_nowhere
        self._drops_elements = drops_elements
        self._html = html
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        """The place in the text at which each line begins."""
        self._links: list[tuple[int, int] | None] = []
        """The place of the opening tag of each link that isn't closed yet; None if it stays."""
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
        if tag == "meta" and given.get("name") == FORM:
            self.form_place = start, end
        elif self._drops_elements and (tag, given.get("class")) in ONLY_LINKS:
            self._element_start = start
            self._element_tag = tag
            # The end of the line before is cut out too, so that no empty line is left.
            if self._html[:start].endswith("\n"):
                self._element_start = start - 1
        elif tag == "a":
            is_cut = self._leads_nowhere(given.get("href") or "")
            self._links.append((start, end) if is_cut else None)

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
        elif tag == "a" and self._links:
            opening = self._links.pop()
            if opening:
                self._cut_link(opening, (start, end))

    def _cut_link(self, opening: tuple[int, int], closing: tuple[int, int]) -> None:
        """Cut the two tags of a link, given by their places, or the entry of a list around it."""
        before = self._html[: opening[0]]
        is_entry = before.endswith(ENTRY) and self._html.startswith(ENTRY_END, closing[1])
        # Of an entry in a page that is sent the words stay, of one to a page not made nothing.
        if is_entry and not self._drops_elements:
            self.cuts.append((opening[0] - len(ENTRY), closing[1] + len(ENTRY_END)))
        else:
            self.cuts += [opening, closing]


def _leads_to(address: str, folder: str, others: Collection[str]) -> bool:
    """Whether an address in a page of a folder is that of one of some other pages."""
    if not _leads_beside(address):
        return False
    return posixpath.normpath(posixpath.join(folder, urlsplit(address).path)) in others


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
