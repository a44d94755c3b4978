"""The sheet of a year in a workbook: the places of its labels, meetings and members.

         A          B      C              D           E
    1    Date              16/01/2025     mai 2025    19 et 20 juin 2025
    2    Format            distanciel     hybride     présentiel
    …    Genre, Ville, Hôte, Titre
    7    Membre     État   01             02          03
    8 …  03 Allier         présent        absent

The row « Membre » parts the description of the meetings, above, from the members, below. Labels are
found by their words, in any order. A column with a text in a known row above is a meeting. Any
other column was added by a user, and so was a row above with an unknown label: both stay as text.

`open_year` makes a `YearSheet` of the cells, `find_year_parts` fills in the places of the parts, a
step a function, and adds the problems of parts that are doubtful; `year_rows.py` makes rows of the
parts. Rows and columns count from 0 here; messages count from 1, as a spreadsheet does.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import Sheet
from annual_report.network.reading.headings import fold_title, index_titles
from annual_report.network.reading.problems import Place, Problem, Severity
from annual_report.network.reading.schema import Field, Resource
from annual_report.network.reading.values.member_cells import read_institution
from annual_report.network.reading.values.vocabulary import (
    ATTENDANCE_WORDS,
    FLAG_WORDS,
    FORMATS,
    GONE,
    OTHER_WORDS,
)
from annual_report.network.territories.institutions import list_towns
from annual_report.network.territories.spelling import fold_name

# Titles, heads and labels are words of people: no parser knows their forms.
# Taken: "2025", "annee 2025". Not taken: "bilan 2025".
YEAR_TITLE = re.compile(r"(?:annee )?(\d{4})")
# Taken: "2025 (2)", "bilan 2025". Not taken: "calculs".
BEGINS_WITH_YEAR = re.compile(r"\D{0,20}(\d{4})\b.*")
# Taken: "2024-01", the identifier of a meeting. Not taken: "AG", "01".
OF_A_YEAR = re.compile(r"(\d{4})-\S+")
# Taken: "colonne1", as a spreadsheet calls a column that was put into a table.
UNNAMED = re.compile(r"(?:colonne|column) ?\d+")
# Taken: "total presents", "taux". Not taken: "somme", which is a département.
TOTAL = re.compile(r"(?:sous )?(?:total|totaux|nombre|nb|presents|presences|taux)\b.*|somme d.*")
# Taken: "12", "85 %", "0,5". Not taken: "12 membres".
NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s?%?")
# Taken: "Valence (26)", a town with its département.
IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]*)\)")
DATE = "debut"
FORMAT = "format"
"""The columns of `rencontres` by which a sheet is known as a year's."""
OTHER_COLUMNS = (FORMAT, "genre", "ville", "departement", "hote", "titre")
"""The columns of `rencontres`, beside identifier, year and days, each a row of the sheet."""
OTHER_LABELS = {
    "date": DATE,
    "dates": DATE,
    "jour": DATE,
    "type": "genre",
    "lieu": "ville",
    "commune": "ville",
    "identifiant": "rencontre",
}
"""Other usual labels of the rows above, each with the column of `rencontres`."""
PLAIN_STATES = frozenset(
    word for word in ATTENDANCE_WORDS if len(word) > 2 and word not in FLAG_WORDS
)
"""The folded words for a state that mean nothing else: "absent", "excuse"."""
MEMBERS = ("membre", "membres")
"""The folded labels of the row that parts the meetings from the members."""
STATES = ("etat", "statut")
"""The folded heads of the column of departures."""
# People leave a few empty rows and columns, or put a title; a table further off is another table.
ROWS_ABOVE = 60
COLUMNS_BEFORE = 6
"""The number of rows and columns, from the corner, in which the label of the members may stand."""


