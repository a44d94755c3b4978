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
"""The elements that the HTML of prose may have."""
SCHEMES = {"http", "https", "mailto"}
"""The beginnings of the addresses that a link may have: no "javascript:"."""
ATTRIBUTES = {
    "a": {"href"},
    # Markdown has no classes, and nothing that a screen reader leaves out: the program adds these.
    "ol": {"class", "start"},
    "p": {"class"},
    "strong": {"aria-hidden"},
    "ul": {"class"},
}
"""The attributes that an element may have."""


def parse_markdown(markdown: str) -> list[Token]:
    """Return Markdown as tokens of markdown-it, such as the beginning of a paragraph and its text.

    A caller may look at the tokens, and take some away, before `render_markdown` renders them.
    """
    return _parser().parse(markdown)


def render_markdown(tokens: list[Token], tags: Set[str] = ALLOWED_TAGS) -> str | None:
    """Return the HTML of tokens of Markdown, with no element but `tags`; None without content.

    "Une *halte* : « Lyon »" → "<p>Une <em>halte</em> : « Lyon »</p>", with no-break spaces.
    """
    if not tokens:
        return None
    for token in tokens:
        # The words alone are changed: an address in a link is an attribute of its token.
        for child in token.children or []:
            if child.type == "text":
                child.content = typeset(child.content)
    parser = _parser()
    rendered = parser.renderer.render(tokens, parser.options, {})
    html = nh3.clean(
        rendered,
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
