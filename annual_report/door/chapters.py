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
        """The questions that wait for an answer, each → its comment as the file has it."""
        questions: dict[str, str] = {}
        for comment in COMMENT.finditer(self.body):
            text = clean_text(comment[1])
            if STILL_TO_WRITE.match(text):
                questions[text.partition(":")[2].strip() or text] = comment[0]
        return questions

    @property
    def words(self) -> str:
        """The words without the questions, as a field of the form shows them."""
        # A browser shows "\n" in a field, and sends "\r\n": both are compared as "\n".
        answered = COMMENT.sub(_drop_question, self.body.replace("\r\n", "\n"))
        return EMPTY_LINES.sub("\n\n", answered).strip("\n")


class _Heading(NamedTuple):
    """A heading of the second level: first line, the line after the last, name of the chapter.

    Lines count from 0.
    """

    start: int
    end: int
    chapter: str


def cut_text(text: str) -> list[Chapter]:
    """Return the chapters of a text; joined again they are the same text, byte for byte."""
    lines = text.splitlines(keepends=True)
    above = _Heading(0, 0, "")
    end = _Heading(len(lines), len(lines), "")
    chapters: list[Chapter] = []
    known: set[str] = set()
    for heading, following in pairwise([above, *_find_headings(text), end]):
        name = "" if heading.chapter in known else heading.chapter
        known.add(name)
        words = "".join(lines[heading.start : heading.end])
        body = "".join(lines[heading.end : following.start])
        chapters.append(Chapter(name, words, body))
    return chapters


def join_chapters(chapters: Iterable[Chapter]) -> str:
    """Return the text of some chapters in their order."""
    return "".join(chapter.heading + chapter.body for chapter in chapters)


def change_chapters(
    text: str, typed: Mapping[str, str], answered: Mapping[str, Collection[str]]
) -> str:
    """Return a text with the words that a form has sent, without the questions ticked off there.

    `typed` maps each chapter to the words of the field, `answered` to the ticked questions.

    Raise ParameterError for words that would swallow the next chapter: they open a comment or a
    block of code, and never close the same.
    """
    # Editors on Windows end lines by two signs; a file with both kinds would be seen as changed.
    newline = "\r\n" if "\r\n" in text else "\n"
    chapters = cut_text(text)
    for name in HEADINGS:
        words = typed.get(name, "").replace("\r\n", "\n").strip("\n")
        names = [chapter.name for chapter in chapters]
        if name not in names:
            # A chapter without words gets no heading.
            if words.strip():
                at = _find_place(names, name)
                before = join_chapters(chapters[:at])
                line_end = newline if before and not before.endswith("\n") else ""
                new = Chapter(name, f"{line_end}## {name}{newline}", "")
                chapters.insert(at, _write_chapter(new, words, [], newline))
            continue
        at = names.index(name)
        chapter = chapters[at]
        # A question stays in the file until a person has ticked the box beside it.
        left = [each for each in chapter.questions if each not in answered.get(name, ())]
        # A chapter that nobody changed keeps its spaces and empty lines.
        if words != chapter.words or len(left) < len(chapter.questions):
            comments = [chapter.questions[question] for question in left]
            chapters[at] = _write_chapter(chapter, words, comments, newline)
    written = join_chapters(chapters)
    _refuse_swallowing(chapters, cut_text(written))
    return written


def _find_headings(text: str) -> Iterator[_Heading]:
    """Yield the headings of the second level, as a parser of Markdown finds them."""
    # A heading within a comment is none. The comment's lines stay, empty, for the line numbers.
    blank = COMMENT.sub(_drop_words, text.removeprefix(BYTE_ORDER_MARK))
    tokens = parse_markdown("\n".join(blank.splitlines()))
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map:
            title = "".join(child.content for child in inside.children or ())
            start, end = token.map
            yield _Heading(start, end, KNOWN_HEADINGS.get(fold_spelling(title), ""))


def _drop_words(comment: re.Match[str]) -> str:
    """Return as many empty lines as a comment has lines."""
    # `splitlines` counts lines as `cut_text` does; the last sign keeps an empty last line.
    lines = f"{comment[0]}.".splitlines()
    return "\n" * (len(lines) - 1)


def _drop_question(comment: re.Match[str]) -> str:
    """Return "" for a comment that is a question, and a person's own comment unchanged."""
    if STILL_TO_WRITE.match(clean_text(comment[1])):
        return ""
    return comment[0]


def _find_place(names: Sequence[str], name: str) -> int:
    """Return the place of a new chapter among the `names` of a text's chapters.

    Chapters have the order of HEADINGS: the place is before the first that comes later there.
    """
    following = HEADINGS[HEADINGS.index(name) + 1 :]
    for at, there in enumerate(names):
        if there in following:
            return at
    return len(names)


def _write_chapter(chapter: Chapter, words: str, comments: Iterable[str], newline: str) -> Chapter:
    """Return a chapter with other words, below the comments with its unanswered questions.

    `newline` is the end of each line in the file: Windows has a sign more than Linux.
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
    """Raise ParameterError unless each written heading is a heading when the text is read again.

    A heading below an open comment or block is no heading: the chapter before is to blame.
    """
    headings = {chapter.heading.strip() for chapter in read}
    for before, chapter in pairwise(written):
        if chapter.heading.strip() not in headings:
            name = before.name or before.heading.strip("# \n")
            line = _(
                "“{chapter}” has a comment, <!--, or a block, ```, that is never closed: it would "
                "swallow what follows, and nothing was saved",
                chapter=name,
            )
            raise ParameterError(line)