@dataclass
class YearSheet:
    """A year's sheet during the reading: the cells, the places of the parts, and the problems.

    The functions of this module fill in the places, from `head` on, and add to `problems`.
    """

    sheet: Sheet
    year: int
    grid: list[list[str]]
    """The cells, cleaned, all rows of the same width."""
    head: int = 0
    """The row of the label of the members, counted from 0."""
    side: int = 0
    """The column of the members, from 0."""
    labels: dict[str, int] = field(default_factory=dict)
    """The rows that describe meetings, by the columns of the table."""
    own_rows: list[tuple[str, int]] = field(default_factory=list)
    """The rows that a user added, with their labels."""
    meetings: dict[int, str] = field(default_factory=dict)
    """The columns of the meetings, with their identifiers."""
    own_columns: list[tuple[str, int]] = field(default_factory=list)
    """The columns that a user added, with their heads."""
    members: list[int] = field(default_factory=list)
    """The rows of the members."""
    state: int | None = None
    """The column of departures."""
    problems: list[Problem] = field(default_factory=list)

    def locate(self, *cells: tuple[int, int]) -> Place:
        """Return the place of cells for a problem; here each cell is (row, column) from 0."""
        return replace(self.sheet.place, cells=tuple((row + 1, at + 1) for row, at in cells))

    def add_problem(
        self,
        row: int,
        at: int,
        what: str,
        expected: str | None = None,
        *,
        severity: Severity = "error",
    ) -> None:
        """Add a problem of a cell, with the cell's text; `what` follows the text in a sentence."""
        shown = self.grid[row][at] or None
        problem = Problem(self.locate((row, at)), what, shown, expected, severity=severity)
        self.problems.append(problem)

    def fold(self, row: int, at: int) -> str:
        """Return the words of a cell folded as a title: without case, accents, star and colon."""
        return fold_title(self.grid[row][at])

    def is_described(self, at: int) -> bool:
        """Whether a column describes a meeting: it has a text in a known row above the members."""
        return any(self.is_filled(row, at) for row in self.labels.values())

    def list_below(self, at: int) -> list[str]:
        """Return the texts of the filled cells in a column below the row « Membre »."""
        rows = range(self.head + 1, len(self.grid))
        return [self.grid[row][at] for row in rows if self.is_filled(row, at)]

    def is_filled(self, row: int, at: int) -> bool:
        """Whether a cell has a text, or is refused."""
        return bool(self.grid[row][at]) or at in self.sheet.lines[row].refused


def find_year(title: str) -> int | None:
    """Return the year of a sheet that is titled "2025" or "Année 2025"; None for another title."""
    match = YEAR_TITLE.fullmatch(fold_spelling(title))
    if not match:
        return None
    return int(match[1])


def find_copied_year(title: str) -> str | None:
    """Return the year in a title that says more than a year: "2025 (2)", "2025 OK"."""
    match = BEGINS_WITH_YEAR.fullmatch(fold_spelling(title))
    if not match:
        return None
    return match[1]


def is_like_a_year(sheet: Sheet, meetings: Resource, members: Resource) -> bool:
    """Whether a sheet is laid out as a year's: a row « Date » or « Format » above a row « Membre ».

    `meetings` and `members` describe the tables `rencontres` and `membres`.
    """
    read = open_year(sheet, 0)
    titles = _index_labels(meetings["schema"]["fields"])
    if not _find_members(read, members["schema"]["fields"], titles):
        return False
    _find_labels(read, titles, "")
    return DATE in read.labels or FORMAT in read.labels


def open_year(sheet: Sheet, year: int) -> YearSheet:
    """Return a sheet of a year with cleaned cells; the places of the parts are still to find."""
    # Rows end at their last filled cell: shorter rows get empty cells.
    width = max((len(line.cells) for line in sheet.lines), default=0)
    grid = []
    for line in sheet.lines:
        cells = [clean_text(cell) for cell in line.cells]
        grid.append(cells + [""] * (width - len(cells)))
    return YearSheet(sheet, year, grid)


def find_year_parts(
    read: YearSheet, of_meetings: Sequence[Field], of_members: Sequence[Field]
) -> bool:
    """Fill in the places of the parts of a year's sheet, and refuse doubtful parts.

    Return whether there is a row « Membre »: without that row the search ends. `of_meetings` and
    `of_members` are the columns of the tables `rencontres` and `membres`.
    """
    titles = _index_labels(of_meetings)
    if not _find_members(read, of_members, titles):
        return False
    _find_labels(read, titles, join_labels(of_meetings))
    _refuse_misnamed_rows(read)
    _refuse_other_years(read)
    _find_columns(read)
    for row in range(read.head + 1, len(read.grid)):
        if _is_member(read, row):
            read.members.append(row)
    return True


def join_labels(fields: Sequence[Field]) -> str:
    """Return the labels of the rows above in a line, for messages: "Date, Format, Genre, …"."""
    others = ("format", "genre", "ville", "hote", "titre")
    shown = [str(column["title"]) for column in fields if column["name"] in others]
    return ", ".join(["Date", *shown])


def _index_labels(fields: Sequence[Field]) -> dict[str, str]:
    """Return the columns of `rencontres` by the folded labels that their rows may have."""
    return {**index_titles(fields), **OTHER_LABELS}


# --- The rows above -------------------------------------------------------------------------------


