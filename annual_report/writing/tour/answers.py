"""What a member's sheet says when it comes back, as rows of the network's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.pages.checks.personal import personal
from annual_report.reading.files.package_files import HIDDEN
from annual_report.reading.problems import Place, Problem
from annual_report.reading.sheets import Grid, Sheet
from annual_report.reading.values.cells import clean, folded
from annual_report.writing.proposal import Held, refuse
from annual_report.writing.row_changes import Typed, said
from annual_report.writing.tour.member_sheets import HIGHLIGHTS, SHEETS, TITLES
from annual_report.writing.workbooks.origin import Origin
from annual_report.writing.workbooks.sheet_rows import Cell, Rows, read_reshaped
from annual_report.writing.workbooks.taking import WORKBOOK, open_book

ROWS_ABOVE = 20
HIGHLIGHT = {"titre": "Titre", "recit": "Récit"}


@dataclass(frozen=True)
class Answer:
    """What a member's sheet says: its rows by table, its highlights (title, words), remarks."""

    file: str
    origin: Origin
    rows: Mapping[str, Sequence[Typed]]
    highlights: tuple[tuple[str, str], ...]
    remarks: tuple[Problem, ...]

    @property
    def is_untouched(self) -> bool:
        """Whether it came back as it was sent."""
        return not self.highlights and all(
            sorted(said(typed.row) for typed in rows)
            == sorted(map(said, self.origin.parts.get((table, "rows"), ())))
            for table, rows in self.rows.items()
        )


class RefusedSheetError(DataError):
    """A sheet that came back and can't be taken: its member is known, and isn't missing."""

    def __init__(self, member: str, problems: Sequence[object]) -> None:
        self.member = member
        super().__init__(problems)


def read_answers(folder: Path, network: Held) -> tuple[list[Answer], list[str], list[Problem]]:
    """Read the sheets of a folder; say whose can't be taken, and why.

    Of two sheets of one member neither is taken: nobody knows which is the right one.
    """
    read: list[Answer] = []
    refused: list[str] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir() if folder.is_dir() else ()):
        if file.name.startswith(HIDDEN):
            continue
        try:
            read.append(read_answer(file, network))
        except DataError as error:
            refused += [error.member] if isinstance(error, RefusedSheetError) else []
            problems += [each for each in error.problems if isinstance(each, Problem)]
    for answer in list(read):
        mine = (answer.origin.member, answer.origin.year)
        same = [each for each in read if (each.origin.member, each.origin.year) == mine]
        if len(same) > 1:
            files = ", ".join(each.file for each in same)
            what = _("are sheets of one member, and neither is taken: keep one")
            problems.append(Problem(Place(folder.name), what, files))
            refused.append(answer.origin.member)
            read = [each for each in read if each not in same]
    return read, refused, problems


def read_answer(file: Path, network: Held) -> Answer:
    """Read a member's sheet; raise DataError if it has an error, a person, or is none."""
    place = Place(file.name)
    if file.suffix.lower() not in (WORKBOOK, ".ods"):
        what = _("is no member’s sheet: not read")
        raise DataError([Problem(place, what, expected=WORKBOOK)])
    book = open_book(file)
    origin = book.origin
    if origin is None or not origin.member:
        raise DataError([Problem(place, _("is no member’s sheet: not read"))])
    if not origin.is_of(network.descriptor):
        what = _("is the workbook of another network, {title}", title=origin.title)
        raise DataError([Problem(place, what)])
    try:
        if origin.damaged:
            what = _("does not say any more what it held: send the member a new one")
            refuse([Problem(place, what)])
        rows: dict[str, Sequence[Typed]] = {}
        highlights: list[tuple[str, str]] = []
        problems: list[Problem] = []
        for title, sheet in book.sheets.items():  # one that was taken out says nothing
            here = Place(file.name, sheet=title)
            if table := _table_of(title):
                found = _read_sheet(sheet, table, origin, here, network)
                problems += found.problems
                rows[table] = found.typed
            elif folded(title) == folded(HIGHLIGHTS):
                problems += _read_highlights(sheet.rows, origin, here, highlights)
        problems += _unknown_meetings(rows.get("presences", ()), network)
        refuse(problems)
    except DataError as error:
        raise RefusedSheetError(origin.member, error.problems) from None
    return Answer(file.name, origin, rows, tuple(highlights), tuple(problems))


