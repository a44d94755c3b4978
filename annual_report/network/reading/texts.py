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
from pathlib import Path

from markdown_it.token import Token
from markupsafe import Markup

from annual_report.base.dates import is_day
from annual_report.base.errors import CellError
from annual_report.base.french import typeset
from annual_report.base.french.prose import parse_markdown, render_markdown
from annual_report.base.letters import clean_text, drop_hidden_signs, find_nearest, fold_spelling
from annual_report.base.messages import N_, _
from annual_report.machine.pages.checks.wording import ADDRESS, find_contact, remark_names
from annual_report.network.reading.problems import Place, Problem, Severity
from annual_report.network.reading.values.cells import find_damage
from annual_report.network.reading.values.date_cells import read_date

SENTENCE = "La phrase de l’année"
HEADINGS = (SENTENCE, "Objectifs", "Rencontres", "Temps forts", "Perspectives")
KNOWN_HEADINGS = {fold_spelling(heading): heading for heading in HEADINGS}
LONGEST_SENTENCE = 180
"""Letters of a sentence that still stands large beside the year."""

NUMBER_OF_PROSE = re.compile(r"^( {0,3}\d{3,9})([.)])(?=\s)")
"""A year at the start of a line is no number of a list: "2026. Une année"."""
PUBLISHED = re.compile(r"parution\s*:(.*)", re.IGNORECASE)
"""The line that says when the pages of the year are published."""
COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)
BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·▪◦‣●○■□➢➤✓§–—\uf000-\uf0ff]|o|[a-z]\))[ \t\u00a0]+")
"""How Word and Writer write a bullet when a list is pasted as plain text."""
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
STILL_TO_WRITE = re.compile(r"\bXXX+\b|\bTODO\b|à compléter", re.IGNORECASE)
SLIPS: tuple[tuple[re.Pattern[str], str, str | None, Severity], ...] = (
    (re.compile(r"\[\^\w+\]"), N_("has a footnote, which no page shows"), "(…)", "error"),
    (STILL_TO_WRITE, N_("is still to be written"), None, "todo"),
    (re.compile(r"^ {0,3}#{1,6}[^\s#]"), N_("is no heading without a space after its #"), "## …",
     "remark"),
    (re.compile(r"\w\*\w"), N_("has a star inside of a word, which starts italics"), "\\*",
     "remark"),
    (re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE),
     N_("has HTML, which is printed as it is typed"), "**…**", "error"),
    (re.compile(r"~~\S.*?~~"), N_("has signs that strike nothing out, and are printed"), None,
     "remark"),
    (re.compile(r"==\S.*?=="), N_("has signs that mark nothing, and are printed"), "**…**",
     "remark"),
    (re.compile(r"^\|.*\||\S\t.*\S"), N_("is a table, which no page shows as one"), "- …",
     "remark"),
)  # fmt: skip
"""What a line holds that a page can't show, that is typed nearly as Markdown has it, or to come."""
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
Section = tuple[Token, str, list[Token]]
"""A heading, its words, and what follows it."""


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


