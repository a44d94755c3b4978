"""Taking the members' sheets back: in any order, any number of times, from files of any name.

Each sheet is merged as a workbook is, by what it held when it was sent. What two sheets say
differently, and what was changed in the data meanwhile, are conflicts, answered as an import's are.
The network's history keeps which member said what. A sheet with an error, of another network or
with personal data is left out whole, and said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.files.package_files import HIDDEN, TEXTS, locate_package
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.sheets import Form, decode_text
from annual_report.network.reading.texts import LARGEST
from annual_report.network.writing.history import list_changes, list_taken_back
from annual_report.network.writing.importing import merge_book
from annual_report.network.writing.member_sheets import HIGHLIGHTS
from annual_report.network.writing.merging import Decisions, say_row
from annual_report.network.writing.proposal import (
    Files,
    NetworkData,
    Proposal,
    encode_text,
    make_proposal,
    open_data,
)
from annual_report.network.writing.typed_rows import Book, open_book, read_book
from annual_report.network.writing.workbook import list_codes, write_member


@dataclass(frozen=True)
class Gathering:
    """What came back from the members of a year, and what it would change."""

    year: str
    proposal: Proposal
    answered: tuple[str, ...]
    refused: tuple[str, ...]
    """Those whose sheet came back with an error."""
    missing: tuple[str, ...]
    """Those of whom there is none that says anything."""
    problems: tuple[Problem, ...]
    """Why sheets aren't taken."""


def read_gathering(
    folder: str | Path, answers: Path, decisions: Decisions | None = None
) -> Gathering:
    """Merge the members' sheets of a folder into a network, on paper.

    Raise DataError if the network has an error, or the folder no member's sheet.
    """
    network = open_data(folder)
    if not answers.is_dir():
        raise DataError([Problem(Place(str(answers)), _("there is no such folder here"))])
    problems: list[Problem] = []
    read, refused = _read_answers(answers, network, problems)
    if not read:
        what = _("holds no member’s sheet that can be read")
        raise DataError([Problem(Place(str(answers)), what), *problems])
    # Sheets of several years: the last one is gathered, and the others are said.
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
            wrong = {each.file for each in taken} & {each.place.file for each in found}
            if not wrong:
                raise
            refused |= {each.origin.member for each in taken if each.file in wrong}
            problems += [each for each in found if each.place.file in wrong]
            taken = [each for each in taken if each.file not in wrong]
    # Who answered, whose sheet is wrong, and who is missing.
    touched, members = {e.origin.member for e in taken if _is_touched(e)}, list_codes(network, year)
    answered, wrongly, missing = (
        tuple(code for code in members if code in group)
        for group in (touched, refused - touched, {*members} - touched - refused)
    )
    return Gathering(year, proposal, answered, wrongly, missing, tuple(problems))


def _read_answers(
    folder: Path, network: NetworkData, problems: list[Problem]
) -> tuple[list[Book], set[str]]:
    """Read the sheets of a folder; return whose can't be taken, and note why.

    Of two sheets of one member neither is taken: nobody knows which is the right one. One that says
    no more than when it was sent may well lie beside the one that came back.
    """
    by_member: dict[tuple[str, str], list[Book]] = {}
    found = []
    refused: set[str] = set()
    for file in sorted(folder.iterdir()):
        if file.name.startswith(HIDDEN):
            continue
        book = None
        try:
            book = open_book(file, network)
            # The network's own workbook came back to the wrong folder.
            if not book.origin.member:
                raise DataError([Problem(Place(file.name), _("is no member’s sheet: not read"))])
            # Without what it held nobody could tell what its member has taken out.
            if not book.origin.is_known:
                what = _("does not say any more what it held: send the member a new one")
                raise DataError([Problem(Place(file.name), what)])
            read_book(book)
            by_member.setdefault((book.origin.member, book.origin.year), []).append(book)
        # One sheet that is wrong leaves the others to be taken.
        except DataError as error:
            refused |= {book.origin.member} if book else set()
            problems += [each for each in error.problems if isinstance(each, Problem)]
    for (member, _year), same in by_member.items():
        touched = [each for each in same if _is_touched(each)]
        if len(touched) > 1:
            files = ", ".join(each.file for each in touched)
            what = _("are sheets of one member, and neither is taken: keep one")
            problems.append(Problem(Place(folder.name), what, files))
            refused.add(member)
        else:
            found += touched or same[:1]
    return found, refused


