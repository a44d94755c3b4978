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
    """Return Markdown as tokens."""
    return _parser().parse(markdown)


def render_markdown(tokens: list[Token], tags: Set[str] = ALLOWED_TAGS) -> str | None:
    """Return the HTML of prose, with French no-break spaces in words but not in addresses."""
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
    return MarkdownIt("commonmark", {"html": False})