def parse_text(markdown: str, file: str) -> tuple[YearText, list[Problem]]:
    """Split a year's Markdown into its chapters; return them with what is wrong with them."""
    blank = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), markdown)
    lines = unicodedata.normalize("NFC", blank).splitlines()
    published, problems = _take_publication(lines, file)
    problems += [*_look_at_comments(markdown, file), *_look_at_lines(lines, file)]
    tokens = parse_markdown("\n".join(_normalise(lines)))
    problems += _look_at_tokens(tokens, file)
    chapters: dict[str, list[Token]] = {}
    above, sections = _split(tokens, "h2")
    for heading, title, body in sections:
        name = KNOWN_HEADINGS.get(fold_spelling(title))
        if name is None or name in chapters:
            fault = _("is there twice") if name else _("is not a chapter of the text")
            near = None if name else find_nearest(title, HEADINGS)
            place, choices = _at(file, heading), ", ".join(HEADINGS)
            problems.append(Problem(place, fault, clean_text(title), choices, near))
        chapters.setdefault(name or title, []).extend(body)
    untitled, sections = _split(chapters.get("Temps forts", []), "h3")
    highlights = [Highlight(typeset(title), render_markdown(body) or "")
                  for _heading, title, body in sections]  # fmt: skip
    # What is of no chapter, or of no highlight, no page would show.
    for rest, expected in ((above, "## Objectifs"), (untitled, "### …")):
        if rest:
            fault = _("there is text without a heading")
            problems.append(Problem(_at(file, rest[0]), fault, expected=expected))
    sentence, faults = _read_sentence(chapters.get(SENTENCE, []), file)
    # A heading that is none makes one chapter of two: that is said, and not what comes of it.
    if any(problem.what == _("is the heading of a chapter") for problem in problems):
        faults = []
    text = YearText(
        render_markdown(chapters.get("Objectifs", [])),
        tuple(highlights),
        render_markdown(chapters.get("Perspectives", [])),
        sentence,
        render_markdown(chapters.get("Rencontres", [])),
        published,
    )
    return text, [*problems, *faults]


def _take_publication(lines: list[str], file: str) -> tuple[str, list[Problem]]:
    """Take out the line that says, above all headings, when a year is published; return the day."""
    above = True
    for at, line in enumerate(lines):
        above = above and not line.startswith("#")
        match = PUBLISHED.fullmatch(line.strip())
        if match and not above:
            fault, expected = _("stands below a heading"), _("this line above all headings")
            lines[at] = ""
            return "", [Problem(Place(file, (at + 1,)), fault, clean_text(line), expected)]
        if match:
            lines[at], words = "", clean_text(match[1])
            try:
                day = read_date(words)
                if not is_day(day) or day < Path(file).stem:
                    fault = _("is no day that the year can be published")
                    raise CellError(fault, _("a day, as 2026-02-15, not before the year itself"))
            except CellError as error:
                return "", [Problem(Place(file, (at + 1,)), error.what, words, error.expected)]
            return day, []
    return "", []


def _at(file: str, token: Token) -> Place:
    return Place(file, (token.map[0] + 1,) if token.map else ())


