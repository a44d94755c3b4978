"""The year's prose: `textes/AAAA.md`, Markdown: a sentence, then three chapters.

    ## La phrase de l’année   what one remembers, in a sentence: the poster's
    ## Objectifs              what the group set out to do
    ## Temps forts            then a `###` heading for each highlight
    ## Perspectives           what comes next year

Each may be missing or empty: that means "not recorded". `french.prose` makes clean HTML of it.
A comment, `<!-- … -->`, is never printed; one that begins with "À compléter" is still to answer.
`![what one sees](photo.jpg)` shows a picture: see `pictures.in_texts`.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token
from markupsafe import Markup, escape

from annual_report.errors import UnreadableError
from annual_report.french import typeset
from annual_report.french.prose import parsed, rendered
from annual_report.messages import _
from annual_report.pages.checks.personal import personal
from annual_report.reading.files.opening import read_file
from annual_report.reading.pictures.in_texts import names_in_brackets, with_pictures
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.prose.damaged import damaged_lines, unshown
from annual_report.reading.prose.pasted import dead_links, lost_headings, shaped
from annual_report.reading.sheets import decode_text
from annual_report.reading.values.cells import clean, folded, is_placeholder, nearest, visible

SENTENCE = "La phrase de l’année"
CHAPTERS = ("Objectifs", "Temps forts", "Perspectives")
HEADINGS = (SENTENCE, *CHAPTERS)
LONGEST_SENTENCE = 180
"""Letters of a sentence that still stands large beside the year."""
LARGEST = 100_000
"""The prose of a year takes two thousand bytes; a longer file is not one."""

NUMBER_OF_PROSE = re.compile(r"^( {0,3}\d{3,9})([.)])(?=\s)")
"""A year at the start of a line is no number of a list: "2026. Une année"."""
COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Highlight:
    """One of the year's highlights: its own title (text) and its prose (clean HTML)."""

    title: str
    html: str


@dataclass(frozen=True)
class YearText:
    """The prose of a year as clean HTML; None where nobody wrote any.

    `sentence` is words alone, some perhaps in `em` or `strong`: no paragraph around them.
    """

    objectives: str | None = None
    highlights: tuple[Highlight, ...] = ()
    outlook: str | None = None
    sentence: str | None = None
    pictures: tuple[str, ...] = ()
    """The files that it asks for, there or not, by their path in the network's folder."""

    @property
    def short_sentence(self) -> Markup:
        """The sentence that stands large: the year's, or a highlight's title; not a long one."""
        if 0 < len(self.plain_sentence) <= LONGEST_SENTENCE:
            return Markup(self.sentence)
        titles = [each.title for each in self.highlights if len(each.title) <= LONGEST_SENTENCE]
        return escape(typeset(titles[0])) if titles else Markup("")

    @property
    def plain_sentence(self) -> str:
        """The year's sentence in words alone."""
        return str(Markup(self.sentence or "").striptags())


def parse_text(
    markdown: str, file: str, folder: Path | None = None
) -> tuple[YearText, list[Problem]]:
    """Split a year's Markdown into its chapters; return them with what is wrong with them.

    Its pictures are looked for in the network's `folder`.
    """
    problems = list(damaged_lines(_blank_comments(markdown), file))
    markdown, asked = _without_comments(_normal(markdown), file)
    problems += asked
    problems += _personal_data(markdown, file)
    chapters: dict[str, list[Token]] = {}
    current: list[Token] | None = None
    name: str | None = None
    tokens = parsed(markdown)
    problems += lost_headings(tokens, file)
    tokens = shaped(tokens)
    problems += dead_links(tokens, file)
    pictures, wrong = with_pictures(tokens, file, folder)
    problems += wrong
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            title = clean(tokens[position + 1].content)
            name = {folded(chapter): chapter for chapter in HEADINGS}.get(folded(title))
            if name is None or name in chapters:
                what = _("is there twice") if name else _("is not a chapter of the text")
                place = Place(file, _row(token))
                choices = ", ".join(HEADINGS)
                problems.append(Problem(place, what, title, choices, nearest(title, HEADINGS)))
            current = chapters.setdefault(name or title, [])
        elif current is not None and not _is_chapter_title(tokens, position):
            current.append(token)
            problems += unshown(token, file, highlight=name == "Temps forts")
        elif current is None and token.nesting >= 0 and token.level == 0:
            place = Place(file, _row(token))
            problems.append(
                Problem(place, _("there is text before the first chapter"), expected="## Objectifs")
            )
    highlights, loose = _highlights(chapters.get("Temps forts", []))
    if loose is not None:
        place = Place(file, _row(loose))
        problems.append(Problem(place, _("a highlight has no title"), expected="### …"))
    said, wrong = _sentence(chapters.get(SENTENCE, []), file)
    text = YearText(
        rendered(chapters.get("Objectifs", [])),
        highlights,
        rendered(chapters.get("Perspectives", [])),
        said,
        tuple(pictures),
    )
    return text, problems + wrong