def _find_members(read: YearSheet, fields: Sequence[Field], titles: dict[str, str]) -> bool:
    """Fill in the place of the label « Membre », or else of a usual word such as « Collectivité ».

    Return whether there is such a label. `fields` are the columns of `membres`, `titles` those of
    `rencontres` by the folded labels of their rows.
    """
    usual = [column for column in fields if column["name"] == "membre"]
    others = {*index_titles(usual)}
    others |= {f"{title}s" for title in others}
    exact: list[tuple[int, int]] = []
    near: list[tuple[int, int]] = []
    for row, cells in enumerate(read.grid[:ROWS_ABOVE]):
        for at in range(min(COLUMNS_BEFORE, len(cells))):
            label = read.fold(row, at)
            if label in MEMBERS:
                exact.append((row, at))
            elif label in others:
                near.append((row, at))
    if not exact and not near:
        return False
    # A town's département may stand above: the members are the last of such words.
    place = exact[0] if exact else near[-1]
    for row, at in exact:
        # « Membres » may be a title above all: the head has the row of the formats above it.
        above = {titles.get(read.fold(higher, at)) for higher in range(row)}
        if FORMAT in above:
            place = (row, at)
            break
    read.head, read.side = place
    return True


def _find_labels(read: YearSheet, titles: dict[str, str], expected: str) -> None:
    """Fill in the rows above the members by their labels; refuse cells in a row without a label.

    `titles` are the columns of `rencontres` by the folded labels, `expected` is their list for a
    message.
    """
    for row in range(read.head):
        name = titles.get(read.fold(row, read.side))
        columns = range(read.side + 1, len(read.grid[row]))
        filled = [at for at in columns if read.is_filled(row, at)]
        if name and name in read.labels:
            read.add_problem(row, read.side, _("is there twice"), _("one row only"))
        elif name:
            read.labels[name] = row
        elif not filled or _is_merged_title(read, row):
            # A title, or a remark, above all meetings.
            continue
        elif read.grid[row][read.side]:
            _look_at_own_row(read, row, [fold_spelling(read.grid[row][at]) for at in filled])
        elif len(filled) > 1 or read.labels:
            # A single text above the first label is a title too; further down it is lost data.
            read.add_problem(row, filled[0], _("is in a row without a label"), expected)


def _is_merged_title(read: YearSheet, row: int) -> bool:
    """Whether a row is a title of the sheet: a single text, merged with the empty cells beside."""
    filled = [at for at, text in enumerate(read.grid[row]) if text]
    refused = read.sheet.lines[row].refused
    if len(filled) != 1 or filled[0] not in refused:
        return False
    # The cells of an area that was merged share its refusal.
    of_area = refused[filled[0]]
    return all(error == of_area for error in refused.values())


def _look_at_own_row(read: YearSheet, row: int, words: Sequence[str]) -> None:
    """Accept a row that a user added above « Membre »; refuse a member's row, or one of formats.

    Such a row would be lost as a note. `words` are the folded texts of the row's filled cells.
    """
    label = read.grid[row][read.side]
    # "oui" and "x" may answer anything; beside a member's name they are attendance.
    is_members = _are_states(words) and _is_institution(label)
    formats = {fold_spelling(word) for word in FORMATS}
    formats |= {word for word, choice in OTHER_WORDS.items() if choice in FORMATS}
    if is_members or PLAIN_STATES & {*words}:
        fault = _("is a row with attendance above the row “Membre”")
        read.add_problem(row, read.side, fault, _("this row below it"))
    elif formats & {*words}:
        read.add_problem(
            row, read.side, _("is a row with formats, and is not called Format"), "Format"
        )
    else:
        read.own_rows.append((label, row))


def _refuse_misnamed_rows(read: YearSheet) -> None:
    """Refuse an added row of towns or hosts, where a row « Ville » or « Hôte » is missing.

    Its author surely meant that row, and the map would have no dot.
    """
    for _label, row in read.own_rows:
        texts = [text for text in read.grid[row][read.side + 1 :] if text]
        if not texts:
            continue
        if "ville" not in read.labels and _are_towns(texts):
            read.add_problem(row, read.side, _("has towns, and is not called Ville"), "Ville")
        elif "hote" not in read.labels and all(map(_is_institution, texts)):
            read.add_problem(row, read.side, _("has institutions, and is not called Hôte"), "Hôte")


def _are_states(words: Collection[str]) -> bool:
    """Whether each of some folded words may be a state of attendance: "p" and "a", but not "c"."""
    return ATTENDANCE_WORDS.keys() >= {*words}


def _are_towns(texts: Sequence[str]) -> bool:
    """Whether all texts name towns, with or without their département in brackets."""
    names = {fold_name(IN_BRACKETS.sub(r"\1", text)) for text in texts}
    known = list_towns(names)
    return all(known.get(name) for name in names)


def _is_institution(text: str) -> bool:
    """Whether a text names a département, as most hosts are."""
    try:
        read_institution(text)
    except CellError:
        return False
    return True


