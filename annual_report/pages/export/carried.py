"""What a page carries with it: a text that its readers' machines keep, and don't run.

It stands in one element that is data to a browser, the last of the page; one sentence in the foot
says what it is for. A page's fingerprint is of what it says, and has neither in it. The element of
a page that was sent says under what names its links lead to the others.
"""

import json
import re
from collections.abc import Mapping
from html import escape, unescape

from annual_report.pages.language import template_words
from annual_report.program import hash_bytes

TYPE = "application/vnd.annual-report+bzip2"
"""The type of the element's content: base64 of bzip2. No browser knows it, and none runs it."""
SENTENCE = '<p class="proof">{}</p>'
OPENING = f'<script type="{TYPE}"'
FOUND = re.compile(rf'{re.escape(OPENING)}(?: data-sent="([^"]*)")?>([\w+/=\s]*)</script>\s*', re.A)
"""The element: the names that were given to the pages that were sent, and what is carried."""
SAID = re.compile(SENTENCE.format("[^<]*"))


def put_in(html: str, carried: str, language: str) -> str:
    """Return a page that carries a text in base64, and says so at the end of its foot."""
    words = template_words(language)["carries"].format(digest=hash_bytes(carried.encode())[:12])
    element = f"{OPENING}>{carried}</script>\n"
    for end, piece in (("</footer>", SENTENCE.format(words)), ("</body>", element)):
        before, found, after = html.rpartition(end)
        html = f"{before}{piece}{found}{after}" if found else html
    return html


def say_sent(html: str, names: Mapping[str, str]) -> str:
    """Return a page with the names that pages are sent under, by those of the build."""
    said = escape(json.dumps(names, sort_keys=True))
    return html.replace(f"{OPENING}>", f'{OPENING} data-sent="{said}">', 1)


def sent_names(html: str) -> Mapping[str, str]:
    """Return under what names pages were sent, by their old ones; raise ValueError if it is odd.

    A new name is the old one behind some word: a link can be led to no other place by it.
    """
    found = FOUND.search(html)
    names = json.loads(unescape(found[1])) if found and found[1] else {}
    for old, new in names.items():
        if not re.fullmatch(rf"[a-z0-9-]+-{re.escape(old)}", new):
            raise ValueError(new)
    return {str(old): str(new) for old, new in names.items()}


def taken_out(html: str) -> str:
    """Return a page as it is without what it carries."""
    return SAID.sub("", FOUND.sub("", html))
