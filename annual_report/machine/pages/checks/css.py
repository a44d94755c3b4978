"""The CSS that anybody wrote, parsed by tinycss2, for the style sheets of networks and for HTML.

tinycss2 marks an error of the syntax by a node of the type "error", but raises exceptions for two
kinds of text that no ordinary page has: a number of thousands of digits, of which Python makes no
int, and hundreds of brackets inside each other. Such a text is one error of the syntax here.
"""

from collections.abc import Callable

import tinycss2
from tinycss2.ast import Node, ParseError


def parse_sheet(css: str) -> list[Node]:
    """Return the rules of a style sheet, and its errors: `p { color: red } @page { … }`."""
    return _parse(tinycss2.parse_stylesheet, css, skip_comments=True, skip_whitespace=True)


def parse_declarations(css: str) -> list[Node]:
    """Return the nodes of a `style` attribute, declarations above all: `color: red; width: 0`."""
    return _parse(tinycss2.parse_blocks_contents, css, skip_whitespace=True)


def parse_values(css: str) -> list[Node]:
    """Return the tokens of a value, errors among them: `url(#a)`, `#fff`, `rgb(0, 0, 0)`."""
    return _parse(tinycss2.parse_component_value_list, css)


def _parse(parse: Callable[..., list[Node]], css: str, **options: bool) -> list[Node]:
    """Return the nodes that a function of tinycss2 makes of CSS; an error alone where it fails."""
    try:
        nodes = parse(css, **options)
        # Brackets are parsed at any depth: only what goes through the nodes later would fail.
        for node in nodes:
            if node.type != "error":
                node.serialize()
    except (ValueError, RecursionError):
        return [ParseError(1, 1, "invalid", "a number or brackets beyond all measure")]
    return nodes
