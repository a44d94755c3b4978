"""A year's sheet → the rows of its members, its meetings and its attendance.

         A          B      C              D           E
    1    Date              16/01/2025     mai 2025    19 et 20 juin 2025
    2    Format            distanciel     hybride     présentiel
    …    Genre, Ville, Hôte, Titre
    7    Membre     État   01             02          03
    8 …  03 Allier         présent        absent

The row « Membre » parts what is said of meetings, above it, from their members, below. Labels are
found by their words, in any order. A column with a date or a format is a meeting; any other is its
author's own, and so is a row above with another label. Each cell keeps its place, and is read as
the cell of a file is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import Line, Sheet
from annual_report.network.reading.headings import fold_title, index_titles
from annual_report.network.reading.problems import Cell, Place, Problem, Severity
from annual_report.network.reading.schema import Field, Resource
from annual_report.network.reading.values.cells import is_placeholder
from annual_report.network.reading.values.meeting_days import read_period, say_models
from annual_report.network.reading.values.member_cells import read_institution
from annual_report.network.reading.values.vocabulary import (
    ATTENDANCE_WORDS,
    FORMATS,
    GONE,
    OTHER_WORDS,
)
from annual_report.network.territories.institutions import list_towns
from annual_report.network.territories.spelling import fold_name

YEAR_TITLE = re.compile(r"(?:annee )?(\d{4})")
"""The folded title of a year's sheet."""
BEGINS_WITH_YEAR = re.compile(r"\D{0,20}(\d{4})\b.*")
DATE, FORMAT = "debut", "format"
"""The columns of a meeting that its sheet must have."""
TOLD = (FORMAT, "genre", "ville", "departement", "hote", "titre")
"""What else may be said of one, each in a row."""
OTHER_LABELS = {"date": DATE, "dates": DATE, "jour": DATE, "type": "genre", "lieu": "ville",
                "commune": "ville", "identifiant": "rencontre"}  # fmt: skip
"""Other usual labels of what is said of a meeting."""
MEMBERS = ("membre", "membres")
ROWS_ABOVE, COLUMNS_BEFORE = 60, 6
"""Where the label of the members is looked for."""
UNNAMED = re.compile(r"(?:colonne|column) ?\d+")
"""What a spreadsheet calls a column that was put into a table (folded)."""
TOTAL = re.compile(r"(?:sous )?(?:total|totaux|nombre|nb|presents|presences|taux)\b.*|somme d.*")
"""The folded label of a row or a column of totals; Somme alone is a département."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s?%?")
IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]*)\)")
"""A town with its département: "Valence (26)"."""


@dataclass
class YearSheet:
    """A year's sheet while it is read: its grid, what it has where, and what is to be said."""

    sheet: Sheet
    year: int
    grid: list[list[str]]
    """Its cells, cleaned, all rows of one width."""
    head: int = 0
    """The row of the label of the members, counted from 0."""
    side: int = 0
    """The column of the members, from 0."""
    labels: dict[str, int] = field(default_factory=dict)
    """The rows of what is said of meetings, by the columns of the table."""
    own_rows: list[tuple[str, int]] = field(default_factory=list)
    """The rows of somebody's own, with their labels."""
    meetings: dict[int, str] = field(default_factory=dict)
    """The columns of the meetings, with their identifiers."""
    own_columns: list[tuple[str, int]] = field(default_factory=list)
    """The columns of somebody's own, with their heads."""
    members: list[int] = field(default_factory=list)
    """The rows of the members."""
    state: int | None = None
    """The column that says who has left."""
    problems: list[Problem] = field(default_factory=list)

    def locate(self, *cells: tuple[int, int]) -> Place:
        """Return the place of cells, counted from 0."""
        return replace(self.sheet.place, cells=tuple((row + 1, at + 1) for row, at in cells))

    def say(
        self, row: int, at: int, what: str, expected: str | None = None,
        *, severity: Severity = "error",
    ) -> None:  # fmt: skip
        """Say something of a cell."""
        shown = self.grid[row][at] or None
        problem = Problem(self.locate((row, at)), what, shown, expected, severity=severity)
        self.problems.append(problem)

    def list_above(self, at: int) -> list[str]:
        """Return what is said of a meeting in the rows with a known label."""
        return [self.grid[row][at] for row in self.labels.values() if self.is_filled(row, at)]

    def list_below(self, at: int) -> list[str]:
        """Return what stands below the head of a column."""
        rows = range(self.head + 1, len(self.grid))
        return [self.grid[row][at] for row in rows if self.is_filled(row, at)]

    def is_filled(self, row: int, at: int) -> bool:
        """Whether a cell says something."""
        return bool(self.grid[row][at]) or at in self.sheet.lines[row].refused


