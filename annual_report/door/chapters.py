"""A year's text cut at its chapters, and put together again with others of them changed.

    above       what stands above all chapters, such as the line "Parution : 2026-02-15"
    chapter     a heading of the second level, and what follows it until the next one

Whatever has no field comes back byte for byte: what stands above, chapters of other names, a
chapter that nobody changed. The questions that the program laid into a text ("À compléter : …") are
shown beside their chapter, and go when they are answered.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from annual_report.base.errors import ParameterError
from annual_report.base.french.prose import parse_markdown
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.texts import COMMENT, HEADINGS, KNOWN_HEADINGS, STILL_TO_WRITE

EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
"""Taken as one: the lines that a question leaves empty where it stood."""


@dataclass(frozen=True)
class Chapter:
    """A piece of a text as it is written: its heading's lines, and what follows it.

    `name` is that of a chapter of the year's text; "" for what stands above, for a heading that is
    none, and for a chapter that is there a second time.
    """

    name: str
    heading: str
    body: str

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still to be answered, without the signs of a comment."""
        questions = (clean_text(match[1]) for match in COMMENT.finditer(self.body))
        asked = [text for text in questions if STILL_TO_WRITE.match(text)]
        return tuple(text.partition(":")[2].strip() or text for text in asked)

    @property
    def words(self) -> str:
        """What is written, without the questions, as a field of a form shows it."""
        answered = COMMENT.sub(_drop_question, self.body.replace("\r\n", "\n"))
        return EMPTY_LINES.sub("\n\n", answered).strip("\n")


def _drop_question(comment: re.Match[str]) -> str:
    """Return nothing of a comment that is a question, and all of any other."""
    return "" if STILL_TO_WRITE.match(clean_text(comment[1])) else comment[0]


def cut_text(text: str) -> list[Chapter]:
    """Cut a text at its chapters; all pieces together are the text."""
    lines = text.splitlines(keepends=True)
    # Comments hold no heading; each keeps its lines, as where a text is read.
    blank = COMMENT.sub(lambda match: "\n" * (len(f"{match[0]}.".splitlines()) - 1), text)
    tokens = parse_markdown("\n".join(blank.splitlines()))
    starts: list[tuple[int, int, str]] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map:
            title = "".join(child.content for child in tokens[at + 1].children or ())
            start, body = token.map
            starts.append((start, body, KNOWN_HEADINGS.get(fold_spelling(title), "")))
    first = starts[0][0] if starts else len(lines)
    chapters = [Chapter("", "", "".join(lines[:first]))]
    ends = [*(start for start, _body, _name in starts), len(lines)][1:]
    for (start, body, name), end in zip(starts, ends, strict=True):
        known = {chapter.name for chapter in chapters}
        heading = "".join(lines[start:body])
        own_name = "" if name in known else name
        chapters.append(Chapter(own_name, heading, "".join(lines[body:end])))
    return chapters


def join_chapters(chapters: Collection[Chapter]) -> str:
    """Return the text that some chapters are."""
    return "".join(chapter.heading + chapter.body for chapter in chapters)


def change_chapters(
    text: str, typed: Mapping[str, str], answered: Mapping[str, Collection[str]]
) -> str:
    """Return a text with what was typed into its chapters, without the questions `answered`.

    Raise ParameterError for a chapter that would swallow the next one: it opens a comment or a
    block of code, and doesn't close it.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    chapters = cut_text(text)
    for name in HEADINGS:
        words = typed.get(name, "").replace("\r\n", "\n").strip("\n")
        there = next((chapter for chapter in chapters if chapter.name == name), None)
        if there is None and words.strip():
            at = _find_place(chapters, name)
            end = "" if not at or join_chapters(chapters[:at]).endswith("\n") else "\n"
            heading = f"{end}## {name}\n".replace("\n", newline)
            chapters.insert(at, _write_chapter(Chapter(name, heading, ""), words, (), newline))
        elif there is not None:
            left = [each for each in there.questions if each not in answered.get(name, ())]
            if words != there.words or len(left) < len(there.questions):
                changed = _write_chapter(there, words, left, newline)
                chapters[chapters.index(there)] = changed
    written = join_chapters(chapters)
    _refuse_swallowing(chapters, cut_text(written))
    return written


def _find_place(chapters: list[Chapter], name: str) -> int:
    """Return where a chapter that isn't there goes: before the first of those that follow it."""
    following = HEADINGS[HEADINGS.index(name) + 1 :]
    places = [at for at, chapter in enumerate(chapters) if chapter.name in following]
    return min(places, default=len(chapters))


def _write_chapter(
    chapter: Chapter, words: str, questions: Collection[str], newline: str
) -> Chapter:
    """Return a chapter with other words, below the questions that are left."""
    asked = [
        match[0].replace("\r\n", "\n")
        for match in COMMENT.finditer(chapter.body)
        if any(clean_text(match[1]).endswith(question) for question in questions)
    ]
    parts = [part for part in (*asked, words) if part.strip()]
    body = "\n" + "".join(f"{part}\n\n" for part in parts)
    heading = chapter.heading
    if not heading.endswith("\n"):
        heading += newline
    return replace(chapter, heading=heading, body=body.replace("\n", newline))


def _refuse_swallowing(written: list[Chapter], read: list[Chapter]) -> None:
    """Raise ParameterError, with the chapter that does it, unless every heading is read as one."""
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
