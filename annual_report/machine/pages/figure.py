"""A published figure: drawing, finding, written alternative, and its data."""

import base64
import html
import re

import matplotlib as mpl
import matplotlib.figure
from IPython.core.pylabtools import print_figure
from markupsafe import Markup

from annual_report.base.errors import PublishError
from annual_report.base.messages import _
from annual_report.machine.pages.checks.wording import check_cells
from annual_report.machine.pages.files import make_csv_link
from annual_report.machine.pages.fragment import Fragment, make_scroller, print_words
from annual_report.machine.pages.language import page_word, typeset_text
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.svg.from_figure import HEAVIEST, to_svg
from annual_report.machine.pages.table import PublishedTable

WIDE = 480
"""A drawing wider than this would have letters too small on a telephone: it scrolls there."""
WIDTH = re.compile(r'viewBox="\S+ \S+ (\S+)')
WORDS = re.compile("<text[^>]*>([^<]*)")
COLON = re.compile(r" ?: ")


def make_figure(
    figure: matplotlib.figure.Figure,
    name: str,
    *,
    finding: str,
    alternative: str,
    data: PublishedTable | None = None,
    note: str | None = None,
) -> Fragment:
    """Make a piece of a page of a matplotlib figure.

    `finding` says what it shows, and captions it; `alternative` describes it to those who don't
    see it; `note` says how to read it; `data` has the drawn values; `name` is unique in the page.
    A wide drawing scrolls where there is little room, instead of shrinking to nothing.

    Aloud, the figure has one name, which is its caption, and the drawing is what it describes.
    Raise PublishError if nothing is drawn, or if its words are none to give out.
    """
    if not _is_drawn(figure):
        raise PublishError(
            _(
                "nothing is drawn in this figure: publish it in the cell that draws, and before "
                "`plt.show()`"
            )
        )
    svg = to_svg(figure, name, typeset_text(finding), typeset_text(alternative))
    width = float(WIDTH.findall(svg)[0])
    remarks = check_cells(html.unescape(words) for words in WORDS.findall(svg))
    below = Markup(" {}").format(print_words(note)) if note else ""
    caption = Markup("<strong>{}</strong>{}").format(print_words(finding), below)
    drawing = _box_drawing(svg, width)
    page = Markup(
        '<figure id="{name}" role="figure" aria-labelledby="{name}-legende">{drawing}\n'
        '<figcaption id="{name}-legende">{caption}</figcaption>{data}</figure>'
    ).format(
        name=name,
        drawing=drawing,
        caption=caption,
        data=_fold_data(data, name) if data else "",
    )
    shown = Markup(page.replace(drawing, _show_on_paper(svg, width, alternative)))
    return Fragment(page, shown=shown).with_remarks(remarks)


def draw_plainly(figure: matplotlib.figure.Figure) -> str | None:
    """Return matplotlib's own SVG of a figure, None if a picture of it is lighter to carry."""
    # Ids are made of what is drawn, and no date is noted: the same figure gives the same bytes.
    with mpl.rc_context({"svg.hashsalt": "figure"}):
        svg = print_figure(figure, "svg", metadata={"Date": None})
    return svg if svg and len(svg) <= HEAVIEST else None


def list_drawn_words(figure: matplotlib.figure.Figure) -> list[str]:
    """Return the words of a figure that say what it shows: its titles, and those of its axes."""
    words = [figure.get_suptitle()]
    for ax in figure.axes:
        words += [ax.get_title(place) for place in ("left", "center", "right")]
        words += [ax.get_xlabel(), ax.get_ylabel()]
    return [*dict.fromkeys(filter(None, words))]


def _is_drawn(figure: matplotlib.figure.Figure) -> bool:
    """Whether anything stands in a figure: `plt.gca()` makes an empty one where there is none."""
    # What the figure itself has counts too: a drawing may have no axes.
    own = {*figure.get_children()} - {figure.patch, *figure.axes}
    return bool(own) or any(
        ax.has_data() or ax.texts or ax.tables or ax.child_axes or ax.artists for ax in figure.axes
    )


def _box_drawing(svg: str, width: float) -> Markup:
    """Put a drawing in its box: one that scrolls, if it would be too small on a telephone."""
    # A narrow one shrinks a little on a telephone, and is read as it is.
    if width <= WIDE:
        return Markup('<div class="drawing">{}</div>').format(Markup(svg))
    return make_scroller(Markup(svg), page_word("drawing"), "drawing broad")


def _fold_data(data: PublishedTable, name: str) -> Markup:
    """Fold the data under a figure; the summary says of what they are, as the table's caption.

    What follows a colon there is only said aloud: the figure's caption, just above.
    """
    visible = COLON.split(data.caption, maxsplit=1)[0]
    rest = data.caption.removeprefix(visible)
    aloud = Markup('<span class="hidden">{}</span>').format(print_words(rest)) if rest else ""
    return Markup("\n<details><summary>{}{}</summary>\n{}\n{}</details>").format(
        print_words(visible), aloud, data.html, make_csv_link(data, name)
    )


def _show_on_paper(svg: str, width: float, alternative: str) -> Markup:
    """Show a drawing in a notebook, whose own colours, light or dark, must not get behind it.

    JupyterLab takes inline SVG out of a notebook that it doesn't trust, and leaves images.
    """
    style = f'style="font-family:sans-serif;background:{page_colours()["paper"]};'
    encoded = base64.b64encode(svg.replace('style="', style, 1).encode()).decode()
    return Markup('<img src="data:image/svg+xml;base64,{}" width="{:g}" alt="{}">').format(
        encoded, width, typeset_text(alternative)
    )