def find_year(title: str) -> int | None:
    """Return the year of which a sheet of this title is, None for any other sheet."""
    match = YEAR_TITLE.fullmatch(fold_spelling(title))
    return int(match[1]) if match else None


def find_copied_year(title: str) -> str | None:
    """Return the year that a title begins with and doesn't stop at: "2025 (2)", "2025 OK"."""
    match = BEGINS_WITH_YEAR.fullmatch(fold_spelling(title))
    return match[1] if match else None


def is_like_a_year(sheet: Sheet, meetings: Resource, members: Resource) -> bool:
    """Whether a sheet has the labels of a year's: of a meeting, then of the members."""
    read = _open(sheet, 0)
    if not _find_members(read, members["schema"]["fields"]):
        return False
    _find_labels(read, meetings["schema"]["fields"])
    return DATE in read.labels or FORMAT in read.labels


def shape_year(sheet: Sheet, year: int, resources: Mapping[str, Resource]) -> dict[str, Sheet]:
    """Return the rows that a year's sheet has of each of three tables."""
    read = _open(sheet, year)
    fields = {name: resource["schema"]["fields"] for name, resource in resources.items()}
    if not _find_members(read, fields["membres"]):
        expected = _("a row with Membre, État, then a column for each meeting")
        fault = _("has no row of its members")
        missing = Problem(sheet.place, fault, None, expected)
        return {"membres": Sheet(sheet.place, problems=(missing,))}
    _find_labels(read, fields["rencontres"])
    _refuse_misnamed_rows(read)
    _find_columns(read)
    read.members = [row for row in range(read.head + 1, len(read.grid)) if _is_member(read, row)]
    shaped = {
        "membres": _list_members(read),
        "rencontres": _list_meetings(read, fields["rencontres"]),
        "presences": _list_states(read),
    }
    said = (*sheet.problems, *read.problems)
    sheets = {name: replace(sheet, lines=lines, problems=()) for name, lines in shaped.items()}
    sheets["membres"] = replace(sheets["membres"], problems=said)
    return sheets


def _open(sheet: Sheet, year: int) -> YearSheet:
    width = max((len(line.cells) for line in sheet.lines), default=0)
    grid = []
    for line in sheet.lines:
        cells = [clean_text(cell) for cell in line.cells]
        grid.append(cells + [""] * (width - len(cells)))
    return YearSheet(sheet, year, grid)


def _find_members(read: YearSheet, fields: Sequence[Field]) -> bool:
    """Find the label of the members: « Membre », or else another usual word below other labels."""
    usual = [column for column in fields if column["name"] == "membre"]
    others = {*index_titles(usual), *(f"{title}s" for title in index_titles(usual))}
    first = [(row, at) for row, cells in enumerate(read.grid[:ROWS_ABOVE])
             for at in range(min(COLUMNS_BEFORE, len(cells)))]  # fmt: skip
    exact = [place for place in first if _fold_cell(read, *place) in MEMBERS]
    # A town's département may stand above: the members are what comes last.
    near = [place for place in first if _fold_cell(read, *place) in others]
    if not exact and not near:
        return False
    read.head, read.side = exact[0] if exact else near[-1]
    return True


def _fold_cell(read: YearSheet, row: int, at: int) -> str:
    return fold_title(read.grid[row][at])


def _find_labels(read: YearSheet, fields: Sequence[Field]) -> None:
    """Find the rows above the members by their labels, and refuse what stands in none."""
    titles = {**index_titles(fields), **OTHER_LABELS}
    for row in range(read.head):
        label = _fold_cell(read, row, read.side)
        beside = [at for at in range(read.side + 1, len(read.grid[row])) if read.is_filled(row, at)]
        name = titles.get(label)
        if name and name in read.labels:
            read.say(row, read.side, _("is there twice"), _("one row only"))
        elif name:
            read.labels[name] = row
        elif label and beside:
            _look_at_own_row(read, row, [fold_spelling(read.grid[row][at]) for at in beside])
        elif len(beside) > 1 or (beside and read.labels):
            read.say(row, beside[0], _("is in a row without a label"), _join_labels(fields))


def _look_at_own_row(read: YearSheet, row: int, words: Sequence[str]) -> None:
    """Keep a row of somebody's own; refuse one that says what a member's or « Format » does."""
    states = ATTENDANCE_WORDS.keys() - {"presence"}
    formats = {fold_spelling(word) for word in FORMATS}
    formats |= {word for word, choice in OTHER_WORDS.items() if choice in FORMATS}
    if states & {*words}:
        fault = _("is a row with attendance above the row “Membre”")
        read.say(row, read.side, fault, _("this row below it"))
    elif formats & {*words}:
        read.say(row, read.side, _("is a row with formats, and is not called Format"), "Format")
    else:
        read.own_rows.append((read.grid[row][read.side], row))


