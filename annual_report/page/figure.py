"""A figure as a reader meets it: drawing, finding, written alternative, and its data."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.page.drawing import Drawing
from annual_report.page.html import MIME, table
from annual_report.page.svg import to_svg
from annual_report.page.takeaway import csv_link


@dataclass(frozen=True, eq=False)
class Figure:
    """A drawing captioned by its finding.

    `alternative` says what the drawing shows to those who don't see it; `note` says how to read
    it; `data` has the drawn values in French words, one column a variable; `name` is unique in
    the page. A `broad` drawing scrolls on a telephone instead of shrinking to nothing.
    """

    name: str
    drawing: Drawing
    finding: str
    alternative: str
    data: pd.DataFrame
    note: str = ""
    broad: bool = False

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        text = "\n\n".join((self.finding, self.alternative, self.data.to_string(index=False)))
        html = str(self.html)
        return {"text/plain": text, "text/html": html, MIME: {"html": html}}

    @property
    def html(self) -> Markup:
        """The figure with its caption, and its data folded below."""
        box = (
            Markup('<div class="drawing broad" role="region" tabindex="0" aria-label="{}">').format(
                self.finding
            )
            if self.broad
            else Markup('<div class="drawing">')
        )
        svg = Markup(to_svg(self.drawing, self.name, self.finding, self.alternative))
        note = Markup(" {}").format(self.note) if self.note else ""
        return Markup(
            '<figure id="{name}" role="figure" aria-label="{finding}{note}">{box}{svg}</div>\n'
            "<figcaption><strong>{finding}</strong>{note}</figcaption>\n"
            "<details><summary>Les données de la figure</summary>\n{data}\n{csv}</details></figure>"
        ).format(
            name=self.name,
            box=box,
            svg=svg,
            finding=self.finding,
            note=note,
            data=table(self.data, f"Données : {self.finding}"),
            csv=csv_link(self.data, self.name, about=self.name),
        )
