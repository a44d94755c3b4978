"""What a reader takes away: a table as CSV, figures as JSON, held by a link of the page itself.

The CSV opens rightly in a French Excel: UTF-8 with its mark, semicolons, decimal commas, numbers
without the spaces that a page prints in them. A cell that a spreadsheet would take for a formula
begins with an apostrophe; a negative number stays a number.
"""

import csv
import io
import json
import re
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.writing.saving import FORMULA_STARTS

MARK = "\ufeff"
"""What tells Excel that a file is UTF-8."""
SPACES = "\u202f\u00a0 "
PRINTED = re.compile(r"[+−-]?\d{1,3}(?:[\u202f\u00a0 ]?\d{3})*(?:,\d+)?(?:[\u202f\u00a0 ]?%)?")
"""A number as a page prints it, with its sign, spaces and per cent."""
FORMULA = (*FORMULA_STARTS, "−", "\t", "\r")
ENCODED = {
    ord(sign): f"%{ord(sign):02X}" for sign in "%#\"<>`{}|\\^[] \r\n\t"
}  # fmt: skip
"""What can't stand in an address as it is; letters with accents can, and weigh less so."""


def as_csv(frame: pd.DataFrame) -> str:
    """Write a table of printed values as a French spreadsheet reads it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(name) for name in frame.columns])
    columns = (map(_cell, column.tolist()) for _name, column in frame.items())
    writer.writerows(zip(*columns, strict=True))
    return MARK + out.getvalue()


def _cell(value: object) -> str:
    text = str(value)
    if PRINTED.fullmatch(text):
        bare = text.translate({ord(space): None for space in SPACES})
        return bare.replace("−", "-").removeprefix("+")
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_link(
    frame: pd.DataFrame, name: str, text: str = "Emporter ces données", about: str = ""
) -> Markup:
    """Make the link that saves a table as NAME.csv; `about` is the id of what it speaks of."""
    return _link(as_csv(frame), "text/csv", f"{name}.csv", text, "CSV", about)


def json_link(content: Any, name: str, text: str) -> Markup:
    """Make the link that saves something as NAME.json."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _link(written, "application/json", f"{name}.json", text, "JSON")


def _link(content: str, kind: str, file: str, text: str, form: str, about: str = "") -> Markup:
    """Hold a file in a link; say its format and weight, which RGAA asks for.

    Links of several figures read alike: aloud, each goes on with what it is about.
    """
    named = Markup(' id="{0}-csv" aria-labelledby="{0}-csv {0}"').format(about) if about else ""
    encoded = content.translate(ENCODED).replace(MARK, "%EF%BB%BF")
    return Markup(
        '<p class="take"><a{named} download="{file}" href="data:{kind};charset=utf-8,{content}">'
        "{text} ({form}, {weight})</a></p>"
    ).format(
        named=named,
        file=file,
        kind=kind,
        content=encoded,
        text=text,
        form=form,
        weight=_weight(len(content.encode())),
    )


def _weight(size: int) -> str:
    """Write a file's size as people read it; "ko" as French does."""
    return f"{max(1, round(size / 1000))}\u00a0ko"
