"""A published table: a DataFrame or a Series whose values are printed last.

The head and the form of a column come from the call, or else from the words that the table carries
(`columns`), or else from the column's name and values. The index stays, with or without a name, for
the index identifies the rows; only row numbers are dropped.

On a telephone a table of numbers scrolls sideways in a box, for numbers are compared in columns. A
wide table of words becomes a list of entries, in which each cell repeats the head of the column;
long texts need no head.

A reader can save the table as CSV, by a link below. The file opens rightly in a French spreadsheet:
UTF-8 with its mark, semicolons, decimal commas. Its cells have values and not printed words: no
spaces in numbers, no per cent, an empty cell for an unrecorded value.
"""

import datetime
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from annual_report.base.errors import PublishError
from annual_report.base.french import NO_BREAK
from annual_report.base.messages import _
from annual_report.machine.pages.columns import (
    ATTRIBUTE,
    NO_OPTIONS,
    Column,
    ColumnOptions,
    find_words,
    group_options,
    require_dates,
    require_shares,
)
from annual_report.machine.pages.fragment import box_table
from annual_report.machine.pages.language import (
    DATE,
    NONE,
    SHARE,
    TYPES_OF_SEVERAL,
    YEAR,
    Amount,
    count_decimals,
    count_letters,
    drop_noise,
    is_beyond_floats,
    is_french,
    is_long_text,
    is_missing,
    is_number,
    is_unnamed,
    page_word,
    print_value,
    print_words,
    typeset_text,
    unwrap_value,
)

ANY_YEARS = range(1000, 3000)
"""The whole numbers that are years in an index, which says what each row is about."""
YEARS = range(1900, 2101)
"""A column of such whole numbers alone has years, printed without a space: 2025, and not 2 025."""
MOST_ROW_NUMBERS = 1000
"""The numbers below which an index counts rows; greater ones are years, or codes."""
WIDEST_ROW = 40
"""The letters of a row above which a table of words is a list of entries on a telephone."""
LONGEST_CELL = 120
"""The letters of a single cell above which it is such a list too."""

BYTE_ORDER_MARK = "\ufeff"
"""The sign at the beginning of a file by which Excel knows that the file is UTF-8."""
FORMULA_STARTS = ("=", "+", "-", "@", "−", "\t", "\r")
"""The beginnings of a cell that a spreadsheet would take for a formula."""
ENCODED_SIGNS = {ord(sign): f"%{ord(sign):02X}" for sign in '%#"<>`{}|\\^[] \r\n\t'}
"""A character that must be encoded in a `data:` address → its code; accents needn't be."""


@dataclass(frozen=True)
class PublishedColumn:
    """A column of a published table: the head, the values, and the printed value of each.

    PublishedColumn("Part", [0.187, None], ["18,7 %", "non renseigné"])

    A `key` column identifies the rows: its cells are heads (`th`), which a screen reader repeats.
    `signs` are the words of printed signs: "●" → "présent".
    """

    label: str
    values: Sequence[Any]
    printed: Sequence[str]
    key: bool = False
    signs: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def is_number(self) -> bool:
        """Whether the column has numbers, which stand right, with or without missing values."""
        if self.key:
            return False
        return any(isinstance(value, Amount) or is_number(value) for value in self.values)

    @property
    def has_words(self) -> bool:
        """Whether the column has words; signs (●, –) are compared like numbers, and don't count."""
        if self.key or self.is_number:
            return False
        return any(len(text) > 1 for text in self.printed)

    @property
    def letters(self) -> int:
        """The width of the column in letters, by which a page knows which tables are wide."""
        texts = [self.label, *self.printed]
        if self.is_number:
            # A number (« au moins 15 ») is never broken.
            texts = [self.label, *[text.replace(" ", NO_BREAK) for text in self.printed]]
        return count_letters(texts)

    @cached_property
    def is_long(self) -> bool:
        """Whether the column has long texts, which stand in several lines of their cells."""
        return is_long_text(self.printed) and not self.is_number

    @cached_property
    def needs_label(self) -> bool:
        """Whether each cell repeats the head of the column in a list of entries.

        Keys and long texts are understood without a head. But a list of entries leaves cells with
        a dash out: then the other texts of the column need the head, however long they are.
        """
        return not self.key and (not self.is_long or NONE in self.printed)

    def write_cells(self, *, is_list: bool) -> list[str]:
        """Return the HTML of the column's cells, the head first.

        PublishedColumn("Part", [0.187], ["18,7 %"]) → ['<th class="number" scope="col">Part</th>',
        '<td class="number">18,7 %</td>']

        With `is_list` the table is a list of entries on a telephone: each cell repeats the head.
        """
        cells = [self._write_head()]
        label = typeset_text(self.label) if is_list else ""
        for value, text in zip(self.values, self.printed, strict=True):
            cells.append(self._write_value(value, text, label))
        return cells

    def _write_head(self) -> str:
        """Return the HTML of the head: `<th scope="col">Ville</th>`."""
        head = typeset_text(self.label)
        classes = []
        if self.is_number:
            classes.append("number")
        if self.is_long:
            classes.append("long")
        # A screen reader would read the empty head of an unnamed index aloud.
        is_silent = self.key and not head
        return _write_cell(head, scope="" if is_silent else "col", classes=classes)

    def _write_value(self, value: Any, text: str, label: str) -> str:
        """Return the HTML of a cell with a printed value: `<td class="number">18,7 %</td>`.

        `text` is the printed value, and `label` the head that the cell repeats in a list of
        entries, "" in any other table.
        """
        is_unknown = not self.key and is_missing(value)
        classes = []
        if self.is_number:
            classes.append("number")
        if is_unknown:
            classes.append("unknown")
        if text == NONE:
            classes.append("none")
        return _write_cell(
            text,
            scope="row" if self.key and text else "",
            classes=classes,
            label=label if is_unknown or self.needs_label else "",
            heard=self.signs.get(text, ""),
        )


