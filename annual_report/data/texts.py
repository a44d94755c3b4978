"""The year's prose: `textes/AAAA.md`, Markdown in three chapters.

    ## Objectifs        what the group set out to do
    ## Temps forts      then a `###` heading for each highlight
    ## Perspectives     what comes next year

A chapter may be missing or empty: that means "not recorded". HTML written by hand is not let
through, and what Markdown makes is cleaned by an allow-list, so no text can bring a script along.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annual_report.data.cells import folded, nearest
from annual_report.data.problems import Place, Problem
from annual_report.french import typeset
from annual_report.messages import _

CHAPTERS = ("Objectifs", "Temps forts", "Perspectives")
ALLOWED_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "br", "h4"}


@dataclass(frozen=True)
class Highlight:
    """One of the year's highlights: its own title (text) and its prose (clean HTML)."""

    title: str
    html: str


@dataclass(frozen=True)
class YearText:
    """The prose of a year as clean HTML; None where nobody wrote any."""

    objectives: str | None = None
    highlights: tuple[Highlight, ...] = ()
    outlook: str | None = None


def parse_text(markdown: str, file: str) -> tuple[YearText, list[Problem]]:
    """Split a year's Markdown into its chapters; return them with what is wrong with them."""
    problems: list[Problem] = []
    chapters: dict[str, list[Token]] = {}
    current: list[Token] | None = None
    tokens = _parser().parse(markdown)
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            title = tokens[position + 1].content
            name = {folded(chapter): chapter for chapter in CHAPTERS}.get(folded(title))
            if name is None or name in chapters:
                what = _("is there twice") if name else _("is not a chapter of the text")
                place = Place(file, _row(token))
                choices = ", ".join(CHAPTERS)
                problems.append(Problem(place, what, title, choices, nearest(title, CHAPTERS)))
            current = chapters.setdefault(name or title, [])
        elif current is not None and not (token.tag == "h2" or _is_title(tokens, position)):
            current.append(token)
        elif current is None and token.type in ("paragraph_open", "heading_open"):
            place = Place(file, _row(token))
            problems.append(
                Problem(place, _("there is text before the first chapter"), expected="## Objectifs")
            )
    highlights, loose = _highlights(chapters.get("Temps forts", []))
    if loose is not None:
        place = Place(file, _row(loose))
        problems.append(Problem(place, _("a highlight has no title"), expected="### …"))
    text = YearText(
        _html(chapters.get("Objectifs", [])),
        highlights,
        _html(chapters.get("Perspectives", [])),
    )
    return text, problems


def read_text(path: Path) -> tuple[YearText, list[Problem]]:
    """Read `textes/AAAA.md`; a missing file is a year without prose, not an error."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return parse_text(path.read_text(encoding="utf-8-sig"), name)
    except FileNotFoundError:
        return YearText(), []
    except UnicodeDecodeError:
        return YearText(), [Problem(Place(name), _("can't be read"), expected="UTF-8")]


@lru_cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _row(token: Token) -> int | None:
    return token.map[0] + 1 if token.map else None


def _is_title(tokens: list[Token], position: int) -> bool:
    """Tell the text of a chapter's own heading, which is not part of its prose."""
    return position > 0 and tokens[position - 1].tag == "h2" and tokens[position].type == "inline"


def _highlights(tokens: list[Token]) -> tuple[tuple[Highlight, ...], Token | None]:
    """Split a chapter at its `###` headings; return also the first token outside of them."""
    titles: list[str] = []
    bodies: list[list[Token]] = []
    for position, token in enumerate(tokens):
        if token.tag == "h3":
            if token.type == "heading_open":
                titles.append(typeset(tokens[position + 1].content))
                bodies.append([])
        elif not bodies:
            return (), token
        elif tokens[position - 1].tag != "h3" or token.type != "inline":
            bodies[-1].append(token)
    pairs = zip(titles, bodies, strict=True)
    return tuple(Highlight(title, _html(body) or "") for title, body in pairs), None


def _html(tokens: list[Token]) -> str | None:
    """Render prose, with French no-break spaces in its words but not in its addresses."""
    if not tokens:
        return None
    for token in tokens:
        for child in token.children or []:
            if child.type == "text":
                child.content = typeset(child.content)
    rendered = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        rendered,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
    ).strip()
