"""The year's prose: `textes/AAAA.md`, Markdown: when it is published, a sentence, four chapters.

    Parution : 2026-02-15     the date that the pages of the year have, above all headings
    ## La phrase de l’année   what one remembers, in a sentence: the cover's
    ## Objectifs              what the group set out to do
    ## Rencontres             what meetings are for
    ## Temps forts            then a `###` heading for each highlight
    ## Perspectives           what comes next year

Each may be missing or empty: that means "not recorded". `french.prose` makes clean HTML of it.
A comment, `<!-- … -->`, is never printed; one that begins with "À compléter" is still to answer.
A list may begin its lines with any sign that a word processor has for one. A text is words: it has
no picture. Every line keeps its number, for what is said of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it.token import Token
from markupsafe import Markup

from annual_report.base.dates import is_day
from annual_report.base.errors import CellError
from annual_report.base.french import typeset
from annual_report.base.french.prose import parse_markdown, render_markdown
from annual_report.base.letters import clean_text, drop_hidden_signs, find_nearest, fold_spelling
from annual_report.base.messages import N_, _
from annual_report.machine.pages.checks.personal import ADDRESS, find_contact, find_person
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import Field
from annual_report.network.reading.values.cells import (
    find_damage,
    read_cell,
)

SENTENCE = "La phrase de l’année"
CHAPTERS = ("Objectifs", "Rencontres", "Temps forts", "Perspectives")
HEADINGS = (SENTENCE, *CHAPTERS)
KNOWN_HEADINGS = {fold_spelling(heading): heading for heading in HEADINGS}
LONGEST_SENTENCE = 180
"""Letters of a sentence that still stands large beside the year."""

NUMBER_OF_PROSE = re.compile(r"^( {0,3}\d{3,9})([.)])(?=\s)")
"""A year at the start of a line is no number of a list: "2026. Une année"."""
DAY: Field = {"type": "string", "kind": "partial-date"}
"""What the words are that say when the pages of the year are published."""
PUBLISHED = re.compile(r"parution\s*:(.*)", re.IGNORECASE)
"""The line that says when the pages of the year are published."""
COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)
BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·▪◦‣●○■□➢➤✓§–—\uf000-\uf0ff]|o|[a-z]\))[ \t\u00a0]+")
"""How Word and Writer write a bullet when a list is pasted as plain text."""
FOOTNOTE = re.compile(r"\[\^\w+\]")
WORD_SIGNS = (
    (re.compile(r"“\s*"), "«\u00a0"),
    (re.compile(r"\s*”"), "\u00a0»"),
    (re.compile("‘"), "’"),
    (re.compile(r"(?<=\d)€"), "\u00a0€"),
)
"""Signs that a word processor writes otherwise than French print does, and what they become."""
LINK = re.compile(r"\]\([^)\s]*")
LEADING_SOMEWHERE = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
MARKS = re.compile(r"^\s*(?:(?:[>*+-]|#{1,6}|\d{1,2}[.)])\s+)*")
UNSHOWN = {
    "code_block": "    …", "fence": "```", "code_inline": "`…`", "hr": "---", "image": "![…](…)",
}  # fmt: skip
"""What Markdown has and no page shows, and how it is written."""
SLIPS = (
    (re.compile(r"^ {0,3}#{1,6}[^\s#]"), N_("is no heading without a space after its #"), "## …"),
    (re.compile(r"\w\*\w"), N_("has a star inside of a word, which starts italics"), "\\*"),
    (re.compile(r"^\|.*\||\S\t.*\S"), N_("is a table, which no page shows as one"), "- …"),
)
"""What is typed nearly as Markdown has it, or shown otherwise."""
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
STILL_TO_WRITE = re.compile(r"\bXXX+\b|\bTODO\b|à compléter", re.IGNORECASE)


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
    published: str = ""
    """The day that its pages are published, as ISO has it; "" where nobody says."""

    @property
    def plain_sentence(self) -> str:
        """The year's sentence in words alone."""
        return str(Markup(self.sentence or "").striptags())


def _blank_comments(markdown: str) -> str:
    """Take the comments out of a text; rows stay where they are."""
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), markdown)


