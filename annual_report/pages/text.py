"""Published text: Markdown, which plain words are too, as clean HTML.

A page has chapters of its own (`chapter`), so that headings in a text stand below them.
"""

import re
from collections.abc import Iterator

from markdown_it.token import Token
from markupsafe import Markup

from annual_report.errors import PublishError
from annual_report.french.prose import ALLOWED_TAGS, parsed, rendered
from annual_report.messages import _
from annual_report.pages.checks.wording import CODE
from annual_report.pages.fragment import Fragment

TAGS = ALLOWED_TAGS | {"h3", "h4", "code", "pre", "hr"}
LEVELS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}


TABLE = re.compile(r"^[^\n]*\|[^\n]*\n[ |:-]*\|?[ :]*-{3,}[ |:-]*$", re.MULTILINE)
"""The first two lines of a table in Markdown, which a browser would show as one."""
FORMULA = re.compile(r"\$\$|\\[(\[]|\\begin\{|(?<![\w\\$])\$(?! )[^$\n]*[^$\n ]\$(?!\d)")
"""What JupyterLab typesets and a page doesn't; "5 $ ou 10 $" is no formula."""


def text_of(markdown: str) -> Fragment:
    """Make a piece of a page from Markdown; raise PublishError if it holds what a page can't."""
    if TABLE.search(markdown):
        line = 'publish(frame, caption="…")'
        raise PublishError(_("a table in a text is not published: {line}", line=line))
    if FORMULA.search(CODE.sub("", markdown)):
        line = 'ax.text(0, 0, r"$…$")'
        raise PublishError(
            _("a formula in a text is not published: write it in words, or draw it: {line}",
              line=line)
        )  # fmt: skip
    tokens = parsed(markdown)
    for token in _all(tokens):
        if token.type == "image":
            raise PublishError(
                _("an image in a text is not published: have it in the year’s own, textes/YYYY.md")
            )
        token.tag = LEVELS.get(token.tag, token.tag)
    return Fragment(Markup(rendered(tokens, TAGS) or ""))


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
