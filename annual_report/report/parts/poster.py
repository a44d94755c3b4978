"""The pieces of a poster: a year on one sheet of paper, its words given by whoever makes it.

Each piece says what it keeps and, where that counts, how much it leaves out (see `sheet`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from annual_report.base.french import capitalize
from annual_report.machine.pages.fragment import (
    NOTHING,
    Fragment,
    fill_template,
    make_list,
    make_paragraph,
    print_words,
)
from annual_report.report.parts import sheet

LARGE, MIDDLE = 60, 125
"""Letters up to which the year's sentence is large, or of a middle size."""
LONG_DATE = 6
"""Signs of a date that stands as large as a number."""
FEW, ASIDE = 2, 4
"""Subjects up to which there is room for the year's own words on them; the most lines that say what
meetings are for."""
ABREAST, WORDS_ABREAST = 11, 5
"""Marks that stand abreast, and how many their words are as wide as."""
MARKS = {"présentiel": "full", "hybride": "half", "distanciel": "ring"}


def make_head(eyebrow: str, small: str, title: object, sentence: Markup) -> Fragment:
    """Open a poster: whose it is, its title after a few small words, and the year's sentence."""
    length = len(sentence.striptags())
    before, space, last = sentence.rpartition(" ")
    said = Markup("\u00a0").join((before, last)) if space else sentence  # no word alone in a line
    kind = "large"
    if length > LARGE:
        kind = "middle" if length <= MIDDLE else "small"
    html = Markup(
        '<div class="head">\n<p class="eyebrow">{eyebrow}</p>\n'
        "<h1><small>{small}</small> {title}</h1>\n{sentence}</div>"
    ).format(
        eyebrow=print_words(eyebrow),
        small=print_words(small),
        title=title,
        sentence=Markup('<p class="sentence {}">{}</p>\n').format(kind, said) if said else "",
    )
    return Fragment(html)


def show_numbers(items: Iterable[tuple[str, str, str]]) -> Fragment:
    """Show numbers, each with its unit and a detail."""
    row = '<b>{value}</b> <span><span class="unit">{unit}</span> <span>{detail}</span></span>'
    made = [fill_template(row, value=value, unit=unit, detail=detail).html
            for value, unit, detail in items]  # fmt: skip
    return Fragment(make_list(made, kind="numbers").html, {"page": {}})


def list_names(listed: Sequence[str], *, mapped: bool) -> tuple[Fragment, int]:
    """List members by name as there is room, and say how many have none.

    Members that no map shows have its room: a line each, in larger letters, while they are few.
    No line ends with a code.
    """
    listed = [re.sub(r"^(\w*\d\w*) ", "\\1\u00a0", each) for each in listed]
    if not mapped and len(listed) <= sheet.NAMES_APART:
        return make_list(listed, kind="names apart"), 0
    kept, left = sheet.fit_names(listed, sheet.NAMES if mapped else sheet.NAMES_WITHOUT_MAP)
    return make_list(kept, kind="names" if mapped else "names unmapped"), left


def list_subjects(
    titles: Sequence[str], prose: str | None, rows: float, *, listed: bool = True
) -> tuple[Fragment, int]:
    """List subjects as the rows of meetings leave room, and say how many have none.

    Few leave some to the year's own words. There is more room beside members whose names are
    `listed` below the map.
    """
    height = sheet.COLUMN_BESIDE_NAMES if listed else sheet.COLUMN_HEIGHT
    height -= sheet.ROW * rows
    kept, left = sheet.fit_titles(titles, height)
    said = NOTHING
    if len(kept) <= FEW:
        free = height - sheet.measure_titles(kept) - sheet.LINE
        said, _rest = sheet.fit_sentences(prose, int(free / sheet.LINE), sheet.COLUMN)
        said = _larger(said, sheet.COLUMN, free, sheet.LINE)
    free = height - sheet.GAP * len(kept)
    larger = not said and sheet.fits_larger(kept, sheet.COLUMN, free, sheet.LINE)
    return make_list(kept, kind="titles larger" if larger else "titles") + said, left


def say_below(said: str) -> Fragment:
    """Say in a smaller line what had no room."""
    return make_paragraph(said, kind="more")


def say_aside(prose: str | None) -> Fragment:
    """Say what meetings are for, in a few lines below their marks, if that is short."""
    said, left = sheet.fit_sentences(prose, ASIDE, sheet.ASIDE)
    return NOTHING if left else make_paragraph(*said.sentences, kind="more")


def measure_lines(said: Fragment) -> float:
    """Return how many rows of marks some lines below them take."""
    return sheet.count_lines(said.sentences, sheet.ASIDE) * sheet.ASIDE_LINE / sheet.ROW


def find_explanation(name: str, prose: str | None) -> list[str]:
    """Return what a prose explains after a name and a colon, up to the sentence's end."""
    text = " ".join(sheet.list_blocks(prose))
    found = re.search(rf"{re.escape(name)}\s*: ([^.;!?…]*)", text, re.IGNORECASE)
    return [found[1].strip()] if found else []


