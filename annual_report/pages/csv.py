"""What a reader takes away: a table as CSV, figures as JSON, held by a link of the page itself.

The CSV opens rightly in a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas. Its
cells are values and not what a page prints: no spaces in numbers, no per cent, nothing where
nothing is recorded. A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import json
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.pages.fragment import words
from annual_report.pages.language import is_french, said
from annual_report.pages.table import PublishedTable
from annual_report.pages.values import typed

MARK = "\ufeff"
"""What tells Excel that a file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "−", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
ENCODED = {
    ord(sign): f"%{ord(sign):02X}" for sign in "%#\"<>`{}|\\^[] \r\n\t"
}  # fmt: skip
"""What can't stand in an address as it is; letters with accents can, and weigh less so."""


def as_csv(table: PublishedTable) -> str:
    """Write a table's values as a French spreadsheet reads them, or an English one."""
    columns = [_column([typed(value) for value in column.values]) for column in table.columns]
    written = pd.DataFrame(dict(enumerate(columns))).to_csv(
        sep=";" if is_french() else ",",
        decimal="," if is_french() else ".",
        header=[str(_cell(column.label)) for column in table.columns],
        index=False,
        float_format="%.15g",
        lineterminator="\r\n",
    )
    return MARK + str(written)


def csv_link(table: PublishedTable, name: str, text: str = "") -> Markup:
    """Make the link that saves a table as NAME.csv; aloud, it goes on with the table's caption.

    "Télécharger les données" and "Les données de la carte" have two words in common, said once.
    """
    of_what = table.caption.removeprefix(said("data_of", of=""))
    once = of_what != table.caption and not text
    aloud = f" {of_what}" if once else f" : {table.caption}"
    whole = Markup('{}<span class="hidden">{}</span>').format(
        words(text or said("take_data")), words(aloud)
    )
    return _link(as_csv(table), "text/csv", f"{name}.csv", whole, "CSV")


def json_link(content: Any, name: str, text: str) -> Markup:
    """Make the link that saves something as NAME.json."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _link(written, "application/json", f"{name}.json", text, "JSON")


def _column(values: list[Any]) -> "pd.Series[Any]":
    """Return a column as it is written: numbers as such, so that their decimals are the file's."""
    numbers = all(value is None or type(value) in (int, float) for value in values)
    if numbers and any(isinstance(value, float) for value in values):
        return pd.Series(values, dtype="float64")
    return pd.Series([_cell(value) for value in values], dtype=object)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return said("yes" if value else "no")
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _link(content: str, kind: str, file: str, text: str, form: str) -> Markup:
    """Hold a file in a link; say its format and weight, which RGAA asks for."""
    encoded = content.translate(ENCODED).replace(MARK, "%EF%BB%BF")
    return Markup(
        '<p class="take"><a download="{file}" href="data:{kind};charset=utf-8,{content}">'
        "{text} ({form}, {weight})</a></p>"
    ).format(
        file=file,
        kind=kind,
        content=encoded,
        text=words(text),
        form=form,
        weight=_weight(len(content.encode())),
    )


def _weight(size: int) -> str:
    """Write a file's size as people read it; "ko" as French does."""
    return f"{max(1, round(size / 1000))}\u00a0{said('kilobytes')}"
