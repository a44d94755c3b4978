"""The functions that a notebook calls: `publish`, `chapter`, `language`, `write_number`.

The result of a cell becomes a piece of the page (`Fragment`), or is refused in a single line.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from itertools import count
from numbers import Integral
from typing import Any, TypeAlias

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown, display
from markupsafe import Markup
from matplotlib.figure import Figure, FigureBase

from annual_report.base.errors import PublishError
from annual_report.base.letters import shorten
from annual_report.base.messages import N_, _, add_nearest
from annual_report.machine.pages.checks.wording import check_cells, check_words
from annual_report.machine.pages.figure import list_drawn_words, make_figure
from annual_report.machine.pages.fragment import Fragment, make_heading, make_id, make_paragraph
from annual_report.machine.pages.language import (
    LARGEST_SHARE,
    MOST_GIVEN_DECIMALS,
    SHARE,
    VARIABLE,
    is_beyond_floats,
    is_missing,
    is_number,
    is_number_of_decimals,
    page_word,
    print_value,
    print_words,
    read_language,
    unwrap_value,
)
from annual_report.machine.pages.table import (
    PublishedTable,
    list_unnamed,
    make_csv_link,
    make_table,
)
from annual_report.machine.pages.written import (
    make_text_fragment,
    name_by_heading,
    note_chapter,
    say_of_words,
)

Table: TypeAlias = "pd.DataFrame | pd.Series[Any]"
CALL_FOR_TABLE = 'publish(frame, caption="…")'
CALL_FOR_FIGURE = 'publish(ax, finding="…", alternative="…")'
CALL_FOR_TEXT = 'publish("…")'
"""The line to write for each kind of thing, which errors and remarks show to an author."""

A_PHRASE = N_("a phrase")
A_TEXT = N_("a text")
A_TABLE = N_("a table")
A_FIGURE = N_("a figure")
"""The kinds of things that can be published, as the beginning of an error's message."""

OPTIONS_BY_NAME = {
    "labels": '{"membres": "Membres"}',
    "units": '{"distance": "km"}',
    "decimals": '{"distance": 1}',
    "signs": '{"●": "présent"}',
}
"""The options whose value is a dictionary, by columns or by signs → an example of the value."""

OPTIONS_OF_TEXT = frozenset({"caption", "finding", "alternative", "of", "note", "name"})
"""The options whose value is a text."""

_numbers_of_figures = count(1)
"""The numbers of figures without a name, whose ids in the page are "figure-1", "figure-2"."""


def language(code: str) -> None:
    """Publish in a language from here on: "en" for English, "fr" again for French.

    In any other language the page's own words, numbers and dates are English.

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

    `number` is None for a chapter without numeral; `id` is the chapter's address in the page (what
    follows `#` in a link), by default made from the words of the title.

    Raise PublishError for a number, a title or an address of another kind.

    >>> from annual_report import chapter
    >>> chapter(1, "Les membres", "membres")
    1. Les membres
    """
    _require_heading(number, title, id)
    remarks = check_words(title)
    note_chapter(title)
    display(make_heading(number, title, id).with_remarks(remarks))


def _require_heading(number: object, title: object, address: object) -> None:
    """Raise PublishError for a chapter that no page can have: chapter(2025, None), "a b"."""
    _require_text("title", title)
    is_whole = isinstance(number, Integral) and not isinstance(number, bool) and int(number) > 0
    if number is not None and not is_whole:
        raise PublishError(
            _("“{number}” is no number of a chapter: 1, 2, 3…, or None for none", number=number)
        )
    if address is None:
        return
    _require_text("id", address)
    # A space would part the address in two, as two names of the heading.
    if len(str(address).split()) != 1:
        raise PublishError(_("id: “{id}” has to be a single word", id=address))


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
    signs: Mapping[str, str] | None = None,
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

    `note` stands below, or above a folded table; `labels`, `units` and `decimals` are heads and
    forms of columns, by name; `signs` are the words of signs in cells ("●" → "présent"), which are
    heard, and saved as CSV; `name` is the name of the CSV file, unique in the page. A `folded`
    table opens under its caption, and is printed whole. Raise PublishError for any other thing, and
    for an option that doesn't apply, with a line that says how to write the call.

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
        note=note, labels=labels, units=units, decimals=decimals, signs=signs, name=name,
        folded=folded or None,
    )  # fmt: skip
    display(made)
    for figure in find_figures(thing):
        plt.close(figure)  # or else the notebook would show it once more


