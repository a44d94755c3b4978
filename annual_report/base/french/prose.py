"""Prose in Markdown, made clean HTML with French typography.

HTML in the Markdown stays text, and the HTML made of it is cleaned by an allow-list: no text can
bring a script or a picture along.
"""

from collections.abc import Set
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annual_report.base.french.typography import typeset

ALLOWED_TAGS = frozenset({"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "br"})
SCHEMES = {"http", "https", "mailto"}
ATTRIBUTES = {
    "a": {"href"},
    # A class is the program’s, and so is what isn't spoken: Markdown has neither.
    "ol": {"class", "start"},
    "p": {"class"},
    "strong": {"aria-hidden"},
    "ul": {"class"},
}


def parse_markdown(markdown: str) -> list[Token]:
    """Return Markdown as tokens of markdown-it, which a caller may look at before rendering."""
    return _parser().parse(markdown)


def render_markdown(tokens: list[Token], tags: Set[str] = ALLOWED_TAGS) -> str | None:
    """Return the HTML of tokens of Markdown, reduced to `tags`; None for HTML without content.

    No-break spaces of French are put into the words, but not into addresses.
    """
    if not tokens:
        return None
    for token in tokens:
        for child in token.children or []:
            if child.type == "text":
                child.content = typeset(child.content)
    html = nh3.clean(
        _parser().renderer.render(tokens, _parser().options, {}),
        tags=set(tags),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noreferrer",
    )
    return html.strip() or None


@lru_cache
def _parser() -> MarkdownIt:
    """Return the parser of CommonMark, made once; HTML in the Markdown stays text."""
    return MarkdownIt("commonmark", {"html": False})
