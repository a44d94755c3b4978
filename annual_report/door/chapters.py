"""A year's text cut into chapters, and joined again with the words that a form has changed.

    above       the lines above all chapters, such as "Parution : 2026-02-15"
    chapter     a heading of the second level, and all lines until the next heading

A form has fields for the chapters that are named in `HEADINGS`. All other parts come back byte for
byte: the lines above, chapters of other names, unchanged chapters. The questions that the
program wrote into a new text ("À compléter : …") are shown beside their chapter, and are taken out
of the file when a person has ticked them off.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from annual_report.base.errors import ParameterError
from annual_report.base.french.prose import parse_markdown
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.text_lines import (
    COMMENT,
    HEADINGS,
    KNOWN_HEADINGS,
    STILL_TO_WRITE,
)

# Taken: two empty lines or more, such as a question leaves where it stood.
EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
BYTE_ORDER_MARK = "\ufeff"
"""The invisible sign that some editors put before a text in UTF-8: it stays in the file."""


@dataclass(frozen=True)
class Chapter:
    """A part of a text as the file has it: the lines of the heading, and the lines below.

    `name` is a name of HEADINGS; "" above all headings, for headings of other names, and for a
    chapter that has come before: the form has no field for these.
    """

    name: str
    heading: str
    body: str

    @property
    def questions(self) -> dict[str, str]:
        """The questions that wait for an answer, each → its comment as the file has it.

        {"Qui a participé ?": "<!-- À compléter : Qui a participé ? -->"}.
        """
        questions: dict[str, str] = {}
        for comment in COMMENT.finditer(self.body):
            text = clean_text(comment[1])
            # Other comments are a person's own notes. A bare "À compléter" is the question itself.
            if STILL_TO_WRITE.match(text):
                questions[text.partition(":")[2].strip() or text] = comment[0]
        return questions

    @property
    def words(self) -> str:
        """The words without the questions, as a field of the form shows them."""
        # A browser shows "\n" in a field, and sends "\r\n": both are compared as "\n".
        prose = COMMENT.sub(_drop_question, self.body.replace("\r\n", "\n"))
        # A question leaves empty lines where it stood.
        return EMPTY_LINES.sub("\n\n", prose).strip("\n")


class _Heading(NamedTuple):
    """A heading of the second level: first line, the line after the last, name of the chapter.

    Lines count from 0.
    """

    start: int
    end: int
    chapter: str


def cut_text(text: str) -> list[Chapter]:
    """Return the chapters of a text; joined again they are the same text, byte for byte.

    A text with the line "Parution : 2026-02-15", then "## Objectifs" and "Écouter." → a chapter ""
    with the first line, and a chapter "Objectifs" with the heading and the body below.
    """
    lines = text.splitlines(keepends=True)
    # Two headings without lines, so that each chapter goes from a heading to the following one.
    above = _Heading(0, 0, "")
    end = _Heading(len(lines), len(lines), "")
    chapters: list[Chapter] = []
    names_before: set[str] = set()
    for heading, following in pairwise([above, *_find_headings(text), end]):
        # The form has a field for the first chapter of a name only.
        name = "" if heading.chapter in names_before else heading.chapter
        names_before.add(name)
        heading_lines = "".join(lines[heading.start : heading.end])
        body = "".join(lines[heading.end : following.start])
        chapters.append(Chapter(name, heading_lines, body))
    return chapters


def join_chapters(chapters: Iterable[Chapter]) -> str:
    """Return the text of some chapters in their order."""
    return "".join(chapter.heading + chapter.body for chapter in chapters)


def change_chapters(
    text: str, typed: Mapping[str, str], answered: Mapping[str, Collection[str]]
) -> str:
    """Return a text with the words that a form has sent, without the questions ticked off there.

    `typed` maps each chapter to the words of its field, {"Objectifs": "Écouter."}; `answered` maps
    chapters to the ticked questions. All other parts of the text stay byte for byte.

    Raise ParameterError for words that would swallow the next chapter: they open a comment or a
    block of code, and never close the same.
    """
    # Editors on Windows end lines by two signs; a file with both kinds would be seen as changed.
    newline = "\r\n" if "\r\n" in text else "\n"
    chapters = cut_text(text)
    for name in HEADINGS:
        words = typed.get(name, "").replace("\r\n", "\n").strip("\n")
        names = [chapter.name for chapter in chapters]
        if name in names:
            at = names.index(name)
            chapters[at] = _change_chapter(chapters[at], words, answered.get(name, ()), newline)
        # A chapter without words gets no heading.
        elif words.strip():
            at = _find_place(names, name)
            before = join_chapters(chapters[:at])
            # The last line of a file may lack an end: the heading begins a line of its own.
            line_end = newline if before and not before.endswith("\n") else ""
            new = Chapter(name, f"{line_end}## {name}{newline}", "")
            chapters.insert(at, _write_chapter(new, words, [], newline))
    written = join_chapters(chapters)
    _refuse_swallowing(chapters, cut_text(written))
    return written


def _change_chapter(
    chapter: Chapter, words: str, answered: Collection[str], newline: str
) -> Chapter:
    """Return a chapter with the words of its field, without the `answered` questions.

    A question stays in the file until a person has ticked the box beside it.
    """
    left = [question for question in chapter.questions if question not in answered]
    # A chapter that nobody changed keeps its spaces and empty lines.
    if words == chapter.words and len(left) == len(chapter.questions):
        return chapter
    comments = [chapter.questions[question] for question in left]
    return _write_chapter(chapter, words, comments, newline)


def _find_headings(text: str) -> Iterator[_Heading]:
    """Yield the headings of the second level, as a parser of Markdown finds them.

    "## Objectifs" in the third line → _Heading(2, 3, "Objectifs"). A heading that is no chapter of
    HEADINGS has the name "".
    """
    # A heading within a comment is none. The comment's lines stay, empty, for the line numbers.
    without_comments = COMMENT.sub(_empty_lines, text.removeprefix(BYTE_ORDER_MARK))
    tokens = parse_markdown("\n".join(without_comments.splitlines()))
    # The token behind an opened heading has its words. Level 0 leaves out headings in quotations.
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map:
            title = "".join(child.content for child in inside.children or ())
            # Without marks such as "**", and with any case and accents: "## **OBJECTIFS**".
            start, end = token.map
            yield _Heading(start, end, KNOWN_HEADINGS.get(fold_spelling(title), ""))


def _empty_lines(comment: re.Match[str]) -> str:
    """Return the ends of a comment's lines, without the words: the next lines keep their number."""
    # `splitlines` counts lines as `cut_text` does, but no empty last line: the "." makes it count.
    lines = f"{comment[0]}.".splitlines()
    return "\n" * (len(lines) - 1)