def make_fragment(thing: object, words: str | None = None, /, **options: Any) -> Fragment:
    """Return the piece of a page for a thing to publish, without showing it in a notebook.

    `words` are the caption of a table, or the finding of a figure, where they stand second in the
    call; `options` are those of `publish`. Raise PublishError for an option that doesn't apply, and
    for words with half of a sign, which a text has that was read in a wrong encoding.
    """
    try:
        fragment = _make_fragment(thing, words, options)
        # A page is a file in UTF-8.
        fragment.html.encode()
    except UnicodeEncodeError as error:
        half = ascii(str(error.object[error.start]))
        raise PublishError(
            _("{sign} is half of a sign: its text was read in another encoding", sign=half)
        ) from error
    return fragment


def _make_fragment(thing: object, words: str | None, options: Mapping[str, Any]) -> Fragment:
    """Return the piece for a thing to publish; raise PublishError for a wrong option or thing.

    UnicodeEncodeError is raised for half of a sign, a surrogate, in a table's file.
    """
    given = {}
    for option, value in options.items():
        if value is not None:
            given[option] = value
    # A phrase of a network is a piece already, and its words were checked when it was filled.
    if isinstance(thing, Fragment):
        _require_options(A_PHRASE, [], given, words)
        return thing
    if isinstance(thing, Markdown | str):
        _require_options(A_TEXT, [], given, words)
        text = thing.data if isinstance(thing, Markdown) else thing
        return make_text_fragment(str(text), os.curdir)
    # A Series may hold no values but Axes, as pandas returns of subplots.
    figures = find_figures(thing)
    if isinstance(thing, pd.DataFrame | pd.Series) and not figures:
        return _make_with(make_table_fragment, A_TABLE, thing, given, words)
    if len(figures) == 1:
        return _make_with(make_figure_fragment, A_FIGURE, figures[0], given, words)
    raise PublishError(
        _(
            "{kind} is not published: a page takes tables ({table}), figures one by one "
            "({figure}) and texts ({text})",
            kind=type(thing).__name__,
            table=CALL_FOR_TABLE,
            figure=CALL_FOR_FIGURE,
            text=CALL_FOR_TEXT,
        )
    )


def _make_with(
    make: Callable[..., Fragment],
    kind: str,
    thing: object,
    given: Mapping[str, Any],
    words: str | None,
) -> Fragment:
    """Return the piece for a table or figure; raise PublishError for an option it doesn't have.

    `make` is the function of the kind, such as `make_table_fragment`: its parameters after the
    first are the kind's options, the main one first (`caption`). `kind` begins an error's message;
    `given` are the options of the call; `words` are the main option where the call has it second,
    without a name: publish(frame, "Les membres").
    """
    _thing, *known = signature(make).parameters
    _require_options(kind, known, given, words)
    if words is None:
        return make(thing, **given)
    return make(thing, words, **given)


