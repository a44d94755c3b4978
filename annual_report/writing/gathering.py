"""Taking the members' sheets back: in any order, any number of times, from files of any name.

Each sheet is merged as a workbook is, by what it held when it was sent. What two sheets say
differently, and what was changed in the data meanwhile, are conflicts, answered as an import's are.
Who said what stands in the network's history. A sheet with an error, of another network or with
personal data is left out whole, and said.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annual_report.errors import DataError, UnreadableError
from annual_report.letters import clean_text, fold_spelling
from annual_report.messages import _
from annual_report.pages.checks.personal import personal
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import HIDDEN, TEXTS, locate_package
from annual_report.reading.headings import title as heading_title
from annual_report.reading.problems import Place, Problem, unread
from annual_report.reading.sheets import ROWS_BEFORE_DATA, Form, Grid, decode_text
from annual_report.reading.texts import LARGEST
from annual_report.writing.book_sheets import open_book
from annual_report.writing.history import changes, taken_back
from annual_report.writing.importing import merge_book, refuse_others
from annual_report.writing.member_sheets import HIGHLIGHTS
from annual_report.writing.merging import Decisions, say_row
from annual_report.writing.origin import Origin
from annual_report.writing.proposal import (
    Files,
    NetworkData,
    Proposal,
    encoded,
    open_data,
    propose,
    refuse,
)
from annual_report.writing.typed_rows import ReadBook, read_book
from annual_report.writing.workbook import SUFFIX, member_choice, members_of

Highlights = list[tuple[str, str]]
"""What a member remembers: titles and words."""


@dataclass(frozen=True)
class Gathering:
    """What came back from the members of a year, and what it would change."""

    year: str
    proposal: Proposal
    answered: tuple[str, ...]
    untouched: tuple[str, ...]
    refused: tuple[str, ...]
    """Those whose sheet came back with an error."""
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Why sheets aren't taken."""


@dataclass(frozen=True)
class _Answer:
    """A member's sheet that came back."""

    file: str
    origin: Origin
    read: ReadBook
    highlights: Highlights

    @property
    def is_untouched(self) -> bool:
        """Whether it came back as it was sent."""
        held = {name: sorted(map(say_row, rows)) for name, rows in self.read.held.items()}
        typed = {
            name: sorted(say_row(each.row) for each in rows)
            for name, rows in self.read.typed.items()
        }
        return not self.highlights and typed == held


def read_gathering(
    folder: str | Path, answers: Path, decisions: Decisions | None = None
) -> Gathering:
    """Merge the members' sheets of a folder into a network, on paper.

    Raise DataError if the network has an error, or the folder no member's sheet.
    """
    network = open_data(folder)
    problems: list[Problem] = []
    read, refused = _read_answers(answers, network, problems)
    if not read:
        what = _("holds no member’s sheet that can be read")
        raise DataError([Problem(Place(str(answers)), what), *problems])
    year = max(each.origin.year for each in read)
    for each in read:
        if each.origin.year != year:
            what = _("is of {year}: gather it apart", year=each.origin.year)
            problems.append(Problem(Place(each.file), what))
    taken = [each for each in read if each.origin.year == year]
    while True:
        try:
            proposal = _propose_gathering(network, taken, year, answers.name, decisions or {})
            break
        except DataError as error:
            # What one sheet breaks across the tables is that sheet's: it stays out.
            found = [each for each in error.problems if isinstance(each, Problem)]
            wrong = [each for each in taken if each.file in {p.place.file for p in found}]
            if not wrong:
                raise
            refused |= {each.origin.member for each in wrong}
            problems += [p for p in found if p.place.file in {each.file for each in wrong}]
            taken = [each for each in taken if each not in wrong]
    members = members_of(network, year)
    back = {each.origin.member for each in taken}
    touched = {each.origin.member for each in taken if not each.is_untouched}
    return Gathering(
        year,
        proposal,
        tuple(code for code in members if code in touched),
        tuple(code for code in members if code in back - touched),
        tuple(code for code in members if code in refused - back),
        tuple(code for code in members if code not in back | refused),
        tuple(problems),
    )


def _propose_gathering(
    network: NetworkData, taken: Sequence[_Answer], year: str, source: str, decisions: Decisions
) -> Proposal:
    """Merge the sheets of a year one after the other."""
    merged = network.unchanged
    for each in taken:
        by = member_choice(each.origin.member)
        merged = merge_book(network, each.read, merged, decisions, by=by)
    beside, told = add_highlights(network.path / TEXTS / f"{year}.md", taken)
    remarks = [problem for each in taken for problem in each.read.problems]
    seen = [one for each in taken for one in each.read.understandings]
    return propose(network, merged, "gather", source, remarks, seen, beside, told)


def list_sources(folder: str | Path) -> list[str]:
    """Say what was gathered and not taken back: when, from whom, what; the oldest first."""
    past = changes(locate_package(folder))
    undone = taken_back(past)
    return [
        f"{each.when:%d/%m/%Y}  {line}"
        for each in past
        if each.command == "gather" and each.name not in undone
        for line in each.details[1:]
    ]


# --- What each sheet says -------------------------------------------------------------------------


