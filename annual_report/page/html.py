"""Fragments of a page: HTML for readers, plain text for notebooks, and what the page is made of.

Every function of the chapters returns a Fragment or a Figure. Both show themselves in JupyterLab,
and the page's template puts them in their places.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

MIME = "application/vnd.annual-report+json"
"""Facts about the page for the template and the build: "page", "chapter" or "key_figures"."""
FIGURE = re.compile(
    r"(?:au moins )?[+−-]?\d[\d\u202f\u00a0 ]*(?:,\d+)?"
    r"(?:[\u202f\u00a0 ](?:%|points?|M€|€|habitants?))?(?: sur \d+)?"
)
"""A number as a table prints it: "12 792 742", "−0,5 point", "6 sur 12", "au moins 40"."""
MISSING = re.compile(r"|—|non renseigné(?:e?s?)|n\.[ \u00a0]r\.|retenue?s?")


@dataclass(frozen=True)
class Fragment:
    """A piece of a page; `facts` go to the template and the build."""

    html: Markup
    facts: Mapping[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self.text}
        if self.html:
            bundle["text/html"] = str(self.html)
        html = "" if "chapter" in self.facts else str(self.html)
        if html or self.facts:
            bundle[MIME] = {"html": html, **self.facts}
        return bundle

    @property
    def text(self) -> str:
        """The words alone."""
        return " ".join(self.html.striptags().split(" "))


def fragment(template: str, /, **values: object) -> Fragment:
    """Fill `{named}` places with values, escaped unless they are markup already."""
    return Fragment(Markup(template).format(**values))


def paragraphs(*sentences: str | None, kind: str = "") -> Fragment:
    """Make one paragraph of each sentence; None is left out."""
    start = Markup('<p class="{}">').format(kind) if kind else Markup("<p>")
    kept = [start + escape(sentence) + Markup("</p>") for sentence in sentences if sentence]
    return Fragment(Markup("\n").join(kept))


def paragraph(*sentences: str | None, kind: str = "") -> Fragment:
    """Make a single paragraph of the sentences; None is left out, and none at all is nothing."""
    return paragraphs(" ".join(each for each in sentences if each) or None, kind=kind)


def prose(html: str | None, absent: str) -> Fragment:
    """Show the year's own text, which is clean HTML already, or say in one line that it lacks."""
    return Fragment(Markup(html)) if html else paragraph(absent, kind="empty")


def chapter(number: int | None, identifier: str, title: str) -> Fragment:
    """Open a chapter: the template draws the numeral and lists the title in the contents."""
    spoken = Markup('<span class="hidden">{}. </span>').format(number) if number else Markup("")
    html = Markup('<h2 id="{}">{}{}</h2>').format(identifier, spoken, title)
    return Fragment(html, {"chapter": {"number": number, "id": identifier, "title": title}})


def bullets(items: Iterable[object], kind: str = "") -> Markup:
    """Make a list; items are escaped unless they are markup already."""
    start = Markup('<ul class="{}">').format(kind) if kind else Markup("<ul>")
    lines = [Markup("<li>{}</li>").format(item) for item in items]
    return start + Markup("\n").join(lines) + Markup("</ul>")


def table(frame: pd.DataFrame, caption: str) -> Markup:
    """Make a table that reads well aloud: caption, column headers, the first column as headers.

    Values are printed as they are, so the caller has them in French already. A column of numbers
    aligns right, its header too, whatever is missing in it; what isn't recorded is in soft ink. The
    first column says what its row is about, and stands left, be it a year.
    The box around it scrolls by itself on a narrow screen, by keyboard too.
    """
    columns = [column.tolist() for _name, column in frame.items()]
    numeric = [place > 0 and _is_numeric(column) for place, column in enumerate(columns)]
    head = [cell("th", name, right, "col") for name, right in zip(frame, numeric, strict=True)]
    rows = []
    for first, *others in zip(*columns, strict=True):
        cells = [cell("th", first, False, "row")]
        cells += [
            cell("td", value, right) for value, right in zip(others, numeric[1:], strict=True)
        ]
        rows.append(Markup("<tr>") + Markup("").join(cells) + Markup("</tr>"))
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="{caption}">'
        "<table><caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n"
        "<tbody>\n{rows}\n</tbody></table></div>"
    ).format(caption=caption, head=Markup("").join(head), rows=Markup("\n").join(rows))


def cell(tag: str, value: object, right: bool, scope: str = "") -> Markup:
    """Make a cell: a number stands right, what is unknown or held back is in soft ink."""
    names = ["number"] * right + ["unknown"] * (tag == "td" and _is_missing(value))
    kind = f' class="{" ".join(names)}"' if names else ""
    reach = f' scope="{scope}"' if scope else ""
    # The value alone is foreign; `Markup.format` would take ten times as long, in every cell.
    return Markup(f"<{tag}{kind}{reach}>{escape(value)}</{tag}>")


def _is_numeric(column: Iterable[object]) -> bool:
    """Tell whether a column holds numbers, with their units, and nothing else but gaps."""
    known = [str(value) for value in column if not _is_missing(value) and value != "="]
    return bool(known) and all(FIGURE.fullmatch(text) for text in known)


def _is_missing(value: object) -> bool:
    return bool(MISSING.fullmatch(str(value)))
