"""What a page carries with it: a text that its readers' machines keep, and don't run.

It stands in one element that is data to a browser, the last of the page. One sentence says what it
is for, in the fold that says what the page is made of, or else in a fold of its own in the foot. A
page's fingerprint is of what it says, and has neither in it. Of a page that was sent, the element
says how its pages were renamed: see `sent`.
"""

import re

from annual_report.base.program import hash_bytes
from annual_report.machine.pages.language import template_words

TYPE = "application/vnd.annual-report+bzip2"
"""The type of the element's content: base64 of bzip2. No browser knows it, and none runs it."""
SENTENCE = '<p class="proof">{}</p>'
MADE_OF = "</dl></details>"
"""How the fold ends that says what a page is made of."""
FOLD = '<details class="proof"><summary>{}</summary>{}</details>'
"""What holds the sentence where a page has no such fold."""
OPENING = f'<script type="{TYPE}"'
FOUND = re.compile(
    rf'{re.escape(OPENING)}(?: data-sent="([\w./= -]*)")?>([\w+/=\s]*)</script>\s*', re.A
)
"""The element: the words before the names of the pages that were sent, and what is carried."""
_SENTENCE = SENTENCE.format("[^<]*")
SAID = re.compile(f"{FOLD.format('[^<]*', _SENTENCE)}|{_SENTENCE}")


def add_carried(html: str, carried: str, language: str) -> str:
    """Return a page that carries a text in base64, and says so in a fold."""
    said = template_words(language)
    sentence = SENTENCE.format(said["carries"].format(digest=hash_bytes(carried.encode())[:12]))
    element = f"{OPENING}>{carried}</script>\n"
    # Of a network's page, with what the page is made of; of any other, in a fold of its own.
    if MADE_OF in html:
        before, _fold, after = html.rpartition(MADE_OF)
        html = f"{before}</dl>{sentence}</details>{after}"
    else:
        html = _insert(FOLD.format(said["made_of"], sentence), "</footer>", html)
    return _insert(element, "</body>", html)


def _insert(piece: str, end: str, html: str) -> str:
    """Put a piece before the last of some end tags: a text of the page may hold the same words."""
    before, found, after = html.rpartition(end)
    return f"{before}{piece}{found}{after}" if found else html


def remove_carried(html: str) -> str:
    """Return a page as it is without what it carries."""
    return SAID.sub("", FOUND.sub("", html))