def _read_answers(
    folder: Path, network: NetworkData, problems: list[Problem]
) -> tuple[list[_Answer], set[str]]:
    """Read the sheets of a folder; return whose can't be taken, and note why.

    Of two sheets of one member neither is taken: nobody knows which is the right one.
    """
    read: list[_Answer] = []
    refused: set[str] = set()
    for file in sorted(folder.iterdir() if folder.is_dir() else ()):
        if file.name.startswith(HIDDEN):
            continue
        origin = None
        try:
            if file.suffix.lower() not in (SUFFIX, ".ods"):
                what = _("is no member’s sheet: not read")
                refuse([Problem(Place(file.name), what, expected=SUFFIX)])
            book = open_book(file)
            if book.origin is None or not book.origin.member:
                refuse([Problem(Place(file.name), _("is no member’s sheet: not read"))])
                continue
            refuse(refuse_others(network, book))
            origin = book.origin
            if origin.damaged:
                what = _("does not say any more what it held: send the member a new one")
                refuse([Problem(Place(file.name), what)])
            answer = read_book(book, network)
            read.append(_Answer(file.name, origin, answer, _read_highlights(answer, file, origin)))
        except DataError as error:
            refused |= {origin.member} if origin else set()
            problems += [each for each in error.problems if isinstance(each, Problem)]
    by_member: dict[tuple[str, str], list[_Answer]] = {}
    for each in read:
        by_member.setdefault((each.origin.member, each.origin.year), []).append(each)
    for (member, _year), same in by_member.items():
        if len(same) > 1:
            files = ", ".join(each.file for each in same)
            what = _("are sheets of one member, and neither is taken: keep one")
            problems.append(Problem(Place(folder.name), what, files))
            refused.add(member)
    return [same[0] for same in by_member.values() if len(same) == 1], refused


def _read_highlights(answer: ReadBook, file: Path, origin: Origin) -> Highlights:
    """Take what a member remembers of the year; raise DataError for what may not be said."""
    found, problems = [], []
    for name, sheet in answer.others.items():
        if fold_spelling(name) != fold_spelling(HIGHLIGHTS):
            what = _("is not a table of the network: not read")
            problems.append(Problem(Place(file.name, sheet=name), what, severity="remark"))
            continue
        for number, row in _below_heading(sheet.rows):
            title, words = ([clean_text(cell) for cell in row[:2]] + ["", ""])[:2]
            if title or words:
                found.append((title or f"Temps fort ({origin.member})", words))
            reasons = (personal(cell) for cell in (title, words) if cell)
            if reason := next(filter(None, reasons), None):
                problems.append(Problem(Place(file.name, number, sheet=name), reason))
    refuse(problems)
    answer.problems += problems
    return found


def _below_heading(grid: Grid) -> Iterable[tuple[int, list[str]]]:
    """Give the rows below the titles, which somebody may have moved down, from 1."""
    head = [[heading_title(cell) for cell in row] for row in grid[:ROWS_BEFORE_DATA]]
    start = next((at for at, row in enumerate(head) if {"titre", "recit"} & {*row}), 0)
    return enumerate(grid[start + 1 :], start=start + 2)


# --- Highlights in the year's text ----------------------------------------------------------------


def add_highlights(path: Path, told: Iterable[_Answer]) -> tuple[Files, list[str]]:
    """Return a year's text with what it doesn't tell yet, and who says that; nothing if it does."""
    text, form = _read_text(path)
    known, new, lines = fold_spelling(text), "", []
    for answer in told:
        for title, words in answer.highlights:
            said = f"### {_escaped(title)}\n\n{_escaped(words)}\n\n"
            if (
                fold_spelling(_escaped(title)) not in known
                or fold_spelling(_escaped(words)) not in known
            ):
                new += said
                known += fold_spelling(said)
                by = member_choice(answer.origin.member)
                lines.append(_("{member}: a highlight: {title}", member=by, title=title))
    return ({path: _put_into(text, new, form)} if new else {}), lines


def _read_text(path: Path) -> tuple[str, Form]:
    """Read a year's text, an empty one where there is none, and how its file is written.

    Raise DataError if it can't be read: it would be written over.
    """
    try:
        content = read_file(path, LARGEST, _("is too large for a text"))
        text, encoding = decode_text(content)
    except FileNotFoundError:
        return f"## {HIGHLIGHTS}\n", Form()
    except UnreadableError as error:
        raise DataError([unread(Place(f"{TEXTS}/{path.name}"), error)]) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return text.replace("\r\n", "\n"), Form(encoding, newline=newline)


def _put_into(text: str, added: str, form: Form) -> bytes:
    """Put highlights at the end of their chapter of a year's text."""
    lines = text.splitlines(keepends=True)
    chapters = [at for at, line in enumerate(lines) if line.startswith("## ")]
    named = [
        at
        for at in chapters
        if fold_spelling(clean_text(lines[at][3:])) == fold_spelling(HIGHLIGHTS)
    ]
    if not named:
        lines.append(f"\n## {HIGHLIGHTS}\n\n")
    start = named[0] if named else len(lines) - 1
    end = next((at for at in chapters if at > start), len(lines))
    before = "".join(lines[:end]).rstrip() + "\n\n"
    whole = (before + added + "".join(lines[end:])).rstrip() + "\n"
    return encoded(whole.replace("\n", form.newline), form)


def _escaped(words: str) -> str:
    """Return a member's words so that Markdown finds no comment, heading or list in them."""
    words = re.sub(r"([\\<`\[\]*_|])", r"\\\1", words)
    return f"\\{words}" if words[:1] in ("#", "-", "+", ">") else words
