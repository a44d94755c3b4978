"""A sheet of paper: what has room on it, whole titles and whole sentences, never a part of one.

Rooms are counted in letters and lines as the widest of the pages' fonts sets them, so that a sheet
which is full here is not over-full anywhere. What has no room is said, with where to shorten it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from markupsafe import Markup

from annual_report.base.messages import _
from annual_report.machine.pages.fragment import Fragment, make_paragraph, split_blocks
from annual_report.network.phrases.frame_words import MORE_NAMES

COLUMN, COLUMN_HEIGHT, COLUMN_BESIDE_NAMES = 33, 24.5, 25.0
"""Letters in a line of the column of subjects and meetings, and its heights; a height is in rem,
ten points of the sheet."""
HEADING = 22
"""Letters of that column's headings that stay in a line."""
LINE, GAP, ROW = 1.45, 0.85, 1.75
"""Heights of a line of a title, of what parts two of them, and of a row of meetings."""
ASIDE, ASIDE_LINE = 38, 1.25
"""Letters in a smaller line of that column, and its height."""
NAMES, NAMES_WITHOUT_MAP, NAMES_APART = (18, 48), (34, 48), 16
"""Letters in a line of the members' names, and all lines of their columns, below a map and without
one; and the names that have a line each there."""
WIDE, TITLE, HALF, AMONG, UNDATED = 72, 44, 34, 50, 67
"""Letters in a wide line, in a line of a large title, in one of two columns, in one beside the
names of formats, and in a line of what one remembers where its title stands beside it."""
LARGER = 1.165
"""How much larger the letters are where what is said leaves room: a poster is read from afar."""
HIGHLIGHT, HIGHLIGHT_BELOW_NAMES, NEXT = 7, 3, 5
"""Lines of what one remembers, and of what comes next."""
HIGHLIGHT_LARGER = 5
"""Its lines that have room in larger letters where the sentence and the subjects fill their places:
measured on the real posters, whose sheet six run over in the widest font."""
HEADLINE, BELOW, HEADLINE_LARGER = 31, 47, 2.4
"""Letters in a line of a title that stands large across the sheet, and in one of the two columns
below it; the lines that stand there as one column of larger letters."""
ABREAST = 2
"""Formats of next year's that stand beside each other; more are lines."""
PICTURE, EMPTY = re.compile(r"<img[^>]*>"), re.compile(r"<p>\s*</p>\n?")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÝŒ«])")


def measure_titles(titles: Iterable[str]) -> float:
    """Return the height that some titles take in the column, each beginning a line of its own."""
    return sum(LINE * -(-len(each) // COLUMN) + GAP for each in titles)


def fit_titles(given: Sequence[str], height: float) -> tuple[list[str], int]:
    """Return the titles that have room in the column, in their order, and how many have none."""
    kept: list[str] = []
    for title in given:
        last = len(kept) + 1 == len(given)
        if measure_titles([*kept, title]) + (0 if last else LINE) > height:
            break
        kept.append(str(title))
    return kept, len(given) - len(kept)


def count_lines(texts: Iterable[str], width: int) -> int:
    """Return how many lines some texts take, each beginning a line of its own."""
    return sum(-(-len(each) // width) for each in texts)


def fits_larger(texts: Iterable[str], width: int, most: float, line: float = 1) -> bool:
    """Whether some texts have room in larger letters too, `most` being the height they have.

    It is counted in lines, or in whatever a `line` is given in.
    """
    return LARGER * line * count_lines(texts, int(width / LARGER)) <= most


def fits_below(title: str, texts: Sequence[str], most: int) -> bool:
    """Whether some texts have room in two columns below a title that stands large.

    A line of the title is as high as two of theirs; the title is large where others are a line.
    """
    columns = -(-count_lines(texts, BELOW) // 2)
    return 2 * count_lines([title], HEADLINE) + columns <= most + 1


def fit_names(given: Iterable[str], room: tuple[int, int]) -> tuple[list[str], int]:
    """Return the names that have room in columns of so many letters and lines, and how many don't.

    Each begins a line of its own; what says how many have none is one more.
    """
    names, (width, most) = list(given), room
    kept = list(names)
    while kept and count_lines([*kept, MORE_NAMES][: len(names)], width) > most:
        kept.pop()
    return kept, len(names) - len(kept)


def fit_sentences(html: str | None, most: int, width: int) -> tuple[Fragment, int]:
    """Return the paragraphs and whole sentences of a prose that have room in so many lines.

    Return also how many letters have none.
    """
    html = EMPTY.sub("", PICTURE.sub("", html or ""))  # a sheet has no room for pictures
    said = split_blocks(html)
    if count_lines(said, width) <= most:
        return Fragment(Markup(html)), 0
    kept: list[str] = []
    for block in said:
        whole = SENTENCE_END.split(block)
        while whole and count_lines([*kept, " ".join(whole)], width) > most:
            whole.pop()
        kept += [" ".join(whole)] if whole else []
        if kept[-1:] != [block]:
            break
    made = Markup("\n").join(make_paragraph(each).html for each in kept)
    return Fragment(made), sum(map(len, said)) - sum(map(len, kept))


def list_blocks(html: str | None) -> list[str]:
    """Return the words of a prose, a text for each of its blocks."""
    return split_blocks(PICTURE.sub("", html or ""))


def fit_plans(groups: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return as many of next year's subjects, by format, as have room, and how many have none.

    The format that has most subjects gives way first; a line says of each how many others it has.
    """
    kept = {name: list(subjects) for name, subjects in groups.items()}
    more: dict[str, int] = {}
    while _count_plan_lines(kept, more) > NEXT:
        longest = max(kept, key=lambda name: len(" · ".join(kept[name])))
        if not kept[longest]:
            break
        kept[longest].pop()
        more[longest] = more.get(longest, 0) + 1
    return kept, more


def _count_plan_lines(groups: Mapping[str, Sequence[str]], more: Collection[str]) -> int:
    """Return how many lines some formats take, side by side or below each other.

    Those that have `more` subjects say so in a line.
    """
    abreast = len(groups) <= ABREAST
    width = HALF if abreast else AMONG
    lines = [count_lines(each, width) + (name in more) for name, each in groups.items()]
    return 1 + max(lines, default=0) if abreast else sum(max(1, each) for each in lines)


def say_left_out(letters: int, file: str, chapter: str) -> list[str]:
    """Return what a page tells its build of the letters that had no room."""
    if not letters:
        return []
    said = _(
        "{file}, “{chapter}”: the poster has its first sentences alone; to have all, shorten it "
        "by {letters} letters",
        file=file,
        chapter=chapter,
        letters=letters,
    )
    return [said]