def _normalise(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as Markdown takes them for what they mean, without the signs that nobody sees.

    Lines with a bullet of any sign are a list, if the first of them begins its paragraph, or
    follows a line that announces it by a colon.
    """
    before, is_list = "", False
    for line in lines:
        for sign, printed in WORD_SIGNS:
            line = sign.sub(printed, line)
        line = NUMBER_OF_PROSE.sub(r"\1\\\2", drop_hidden_signs(line))
        if not before.strip() or before.lstrip().startswith("#") or before.rstrip().endswith(":"):
            is_list = bool(BULLET.match(line))
        yield BULLET.sub("- ", line) if is_list else line
        before = line


def _look_at_comments(markdown: str, file: str) -> Iterator[Problem]:
    """Say which comments are questions still to answer, or are never closed."""
    for match in COMMENT.finditer(markdown):
        place = Place(file, (markdown.count("\n", 0, match.start()) + 1,))
        if not match[2]:
            yield Problem(place, _("a comment is never closed"), expected="-->")
        elif STILL_TO_WRITE.match(clean_text(match[1])):
            question = clean_text(match[1]).partition(":")[2].strip()
            fault = _("still to answer: {question}", question=question)
            yield Problem(place, fault, severity="todo")


def _look_at_lines(lines: Sequence[str], file: str) -> Iterator[Problem]:
    """Refuse lines that lost letters on their way; remark slips, and who is named in them."""
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    for number, (previous, line, following) in enumerate(around, start=1):
        place, plain = Place(file, (number,)), clean_text(line)
        # Damage is said alone: what else is odd in the line may come of it.
        if damage := find_damage(MARKS.sub("", LINK.sub("", line))):
            yield Problem(place, damage.what, plain, damage.expected)
            continue
        # A word of a paragraph that was broken into lines is no heading, one underlined is one.
        heading = _find_heading(plain)
        if heading and not previous.strip() and not UNDERLINE.fullmatch(following):
            yield Problem(place, _("is the heading of a chapter"), plain, f"## {heading}")
        words = MARKS.sub("", BULLET.sub("", ADDRESS.sub("", line)))
        for slip, fault, right, severity in SLIPS:
            if slip.search(words):
                yield Problem(place, _(fault), plain, right, severity=severity)
        # An author may name somebody who agreed to it.
        if contact := find_contact(line):
            yield Problem(place, contact, plain, severity="remark")
        yield from (Problem(place, named, severity="remark") for named in remark_names(line))


def _find_heading(line: str) -> str | None:
    """Return the chapter whose heading a line is, written in bold or as a word alone."""
    bare = line.strip("*_: ") if line.startswith(("**", "__")) else line
    return KNOWN_HEADINGS.get(fold_spelling(bare))


def _look_at_tokens(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Refuse links that lead nowhere, and headings of no chapter; remark what no page shows."""
    chapter = ""
    for at, token in enumerate(tokens):
        place = _at(file, token)
        if token.type == "heading_open":
            title = clean_text(tokens[at + 1].content)
            if (token.tag, token.level) == ("h2", 0):
                chapter = fold_spelling(title)
            # Any other than a highlight's would break the order of a page's headings.
            elif (token.tag, token.level, chapter) != ("h3", 0, "temps forts"):
                name = KNOWN_HEADINGS.get(fold_spelling(title))
                fault, meant = _("is a heading that no page shows as one"), f"## {name}"
                heading = f"{token.markup} {title}"
                yield Problem(place, fault, heading, meant if name else "**…**")
        if token.type == "inline":
            yield from _look_at_printed_signs(token, place)
        for part in (token, *(token.children or ())):
            address = str(part.attrs.get("href", ""))
            if part.type in UNSHOWN:
                fault, sign = _("is not shown in a page"), UNSHOWN[part.type]
                yield Problem(place, fault, sign, severity="remark")
            elif part.type == "link_open" and not LEADING_SOMEWHERE.match(address):
                fault, wanted = _("is a link that leads nowhere from a page"), "https://…, mailto:…"
                near = f"https://{address}" if address.startswith("www.") else None
                yield Problem(place, fault, address or "[…]()", wanted, near)


def _look_at_printed_signs(token: Token, place: Place) -> Iterator[Problem]:
    """Remark signs of Markdown, or of a word processor, that a paragraph prints as they are."""
    words = "".join(child.content for child in token.children or () if child.type == "text")
    # Of a star that is meant, and has "\\" before it, there is one less to be explained.
    if words.count("*") > token.content.count("\\*"):
        fault = _("has a star that opens or closes nothing, and is printed")
        yield Problem(place, fault, clean_text(words), "\\*", severity="remark")
    if "•" in words:
        fault = _("has a bullet in a paragraph, which is printed")
        expected = _("a line for each, the first after an empty one")
        yield Problem(place, fault, clean_text(words), expected, severity="remark")


def _split(tokens: list[Token], tag: str) -> tuple[list[Token], list[Section]]:
    """Split tokens at the headings of a level; return what stands above them, and the sections."""
    above: list[Token] = []
    sections: list[Section] = []
    rest = iter(tokens)
    for token in rest:
        if token.type == "heading_open" and token.tag == tag and token.level == 0:
            words = "".join(child.content for child in next(rest).children or ())
            sections.append((token, words, []))
            next(rest)  # the heading's end
        else:
            (sections[-1][2] if sections else above).append(token)
    return above, sections


def _read_sentence(tokens: list[Token], file: str) -> tuple[str | None, list[Problem]]:
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
