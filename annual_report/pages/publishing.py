"""`publish`: whatever a cell has made becomes a piece of the page, or is refused in one line."""

from collections.abc import Iterable, Iterator, Mapping
from functools import wraps
from inspect import signature
from types import ModuleType
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from annual_report.errors import PublishError
from annual_report.messages import _
from annual_report.pages.checks.wording import check_cells, check_words
from annual_report.pages.csv import csv_link
from annual_report.pages.figure import figure_of
from annual_report.pages.fragment import Fragment, paragraph, slug
from annual_report.pages.language import said
from annual_report.pages.refusals import refusal
from annual_report.pages.table import Decimals, Labels, PublishedTable, Units, table_of
from annual_report.pages.text import text_of


def publication(
    thing: object,
    caption: str | None = None,
    *,
    finding: str | None = None,
    alternative: str | None = None,
    telephone: bool = True,
    data: pd.DataFrame | pd.Series | None = None,
    of: str | None = None,
    note: str | None = None,
    labels: Labels | None = None,
    units: Units | None = None,
    decimals: Decimals | None = None,
    name: str | None = None,
) -> Fragment:
    """Put a table, a figure or a text into the page, and show it here.

    A table (DataFrame, Series) needs `caption`, which may stand second. A figure (Axes, Figure, an
    array of Axes, what pandas, seaborn or networkx drew) needs `finding`, what it shows in one
    sentence, and `alternative`, what it looks like, for those who don't see it; `data` is the frame
    it was drawn from, and `of` says of what they are ("de la carte des membres"). Without
    `telephone` there is none on a telephone, where what follows says the same in words. A text is
    Markdown or plain words.

    `note` stands below; `labels`, `units` and `decimals` say how columns are headed and printed,
    by name; a count is printed as masked where the column beside it that is named like it and ends
    with `_masque` is true; `name` is that of the CSV file, unique in the page. Raise PublishError,
    in one line that says what to write instead, for anything else.

    `publication` returns that piece of a page; nothing is shown or closed.
    """
    remarks = check_words(caption, finding, alternative, note)

    def table(frame: pd.DataFrame | pd.Series, title: str) -> PublishedTable:
        made = table_of(frame, title, labels=labels, units=units, decimals=decimals)
        remarks.extend(check_cells(value for row in made.typed_rows for value in row))
        return made

    figures = _figures(thing)
    if isinstance(thing, Fragment):
        return thing
    if isinstance(thing, Markdown | str):
        text = str(thing.data if isinstance(thing, Markdown) else thing)
        remarks += check_words(text)
        return text_of(text).with_remarks(remarks)
    if len(figures) == 1:
        whose = of or said("of_figure", finding=finding)
        return figure_of(
            figures[0],
            name or slug(finding or ""),
            finding=finding,
            alternative=alternative,
            telephone=telephone,
            data=None if data is None else table(data, said("data_of", of=whose)),
            note=note,
        ).with_remarks(remarks)
    if not figures and isinstance(thing, pd.DataFrame | pd.Series):
        if not caption:
            line = 'publish(…, caption="…")'
            raise PublishError(
                _("a table needs a caption that says what it holds: {line}", line=line)
            )
        made = tabulated(table(thing, caption), name or slug(caption), note)
        return made.with_remarks(remarks)
    raise PublishError(refusal(thing, len(figures)))


@wraps(publication, assigned=["__doc__"])
def publish(thing: object, caption: str | None = None, **options: Any) -> None:
    """Show what `publication` returns."""
    display(publication(thing, caption, **options))
    for figure in _figures(thing):
        plt.close(figure)  # or else the notebook would show it once more


publish.__signature__ = signature(publication).replace(return_annotation=None)  # type: ignore[attr-defined]  # what JupyterLab shows


def tabulated(table: PublishedTable, name: str, note: str | None = None) -> Fragment:
    """Make a piece of a page of a table: its rows, what they don't say, and its file."""
    if not table.typed_rows:
        return paragraph(said("no_row", caption=table.caption), kind="empty")
    below = paragraph(note, kind="note")
    shown = table.html + below.html
    html = shown + csv_link(table, name, said("take_table"))
    return Fragment(html, {"table": table.facts}, below.sentences, shown)


def _figures(thing: object) -> list[Figure]:
    """Return the figures that something was drawn in, each once, in the order of the drawings."""
    return list(dict.fromkeys(_found(thing)))


def _found(thing: object) -> Iterator[Figure]:
    if isinstance(thing, Artist):
        figure = thing.get_figure(root=True)
        if isinstance(figure, Figure):
            yield figure
    elif isinstance(getattr(thing, "figure", None), Figure) and not isinstance(thing, ModuleType):
        yield thing.figure  # type: ignore[attr-defined]  # seaborn's grids
    else:
        for each in _inside(thing):
            yield from _found(each)


def _inside(thing: object) -> Iterable[Any]:
    """Return what may be artists inside of something: of an array, a list, or a dict of them."""
    if isinstance(thing, np.ndarray | pd.Series):
        return thing.ravel() if thing.dtype == object else ()
    if isinstance(thing, Mapping):
        return thing.values()
    return thing if isinstance(thing, list | tuple) else ()