def read_text(path: Path) -> tuple[YearText, list[Problem]]:
    """Read `textes/AAAA.md`; a missing file is a year without prose, not an error."""
    name = f"{path.parent.name}/{path.name}"
    try:
        content = read_file(path, LARGEST, _("is too large for a text"))
        return parse_text(decode_text(content)[0], name, path.parent.parent)
    except FileNotFoundError:
        if path.is_symlink():
            return YearText(), [Problem(Place(name), _("is a link that leads nowhere"))]
        return YearText(), []
    except (UnreadableError, OSError) as error:
        return YearText(), [unread(Place(name), error)]


def _normal(markdown: str) -> str:
    """Compose accents and drop the signs that nobody sees, line by line: rows stay the same."""
    lines = unicodedata.normalize("NFC", markdown).splitlines()
    shown = (names_in_brackets(visible(line)) for line in lines)
    return "\n".join(NUMBER_OF_PROSE.sub(r"\1\\\2", line) for line in shown)


def _without_comments(markdown: str, file: str) -> tuple[str, list[Problem]]:
    """Take the comments out, and return as to-dos those that say so; rows stay where they are."""
    problems = []
    for match in COMMENT.finditer(markdown):
        place = Place(file, markdown.count("\n", 0, match.start()) + 1)
        if not match[2]:
            problems.append(Problem(place, _("a comment is never closed"), expected="-->"))
        elif is_placeholder(match[1]):
            question = clean(match[1]).partition(":")[2].strip()
            what = _("still to answer: {question}", question=question)
            problems.append(Problem(place, what, severity="todo"))
    return _blank_comments(markdown), problems


def _blank_comments(markdown: str) -> str:
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), markdown)


def _personal_data(markdown: str, file: str) -> list[Problem]:
    """Remark what looks like a person: an author may name somebody who agreed to it."""
    return [
        Problem(Place(file, number), found, clean(line), severity="remark")
        for number, line in enumerate(markdown.split("\n"), start=1)
        if (found := personal(line))
    ]


def _row(token: Token) -> int | None:
    return token.map[0] + 1 if token.map else None


def _is_chapter_title(tokens: list[Token], position: int) -> bool:
    """Tell the text and the end of a chapter's own heading, which are not part of its prose."""
    heading = tokens[position - 1 if tokens[position].type == "inline" else position]
    return heading.type.startswith("heading") and heading.tag == "h2" and heading.level == 0


def _sentence(tokens: list[Token], file: str) -> tuple[str | None, list[Problem]]:
    """Return the year's sentence as words with `em` and `strong`, and what is wrong with it."""
    if not tokens:
        return None, []
    place = Place(file, _row(tokens[0]))
    kinds = [token.type for token in tokens]
    if kinds != ["paragraph_open", "inline", "paragraph_close"]:
        return None, [Problem(place, _("is one sentence, in one paragraph"), SENTENCE)]
    length = len(clean(tokens[1].content))
    said = rendered(tokens[1:2], {"em", "strong"})
    if any(each.type == "image" for each in tokens[1].children or ()):
        place = Place(file, _row(tokens[0]))
        return said, [Problem(place, _("has no place for a picture"), SENTENCE, severity="remark")]
    if length <= LONGEST_SENTENCE:
        return said, []
    what = _("has {length} letters: the poster has room for {most}", length=length,
             most=LONGEST_SENTENCE)  # fmt: skip
    return said, [Problem(place, what, SENTENCE, severity="remark")]


def _highlights(tokens: list[Token]) -> tuple[tuple[Highlight, ...], Token | None]:
    """Split a chapter at its `###` headings; return also the first token outside of them."""
    titles: list[str] = []
    bodies: list[list[Token]] = []
    for position, token in enumerate(tokens):
        if token.tag == "h3" and token.level == 0:
            if token.type == "heading_open":
                titles.append(typeset(_words(tokens[position + 1])))
                bodies.append([])
        elif not bodies:
            return (), token
        elif not _is_highlight_title(tokens, position):
            bodies[-1].append(token)
    pairs = zip(titles, bodies, strict=True)
    return tuple(Highlight(title, rendered(body) or "") for title, body in pairs), None


def _words(inline: Token) -> str:
    """Return the words of a title, without what makes some of them stand out or lead elsewhere."""
    return "".join(each.content for each in inline.children or () if each.type != "image")


def _is_highlight_title(tokens: list[Token], position: int) -> bool:
    before = tokens[position - 1]
    return tokens[position].type == "inline" and before.tag == "h3" and before.level == 0