def _table_of(title: str) -> str | None:
    first = folded(title).rstrip("0123456789 ")
    return {folded(name): table for name, table in SHEETS.items()}.get(first)


def _read_sheet(sheet: Sheet, table: str, origin: Origin, place: Place, network: Held) -> Rows:
    """Read a member's sheet as the rows of the table that it is a part of."""
    start, columns = _header(sheet.rows, TITLES[table])
    if table == "presences":
        for name in TITLES[table]:
            if name not in columns:
                where = Place(place.file, start + 1, sheet=place.sheet)
                refuse([Problem(where, _("is a missing column"), TITLES[table][name])])
        kept = [columns.index(name) for name in TITLES[table]]
        own, value = "membre", origin.member
    else:
        kept = [at for at, name in enumerate(columns) if name]
        own, value = ("annee", origin.year) if table == "ressources" else ("membre", origin.member)
    rows: list[tuple[int, list[Cell]]] = []
    for number, cells in enumerate(sheet.rows[start + 1 :], start=start + 1):
        filled = [
            at
            for at in kept
            if (at < len(cells) and clean(cells[at])) or (number, at) in sheet.refused
        ]
        # A meeting that nobody says anything of is as it was sent.
        if filled and (table != "presences" or kept[-1] in filled):
            rows.append((number, [value, *((number, at) for at in kept)]))
    names = [own, *(columns[at] for at in kept)]
    read = read_reshaped(sheet, table, names, rows, place, network)
    typed = tuple(each for each in read.typed if each.row.get("etat", "x"))
    return replace(read, typed=typed)


def _header(grid: Grid, titles: Mapping[str, str]) -> tuple[int, list[str]]:
    """Return the row of a sheet's titles, which somebody may have moved down, and its columns."""
    names = {folded(title): name for name, title in titles.items()}
    rows = [[folded(clean(cell).rstrip(" *")) for cell in row] for row in grid[:ROWS_ABOVE]]
    start = max(range(len(rows)), key=lambda at: len(set(names) & set(rows[at])), default=0)
    labels = rows[start] if rows else []
    own = [clean(cell) for cell in grid[start]] if rows else []
    return start, [names.get(label, cell) for label, cell in zip(labels, own, strict=True)]


def _read_highlights(
    grid: Grid, origin: Origin, place: Place, found: list[tuple[str, str]]
) -> list[Problem]:
    """Read what a member remembers of the year into `found`; return what may not be said."""
    start, _columns = _header(grid, HIGHLIGHT)
    problems = []
    for number, row in enumerate(grid[start + 1 :], start=start + 2):
        title, words = ([clean(cell) for cell in row[:2]] + ["", ""])[:2]
        if title or words:
            found.append((title or f"Temps fort ({origin.member})", words))
        reason = next((r for cell in (title, words) if cell and (r := personal(cell))), None)
        if reason:
            problems.append(Problem(Place(place.file, number, sheet=place.sheet), reason))
    return problems


def _unknown_meetings(rows: Sequence[Typed], network: Held) -> list[Problem]:
    """Say which meetings of a sheet the network doesn't have."""
    known = {row["rencontre"] for _number, row in network.tables["rencontres"].every_row}
    title = network.models["presences"].titles["rencontre"]
    return [
        Problem(Place(each.file, each.number, title, each.sheet), _("is not a known meeting"),
                each.row["rencontre"])
        for each in rows
        if each.row["rencontre"] not in known
    ]  # fmt: skip