def _write_cell(
    text: str,
    *,
    scope: str = "",
    classes: Iterable[str] = (),
    label: str = "",
    heard: str = "",
) -> str:
    """Return the HTML of a cell: a `th` if it has a `scope` ("col" or "row"), or else a `td`.

    _write_cell("12", classes=["number"], label="Membres") →
    `<td data-label="Membres" class="number">12</td>`

    `label` is the head of the column, for a cell that repeats it; `heard` are the words that a
    screen reader says for a sign such as "●", "black circle" otherwise.
    """
    tag = "th" if scope else "td"
    attributes = ""
    for name, value in (("data-label", label), ("class", " ".join(classes)), ("scope", scope)):
        if value:
            attributes += f' {name}="{escape(value)}"'
    # `Markup.format` would take ten times as long, in every cell.
    content: str = escape(text)
    if heard:
        content = f'<span role="img" aria-label="{escape(heard)}">{content}</span>'
    return f"<{tag}{attributes}>{content}</{tag}>"


@dataclass(frozen=True)
class PublishedTable:
    """A table ready for the page: columns with printed values, under a caption."""

    caption: str
    columns: Sequence[PublishedColumn]

    @property
    def texts(self) -> Iterator[str]:
        """The printed values of all cells."""
        return (text for column in self.columns for text in column.printed)

    @cached_property
    def html(self) -> Markup:
        """The table in a box, which scrolls where a telephone may be too narrow."""
        letters = sum(column.letters for column in self.columns)
        # Only words can be read as a list of entries, and only wide tables need to.
        has_words = any(column.has_words for column in self.columns)
        is_wide = letters > WIDEST_ROW or any(len(text) > LONGEST_CELL for text in self.texts)
        is_list = has_words and is_wide
        # Columns of cells become rows of cells.
        cells = [column.write_cells(is_list=is_list) for column in self.columns]
        rows = [f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True)]
        head, *lines = rows
        title = print_words(self.caption)
        body = "\n".join(["<tbody>", *lines, "</tbody>"])
        table = f"<table><caption>{title}</caption>\n<thead>{head}</thead>\n{body}</table>"
        return box_table(Markup(table), letters, title, is_list=is_list)


def make_table(
    thing: pd.DataFrame | pd.Series,
    caption: str,
    *,
    labels: Mapping[Any, str] | None = None,
    units: Mapping[Any, str] | None = None,
    decimals: Mapping[Any, int] | None = None,
    signs: Mapping[str, str] | None = None,
) -> PublishedTable:
    """Make the table of a DataFrame or a Series; raise PublishError for a frame without columns.

    `labels`, `units` and `decimals` are the words of some columns, by name; `signs` the words of
    signs in cells, by sign.
    """
    # Only the frames of measures carry words, and the frames that pandas has made from these.
    words = find_words(thing) if ATTRIBUTE in thing.attrs else {}
    frame = _make_frame(thing)
    if frame.columns.empty and not any(map(_drop_missing, frame.index.names)):
        raise PublishError(_("the table has no columns: there is nothing to publish"))
    keys = _list_keys(frame)
    others: list[tuple[Hashable, list[Any]]] = []
    for name, cells in frame.items():
        # A column of a pivot may be that of a missing category. NaN can be compared, NA can't.
        comparable = np.nan if name is pd.NA else name
        others.append((comparable, cells.tolist()))
    # Without an index the first column identifies the rows.
    number_of_keys = len(keys) or 1
    names = [name for name, _values in [*keys, *others]]
    options: Mapping[Hashable, ColumnOptions] = {}
    if labels or units or decimals:
        options = group_options(names, labels, units, decimals)
    columns = []
    for place, (name, values) in enumerate([*keys, *others]):
        # An index says what a row is about: it may have years of any century.
        years = ANY_YEARS if place < len(keys) else YEARS
        form = _choose_form(name, values, words.get(name), options.get(name, NO_OPTIONS), years)
        column = _print_column(form, values)
        columns.append(replace(column, key=place < number_of_keys, signs=signs or {}))
    return PublishedTable(caption, columns)


