"""The year's prose: `textes/AAAA.md`, Markdown: a sentence, then four chapters.

    ## La phrase de l’année   what one remembers, in a sentence: the poster's
    ## Objectifs              what the group set out to do
    ## Rencontres             what meetings are for
    ## Temps forts            then a `###` heading for each highlight
    ## Perspectives           what comes next year

Each may be missing or empty: that means "not recorded". `french.prose` makes clean HTML of it.
A comment, `<!-- … -->`, is never printed; one that begins with "À compléter" is still to answer.
`![what one sees](photo.jpg)` shows a picture: see `pictures`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token
from markupsafe import Markup, escape

from annual_report.errors import UnreadableError
from annual_report.french import typeset
from annual_report.french.prose import parse_markdown, render_markdown
from annual_report.letters import clean_text, drop_hidden_signs, find_nearest, fold_spelling
from annual_report.messages import _
from annual_report.pages.checks.personal import personal
from annual_report.reading.files.opening import read_file
from annual_report.reading.pictures import put_pictures, write_in_brackets
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.prose import damaged_lines, look_through, row_of, shape
from annual_report.reading.sheets import decode_text
from annual_report.reading.values.cells import is_placeholder

SENTENCE = "La phrase de l’année"
CHAPTERS = ("Objectifs", "Rencontres", "Temps forts", "Perspectives")
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
    meetings: str | None = None
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


def blank_comments(markdown: str) -> str:
    """Take the comments out of a text; rows stay where they are."""
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), markdown)


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


def parse_text(
    markdown: str, file: str, folder: Path | None = None
) -> tuple[YearText, list[Problem]]:
    """Split a year's Markdown into its chapters; return them with what is wrong with them.

    Its pictures are looked for in the network's `folder`.
    """
    written = blank_comments(markdown)
    problems = [*damaged_lines(written, file), *_comments(markdown, file)]
    lines = [_normal(line) for line in unicodedata.normalize("NFC", written).splitlines()]
    for number, line in enumerate(lines, start=1):  # an author may name somebody who agreed to it
        if found := personal(line):
            problems.append(
                Problem(Place(file, number), found, clean_text(line), severity="remark")
            )
    tokens, wrong = shape(parse_markdown("\n".join(lines)), file)
    pictures, missing = put_pictures(tokens, file, folder)
    problems += [*wrong, *look_through(tokens, file), *missing]
    chapters: dict[str, list[Token]] = {}
    for heading, title, body in _sections(tokens, "h2"):
        if heading is None:
            if body:
                what = _("there is text before the first chapter")
                place = Place(file, row_of(body[0]))
                problems.append(Problem(place, what, expected="## Objectifs"))
            continue
        name = {fold_spelling(each): each for each in HEADINGS}.get(
            fold_spelling(clean_text(title))
        )
        if name is None or name in chapters:
            what = _("is there twice") if name else _("is not a chapter of the text")
            place, choices = Place(file, row_of(heading)), ", ".join(HEADINGS)
            near = None if name else find_nearest(title, HEADINGS)
            problems.append(Problem(place, what, clean_text(title), choices, near))
        chapters.setdefault(name or title, []).extend(body)
    highlights = []
    for heading, title, body in _sections(chapters.get("Temps forts", []), "h3"):
        if heading is None and body:
            place = Place(file, row_of(body[0]))
            problems.append(Problem(place, _("a highlight has no title"), expected="### …"))
        elif heading is not None:
            highlights.append(Highlight(typeset(title), render_markdown(body) or ""))
    said, wrong = _sentence(chapters.get(SENTENCE, []), file)
    text = YearText(
        render_markdown(chapters.get("Objectifs", [])),
        tuple(highlights),
        render_markdown(chapters.get("Perspectives", [])),
        said,
        render_markdown(chapters.get("Rencontres", [])),
        tuple(pictures),
    )
    return text, problems + wrong


def _normal(line: str) -> str:
    """Drop the signs that nobody sees, and have Markdown take a line as it is meant."""
    return NUMBER_OF_PROSE.sub(r"\1\\\2", write_in_brackets(drop_hidden_signs(line)))


def _comments(markdown: str, file: str) -> Iterator[Problem]:
    """Say which comments are questions still to answer, or are never closed."""
    for match in COMMENT.finditer(markdown):
        place = Place(file, markdown.count("\n", 0, match.start()) + 1)
        if not match[2]:
            yield Problem(place, _("a comment is never closed"), expected="-->")
        elif is_placeholder(match[1]):
            question = clean_text(match[1]).partition(":")[2].strip()
            what = _("still to answer: {question}", question=question)
            yield Problem(place, what, severity="todo")


def _sections(tokens: list[Token], tag: str) -> list[tuple[Token | None, str, list[Token]]]:
    """Split tokens at the headings of a level: each heading, its words, and what follows.

    The first, without a heading, is what stands before them.
    """
    found: list[tuple[Token | None, str, list[Token]]] = [(None, "", [])]
    rest = iter(tokens)
    for token in rest:
        if token.type == "heading_open" and token.tag == tag and token.level == 0:
            children = next(rest).children or ()
            words = "".join(each.content for each in children if each.type != "image")
            found.append((token, words, []))
            next(rest)  # the heading's end
        else:
            found[-1][2].append(token)
    return found


def _sentence(tokens: list[Token], file: str) -> tuple[str | None, list[Problem]]:
    """Return the year's sentence as words with `em` and `strong`, and what is wrong with it."""
    if not tokens:
        return None, []
    place = Place(file, row_of(tokens[0]))
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None, [Problem(place, _("is one sentence, in one paragraph"), SENTENCE)]
    length, what = len(clean_text(tokens[1].content)), None
    said = render_markdown(tokens[1:2], {"em", "strong"})
    if any(each.type == "image" for each in tokens[1].children or ()):
        what = _("has no place for a picture")
    elif length > LONGEST_SENTENCE:
        what = _("has {length} letters: the poster has room for {most}", length=length,
                 most=LONGEST_SENTENCE)  # fmt: skip
    return said, [Problem(place, what, SENTENCE, severity="remark")] if what else []