def parse_text(markdown: str, file: str) -> tuple[YearText, list[Problem]]:
    """Split a year's Markdown into its chapters; return them with what is wrong with them."""
    lines = unicodedata.normalize("NFC", _blank_comments(markdown)).splitlines()
    problems = [*_comments(markdown, file)]
    published = ""
    row, words = _find_publication(lines)
    if row:
        lines[row - 1] = ""
        try:
            published = _read_publication(words, Path(file).stem)
        except CellError as error:
            problems.append(Problem(Place(file, row), error.what, words, error.expected))
    problems += _look_at_lines(lines, file)
    tokens = parse_markdown("\n".join(_as_lists(map(_normal, lines))))
    problems += [*_refuse_headings(tokens, file), *_look_at_tokens(tokens, file)]
    chapters: dict[str, list[Token]] = {}
    for heading, title, body in _sections(tokens, "h2"):
        # What stands before the first chapter is of none: no page would show it.
        if heading is None:
            if body:
                fault = _("there is text before the first chapter")
                problems.append(Problem(_at(file, body[0]), fault, expected="## Objectifs"))
            continue
        name = KNOWN_HEADINGS.get(fold_spelling(clean_text(title)))
        if name is None or name in chapters:
            fault = _("is there twice") if name else _("is not a chapter of the text")
            near = None if name else find_nearest(title, HEADINGS)
            place, choices = _at(file, heading), ", ".join(HEADINGS)
            problems.append(Problem(place, fault, clean_text(title), choices, near))
        chapters.setdefault(name or title, []).extend(body)
    highlights = []
    for heading, title, body in _sections(chapters.get("Temps forts", []), "h3"):
        if heading is None and body:
            fault = _("a highlight has no title")
            problems.append(Problem(_at(file, body[0]), fault, expected="### …"))
        elif heading is not None:
            highlights.append(Highlight(typeset(title), render_markdown(body) or ""))
    said, wrong = _sentence(chapters.get(SENTENCE, []), file)
    problems += wrong
    text = YearText(
        render_markdown(chapters.get("Objectifs", [])),
        tuple(highlights),
        render_markdown(chapters.get("Perspectives", [])),
        said,
        render_markdown(chapters.get("Rencontres", [])),
        published,
    )
    return text, problems


def _find_publication(lines: Sequence[str]) -> tuple[int, str]:
    """Return the row and the words that say, above all headings, when a year is published."""
    for row, line in enumerate(lines, 1):
        if line.startswith("#"):
            break
        if match := PUBLISHED.fullmatch(line.strip()):
            return row, clean_text(match[1])
    return 0, ""


def _read_publication(words: str, year: str) -> str:
    """Read a day of publication; raise CellError for what is none, or is before the year itself."""
    day = read_cell(words, DAY)
    if not is_day(day) or day[:4] < year:
        fault = _("is no day that the year can be published")
        raise CellError(fault, _("a day, as 2026-02-15, not before the year itself"))
    return day


def _at(file: str, token: Token) -> Place:
    return Place(file, token.map[0] + 1 if token.map else None)


def _normal(line: str) -> str:
    """Drop the signs that nobody sees, and have Markdown take a line as it is meant."""
    for sign, printed in WORD_SIGNS:
        line = sign.sub(printed, line)
    return NUMBER_OF_PROSE.sub(r"\1\\\2", drop_hidden_signs(line))


def _as_lists(lines: Iterable[str]) -> Iterator[str]:
    """Have Markdown take for a list the lines with a bullet of any sign.

    The first of them begins its paragraph, or follows a line that announces it by a colon.
    """
    before, is_list = "", False
    for line in lines:
        if not before.strip() or before.lstrip().startswith("#") or before.rstrip().endswith(":"):
            is_list = bool(BULLET.match(line))
        yield BULLET.sub("- ", line) if is_list else line
        before = line


def _comments(markdown: str, file: str) -> Iterator[Problem]:
    """Say which comments are questions still to answer, or are never closed."""
    for match in COMMENT.finditer(markdown):
        place = Place(file, markdown.count("\n", 0, match.start()) + 1)
        if not match[2]:
            yield Problem(place, _("a comment is never closed"), expected="-->")
        elif STILL_TO_WRITE.match(clean_text(match[1])):
            question = clean_text(match[1]).partition(":")[2].strip()
            fault = _("still to answer: {question}", question=question)
            yield Problem(place, fault, severity="todo")


