"""The year's prose, `textes/AAAA.md` in Markdown: a date of publication, a sentence, four chapters.

    Parution : 2026-02-15     the date of publication of the year's pages, above all headings
    ## La phrase de l’année   the sentence of the cover
    ## Objectifs              the aims of the group
    ## Rencontres             the use of the meetings
    ## Temps forts            then a `###` heading for each highlight
    ## Perspectives           the plans for the next year

`parse_text` returns a `YearText`, with a field for each chapter, and the problems of the lines.
Each chapter may be missing or empty: that means "not recorded". `french.prose` makes clean HTML of
the Markdown. A comment, `<!-- … -->`, is never printed; a comment that begins with "À compléter" is
a question. The lines of a list may begin with any bullet of a word processor. A text is words,
without pictures. Every line keeps its number in the file, by which problems name the line.

A *token* is a piece of Markdown as markdown-it has it: the opening of a heading, a paragraph's
words (`inline`, with the parts of the words as children), the end of a list.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup

from annual_report.base.dates import is_day
from annual_report.base.errors import CellError
from annual_report.base.french import typeset
from annual_report.base.french.prose import parse_markdown, render_markdown
from annual_report.base.letters import clean_text, drop_hidden_signs, find_nearest, fold_spelling
from annual_report.base.messages import N_, _
from annual_report.machine.pages.checks.wording import WEB_ADDRESS, find_contact, remark_names
from annual_report.network.reading.problems import Place, Problem, Severity
from annual_report.network.reading.values.cells import find_damage
from annual_report.network.reading.values.date_cells import read_date

SENTENCE = "La phrase de l’année"
HEADINGS = (SENTENCE, "Objectifs", "Rencontres", "Temps forts", "Perspectives")
KNOWN_HEADINGS = {fold_spelling(heading): heading for heading in HEADINGS}
LONGEST_SENTENCE = 180
"""Letters of a sentence that still stands large beside the year."""

# The patterns below read prose as people paste it: signs outside the Markdown that a parser reads.
# Taken: the "2026." of "2026. Une année". Not taken: "12. Un point".
NUMBER_OF_PROSE = re.compile(r"^( {0,3}\d{3,9})([.)])(?=\s)")
"""A year at the start of a line is no number of a list: "2026. Une année"."""
# Taken: "Parution : 2026-02-15". Not taken: "Date de parution : 2026-02-15".
PUBLISHED = re.compile(r"parution\s*:(.*)", re.IGNORECASE)
"""The line with the day on which the pages of the year are published."""
# Taken: "<!-- À compléter : … -->", or the rest of a text whose comment is never closed.
# Not taken: "<-- note -->".
COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)
# Taken: "• ", "– ", "o ", "a) ". Not taken: "- ", which Markdown knows.
BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·▪◦‣●○■□➢➤✓§–—\uf000-\uf0ff]|o|[a-z]\))[ \t\u00a0]+")
"""A bullet of a word processor's list, in plain text."""
WORD_SIGNS = (
    (re.compile(r"“\s*"), "«\u00a0"),
    (re.compile(r"\s*”"), "\u00a0»"),
    (re.compile("‘"), "’"),
    (re.compile(r"(?<=\d)€"), "\u00a0€"),
)
"""The signs of word processors, each with the sign of French print in place of it."""
# Taken: "](https://exemple.fr/?a=b", the address of a link, which may hold any signs.
# Not taken: "[le bilan]", the words of a link.
LINK = re.compile(r"\]\([^)\s]*")
# Taken: "> ", "- ", "## ", "1. ", which are no words of their line. Not taken: "2026. ", a year.
MARKS = re.compile(r"^\s*(?:(?:[>*+-]|#{1,6}|\d{1,2}[.)])\s+)*")
UNSHOWN = {
    "code_block": "    …",
    "fence": "```",
    "code_inline": "`…`",
    "hr": "---",
    "image": "![…](…)",
}
"""The parts of Markdown that no page shows, as people write them."""
# Taken: "XXX", "todo", "À compléter". Not taken: "XX", "autodom".
STILL_TO_WRITE = re.compile(r"\bXXX+\b|\bTODO\b|à compléter", re.IGNORECASE)