def make_table_fragment(
    table: "Table",
    caption: str | None = None,
    *,
    note: str | None = None,
    labels: Mapping[Any, str] | None = None,
    units: Mapping[Any, str] | None = None,
    decimals: Mapping[Any, int] | None = None,
    signs: Mapping[str, str] | None = None,
    name: str | None = None,
    folded: bool = False,
) -> Fragment:
    """Return the piece of a page for a table, with a file to save; the options are `publish`'s.

    A table without rows is a sentence that says so. The options of its columns change nothing then,
    and are taken all the same, for one call serves each year's notebook.
    """
    title = caption or name_by_heading("table")
    rows = make_table(table, title, labels=labels, units=units, decimals=decimals, signs=signs)
    # Only the page has a link to save the table as a file: in a notebook the frame is at hand.
    if len(table) == 0:
        nothing = make_paragraph(page_word("no_row", caption=title), kind="empty").html
        legend = make_paragraph(note, kind="note").html
        fragment = Fragment(nothing + legend)
    else:
        boxed = rows.html
        legend = make_paragraph(note, kind="note").html
        link = make_csv_link(rows, name or make_id(title), page_word("take_table"))
        page = boxed + legend + link
        if folded:
            # The note explains the signs of the table: it stands between the caption and the table.
            fold = Markup('<details class="rows"><summary>{}</summary>\n{}</details>')
            page = fold.format(print_words(title), legend + boxed + link)
        fragment = Fragment(page, notebook_html=boxed + legend)
    remarks = [*check_words(caption, note), *check_cells(rows.texts)]
    lacks = []
    if not caption:
        lacks.append(
            _("a table has no caption but “{words}”: {line}", words=title, line=CALL_FOR_TABLE)
        )
    lacks += list_unnamed(rows)
    return fragment.with_remarks(remarks, lacks)


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
    """Return the piece of a page for a figure of any library, above the table of its data.

    The options are those of `publish`.
    """
    remarks = check_words(finding, alternative, note, of)
    # `remarks` are about words that the author wrote, `lacks` about words that are missing: the
    # words in the drawing are taken in their place.
    lacks = []
    if not finding or not alternative:
        drawn = ", ".join(list_drawn_words(figure))
        words = drawn or finding or name_by_heading("figure")
        lacks.append(say_of_words(words, CALL_FOR_FIGURE))
        if not name:
            number = next(_numbers_of_figures)
            name = f"figure-{number}"
        finding = finding or words
        alternative = alternative or words
    rows = None
    if data is not None:
        # "Les données de la carte des membres", or else « de la figure » with its finding.
        of_what = of or page_word("of_figure", finding=finding)
        title = page_word("data_of", of=of_what)
        rows = _make_data_table(data, title, labels=labels, units=units, decimals=decimals)
        remarks += check_cells(rows.texts)
        lacks += list_unnamed(rows)
    elif of or labels or units or decimals:
        raise PublishError(
            _("of, labels, units and decimals say what a figure’s data are: write data=frame too")
        )
    name = name or make_id(finding)
    made = make_figure(figure, name, finding=finding, alternative=alternative, data=rows, note=note)
    return made.with_remarks(remarks, lacks)


def _make_data_table(data: object, caption: str, **words: Any) -> PublishedTable:
    """Return the table of a figure's data; raise PublishError for data that are no frame.

    `words` are the labels, units and decimals of the call.
    """
    if not isinstance(data, pd.DataFrame | pd.Series):
        kind = type(data).__name__
        raise PublishError(_("data: a figure’s data are a table, and no {kind}", kind=kind))
    return make_table(data, caption, **words)


def _require_options(
    kind: str, known: Sequence[str], given: Mapping[str, Any], words: str | None
) -> None:
    """Raise PublishError for an option that a kind doesn't have or can't use, or words said twice.

    `given` has the options of the call by name, and `known` names those of the kind. The first of
    these may stand second in the call, without its name: then it is `words`.
    """
    for option in given:
        if option not in known:
            raise PublishError(_say_wrong_option(_(kind), option, known))
        value = given[option]
        if option in OPTIONS_BY_NAME and not isinstance(value, Mapping):
            raise PublishError(
                _(
                    "{option}= takes a dictionary, such as {example}, not {kind}",
                    option=option,
                    example=OPTIONS_BY_NAME[option],
                    kind=type(value).__name__,
                )
            )
        if option in OPTIONS_OF_TEXT:
            _require_text(option, value)
    if words is None:
        return
    if not known:
        raise PublishError(
            _("{kind} is published alone, without “{words}”", kind=_(kind), words=words)
        )
    main = known[0]
    _require_text(main, words)
    if main in given:
        raise PublishError(
            _("“{words}” and {option}= both are the {option}", words=words, option=main)
        )


