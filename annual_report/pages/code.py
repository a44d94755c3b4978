"""An address as a code that a telephone reads off paper: black on white, whatever the page is."""

import segno
from markupsafe import Markup

from annual_report.pages.fragment import slug, words

QUIET = 4
"""Modules of white that a reader needs around a code, as ISO/IEC 18004 has it."""


def code(address: str, alternative: str) -> Markup:
    """Draw a QR code as SVG, with what it says in words.

    It mends a seventh of what is dirty or torn (level M). Each row's black runs are a line.
    """
    rows = [bytes(row) for row in segno.make_qr(address, error="m", boost_error=False).matrix]
    side = len(rows) + 2 * QUIET
    lines = "".join(
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    drawing = (
        '<svg class="code" viewBox="0 0 {side} {side}" role="img" aria-labelledby="{id}" '
        'shape-rendering="crispEdges"><title id="{id}">{alternative}</title>'
        '<path fill="#ffffff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000000" d="{lines}"/>'
        "</svg>"
    )
    identifier = f"code-{slug(address)}"
    return Markup(drawing).format(
        side=side, id=identifier, alternative=words(alternative), lines=lines
    )


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return where each run of black begins in a row, and how long it is."""
    found: list[tuple[int, int]] = []
    for x, black in enumerate(row):
        if black and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif black:
            found.append((x, 1))
    return found