def _refuse_other_years(read: YearSheet) -> None:
    """Refuse a wrong year in a row « Année », where a user has added such a row."""
    row = read.labels.get("annee")
    if row is None:
        return
    for at in range(read.side + 1, len(read.grid[row])):
        text = read.grid[row][at]
        if text and text != str(read.year):
            expected = _("{year}, or no such row", year=read.year)
            read.add_problem(row, at, _("is another year than the sheet’s"), expected)


# --- The columns ----------------------------------------------------------------------------------


def _find_columns(read: YearSheet) -> None:
    """Fill in the columns of the meetings, of departures, and the columns that a user added."""
    # The identifiers that a meeting without a head may not get.
    taken = {title.removeprefix(f"{read.year}-") for title in read.grid[read.head]}
    if "rencontre" in read.labels:
        identifiers = read.grid[read.labels["rencontre"]]
        taken |= {title.removeprefix(f"{read.year}-") for title in identifiers}
    for at, head in enumerate(read.grid[read.head]):
        if at == read.side:
            continue
        is_meeting = at > read.side and read.is_described(at)
        below = read.list_below(at)
        if is_meeting:
            read.meetings[at] = _name_meeting(read, at, taken)
        elif fold_title(head) not in STATES:
            _look_at_own_column(read, at, head, below)
        elif read.state is None:
            read.state = at
        else:
            read.add_problem(read.head, at, _("is there twice"), _("one column only"))


def _name_meeting(read: YearSheet, at: int, taken: set[str]) -> str:
    """Return a meeting's identifier: from the row « Identifiant », the head, or a free number."""
    if "rencontre" in read.labels:
        identifier = read.grid[read.labels["rencontre"]][at]
        if identifier:
            return identifier
    head = read.grid[read.head][at]
    of_year = OF_A_YEAR.fullmatch(head)
    if of_year and of_year[1] == str(read.year):
        return head
    if of_year:
        fault = _("is the identifier of a meeting of another year")
        read.add_problem(read.head, at, fault, _("a number, or an empty cell"))
    # A column without a head gets the first number that no other head has, in any writing.
    if not head or UNNAMED.fullmatch(fold_spelling(head)):
        number = 1
        while {f"{number}", f"{number:02}", f"R{number}", f"R{number:02}"} & taken:
            number += 1
        head = f"R{number}"
        taken.add(head)
    return f"{read.year}-{head}"


def _look_at_own_column(read: YearSheet, at: int, head: str, below: Sequence[str]) -> None:
    """Accept a column that a user added; refuse a column of attendance, or of departures.

    `head` is the text in the row « Membre », `below` are the texts of the filled cells below.
    """
    if not head and not below:
        return
    words = {fold_spelling(text) for text in below}
    are_numbers = all(map(NUMBER.fullmatch, below))
    # A column without a head is named by the first filled cell.
    row = read.head
    if not head:
        row = next(row for row in range(row, len(read.grid)) if read.is_filled(row, at))
    if words & {GONE, "partie", "partis"}:
        read.add_problem(
            row, at, _("is a column that says who has left, and is not called État"), "État"
        )
    elif below and not are_numbers and (PLAIN_STATES & words or _are_states(words)):
        fault = _("is a column with attendance, and has neither a date nor a format")
        read.add_problem(
            row, at, fault, _("a date and a format above; in a column of your own, a word")
        )
    elif not head:
        read.add_problem(row, at, _("is in a column without a title: not read"), severity="remark")
    elif TOTAL.fullmatch(fold_spelling(head)) and are_numbers:
        read.add_problem(row, at, _("is a total: not read"), severity="remark")
    elif not are_numbers or at > read.side:
        # Numbers before the members count them: "N°", 1, 2, 3.
        read.own_columns.append((head, at))


# --- The rows below -------------------------------------------------------------------------------


def _is_member(read: YearSheet, row: int) -> bool:
    """Whether a row below « Membre » is a member's, and not a total or a row without a name.

    A total is remarked, attendance without a name is refused.
    """
    label = read.grid[row][read.side]
    noted = [at for at in read.meetings if read.is_filled(row, at)]
    texts = [read.grid[row][at] for at in noted]
    # A refused cell has no text: it may be the number of a failed formula.
    is_total = bool(noted) and all(NUMBER.fullmatch(text) or not text for text in texts)
    if label and not (is_total and TOTAL.fullmatch(fold_spelling(label))):
        return True
    if label:
        read.add_problem(row, read.side, _("is a total: not read"), severity="remark")
    elif is_total:
        read.add_problem(row, noted[0], _("is a total: not read"), severity="remark")
    elif noted:
        fault = _("is attendance without a member")
        read.add_problem(row, noted[0], fault, _("a member in this row"))
    return False