def _require_text(option: str, value: object) -> None:
    """Raise PublishError if the value of an option such as `caption` is no text."""
    if not isinstance(value, str):
        kind = type(value).__name__
        raise PublishError(_("{option}= takes a text, not {kind}", option=option, kind=kind))


def _say_wrong_option(kind: str, option: str, known: Sequence[str]) -> str:
    """Return the message for an option that a kind doesn't have, with those that it has."""
    if not known:
        return _("{kind} takes no {option}=", kind=kind, option=option)
    names = ", ".join(known)
    line = _("{kind} takes no {option}=, but {known}", kind=kind, option=option, known=names)
    # A table's title is its caption, a figure's its finding, and many a call confuses them.
    if option in ("caption", "finding"):
        return add_nearest(line, known[0])
    return line


def find_figures(thing: Any) -> list[Figure]:
    """Return the figures that something was drawn in, each once, in the order of the drawings.

    `thing` may be a figure, Axes, a line, a text, a grid of seaborn, or several of them: an array
    or a Series of Axes as pandas returns it, a list of bars, the dict of a box plot.
    """
    figure = getattr(thing, "figure", None)
    if isinstance(figure, FigureBase):
        # The figure of a subfigure is the whole one.
        return [figure.get_figure(root=True)]
    parts = thing
    if isinstance(thing, Mapping):
        parts = [*thing.values()]
    # Arrays of numbers hold no Axes, and may be long.
    if not isinstance(parts, list | tuple) and str(getattr(parts, "dtype", "")) != "object":
        return []
    figures: dict[Figure, None] = {}
    for part in parts:
        figures |= dict.fromkeys(find_figures(part))
    return [*figures]


def write_number(value: float, decimals: int | None = None) -> str:
    """Return a number as a page writes it, for a sentence of the author.

    By default it has as many decimals as in a table. Raise PublishError for a missing value, which
    a sentence can't have.

    >>> from annual_report import write_number
    >>> print(f"La France compte {write_number(27138333)} habitants.")
    La France compte 27 138 333 habitants.
    >>> print(write_number(2.5))
    2,5
    """
    _require_decimals(decimals)
    return print_value(_require_number(value), decimals=decimals)


def write_share(value: float, decimals: int | None = None) -> str:
    """Return a share from 0 to 1 as a page writes a percentage: 0.399 as 39,9 %.

    Raise PublishError for a missing value, and for a number such as 39.9, which is no share.

    >>> from annual_report import write_share
    >>> print(write_share(0.399, 1))
    39,9 %
    """
    _require_decimals(decimals)
    share = _require_number(value)
    if abs(share) > LARGEST_SHARE:
        raise PublishError(
            _("{value} is no share: it goes from 0 to 1, so divide by 100 first", value=share)
        )
    return print_value(share, SHARE, decimals)


def _require_decimals(decimals: object) -> None:
    """Raise PublishError for decimals that are no whole number from 0 to MOST_GIVEN_DECIMALS."""
    if decimals is not None and not is_number_of_decimals(decimals):
        raise PublishError(
            _(
                "decimals: “{value}” is no whole number from 0 to {most}",
                value=decimals,
                most=MOST_GIVEN_DECIMALS,
            )
        )


def _require_number(value: object) -> Any:
    """Return a value as a number of Python; raise PublishError for a missing value, or a text.

    numpy.int64(3) → 3; pd.NA is an error, since a sentence would say "non renseigné membres".
    """
    if is_missing(value):
        raise PublishError(
            _(
                "a number that nobody recorded can’t be written: say so in words, or leave the "
                "sentence out (if pd.notna(x): …)"
            )
        )
    number = unwrap_value(value)
    if not is_number(number):
        kind = type(value).__name__
        words = shorten(str(value))
        raise PublishError(_("“{value}” is a {kind}, and no number", value=words, kind=kind))
    if is_beyond_floats(number):
        raise PublishError(_("a number of more than 300 digits can’t be written"))
    return number