class Slip(NamedTuple):
    """A slip of a line: the signs that show the slip, the fault, and the right signs."""

    signs: re.Pattern[str]
    fault: str
    expected: str | None = None
    severity: Severity = "remark"


SLIPS = (
    Slip(STILL_TO_WRITE, N_("is still to be written"), severity="todo"),
    # Taken: "[^1]".
    Slip(re.compile(r"\[\^\w+\]"), N_("has a footnote, which no page shows"), "(…)", "error"),
    # Taken: "##Objectifs". Not taken: "## Objectifs".
    Slip(
        re.compile(r"^ {0,3}#{1,6}[^\s#]"),
        N_("is no heading without a space after its #"),
        "## …",
    ),
    # Taken: "agent*es". Not taken: "*agents*".
    Slip(re.compile(r"\w\*\w"), N_("has a star inside of a word, which starts italics"), "\\*"),
    # Taken: "<b>", "</span>", '<a href="…">'. Not taken: "a < b".
    Slip(
        re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE),
        N_("has HTML, which is printed as it is typed"),
        "**…**",
        "error",
    ),
    # Taken: "~~dix~~".
    Slip(re.compile(r"~~\S.*?~~"), N_("has signs that strike nothing out, and are printed")),
    # Taken: "==dix==".
    Slip(re.compile(r"==\S.*?=="), N_("has signs that mark nothing, and are printed"), "**…**"),
    # Taken: "| a | b |", and cells of a spreadsheet with tabulators between.
    Slip(re.compile(r"^\|.*\||\S\t.*\S"), N_("is a table, which no page shows as one"), "- …"),
)
"""The slips of a line: signs that no page shows, signs that are nearly Markdown, words to come.

Markdown's parser reads all of these as plain words."""
# Taken: "---", "===", below a line that they make a heading. Not taken: "- -", a line across.
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
Section = tuple[Token, str, list[Token]]
"""The opening token of a heading, the heading's words, and the tokens below."""


@dataclass(frozen=True)
class Highlight:
    """A highlight of the year: a title (text) and prose (clean HTML)."""

    title: str
    html: str


@dataclass(frozen=True)
class YearText:
    """The prose of a year as clean HTML; an unwritten chapter is None.

    `sentence` is HTML without a paragraph around: words, some perhaps in `em` or `strong`.
    """

    objectives: str | None = None
    highlights: tuple[Highlight, ...] = ()
    outlook: str | None = None
    sentence: str | None = None
    meetings: str | None = None
    published: str = ""
    """The day of publication of the year's pages, as ISO has it; "" for an unknown day."""

    @property
    def plain_sentence(self) -> str:
        """The sentence that the animator wrote for the year, without its marks of emphasis."""
        return str(Markup(self.sentence or "").striptags())