def _refuse_misnamed_rows(read: YearSheet) -> None:
    """Refuse a row of somebody's own that has towns or hosts, where no other row has them."""
    for _label, row in read.own_rows:
        texts = [text for text in read.grid[row][read.side + 1 :] if text]
        if "ville" not in read.labels and _are_towns(texts):
            read.say(row, read.side, _("has towns, and is not called Ville"), "Ville")
        elif "hote" not in read.labels and all(map(_is_institution, texts)):
            read.say(row, read.side, _("has institutions, and is not called Hôte"), "Hôte")


def _are_towns(texts: Sequence[str]) -> bool:
    names = {fold_name(IN_BRACKETS.sub(r"\1", text)) for text in texts}
    known = list_towns(names)
    return bool(names) and all(known.get(name) for name in names)


def _is_institution(text: str) -> bool:
    """Whether a text names a département, as most hosts are one."""
    try:
        read_institution(text)
    except CellError:
        return False
    return True


def _join_labels(fields: Sequence[Field]) -> str:
    """List the labels of what is said of a meeting, as a message's remedy."""
    others = ("format", "genre", "ville", "hote", "titre")
    shown = [str(column["title"]) for column in fields if column["name"] in others]
    return ", ".join(["Date", *shown])


def _find_columns(read: YearSheet) -> None:
    """Find the columns of the meetings, that of who has left, and those of somebody's own."""
    taken = {title.removeprefix(f"{read.year}-") for title in read.grid[read.head]}
    for at, head in enumerate(read.grid[read.head]):
        if at == read.side:
            continue
        above = read.list_above(at) if at > read.side else []
        below = read.list_below(at)
        if fold_title(head) in ("etat", "statut") and not above:
            read.state = at
        elif above:
            read.meetings[at] = _name_meeting(read, at, taken)
        elif head or below:
            _look_at_own_column(read, at, head, below)


def _name_meeting(read: YearSheet, at: int, taken: set[str]) -> str:
    """Return a meeting's identifier: what its own row says, its head, or the first free number."""
    if "rencontre" in read.labels and read.grid[read.labels["rencontre"]][at]:
        return read.grid[read.labels["rencontre"]][at]
    head = read.grid[read.head][at]
    if not head or UNNAMED.fullmatch(fold_spelling(head)):
        number = 1
        while {f"{number}", f"{number:02}", f"R{number}", f"R{number:02}"} & taken:
            number += 1
        head = f"R{number}"
        taken.add(head)
    return head if head.startswith(f"{read.year}-") else f"{read.year}-{head}"


def _look_at_own_column(read: YearSheet, at: int, head: str, below: Sequence[str]) -> None:
    """Keep a column of somebody's own; refuse one that says what a meeting's or « État » does."""
    words = {fold_spelling(text) for text in below}
    are_numbers = all(map(NUMBER.fullmatch, below))
    row = read.head
    if not head:
        row = next(row for row in range(row, len(read.grid)) if read.is_filled(row, at))
    if words & {GONE, "partie", "partis"}:
        read.say(row, at, _("is a column that says who has left, and is not called État"), "État")
    elif words & ATTENDANCE_WORDS.keys() and not are_numbers:
        fault = _("is a column with attendance, and has neither a date nor a format")
        read.say(row, at, fault, _("a date and a format above"))
    elif not head:
        read.say(row, at, _("is in a column without a title: not read"), severity="remark")
    elif TOTAL.fullmatch(fold_spelling(head)) and are_numbers:
        read.say(row, at, _("is a total: not read"), severity="remark")
    elif not are_numbers or at > read.side:
        read.own_columns.append((head, at))


def _list_members(read: YearSheet) -> list[Line]:
    """Return the rows of members, each with whether it has left and what its author notes."""
    columns = [("membre", read.side)]
    if read.state is not None:
        columns.append(("etat", read.state))
    columns += read.own_columns
    top = read.head + 1
    places = [(top, read.side + 1), *((top, at + 1) for _title, at in columns)]
    lines = [Line(top, ["annee", *(title for title, _at in columns)], places=places)]
    for row in read.members:
        line = Line(row + 1, [str(read.year)], places=[(row + 1, read.side + 1)])
        for _title, at in columns:
            _add_cell(line, read, row, at)
        lines.append(line)
    return lines


