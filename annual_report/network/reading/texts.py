"""The year's prose, `textes/AAAA.md` in Markdown: a date of publication, a sentence, four chapters.

    Parution : 2026-02-15     the date of publication of the year's pages, above all headings
    ## La phrase de l’année   the sentence of the cover
    ## Objectifs              the aims of the group
    ## Rencontres             the use of the meetings
    ## Temps forts            then a `###` heading for each highlight
    ## Perspectives           the plans for the next year

`parse_text` returns a `YearText`, with a field for each chapter, and the problems of the lines.
Each chapter may be missing or empty: that means "not recorded". `text_lines.py` looks at the lines
as typed, `french.prose` makes clean HTML of the Markdown. A comment, `<!-- … -->`, is never
printed. A text is words, without pictures.

A *token* is a piece of Markdown as markdown-it has it: the opening of a heading, a paragraph's
words (`inline`, with the parts of the words as children), the end of a list.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it.token import Token
from markupsafe import Markup

from annual_report.base.french import typeset
from annual_report.base.french.prose import parse_markdown, render_markdown
from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.text_lines import (
    COMMENT,
    HEADINGS,
    KNOWN_HEADINGS,
    SENTENCE,
    check_comments,
    check_lines,
    normalise_lines,
    take_publication,
)

LONGEST_SENTENCE = 180
"""The most letters of the year's sentence: the cover prints it large, beside the year."""
UNSHOWN_PARTS = {
    "code_block": "    …",
    "fence": "```",
    "code_inline": "`…`",
    "hr": "---",
    "image": "![…](…)",
}
"""The parts of Markdown that no page shows: markdown-it's type → the signs that people type."""
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
    published, problems = take_publication(lines, file)
    problems += check_comments(markdown, file)
    problems += check_lines(lines, file)
    # The tokens of Markdown: parts that no page shows, links, headings.
    tokens = parse_markdown("\n".join(normalise_lines(lines)))
    problems += _check_tokens(tokens, file)
    # The chapters, and the highlights within a chapter.
    above_chapters, sections = _split_at_headings(tokens, "h2")
    chapters, problems_of_chapters = _take_chapters(sections, file)
    problems += problems_of_chapters
    of_highlights = chapters.get("Temps forts", [])
    above_highlights, sections_of_highlights = _split_at_headings(of_highlights, "h3")
    highlights = []
    for _heading, title, body in sections_of_highlights:
        highlights.append(Highlight(typeset(title), render_markdown(body) or ""))
    problems += _check_for_unheaded_text(above_chapters, "## Objectifs", file)
    problems += _check_for_unheaded_text(above_highlights, "### …", file)
    sentence, problems_of_sentence = _read_sentence(chapters.get(SENTENCE, []), file)
    # Where the "##" of the next heading is missing, the next chapter seems a part of the sentence,
    # and makes it too long: the missing "##" is a problem already, and is enough.
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


def _check_for_unheaded_text(tokens: Sequence[Token], heading: str, file: str) -> Iterator[Problem]:
    """Yield an error if there are `tokens` above the first heading: no page would show them.

    `heading` is the heading that is missing there, as people write it: "## Objectifs".
    """
    if tokens:
        fault = _("there is text without a heading")
        yield Problem(_locate(file, tokens[0]), fault, expected=heading)


def _locate(file: str, token: Token) -> Place:
    """Return the place of a token of Markdown: "textes/2025.md, row 3".

    The parser counts lines from 0, people from 1. A token within a line has no line of its own.
    """
    if not token.map:
        return Place(file)
    return Place(file, (token.map[0] + 1,))


def _check_tokens(tokens: list[Token], file: str) -> Iterator[Problem]:
    """Yield the problems of a text's Markdown: headings within a chapter, dead links, pictures.

    `tokens` are of the whole text, `file` is its path for the places.
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
                yield _make_problem_of_heading(token, title, place)
        if token.type == "inline":
            yield from _check_printed_signs(token, place)
        for part in (token, *(token.children or ())):
            yield from _check_part(part, place)


def _make_problem_of_heading(token: Token, title: str, place: Place) -> Problem:
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


def _check_part(part: Token, place: Place) -> Iterator[Problem]:
    """Yield a remark on a part that no page shows, or the error of a link that leads nowhere."""
    if part.type in UNSHOWN_PARTS:
        fault = _("is not shown in a page")
        yield Problem(place, fault, UNSHOWN_PARTS[part.type], severity="remark")
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
    """Whether an address works from any page, wherever that page is published.

    "https://exemple.fr" and "mailto:a@exemple.fr" do; "bilan.pdf" and "#suite" don't.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _check_printed_signs(token: Token, place: Place) -> Iterator[Problem]:
    """Remark signs of Markdown, or of a word processor, that a paragraph prints as they are."""
    texts = [child.content for child in token.children or () if child.type == "text"]
    words = "".join(texts)
    # Emphasis takes its stars out of the words. A star that is left was typed as "\\*", or closes
    # nothing: then the words have more stars than there are "\\*" in the source.
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
    """Return the sentence of the year as HTML with `em` and `strong` alone, and its problems.

    "Une année **dense**." → "Une année <strong>dense</strong>." `tokens` are the Markdown below the
    heading of the sentence: none → no sentence. `file` is the path of the text.
    """
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