def _is_touched(book: Book) -> bool:
    """Whether a sheet says anything else than when it was sent."""
    return any(
        sorted(say_row(each.row) for each in rows) != sorted(map(say_row, book.held.get(name, ())))
        for name, rows in book.typed.items()
    )


def _propose_gathering(
    network: NetworkData, taken: Sequence[Book], year: str, source: str, decisions: Decisions
) -> Proposal:
    """Merge the sheets of a year one after the other."""
    merged = network.unchanged
    for each in taken:
        merged = merge_book(each, merged, decisions, write_member(each.origin.member))
    beside, told = _add_highlights(network.path / TEXTS / f"{year}.md", taken)
    remarks = [problem for each in taken for problem in each.problems]
    seen = [one for each in taken for one in each.understandings]
    return make_proposal(network, merged, "gather", source, remarks, seen, beside, told)


def _add_highlights(path: Path, taken: Sequence[Book]) -> tuple[Files, list[str]]:
    """Return a year's text with the highlights that it doesn't tell yet, and who says them.

    Raise DataError if it can't be read: it would be written over.
    """
    text, form, added, lines = f"## {HIGHLIGHTS}\n", Form(), "", []
    try:
        content = read_file(path, LARGEST, _("is too large for a text"))
        text, encoding = decode_text(content)
        form = Form(encoding, newline="\r\n" if "\r\n" in text else "\n")
    except FileNotFoundError:
        pass
    except UnreadableError as error:
        raise DataError([explain_unread(Place(f"{TEXTS}/{path.name}"), error)]) from None
    text = text.replace("\r\n", "\n")
    for book in taken:
        by = write_member(book.origin.member)
        for row in (each.row for each in book.typed.get(HIGHLIGHTS, ())):
            title = row["titre"] or f"Temps fort ({by})"
            parts, known = [_escape(title), _escape(row["recit"])], fold_spelling(text + added)
            if not all(fold_spelling(part) in known for part in parts):
                added += f"\n### {parts[0]}\n\n{parts[1]}\n"
                lines.append(_("{member}: a highlight: {title}", member=by, title=title))
    if not added:
        return {}, []
    # At the end of the chapter, or in a chapter at the end of the text.
    chapter = re.search(rf"^## *{HIGHLIGHTS}\s*$.*?(?=^## |\Z)", text, re.I | re.M | re.S)
    end = chapter.end() if chapter else len(text)
    heading = "" if chapter else f"\n## {HIGHLIGHTS}\n"
    whole = f"{text[:end].rstrip()}\n{heading}{added}\n{text[end:]}".rstrip() + "\n"
    return {path: encode_text(whole.replace("\n", form.newline), form)}, lines


def _escape(words: str) -> str:
    """Return a member's words so that Markdown finds no comment, heading or list in them."""
    words = re.sub(r"([\\<`\[\]*_|])", r"\\\1", words)
    return f"\\{words}" if words[:1] in ("#", "-", "+", ">") else words


def list_gathered(folder: str | Path) -> list[str]:
    """Say what was gathered and not taken back: when, from whom, what; the oldest first."""
    past = list_changes(locate_package(folder))
    undone = list_taken_back(past)
    return [
        f"{each.when:%d/%m/%Y}  {line}"
        for each in past
        if each.command == "gather" and each.name not in undone
        for line in each.details[1:]
    ]