def _make_frame(thing: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Return a DataFrame unchanged, and a Series as a frame of one column, with the index."""
    if isinstance(thing, pd.DataFrame):
        return thing
    name = thing.name
    if name is None:
        name = page_word("value")
    return thing.to_frame(name)


def _list_keys(frame: pd.DataFrame) -> list[tuple[Hashable, list[Any]]]:
    """List the name and the values of each level of an index, unless the index counts rows."""
    index = frame.index
    # An index of tuples, as from `value_counts().to_dict()`, is one of several levels.
    if index.nlevels == 1 and len(index) and all(isinstance(entry, tuple) for entry in index):
        index = pd.MultiIndex.from_tuples(index)
    if _counts_rows(index, frame):
        return []
    keys = []
    for level, name in enumerate(index.names):
        keys.append((_drop_missing(name), index.get_level_values(level).tolist()))
    return keys


def _drop_missing(name: Hashable) -> Hashable:
    """Return the name of an index's level, None if it is missing: such a level has no name."""
    return None if is_missing(name) else name


def _counts_rows(index: pd.Index, frame: pd.DataFrame) -> bool:
    """Whether an index only numbers the rows, from 0 on or as a filter left them."""
    if index.name is not None or not pd.api.types.is_integer_dtype(index.dtype):
        return False
    if index.equals(pd.RangeIndex(len(index))):
        return True
    # After a filter some numbers are missing: the index still only counts rows. But in a frame of
    # numbers alone the index may say what a row is about, such as 1 to 5 stars.
    words = frame.select_dtypes(exclude=["number", "bool"]).columns
    largest = index.max()
    # An index of nothing but missing numbers counts no rows.
    if words.empty or is_missing(largest):
        return False
    return bool(largest < MOST_ROW_NUMBERS)


def _require_plain_values(name: Hashable, values: Sequence[Any]) -> None:
    """Raise PublishError for values that no cell could print.

    These are dicts, complex numbers, durations, and numbers that are larger than any float.
    """
    for value in values:
        if is_beyond_floats(value):
            raise PublishError(_("“{name}” holds a number of more than 300 digits", name=name))
        if isinstance(value, Mapping | complex | np.complexfloating | datetime.timedelta):
            raise PublishError(
                _(
                    "“{name}” holds a {kind}, which a table can’t print: give a column to each of "
                    "its parts, as numbers",
                    name=name,
                    kind=type(value).__name__,
                )
            )


def list_unnamed(table: PublishedTable) -> Iterator[str]:
    """Yield a remark on columns without a name, with the option `labels` that would name them."""
    labels = [column.label for column in table.columns if column.label or not column.key]
    unnamed = [label for label in labels if is_unnamed(label)]
    if unnamed:
        entries = ", ".join(f'"{name}": "…"' for name in unnamed)
        yield _(
            "nothing says what to call {names}: write publish(…, labels={line})",
            names=", ".join(unnamed),
            line=f"{{{entries}}}",
        )


def _choose_form(
    name: Hashable,
    values: Sequence[Any],
    words: Column | None,
    options: ColumnOptions,
    years: range,
) -> Column:
    """Return how a column is headed and printed; raise PublishError if no cell could print it.

    The `options` of the call go first, then the `words` that the frame carries of the column, then
    a guess: "annee" with the values [2024, 2025] → Column("annee", unit="année"). `years` are the
    whole numbers that are taken for years.
    """
    _require_plain_values(name, values)
    if options.unit == SHARE:
        require_shares(name, values)
    if options.unit == DATE:
        require_dates(name, values)
    form = words or Column(_print_name(name))
    label = options.label or form.label
    unit = options.unit or form.unit
    decimals = options.decimals
    # The decimals in the frame's words belong to the unit in these words.
    if decimals is None and not options.unit:
        decimals = form.decimals
    if not words and not unit and _are_years(values, years):
        unit = YEAR
    # A unit such as "km" can be read nowhere else than in the head.
    if options.unit and options.unit not in (SHARE, YEAR, DATE, label):
        label = f"{label} ({options.unit})"
    return replace(form, label=label, unit=unit, decimals=decimals)


def _print_column(form: Column, values: list[Any]) -> PublishedColumn:
    """Return a column with its printed values.

    Column("Part", unit="part"), [0.187, None] →
    PublishedColumn("Part", [0.187, None], ["18,7 %", "non renseigné"])
    """
    if form.values:
        values = [form.values.get(value, value) for value in values]
    decimals = form.decimals
    if decimals is None:
        values = drop_noise(values)
        decimals = count_decimals(values, form.unit)
    # The file to save has the same codes as the page.
    if form.show:
        values = [form.show(value) for value in values]
    printed = [print_value(value, form.unit, decimals) for value in values]
    return PublishedColumn(form.label, values, printed)


def _print_name(name: Hashable) -> str:
    """Return the head of a column by its name: a text or a number unchanged, a date as in cells."""
    # A pivot's column has several names, ("membres", 2025), and is headed by each.
    if isinstance(name, tuple):
        return ", ".join(filter(None, map(_print_name, name)))
    if name is None:
        return ""
    if isinstance(name, str) or is_number(name):
        return str(name)
    return print_value(name)


def _are_years(values: Iterable[object], years: range) -> bool:
    """Whether all values that aren't missing are among some years: [2024, None] are, [12] isn't."""
    known = [value for value in values if not is_missing(value)]
    if not known:
        return False
    return all(is_number(value) and value in years for value in known)


def write_csv(table: PublishedTable) -> str:
    """Return the text of a CSV file with the values of a table, for a spreadsheet.

    For a French one: "Région;Part", and in the next line "Bretagne;0,187".
    """
    labels = [_write_value(column.label) for column in table.columns]
    cells = []
    for column in table.columns:
        texts = [_write_value(value) for value in column.values]
        # A spreadsheet has room for words, and no legend of signs.
        cells.append([column.signs.get(text, text) for text in texts])
    # A French spreadsheet parts cells by semicolons, for the comma is in its numbers.
    separator = ";" if is_french() else ","
    frame = pd.DataFrame(dict(enumerate(cells)))
    return BYTE_ORDER_MARK + frame.to_csv(
        sep=separator, header=labels, index=False, lineterminator="\r\n"
    )


def _write_value(value: Any) -> str:
    """Return a value as a spreadsheet reads it: dates in ISO form, a missing value as "".

    0.187 → "0,187", True → "oui", ["Ain", "Gers"] → "Ain, Gers", "=1+1" → "'=1+1"
    """
    value = unwrap_value(value)
    if value is None or (isinstance(value, str) and value == NONE):
        return ""
    if isinstance(value, Amount):
        value = value.number
    # Before numbers: Python takes True for 1.
    if isinstance(value, bool):
        return page_word("yes" if value else "no")
    # All digits that are known, and none that adding floats left over.
    if isinstance(value, float):
        digits = f"{value:.15g}"
        return digits.replace(".", ",") if is_french() else digits
    if isinstance(value, datetime.datetime | datetime.time):
        return value.isoformat()
    if isinstance(value, TYPES_OF_SEVERAL):
        return ", ".join(_write_value(part) for part in value if not is_missing(part))
    text = str(value)
    # A spreadsheet shows a text behind an apostrophe as it is, and doesn't compute it.
    if text.startswith(FORMULA_STARTS) and not isinstance(value, int):
        return f"'{text}"
    return text


def make_csv_link(table: PublishedTable, name: str, text: str = "") -> Markup:
    """Return the link that saves a table as NAME.csv, with format and weight, as RGAA asks.

    A reader sees "Télécharger ce tableau (CSV, 1 ko)". `text` are the words of the link, by default
    "Télécharger les données"; for screen readers the table's caption follows them.
    """
    content = write_csv(table)
    # The page has no files beside it: the link itself holds the file.
    encoded = content.translate(ENCODED_SIGNS).replace(BYTE_ORDER_MARK, "%EF%BB%BF")
    kilobytes = max(1, round(len(content.encode()) / 1000))
    aloud = f" : {table.caption}"
    if not text:
        text = page_word("take_data")
        aloud = _shorten_caption(table.caption)
    return Markup(
        '<p class="take"><a download="{name}.csv" href="data:text/csv;charset=utf-8,{content}">'
        '{text}<span class="hidden">{aloud}</span> (CSV, {weight}\u00a0{unit})</a></p>'
    ).format(
        name=name,
        content=encoded,
        text=print_words(text),
        aloud=print_words(aloud),
        weight=kilobytes,
        unit=page_word("kilobytes"),
    )


def _shorten_caption(caption: str) -> str:
    """Return the words of a caption that a screen reader says after "Télécharger les données".

    "Les données de la carte" → " de la carte", for "les données" was just said; "Membres" →
    " : Membres".
    """
    of_what = caption.removeprefix(page_word("data_of", of=""))
    if of_what == caption:
        return f" : {caption}"
    return f" {of_what}"