def _look_at_lines(lines: Sequence[str], file: str) -> Iterator[Problem]:
    """Refuse lines that lost letters on their way; remark slips, and who is named in them."""
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    bare = [MARKS.sub("", LINK.sub("", line)) for line in lines]
    for number, (previous, line, following) in enumerate(around, start=1):
        place, words = Place(file, number), MARKS.sub("", BULLET.sub("", ADDRESS.sub("", line)))
        # Damage is said alone: what else is odd in the line may come of it.
        if damage := find_damage(bare[number - 1]):
            yield Problem(place, damage.what, clean_text(line), damage.expected)
            continue
        # A word of a paragraph that was broken into lines is no heading, one underlined is one.
        heading = KNOWN_HEADINGS.get(fold_spelling(clean_text(line)))
        if heading and not previous.strip() and not UNDERLINE.fullmatch(following):
            fault = _("is the heading of a chapter")
            yield Problem(place, fault, clean_text(line), f"## {heading}")
        if FOOTNOTE.search(line):
            yield Problem(place, _("has a footnote, which no page shows"), clean_text(line), "(…)")
        if STILL_TO_WRITE.search(words):
            fault = _("is still to be written")
            yield Problem(place, fault, clean_text(line), severity="todo")
        for slip, said, right in SLIPS:
            if slip.search(words):
                yield Problem(place, _(said), clean_text(line), right, severity="remark")
        # An author may name somebody who agreed to it.
        if found := find_contact(line) or find_person(line):
            yield Problem(place, found, clean_text(line), severity="remark")


def _refuse_headings(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Refuse a heading of no chapter and no highlight: it would break the order of a page's."""
    chapter = ""
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        title = clean_text(inline.content)
        if (opening.tag, opening.level) == ("h2", 0):
            chapter = fold_spelling(title)
        elif (opening.tag, opening.level, chapter) != ("h3", 0, "temps forts"):
            name = KNOWN_HEADINGS.get(fold_spelling(title))
            expected = f"## {name}" if name else "**…**"
            place, fault = _at(file, opening), _("is a heading that no page shows as one")
            yield Problem(place, fault, f"{opening.markup} {title}", expected)


def _look_at_tokens(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Refuse links that lead nowhere; remark what no page shows."""
    for token in tokens:
        for part in (token, *(token.children or ())):
            address = str(part.attrs.get("href", ""))
            if part.type in UNSHOWN:
                fault = _("is not shown in a page")
                yield Problem(_at(file, token), fault, UNSHOWN[part.type], severity="remark")
            elif part.type == "link_open" and not LEADING_SOMEWHERE.match(address):
                fault, wanted = _("is a link that leads nowhere from a page"), "https://…, mailto:…"
                near = f"https://{address}" if address.startswith("www.") else None
                yield Problem(_at(file, token), fault, address or "[…]()", wanted, near)


def _sections(tokens: list[Token], tag: str) -> list[tuple[Token | None, str, list[Token]]]:
    """Split tokens at the headings of a level: each heading, its words, and what follows.

    The first, without a heading, is what stands before them.
    """
    sections: list[tuple[Token | None, str, list[Token]]] = [(None, "", [])]
    rest = iter(tokens)
    for token in rest:
        if token.type == "heading_open" and token.tag == tag and token.level == 0:
            words = "".join(child.content for child in next(rest).children or ())
            sections.append((token, words, []))
            next(rest)  # the heading's end
        else:
            sections[-1][2].append(token)
    return sections


def _sentence(tokens: list[Token], file: str) -> tuple[str | None, list[Problem]]:
    """Return the year's sentence as words with `em` and `strong`, and what is wrong with it."""
    if not tokens:
        return None, []
    place = _at(file, tokens[0])
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None, [Problem(place, _("is one sentence, in one paragraph"), SENTENCE)]
    problems, length = [], len(clean_text(tokens[1].content))
    if length > LONGEST_SENTENCE:
        fault = _("has {length} letters: the cover has room for {most}", length=length,
                  most=LONGEST_SENTENCE)  # fmt: skip
        problems.append(Problem(place, fault, SENTENCE, severity="remark"))
    return render_markdown(tokens[1:2], {"em", "strong"}), problems