def parse_text(markdown: str, file: str) -> tuple[YearText, list[Problem]]:
    """Return the chapters of a year's text, as clean HTML, and the problems of its lines.

    `markdown` is the text of the file as typed, `file` its path in the network's folder.
    """
    # A comment leaves its line breaks, so that a line's number stays the number in the file.
    without_comments = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), markdown)
    lines = unicodedata.normalize("NFC", without_comments).splitlines()
    # The lines as typed: slips that are plain words to the parser.
    published, problems = _take_publication(lines, file)
    problems += _look_at_comments(markdown, file)
    problems += _look_at_lines(lines, file)
    # The tokens of Markdown: parts that no page shows, links, headings.
    tokens = parse_markdown("\n".join(_normalise(lines)))
    problems += _look_at_tokens(tokens, file)
    # The chapters, and the highlights within a chapter.
    above_chapters, sections = _split_at_headings(tokens, "h2")
    chapters, problems_of_chapters = _take_chapters(sections, file)
    problems += problems_of_chapters
    of_highlights = chapters.get("Temps forts", [])
    above_highlights, sections_of_highlights = _split_at_headings(of_highlights, "h3")
    highlights = []
    for _heading, title, body in sections_of_highlights:
        highlights.append(Highlight(typeset(title), render_markdown(body) or ""))
    problems += _refuse_unheaded(above_chapters, "## Objectifs", file)
    problems += _refuse_unheaded(above_highlights, "### …", file)
    sentence, problems_of_sentence = _read_sentence(chapters.get(SENTENCE, []), file)
    # A heading without its "##" joins the next chapter to the sentence: that heading is a problem
    # already, and the length of the sentence is no second one.
    if all(problem.what != _("is the heading of a chapter") for problem in problems):
        problems += problems_of_sentence
    text = YearText(
        objectives=render_markdown(chapters.get("Objectifs", [])),
        highlights=tuple(highlights),
        outlook=render_markdown(chapters.get("Perspectives", [])),
        sentence=sentence,
        meetings=render_markdown(chapters.get("Rencontres", [])),
        published=published,
    )
    return text, problems


def _take_chapters(
    sections: Iterable[Section], file: str
) -> tuple[dict[str, list[Token]], list[Problem]]:
    """Return chapter's name → the tokens below its heading, and the problems of the headings.

    A chapter that is unknown, or there twice, is an error.
    """
    chapters: dict[str, list[Token]] = {}
    problems = []
    for heading, title, body in sections:
        name = KNOWN_HEADINGS.get(fold_spelling(title))
        fault = ""
        nearest = None
        if name is None:
            fault = _("is not a chapter of the text")
            nearest = find_nearest(title, HEADINGS)
        elif name in chapters:
            fault = _("is there twice")
        if fault:
            place = _locate(file, heading)
            choices = ", ".join(HEADINGS)
            problem = Problem(place, fault, clean_text(title), choices, nearest)
            problems.append(problem)
        chapters.setdefault(name or title, []).extend(body)
    return chapters, problems


def _refuse_unheaded(tokens: Sequence[Token], heading: str, file: str) -> Iterator[Problem]:
    """Refuse `tokens` that stand above the first heading, for no page would show them.

    `heading` is a heading that is missing there, as people write it: "## Objectifs".
    """
    if tokens:
        fault = _("there is text without a heading")
        yield Problem(_locate(file, tokens[0]), fault, expected=heading)


def _take_publication(lines: list[str], file: str) -> tuple[str, list[Problem]]:
    """Return the day of publication that a text says, in ISO form, or "" with a problem if any.

    The line "Parution : 2026-02-15" is emptied in `lines`, so that no chapter prints it.
    """
    is_above = True
    for at, line in enumerate(lines):
        if line.startswith("#"):
            is_above = False
        match = PUBLISHED.fullmatch(line.strip())
        if not match:
            continue
        lines[at] = ""
        place = Place(file, (at + 1,))
        if not is_above:
            fault = _("stands below a heading")
            expected = _("this line above all headings")
            return "", [Problem(place, fault, clean_text(line), expected)]
        words = clean_text(match[1])
        try:
            return _read_publication(words, Path(file).stem), []
        except CellError as error:
            return "", [Problem(place, error.what, words, error.expected)]
    return "", []


def _read_publication(words: str, year: str) -> str:
    """Return the day that `words` name, in ISO form; raise CellError if it is before the `year`."""
    day = read_date(words)
    if not is_day(day) or day < year:
        fault = _("is no day that the year can be published")
        raise CellError(fault, _("a day, as 2026-02-15, not before the year itself"))
    return day


