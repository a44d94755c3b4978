"""What a page carries with it: a text that its readers' machines keep, and don't run.

It stands in one element that is data to a browser, the last of the page; one sentence in the foot
says what it is for. A page's fingerprint is of what it says, and has neither in it.
"""

import re

from annual_report.pages.language import template_words
from annual_report.program import digest

TYPE = "application/vnd.annual-report+bzip2"
"""The type of the element's content: base64 of bzip2. No browser knows it, and none runs it."""
SENTENCE = '<p class="proof">{}</p>'
ELEMENT = f'<script type="{TYPE}">{{}}</script>\n'
FOUND = re.compile(rf'<script type="{re.escape(TYPE)}">([A-Za-z0-9+/=\s]*)</script>\s*')
SAID = re.compile(SENTENCE.format("[^<]*"))


def put_in(html: str, carried: str, language: str) -> str:
    """Return a page that carries a text in base64, and says so at the end of its foot."""
    words = template_words(language)["carries"].format(digest=digest(carried.encode())[:12])
    for end, piece in (("</footer>", SENTENCE.format(words)), ("</body>", ELEMENT.format(carried))):
        before, found, after = html.rpartition(end)
        html = f"{before}{piece}{found}{after}" if found else html
    return html


def taken_out(html: str) -> str:
    """Return a page as it is without what it carries."""
    return SAID.sub("", FOUND.sub("", html))