def _is_member(read: YearSheet, row: int) -> bool:
    """Whether a row below is of a member; what is none is said."""
    label = read.grid[row][read.side]
    noted = [at for at in read.meetings if read.is_filled(row, at)]
    texts = [read.grid[row][at] for at in noted]
    is_total = bool(noted) and all(NUMBER.fullmatch(text) or not text for text in texts)
    if label and not (TOTAL.fullmatch(fold_spelling(label)) and is_total):
        return True
    if label:
        read.say(row, read.side, _("is a total: not read"), severity="remark")
    elif noted and is_total:
        read.say(row, noted[0], _("is a total: not read"), severity="remark")
    elif noted:
        fault = _("is attendance without a member")
        read.say(row, noted[0], fault, _("a member in this row"))
    return False


def _list_meetings(read: YearSheet, fields: Sequence[Field]) -> list[Line]:
    """Return a row for each meeting, of the columns that the sheet has."""
    if DATE not in read.labels:
        fault = _("has no row “Date” above its members")
        read.problems.append(Problem(read.locate(), fault, None, _join_labels(fields)))
    told = [name for name in TOLD if name in read.labels]
    top = read.head + 1
    corner = (top, read.side + 1)
    head = Line(top, ["rencontre", "annee", "debut", "fin"], places=[corner] * 4)
    for name in told:
        _add_text(head, name, (read.labels[name] + 1, read.side + 1))
        if _is_town_alone(read, name):
            _add_text(head, "departement", (read.labels[name] + 1, read.side + 1))
    for label, row in read.own_rows:
        _add_text(head, label, (row + 1, read.side + 1))
    lines = [head]
    for at, identifier in read.meetings.items():
        place = (top, at + 1)
        line = Line(top, [identifier, str(read.year)], places=[place, place])
        _add_period(line, read, at)
        for name in told:
            _add_cell(line, read, read.labels[name], at)
            if _is_town_alone(read, name):
                _split_town(line)
        for _label, row in read.own_rows:
            _add_cell(line, read, row, at)
        lines.append(line)
    return lines


def _is_town_alone(read: YearSheet, name: str) -> bool:
    """Whether a row has the towns, and no other row their départements."""
    return name == "ville" and "departement" not in read.labels


def _add_period(line: Line, read: YearSheet, at: int) -> None:
    """Add the first and the last day of a meeting to its row."""
    if DATE not in read.labels:
        _add_text(line, "", line.places[0])
        _add_text(line, "", line.places[0])
        return
    row = read.labels[DATE]
    _add_cell(line, read, row, at)
    first = len(line.cells) - 1
    last_row = read.labels.get("fin", row)
    _add_text(line, "", (last_row + 1, at + 1))
    _understand_period(line, first, read.year)
    if "fin" in read.labels and read.is_filled(last_row, at):
        line.cells[-1] = read.grid[last_row][at]
        _understand_period(line, first + 1, read.year)


def _understand_period(line: Line, at: int, year: int) -> None:
    """Read the days in a cell of a meeting's row: the last goes into the cell behind."""
    text = line.cells[at]
    if at in line.refused or is_placeholder(text):
        return
    try:
        if not text:
            raise CellError(_("is empty"), say_models(year))
        first, last = read_period(text, year)
    except CellError as error:
        line.refused[at] = error
        return
    line.cells[at] = first
    if last and at + 1 < len(line.cells):
        line.cells[at + 1] = last


def _split_town(line: Line) -> None:
    """Part a town, the last cell of a meeting's row, from the département in its brackets."""
    match = IN_BRACKETS.fullmatch(clean_text(line.cells[-1]))
    department = ""
    if match:
        line.cells[-1] = match[1]
        department = match[2]
    _add_text(line, department, line.places[-1])


def _list_states(read: YearSheet) -> list[Line]:
    """Return a row for each state that is noted of a member at a meeting."""
    top = read.head + 1
    lines = [Line(top, ["rencontre", "membre", "etat"], places=[(top, read.side + 1)] * 3)]
    for at, identifier in read.meetings.items():
        for row in read.members:
            if read.is_filled(row, at):
                line = Line(row + 1, [identifier], places=[(top, at + 1)])
                _add_cell(line, read, row, read.side)
                _add_cell(line, read, row, at)
                lines.append(line)
    return lines


def _add_cell(line: Line, read: YearSheet, row: int, at: int) -> None:
    """Add a cell of the sheet to a row of a table, with its place and what is wrong with it."""
    source = read.sheet.lines[row]
    if at in source.refused:
        line.refused[len(line.cells)] = source.refused[at]
    _add_text(line, read.grid[row][at], (row + 1, at + 1))


def _add_text(line: Line, text: str, place: Cell) -> None:
    line.cells.append(text)
    line.places.append(place)
