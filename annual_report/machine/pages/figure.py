"""A published figure: drawing, finding, written alternative, and data."""

import base64

import matplotlib as mpl
import matplotlib.figure
from IPython.core.pylabtools import print_figure
from markupsafe import Markup

from annual_report.base.errors import PublishError
from annual_report.base.messages import _
from annual_report.machine.pages.checks.wording import check_cells
from annual_report.machine.pages.fragment import Fragment, make_scroller
from annual_report.machine.pages.language import page_word, print_words, typeset_text
from annual_report.machine.pages.look.palette import page_colours
from annual_report.machine.pages.svg.from_figure import HEAVIEST, Drawing, draw_figure
from annual_report.machine.pages.table import PublishedTable, make_csv_link

WIDE = 480
"""The pixels of width beyond which a drawing scrolls on a telephone: its letters would be small."""


def make_figure(
    figure: matplotlib.figure.Figure,
    name: str,
    *,
    finding: str,
    alternative: str,
    data: PublishedTable | None = None,
    note: str | None = None,
) -> Fragment:
    """Return the piece of a page for a matplotlib figure.

    `finding` is the conclusion from the figure, and the caption; `alternative` describes the
    drawing to readers who can't see; `note` explains how to read the drawing; `data` has the drawn
    values; `name` is unique in the page. A wide drawing scrolls on a narrow screen, instead of
    shrinking.

    For a screen reader the caption names the figure, and the alternative describes the drawing.
    Raise PublishError for an empty figure, and for words that no page may have.
    """
    if not _is_drawn(figure):
        raise PublishError(
            _(
                "nothing is drawn in this figure: publish it in the cell that draws, and before "
                "`plt.show()`"
            )
        )
    drawn = draw_figure(figure, name, typeset_text(finding), typeset_text(alternative))
    remarks = check_cells(drawn.words)
    below = Markup(" {}").format(print_words(note)) if note else ""
    caption = Markup("<strong>{}</strong>{}").format(print_words(finding), below)
    drawing = _box_drawing(drawn)
    page = Markup(
        '<figure id="{name}" role="figure" aria-labelledby="{name}-legende">{drawing}\n'
        '<figcaption id="{name}-legende">{caption}</figcaption>{data}</figure>'
    ).format(
        name=name,
        drawing=drawing,
        caption=caption,
        data=_fold_data(data, name) if data else "",
    )
    shown = Markup(page.replace(drawing, _show_on_paper(drawn, alternative)))
    return Fragment(page, notebook_html=shown).with_remarks(remarks)


def draw_plainly(figure: matplotlib.figure.Figure) -> str | None:
    """Return matplotlib's SVG of a figure; None if a picture of the figure has fewer bytes."""
    # Ids are made of what is drawn, and no date is noted: the same figure gives the same bytes.
    with mpl.rc_context({"svg.hashsalt": "figure"}):
        svg = print_figure(figure, "svg", metadata={"Date": None})
    return svg if svg and len(svg) <= HEAVIEST else None


def list_drawn_words(figure: matplotlib.figure.Figure) -> list[str]:
    """Return the titles of a figure, of the subfigures and of the axes, without repetition."""
    words = [figure.get_suptitle()]
    for ax in figure.axes:
        for place in ("left", "center", "right"):
            words.append(ax.get_title(place))
        words.append(ax.get_xlabel())
        words.append(ax.get_ylabel())
    return [*dict.fromkeys(filter(None, words))]


def _is_drawn(figure: matplotlib.figure.Figure) -> bool:
    """Whether a figure has any drawing: `plt.gca()` makes an empty figure where there is none."""
    # A drawing may have no axes, and artists of the figure itself.
    own = {*figure.get_children()} - {figure.patch, *figure.axes}
    if own:
        return True
    for ax in figure.axes:
        if ax.has_data() or ax.texts or ax.tables or ax.child_axes or ax.artists:
            return True
    return False


def _box_drawing(drawn: Drawing) -> Markup:
    """Put a drawing into a box, which scrolls if the drawing would be too small on a telephone."""
    # A narrow drawing shrinks a little on a telephone, and is read as it is.
    if drawn.width <= WIDE:
        return Markup('<div class="drawing">{}</div>').format(Markup(drawn.svg))
    return make_scroller(Markup(drawn.svg), page_word("drawing"), "drawing broad")


def _fold_data(data: PublishedTable, name: str) -> Markup:
    """Return the HTML of a figure's data table, folded under the beginning of its caption.

    The caption goes on after a colon with the figure's title, for screen readers only: the title
    stands just above.
    """
    # French has a space before a colon, of whichever kind.
    visible = data.caption.partition(": ")[0].rstrip()
    rest = data.caption.removeprefix(visible)
    aloud = Markup('<span class="hidden">{}</span>').format(print_words(rest)) if rest else ""
    return Markup("\n<details><summary>{}{}</summary>\n{}\n{}</details>").format(
        print_words(visible), aloud, data.html, make_csv_link(data, name)
    )


def _show_on_paper(drawn: Drawing, alternative: str) -> Markup:
    """Return a drawing as an `img` for a notebook, on white, for the notebook's theme may be dark.

    JupyterLab removes inline SVG from a notebook that isn't trusted, and leaves images.
    """
    style = f'style="font-family:sans-serif;background:{page_colours()["paper"]};'
    encoded = base64.b64encode(drawn.svg.replace('style="', style, 1).encode()).decode()
    return Markup('<img src="data:image/svg+xml;base64,{}" width="{:g}" alt="{}">').format(
        encoded, drawn.width, typeset_text(alternative)
    )
