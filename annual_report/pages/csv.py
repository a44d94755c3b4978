"""What a reader takes away: a table as CSV, figures as JSON, held by a link of the page itself.

The CSV opens rightly in a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas. Its
cells are values and not what a page prints: no spaces in numbers, no per cent, nothing where
nothing is recorded. A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
import json
from typing import Any

from markupsafe import Markup

from annual_report.pages.fragment import words
from annual_report.pages.frame_words import DATA, TAKE_DATA
from annual_report.pages.table import PublishedTable

MARK = "\ufeff"
"""What tells Excel that a file is UTF-8."""
DECIMAL = ","
"""With a point, a French spreadsheet would take 1.25 for a text, or for a date."""
FORMULA = ("=", "+", "-", "@", "−", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
ENCODED = {
    ord(sign): f"%{ord(sign):02X}" for sign in "%#\"<>`{}|\\^[] \r\n\t"
}  # fmt: skip
"""What can't stand in an address as it is; letters with accents can, and weigh less so."""


def as_csv(table: PublishedTable) -> str:
    """Write a table's values as a French spreadsheet reads them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(column.label) for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.typed_rows)
    return MARK + out.getvalue()


def csv_link(table: PublishedTable, name: str, text: str = TAKE_DATA) -> Markup:
    """Make the link that saves a table as NAME.csv; aloud, it goes on with the table's caption.

    "Télécharger les données" and "Les données de la carte" have two words in common, said once.
    """
    of_what = table.caption.removeprefix(DATA)
    once = of_what != table.caption and text == TAKE_DATA
    aloud = f" {of_what}" if once else f" : {table.caption}"
    whole = Markup('{}<span class="hidden">{}</span>').format(words(text), words(aloud))
    return _link(as_csv(table), "text/csv", f"{name}.csv", whole, "CSV")


def json_link(content: Any, name: str, text: str) -> Markup:
    """Make the link that saves something as NAME.json."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _link(written, "application/json", f"{name}.json", text, "JSON")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", DECIMAL)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


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
    return f"{max(1, round(size / 1000))}\u00a0ko"