def _drop_question(comment: re.Match[str]) -> str:
    """Return "" for a comment that is a question, and a person's own comment unchanged.

    "<!-- À compléter : qui ? -->" → ""; "<!-- vu avec Anne -->" → the same.
    """
    if STILL_TO_WRITE.match(clean_text(comment[1])):
        return ""
    return comment[0]


def _find_place(names: Sequence[str], name: str) -> int:
    """Return the index at which a new chapter is inserted among the `names` of a text's chapters.

    HEADINGS has the order of all chapters: a new "Objectifs" in ["", "Rencontres"] → 1, before the
    first chapter that follows it there; at the end if none follows.
    """
    following = HEADINGS[HEADINGS.index(name) + 1 :]
    for at, name_there in enumerate(names):
        if name_there in following:
            return at
    return len(names)


def _write_chapter(chapter: Chapter, words: str, comments: Iterable[str], newline: str) -> Chapter:
    """Return a chapter with other words, below the `comments` with its unanswered questions.

    `newline` is the end of each line in the file: Windows has a sign more than other systems.
    """
    parts = [comment.replace("\r\n", "\n") for comment in comments]
    if words.strip():
        parts.append(words)
    # An empty line stands below the heading and between parts, as Markdown's authors write.
    body = "\n"
    for part in parts:
        body += f"{part}\n\n"
    heading = chapter.heading
    # The last line of a file may lack an end.
    if not heading.endswith("\n"):
        heading += newline
    return Chapter(chapter.name, heading, body.replace("\n", newline))


def _refuse_swallowing(written: Sequence[Chapter], read: Iterable[Chapter]) -> None:
    """Raise ParameterError if a heading of the `written` chapters is lost when they are `read`.

    Below words with an open comment, "<!--", the next heading would be a part of the comment.
    """
    headings = {chapter.heading.strip() for chapter in read}
    for before, chapter in pairwise(written):
        if chapter.heading.strip() not in headings:
            # The chapter before it is to blame. Without a field in the form it has no name.
            name = before.name or before.heading.strip("# \n")
            line = _(
                "“{chapter}” has a comment, <!--, or a block, ```, that is never closed: it would "
                "swallow what follows, and nothing was saved",
                chapter=name,
            )
            raise ParameterError(line)
