"""The lines of a year's text as people type them, before Markdown is parsed: marks and slips.

    Parution : 2026-02-15          the day of publication, which no chapter prints
    <!-- À compléter : … -->       a question, still to answer
    • un point                     a bullet of a word processor: "- un point" for Markdown
    Objectifs                      a slip: the heading of a chapter without its "## "

`take_publication` takes the day out of the lines, `normalise_lines` brings them into the signs of
Markdown, the other functions yield the problems of the lines. Every line keeps its number in the
file, by which problems name the line. `texts.py` reads the chapters from the normalised lines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annual_report.base.dates import is_day
from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, drop_hidden_signs, fold_spelling
from annual_report.base.messages import N_, _
from annual_report.machine.pages.checks.wording import WEB_ADDRESS, find_contact, remark_names
from annual_report.network.reading.problems import Place, Problem, Severity
from annual_report.network.reading.values.cells import find_damage
from annual_report.network.reading.values.date_cells import read_date

SENTENCE = "La phrase de l’année"
"""The heading of the chapter with the sentence of the cover."""
HEADINGS = (SENTENCE, "Objectifs", "Rencontres", "Temps forts", "Perspectives")
"""The headings of all chapters, in the order of a page."""
KNOWN_HEADINGS = {fold_spelling(heading): heading for heading in HEADINGS}

# The patterns below read prose as people paste it: signs outside the Markdown that a parser reads.
# Taken: the "2026." of "2026. Une année". Not taken: "12. Un point".
YEAR_AT_START = re.compile(r"^( {0,3}\d{3,9})([.)])(?=\s)")
"""A year at the start of a line, which Markdown would take for the number of a list's point."""
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
ADDRESS_OF_LINK = re.compile(r"\]\([^)\s]*")
# Taken: "> ", "- ", "## ", "1. ", which are no words of their line. Not taken: "2026. ", a year.
MARKS_AT_START = re.compile(r"^\s*(?:(?:[>*+-]|#{1,6}|\d{1,2}[.)])\s+)*")
# Taken: "XXX", "todo", "À compléter". Not taken: "XX", "autodom".
STILL_TO_WRITE = re.compile(r"\bXXX+\b|\bTODO\b|à compléter", re.IGNORECASE)


class Slip(NamedTuple):
    """A slip that a line may have: the pattern of its signs, the fault, and the right signs."""

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


def take_publication(lines: list[str], file: str) -> tuple[str, list[Problem]]:
    """Return the day of publication that a text says, in ISO form, "" if it says none.

    A problem of that line comes second. The line, "Parution : 2026-02-15", is emptied in `lines`,
    so that no chapter prints it.
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
    """Return the day that `words` name, in ISO form; raise CellError for any other words.

    A day before the `year` is an error too: a year's pages aren't published before the year.
    """
    day = read_date(words)
    if not is_day(day) or day < year:
        fault = _("is no day that the year can be published")
        raise CellError(fault, _("a day, as 2026-02-15, not before the year itself"))
    return day


def normalise_lines(lines: Iterable[str]) -> Iterator[str]:
    r"""Yield lines in the signs of Markdown and of French print, without invisible signs.

    "“Bilan” de l’année" → "« Bilan » de l’année"; "• un point" → "- un point"; "2026. Une année" →
    "2026\. Une année", which Markdown would take for the 2,026th point of a list.

    Lines with a bullet of a word processor become a list of Markdown, if the first of these lines
    begins a paragraph, or follows a line that ends in a colon.
    """
    previous = ""
    is_list = False
    for line in lines:
        for sign, printed in WORD_SIGNS:
            line = sign.sub(printed, line)
        # With a backslash before its full stop, "2026. Une année" is no list for Markdown.
        line = YEAR_AT_START.sub(r"\1\\\2", drop_hidden_signs(line))
        begins_paragraph = not previous.strip() or previous.lstrip().startswith("#")
        if begins_paragraph or previous.rstrip().endswith(":"):
            is_list = bool(BULLET.match(line))
        if is_list:
            line = BULLET.sub("- ", line)
        yield line
        previous = line


def check_comments(markdown: str, file: str) -> Iterator[Problem]:
    """Yield a to-do for each comment that is a question, and an error for a comment never closed.

    A question is "<!-- À compléter : quelle rencontre a marqué l’année ? -->": the program writes
    questions into the text of a new year. `markdown` is the text as typed, `file` its path.
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


def check_lines(lines: Sequence[str], file: str) -> Iterator[Problem]:
    """Yield the problems of a text's lines: damaged letters, slips of Markdown, names of persons.

    `lines` are as typed, without comments; `file` is the text's path, for the places.
    """
    # The lines before the first and after the last are empty.
    surrounded = ["", *lines, ""]
    for number, line in enumerate(lines, start=1):
        previous = surrounded[number - 1]
        following = surrounded[number + 1]
        place = Place(file, (number,))
        plain = clean_text(line)
        # A damaged line has no other problem: the rest may follow from the damage.
        damage = find_damage(MARKS_AT_START.sub("", ADDRESS_OF_LINK.sub("", line)))
        if damage:
            yield Problem(place, damage.what, plain, damage.expected)
            continue
        # The name of a chapter is a heading without its "##" only at the start of a paragraph. With
        # "---" or "===" in the line below, it is a heading of Markdown already.
        heading = _find_heading(plain)
        if heading and not previous.strip() and not UNDERLINE.fullmatch(following):
            yield Problem(place, _("is the heading of a chapter"), plain, f"## {heading}")
        words = MARKS_AT_START.sub("", BULLET.sub("", WEB_ADDRESS.sub("", line)))
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
