"""A published figure: drawing, finding, written alternative, and its data."""

import base64
import re

import matplotlib.figure
from markupsafe import Markup

from annual_report.charts.palette import colours
from annual_report.errors import PublishError
from annual_report.messages import _
from annual_report.publish.csv import csv_link
from annual_report.publish.svg import to_svg
from annual_report.publish.table import Table
from annual_report.sentences.fragment import Fragment, words

WIDE = 480
"""A drawing wider than this would have letters too small on a telephone: it scrolls there."""
VIEWBOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
EDGE = 12
"""Pixels of paper around a drawing that stands in a notebook."""


def figure_of(
    figure: matplotlib.figure.Figure,
    name: str,
    *,
    finding: str | None,
    alternative: str | None,
    data: Table | None = None,
    note: str | None = None,
    broad: bool = False,
) -> Fragment:
    """Make a piece of a page of a matplotlib figure.

    `finding` says what it shows, and captions it; `alternative` describes it to those who don't
    see it; `note` says how to read it; `data` has the drawn values; `name` is unique in the page.
    A `broad` or wide drawing scrolls on a telephone instead of shrinking to nothing.
    Raise PublishError without a finding or an alternative.
    """
    if not finding or not alternative:
        line = 'publish(ax, finding="…", alternative="…")'
        raise PublishError(
            _(
                "a figure needs a finding, one sentence that says what it shows, and an "
                "alternative for those who don’t see it: {line}",
                line=line,
            )
        )
    finding, alternative, note = str(words(finding)), str(words(alternative)), words(note or "")
    finding, alternative = Markup(finding), Markup(alternative)
    svg = to_svg(figure, name, finding.unescape(), alternative.unescape())
    broad = broad or float(size_of(svg)[0]) > WIDE
    caption = Markup("<figcaption><strong>{}</strong>{}</figcaption>").format(
        finding, Markup(" {}").format(note) if note else ""
    )
    box = (
        Markup('<div class="drawing broad" role="region" tabindex="0" aria-label="{}">').format(
            finding
        )
        if broad
        else Markup('<div class="drawing">')
    )
    html = Markup(
        '<figure id="{name}" role="figure" aria-label="{label}">{box}{svg}</div>\n'
        "{caption}{data}</figure>"
    ).format(
        name=name,
        label=Markup("{} {}").format(finding, note) if note else finding,
        box=box,
        svg=Markup(svg),
        caption=caption,
        data=_details(data, csv_link(data, name, about=name)) if data else "",
    )
    shown = Markup("<figure>{}{}{}</figure>").format(
        _image(svg, alternative), caption, _details(data) if data else ""
    )
    said = [each.unescape() for each in (finding, note) if each]
    return Fragment(html, {"table": data.facts} if data else {}, said, shown)


def size_of(svg: str) -> tuple[str, str]:
    """Return the width and the height of a drawing, in its own pixels."""
    found = VIEWBOX.search(svg)
    return (found[1], found[2]) if found else ("640", "480")


def _details(data: Table, link: Markup = Markup()) -> Markup:  # noqa: B008
    return Markup(
        "\n<details><summary>Les données de la figure</summary>\n{}\n{}</details>"
    ).format(data.html, link)


def _image(svg: str, alternative: Markup) -> Markup:
    """Show a drawing in a notebook, whose own colours, light or dark, must not get behind it.

    JupyterLab takes inline SVG out of a notebook that it doesn't trust, and leaves images.
    """
    width, height = (float(each) + 2 * EDGE for each in size_of(svg))
    size = f'width="{width:g}" height="{height:g}"'
    box = f'viewBox="{-EDGE} {-EDGE} {width:g} {height:g}"'
    paper = f'<rect x="{-EDGE}" y="{-EDGE}" {size} fill="{colours()["paper"]}"/>'
    start, end, drawn = VIEWBOX.sub(f"{box} {size}", svg, count=1).partition(">")
    sized = f'{start} font-family="sans-serif"{end}{paper}{drawn}'
    encoded = base64.b64encode(sized.encode()).decode()
    return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}">').format(encoded, alternative)