def draw_marks(rows: Iterable[tuple[Sequence[str], str, str]]) -> Fragment:
    """Draw meetings one by one: rows of the formats of some, a title, and a detail."""
    return make_list((_marked(*row) for row in rows), kind="marks")


def measure_marks(rows: Sequence[tuple[Sequence[str], str, str]]) -> int:
    """Return how many rows marks take: those in a long line have their words below."""
    most = max((len(formats) for formats, _title, _detail in rows), default=0)
    return len(rows) + max(0, -(-(most + WORDS_ABREAST) // ABREAST) - 1)


def _marked(formats: Sequence[str], title: str, detail: str) -> Markup:
    drawn = Markup("").join(Markup('<i class="{}"></i>').format(MARKS[each]) for each in formats)
    said = fill_template(
        "<b>{title}</b>{detail}", title=capitalize(title), detail=f", {detail}" if detail else ""
    )
    row = '<span class="dots" aria-hidden="true">{}</span> <span>{}</span>'
    return Markup(row).format(drawn, said)


def tell_highlight(
    title: str,
    prose: str | None,
    also: Fragment,
    date: tuple[str, str, str] | None,
    *,
    listed: bool = True,
    instead: Fragment = NOTHING,
) -> tuple[Fragment, int]:
    """Tell of what one remembers, and say how many letters of it have no room.

    The `date` is as large as a number, then come its month and its town; without one, the title is
    what stands large, where the rest has room `below` it. Members whose names are `listed` leave
    less room. `instead` stands where there is no prose, `also` below it.
    """
    lines = sheet.HIGHLIGHT_BELOW_NAMES if listed else sheet.HIGHLIGHT
    width = sheet.WIDE if date else sheet.UNDATED
    if date:  # without one, the title stands beside what is told
        lines -= sheet.count_lines([title], sheet.TITLE) - 1
    said, left = sheet.fit_sentences(prose, lines, width)
    said = said if prose else instead
    if left or sheet.count_lines([*said.sentences, *also.sentences], width) > lines:
        also = NOTHING
    words = [*said.sentences, *also.sentences]
    below = not date and sheet.fits_below(title, words, lines)
    room = sheet.HEADLINE_LARGER if below else min(lines, sheet.HIGHLIGHT_LARGER)
    larger = sheet.fits_larger(words, sheet.WIDE if below else width, room)
    told = fill_template(
        '<div class="told{below}{larger}">{prose}{also}</div>',
        below=Markup(" below") if below else "",
        larger=Markup(" larger") if larger else "",
        prose=said,
        also=also,
    )
    return (_date(*date) if date else NOTHING) + told, left


def _date(large: str, small: str, where: str) -> Fragment:
    return fill_template(
        '<p class="date"><b{kind}>{large}</b> <span>{small}</span> <span>{where}</span></p>',
        kind=Markup(' class="long"') if len(large) > LONG_DATE else "",
        large=large,
        small=small,
        where=where,
    )


def tell_outlook(prose: str | None) -> tuple[Fragment, int]:
    """Tell what comes in the year's own words, and say how many letters have no room."""
    said, left = sheet.fit_sentences(prose, sheet.NEXT, sheet.WIDE)
    return _larger(said, sheet.WIDE, sheet.NEXT), left


def list_plans(groups: Mapping[str, Sequence[str]]) -> Fragment:
    """List what is announced, by format."""
    kind = "columns" if len(groups) <= sheet.ABREAST else "rows"
    items = [
        fill_template(
            "<b>{name}</b>{lines}",
            name=capitalize(name),
            lines=make_list(capitalize(each) for each in lines).html,
        ).html
        for name, lines in groups.items()
    ]
    return make_list(items, kind=f"plans {kind}")


def make_signature(lines: Sequence[Markup], pictures: Sequence[Markup]) -> Fragment:
    """Close a poster: who publishes it, where the rest is; then a logo."""
    closing = Markup('<p class="who">{}</p>{}').format(
        Markup(" ").join(lines), Markup("").join(pictures)
    )
    return Fragment(facts={"page": {"closing": str(closing)}}, shown=closing)


def make_line(said: str) -> Markup:
    """Write a line of a signature."""
    return fill_template("<span>{said}</span>", said=said).html


def make_link(label: str, address: str, kind: str = "") -> Markup:
    """Write an address so that paper has it too; a page of this folder, of a `kind`, has none."""
    if kind:
        near = '<span class="{kind}"><a href="{href}">{label}</a></span>'
        return fill_template(near, kind=kind, href=address, label=label).html
    mail = "@" in address and "//" not in address
    return fill_template(
        '<span>{label}\u00a0: <a href="{href}">{shown}</a></span>',
        label=label,
        href=f"mailto:{address}" if mail else address,
        shown=address.partition("//")[2].rstrip("/") or address,
    ).html


def show_picture(address: str, alternative: str) -> Markup:
    """Show a picture that the page holds itself."""
    return Markup('<img src="{}" alt="{}">').format(address, print_words(alternative))


def _larger(said: Fragment, width: int, most: float, line: float = 1) -> Fragment:
    """Put words in larger letters if these have room too."""
    if not said or not sheet.fits_larger(said.sentences, width, most, line):
        return said
    return fill_template('<div class="said larger">{said}</div>', said=said)
