"""The functions that a notebook calls: `publish`, `chapter` and `language`.

The result of a cell becomes a piece of the page, or is refused in a single line.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from itertools import count
from typing import Any, TypeAlias

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown, display
from markupsafe import Markup
from matplotlib.figure import Figure, FigureBase

from annual_report.base.errors import PublishError
from annual_report.base.messages import _, add_nearest
from annual_report.machine.pages.checks.wording import check_cells, check_words
from annual_report.machine.pages.figure import list_drawn_words, make_figure
from annual_report.machine.pages.files import make_csv_link
from annual_report.machine.pages.fragment import (
    Fragment,
    make_heading,
    make_id,
    make_paragraph,
    print_words,
)
from annual_report.machine.pages.language import VARIABLE, page_word, read_language
from annual_report.machine.pages.table import list_unnamed, make_table
from annual_report.machine.pages.written import (
    make_text_fragment,
    name_by_heading,
    note_chapter,
    say_of_words,
)

Table: TypeAlias = "pd.DataFrame | pd.Series[Any]"
TABLE, FIGURE = 'publish(frame, caption="…")', 'publish(ax, finding="…", alternative="…")'
"""What to write for a table and for a figure."""

_unnamed = count(1)
"""The numbers of figures that nobody named."""


def language(code: str) -> None:
    """Publish in a language from here on: "en" for English, "fr" again for French.

    In any other the page's own words, numbers and dates are English.

    >>> from annual_report import language, publish
    >>> language("en")
    >>> publish("It’s 9 o’clock: we meet.")
    It’s 9 o’clock: we meet.
    >>> language("fr")
    """
    if read_language({"lang": code}) != code:
        line = 'language("en")'
        raise PublishError(_("“{code}” is no language: write {line}", code=code, line=line))
    os.environ[VARIABLE] = code


def chapter(number: int | None, title: str, id: str | None = None) -> None:  # noqa: A002
    """Open a chapter of the page; the pieces published below belong to the chapter.

    `number` is None for a chapter without numeral; `id` is the address in the page, by default made
    from the words of the title.

    >>> from annual_report import chapter
    >>> chapter(1, "Les membres", "membres")
    1. Les membres
    """
    remarks = check_words(title)
    note_chapter(title)
    display(make_heading(number, title, id).with_remarks(remarks))


def publish(
    thing: object,
    words: str | None = None,
    /,
    *,
    caption: str | None = None,
    finding: str | None = None,
    alternative: str | None = None,
    data: "Table | None" = None,
    of: str | None = None,
    note: str | None = None,
    labels: Mapping[Any, str] | None = None,
    units: Mapping[Any, str] | None = None,
    decimals: Mapping[Any, int] | None = None,
    name: str | None = None,
    folded: bool = False,
) -> None:
    """Put a table, a figure or a text into the page, and show the piece in the notebook.

    A table (DataFrame, Series) has a `caption`. A figure (Axes, Figure, an array of Axes, a chart
    of pandas, seaborn or networkx) has a `finding`, the conclusion in a sentence, and an
    `alternative`, a description for readers who can't see. `data` is the frame of the figure, and
    `of` completes the words of its link ("de la carte des membres"). Caption and finding may stand
    second. A text is Markdown or plain words. A piece without words takes the words of titles, axes
    or the chapter, and is remarked; a page of a network is refused for such a remark.

    `note` stands below; `labels`, `units` and `decimals` are heads and forms of columns, by name;
    `name` is the name of the CSV file, unique in the page. A `folded` table opens under its
    caption, and is printed whole. Raise PublishError for any other thing, and for an option that
    doesn't apply, with a line that says how to write the call.

    >>> import pandas as pd
    >>> from annual_report import publish
    >>> counts = pd.Series({"Bretagne": 4, "Occitanie": 3}, name="Membres")
    >>> publish(counts.rename_axis("Région"), caption="Les membres par région")
    Télécharger ce tableau : Les membres par région (CSV, 1 ko)
    >>> publish("Ils sont *sept*.")
    Ils sont sept.
    """
    made = make_fragment(
        thing, words, caption=caption, finding=finding, alternative=alternative, data=data, of=of,
        note=note, labels=labels, units=units, decimals=decimals, name=name, folded=folded or None,
    )  # fmt: skip
    display(made)
    for figure in find_figures(thing):
        plt.close(figure)  # or else the notebook would show it once more


def make_fragment(thing: object, words: str | None = None, /, **options: Any) -> Fragment:
    """Return the piece of a page for a thing to publish; each kind of thing has other options."""
    given = {option: value for option, value in options.items() if value is not None}
    # What a network tells is a piece already.
    if isinstance(thing, Fragment):
        _require_options(_("a phrase"), (), given, words)
        return thing
    if isinstance(thing, Markdown | str):
        _require_options(_("a text"), (), given, words)
        return make_text_fragment(_read_text(thing), os.curdir)
    if isinstance(thing, pd.DataFrame | pd.Series) and not find_figures(thing):
        given = _require_options(_("a table"), _list_options(make_table_fragment), given, words)
        return make_table_fragment(thing, **given)
    figures = find_figures(thing)
    if len(figures) == 1:
        given = _require_options(_("a figure"), _list_options(make_figure_fragment), given, words)
        return make_figure_fragment(figures[0], **given)
    # A Series of Axes, as pandas returns of subplots, may hold several figures.
    raise PublishError(
        _(
            "{kind} is not published: a page takes tables ({table}), figures one by one "
            "({figure}) and texts ({text})",
            kind=type(thing).__name__,
            table=TABLE,
            figure=FIGURE,
            text='publish("…")',
        )
    )


def make_table_fragment(
    table: "Table",
    caption: str | None = None,
    *,
    note: str | None = None,
    labels: Mapping[Any, str] | None = None,
    units: Mapping[Any, str] | None = None,
    decimals: Mapping[Any, int] | None = None,
    name: str | None = None,
    folded: bool = False,
) -> Fragment:
    """Return the piece of a page for a table, with a file to save."""
    remarks = check_words(caption, note)
    lacks = []
    if not caption:
        caption = name_by_heading("table")
        lacks.append(_("a table has no caption but “{words}”: {line}", words=caption, line=TABLE))
    rows = make_table(table, caption, labels=labels, units=units, decimals=decimals)
    remarks += check_cells(rows.texts)
    lacks += list_unnamed(rows)
    below = make_paragraph(note, kind="note").html
    if not len(table):
        empty = make_paragraph(page_word("no_row", caption=caption), kind="empty").html
        return Fragment(empty + below).with_remarks(remarks, lacks)
    # An analyst has the frame itself, so a notebook shows no file to take away.
    shown = rows.html + below
    link = make_csv_link(rows, name or make_id(caption), page_word("take_table"))
    page = shown + link
    if folded:
        fold = Markup('<details class="rows"><summary>{}</summary>\n{}</details>')
        page = fold.format(print_words(caption), page)
    return Fragment(page, shown=shown).with_remarks(remarks, lacks)


def make_figure_fragment(
    figure: Figure,
    finding: str | None = None,
    *,
    alternative: str | None = None,
    data: "Table | None" = None,
    of: str | None = None,
    note: str | None = None,
    labels: Mapping[Any, str] | None = None,
    units: Mapping[Any, str] | None = None,
    decimals: Mapping[Any, int] | None = None,
    name: str | None = None,
) -> Fragment:
    """Return the piece of a page for a figure of any library, above the table of the data."""
    remarks = check_words(finding, alternative, note, of)
    lacks = []
    if not (finding and alternative):
        words = ", ".join(list_drawn_words(figure)) or finding or name_by_heading("figure")
        lacks.append(say_of_words(words, FIGURE))
        name = name or f"figure-{next(_unnamed)}"
        finding, alternative = finding or words, alternative or words
    rows = None
    if data is not None:
        if not isinstance(data, pd.DataFrame | pd.Series):
            what = type(data).__name__
            raise PublishError(_("data: a figure’s data are a table, and no {kind}", kind=what))
        # The table of its data says aloud whose they are.
        whose = page_word("data_of", of=of or page_word("of_figure", finding=finding))
        rows = make_table(data, whose, labels=labels, units=units, decimals=decimals)
        remarks += check_cells(rows.texts)
        lacks += list_unnamed(rows)
    elif of or labels or units or decimals:
        raise PublishError(
            _("of, labels, units and decimals say what a figure’s data are: write data=frame too")
        )
    made = make_figure(
        figure,
        name or make_id(finding),
        finding=finding,
        alternative=alternative,
        data=rows,
        note=note,
    )
    return made.with_remarks(remarks, lacks)


def _list_options(make: Callable[..., Fragment]) -> list[str]:
    """Return the options of a kind; the first may stand second in a call."""
    _thing, *options = signature(make).parameters
    return options


def _require_options(
    kind: str, known: Sequence[str], given: Mapping[str, Any], words: str | None
) -> dict[str, Any]:
    """Return the options of a call; raise PublishError for an option that the kind doesn't have."""
    for option in given:
        if option not in known:
            raise PublishError(_say_wrong_option(kind, option, known))
    if words is None:
        return dict(given)
    if not known:
        raise PublishError(
            _("{kind} is published alone, without “{words}”", kind=kind, words=words)
        )
    main = known[0]
    if main in given:
        raise PublishError(
            _("“{words}” and {option}= both are the {option}", words=words, option=main)
        )
    return {main: words, **given}


def _say_wrong_option(kind: str, option: str, known: Sequence[str]) -> str:
    if not known:
        return _("{kind} takes no {option}=", kind=kind, option=option)
    line = _("{kind} takes no {option}=, but {known}", kind=kind, option=option,
             known=", ".join(known))  # fmt: skip
    # What a table is called is its caption, and a figure its finding.
    return add_nearest(line, known[0] if option in ("caption", "finding") else None)


def _read_text(thing: Markdown | str) -> str:
    return str(thing.data if isinstance(thing, Markdown) else thing)


def find_figures(thing: Any) -> list[Figure]:
    """Return the figures that something was drawn in, each once, in the order of the drawings."""
    # Axes, a line, a text, seaborn's grids: whatever stands in a figure, be it within another.
    if isinstance(figure := getattr(thing, "figure", None), FigureBase):
        return [figure.get_figure(root=True)]
    # What several were drawn in: arrays and Series of Axes, lists of bars, a box plot's dict.
    if isinstance(thing, Mapping):
        thing = [*thing.values()]
    if not isinstance(thing, list | tuple) and str(getattr(thing, "dtype", "")) != "object":
        return []
    return list(dict.fromkeys(figure for part in thing for figure in find_figures(part)))