def _locate(file: str, token: Token) -> Place:
    """Return the line of a token in the file; the parser counts lines from 0."""
    if not token.map:
        return Place(file)
    return Place(file, (token.map[0] + 1,))


def _normalise(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines in the signs of Markdown and of French print, without invisible signs.

    Lines with a bullet of a word processor become a list of Markdown, if the first of these lines
    begins a paragraph, or follows a line that ends in a colon.
    """
    previous = ""
    is_list = False
    for line in lines:
        for sign, printed in WORD_SIGNS:
            line = sign.sub(printed, line)
        # With a backslash before its full stop, "2026. Une année" is no list for Markdown.
        line = NUMBER_OF_PROSE.sub(r"\1\\\2", drop_hidden_signs(line))
        begins_paragraph = not previous.strip() or previous.lstrip().startswith("#")
        if begins_paragraph or previous.rstrip().endswith(":"):
            is_list = bool(BULLET.match(line))
        if is_list:
            line = BULLET.sub("- ", line)
        yield line
        previous = line


def _look_at_comments(markdown: str, file: str) -> Iterator[Problem]:
    """Yield a to-do for each comment that is a question, and an error for a comment never closed.

    A question is "<!-- À compléter : quelle rencontre a marqué l’année ? -->". `markdown` is the
    text as typed, `file` its path for messages.
    """
    for match in COMMENT.finditer(markdown):
        words, end = match.groups()
        line_number = markdown.count("\n", 0, match.start()) + 1
        place = Place(file, (line_number,))
        if not end:
            yield Problem(place, _("a comment is never closed"), expected="-->")
        elif STILL_TO_WRITE.match(clean_text(words)):
            question = clean_text(words).partition(":")[2].strip()
            fault = _("still to answer: {question}", question=question)
            yield Problem(place, fault, severity="todo")


def _look_at_lines(lines: Sequence[str], file: str) -> Iterator[Problem]:
    """Refuse lines that lost letters on their way; remark slips, and names of persons."""
    # The lines before the first and after the last are empty.
    surrounded = ["", *lines, ""]
    for number, line in enumerate(lines, start=1):
        previous = surrounded[number - 1]
        following = surrounded[number + 1]
        place = Place(file, (number,))
        plain = clean_text(line)
        # Damage is told alone: the other oddities of the line may come of the damage.
        damage = find_damage(MARKS.sub("", LINK.sub("", line)))
        if damage:
            yield Problem(place, damage.what, plain, damage.expected)
            continue
        # A chapter's name inside a paragraph that was broken into lines is no heading; underlined,
        # it is one already.
        heading = _find_heading(plain)
        if heading and not previous.strip() and not UNDERLINE.fullmatch(following):
            yield Problem(place, _("is the heading of a chapter"), plain, f"## {heading}")
        words = MARKS.sub("", BULLET.sub("", WEB_ADDRESS.sub("", line)))
        for slip in SLIPS:
            if slip.signs.search(words):
                yield Problem(place, _(slip.fault), plain, slip.expected, severity=slip.severity)
        # No error: an author may name a person who has agreed.
        contact = find_contact(line)
        if contact:
            yield Problem(place, contact, plain, severity="remark")
        for named in remark_names(line):
            yield Problem(place, named, severity="remark")


def _find_heading(line: str) -> str | None:
    """Return the chapter that a line names without "##", in bold or as words alone; else None."""
    words = line
    if line.startswith(("**", "__")):
        words = line.strip("*_: ")
    return KNOWN_HEADINGS.get(fold_spelling(words))


def _look_at_tokens(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Refuse dead links, and headings within a chapter; remark parts that no page shows.

    `tokens` are of the whole text, `file` is its path for messages.
    """
    chapter = ""
    for at, token in enumerate(tokens):
        place = _locate(file, token)
        if token.type == "heading_open":
            # The words of a heading are the token after its opening.
            title = clean_text(tokens[at + 1].content)
            is_outermost = token.level == 0
            is_highlight = token.tag == "h3" and chapter == "temps forts"
            if token.tag == "h2" and is_outermost:
                chapter = fold_spelling(title)
            elif not (is_highlight and is_outermost):
                yield _refuse_heading(token, title, place)
        if token.type == "inline":
            yield from _look_at_printed_signs(token, place)
        for part in (token, *(token.children or ())):
            yield from _look_at_part(part, place)


def _refuse_heading(token: Token, title: str, place: Place) -> Problem:
    """Return the error of a heading within a chapter: it would break the order of headings.

    Only a highlight has a heading of a lower level. `token` is the opening of the heading, `title`
    its words, `place` its line.
    """
    name = KNOWN_HEADINGS.get(fold_spelling(title))
    expected = "**…**"
    if name:
        expected = f"## {name}"
    fault = _("is a heading that no page shows as one")
    return Problem(place, fault, f"{token.markup} {title}", expected)


def _look_at_part(part: Token, place: Place) -> Iterator[Problem]:
    """Remark a part that no page shows; refuse a link without an address that a browser opens."""
    if part.type in UNSHOWN:
        fault = _("is not shown in a page")
        yield Problem(place, fault, UNSHOWN[part.type], severity="remark")
    if part.type != "link_open":
        return
    address = str(part.attrs.get("href", ""))
    if not _leads_somewhere(address):
        nearest = None
        if address.startswith("www."):
            nearest = f"https://{address}"
        fault = _("is a link that leads nowhere from a page")
        yield Problem(place, fault, address or "[…]()", "https://…, mailto:…", nearest)


def _leads_somewhere(address: str) -> bool:
    """Whether a browser finds an address from any page: the web's, or a mail address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _look_at_printed_signs(token: Token, place: Place) -> Iterator[Problem]:
    """Remark signs of Markdown, or of a word processor, that a paragraph prints as they are."""
    texts = [child.content for child in token.children or () if child.type == "text"]
    words = "".join(texts)
    # A star with "\\" before is meant to be printed: more stars are in the words than were asked
    # for, if one was left over from an emphasis.
    if words.count("*") > token.content.count("\\*"):
        fault = _("has a star that opens or closes nothing, and is printed")
        yield Problem(place, fault, clean_text(words), "\\*", severity="remark")
    if "•" in words:
        fault = _("has a bullet in a paragraph, which is printed")
        expected = _("a line for each, the first after an empty one")
        yield Problem(place, fault, clean_text(words), expected, severity="remark")


def _split_at_headings(tokens: list[Token], tag: str) -> tuple[list[Token], list[Section]]:
    """Return the tokens above the first heading of a level, and the sections below the headings.

    `tag` is the level in HTML: "h2" for chapters, "h3" for highlights.
    """
    above: list[Token] = []
    sections: list[Section] = []
    body = above
    rest = iter(tokens)
    for token in rest:
        if token.type != "heading_open" or token.tag != tag or token.level > 0:
            body.append(token)
            continue
        # A heading is three tokens: opening, words, end.
        words = "".join(child.content for child in next(rest).children or ())
        next(rest)
        body = []
        sections.append((token, words, body))
    return above, sections


def _read_sentence(tokens: list[Token], file: str) -> tuple[str | None, list[Problem]]:
    """Return the year's sentence as words with `em` and `strong`, and the problems found there."""
    if not tokens:
        return None, []
    place = _locate(file, tokens[0])
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None, [Problem(place, _("is one sentence, in one paragraph"), SENTENCE)]
    problems = []
    length = len(clean_text(tokens[1].content))
    if length > LONGEST_SENTENCE:
        fault = _(
            "has {length} letters: the cover has room for {most}",
            length=length,
            most=LONGEST_SENTENCE,
        )
        problems.append(Problem(place, fault, SENTENCE, severity="remark"))
    return render_markdown(tokens[1:2], {"em", "strong"}), problems
