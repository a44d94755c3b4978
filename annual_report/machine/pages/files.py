"""The file that a reader saves: a table as CSV, within a link of the page.

The CSV opens rightly in a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas. The
cells have values and not printed words: no spaces in numbers, no per cent, an empty cell for an
unrecorded value. A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import datetime
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.machine.pages.fragment import print_words
from annual_report.machine.pages.language import is_french, page_word
from annual_report.machine.pages.table import PublishedTable
from annual_report.machine.pages.values import NONE, SEVERAL, Amount, is_missing, unwrap_value

MARK = "\ufeff"
"""What tells Excel that a file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "−", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
ENCODED = {ord(sign): f"%{ord(sign):02X}" for sign in '%#"<>`{}|\\^[] \r\n\t'}
"""What can't stand in an address as it is; letters with accents can, and weigh less so."""


def write_csv(table: PublishedTable) -> str:
    """Write the values of a table for a French spreadsheet, or for an English spreadsheet."""
    labels = [_write_value(column.label) for column in table.columns]
    cells = [[_write_value(value) for value in column.values] for column in table.columns]
    separator = ";" if is_french() else ","
    frame = pd.DataFrame(dict(enumerate(cells)))
    return MARK + frame.to_csv(sep=separator, header=labels, index=False, lineterminator="\r\n")


def _write_value(value: Any) -> str:
    """Write a value for a spreadsheet: a missing value as an empty cell, dates in ISO form."""
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
        return f"{value:.15g}".replace(".", "," if is_french() else ".")
    if isinstance(value, datetime.datetime | datetime.time):
        return value.isoformat()
    if isinstance(value, SEVERAL):
        return ", ".join(_write_value(part) for part in value if not is_missing(part))
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, int) else text


def make_csv_link(table: PublishedTable, name: str, text: str = "") -> Markup:
    """Return the link that saves a table as NAME.csv, with format and weight, as RGAA asks.

    For screen readers the table's caption follows the words of the link. "Télécharger les données"
    and "Les données de la carte" share two words, which are read out once.
    """
    of_what = table.caption.removeprefix(page_word("data_of", of=""))
    aloud = f" {of_what}" if of_what != table.caption and not text else f" : {table.caption}"
    content = write_csv(table)
    return Markup(
        '<p class="take"><a download="{name}.csv" href="data:text/csv;charset=utf-8,{content}">'
        '{text}<span class="hidden">{aloud}</span> (CSV, {weight}\u00a0{unit})</a></p>'
    ).format(
        name=name,
        content=content.translate(ENCODED).replace(MARK, "%EF%BB%BF"),
        text=print_words(text or page_word("take_data")),
        aloud=print_words(aloud),
        weight=max(1, round(len(content.encode()) / 1000)),
        unit=page_word("kilobytes"),
    )
