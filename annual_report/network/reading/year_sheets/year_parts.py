"""The search for the parts of a year's sheet: labels, meetings, members, and columns of a user.

`year_sheet.py` has a picture of such a sheet. Labels are found by their words, in any order. A
column with a text in a known row above is a meeting. Any other column was added by a user, and so
was a row above with an unknown label: these *added* rows and columns are kept as text.

`find_year_parts` fills in the places in a `YearSheet`, a step a function, and adds the problems of
parts that are doubtful. Rows and columns count from 0.
"""

import re
from collections.abc import Collection, Sequence

from annual_report.base.errors import CellError
from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import Sheet
from annual_report.network.reading.headings import fold_title, index_titles
from annual_report.network.reading.schema import Field, Resource
from annual_report.network.reading.values.member_cells import read_institution
from annual_report.network.reading.values.vocabulary import (
    ATTENDANCE_WORDS,
    FLAG_WORDS,
    FORMATS,
    GONE,
    OTHER_WORDS,
)
from annual_report.network.reading.year_sheets.year_sheet import YearSheet, open_year
from annual_report.network.territories.institutions import list_towns
from annual_report.network.territories.spelling import fold_name

# Titles, heads and labels are words of people: no parser knows their forms.
# Taken: "2024-01", the identifier of a meeting. Not taken: "AG", "01".
IDENTIFIER_OF_A_YEAR = re.compile(r"(\d{4})-\S+")
# Taken: "colonne1", as a spreadsheet calls a column that was put into a table.
NUMBERED_COLUMN = re.compile(r"(?:colonne|column) ?\d+")
# Taken: "total presents", "taux". Not taken: "somme", which is a département.
TOTAL = re.compile(r"(?:sous )?(?:total|totaux|nombre|nb|presents|presences|taux)\b.*|somme d.*")
# Taken: "12", "85 %", "0,5". Not taken: "12 membres".
NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s?%?")
# Taken: "Valence (26)", a town with its département.
IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]*)\)")
DATE = "debut"
FORMAT = "format"
"""The columns of `rencontres` that tell a year's sheet: no other list has a row of their labels."""
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
# "p" or "oui" in a column that a user added may mean anything.
PLAIN_STATES = frozenset(
    word for word in ATTENDANCE_WORDS if len(word) > 2 and word not in FLAG_WORDS
)
"""The folded words that are states of attendance in any column: "absent", "excuse"."""
LABELS_OF_MEMBERS = ("membre", "membres")
"""The folded labels of the row that parts the meetings from the members."""
HEADS_OF_DEPARTURES = ("etat", "statut")
"""The folded heads of the column that says which members have left: a cell there is "parti"."""
# People leave a few empty rows and columns, or put a title; a table further off is another table.
ROWS_ABOVE = 60
COLUMNS_BEFORE = 6
"""The number of rows and columns, from the corner, in which the label of the members may stand."""


def is_like_a_year(sheet: Sheet, meetings: Resource, members: Resource) -> bool:
    """Whether a sheet is laid out as a year's: a row « Date » or « Format » above a row « Membre ».

    `meetings` and `members` describe the tables `rencontres` and `membres`.
    """
    year_sheet = open_year(sheet, 0)
    titles = _index_labels(meetings["schema"]["fields"])
    if not _find_members(year_sheet, members["schema"]["fields"], titles):
        return False
    _find_labels(year_sheet, titles, "")
    return DATE in year_sheet.label_rows or FORMAT in year_sheet.label_rows


def find_year_parts(
    year_sheet: YearSheet, of_meetings: Sequence[Field], of_members: Sequence[Field]
) -> bool:
    """Find the parts of a year's sheet: fill in their places, and add the problems of the search.

    Return whether there is a row « Membre »: without that row nothing else can be found.
    `of_meetings` and `of_members` describe the columns of the tables `rencontres` and `membres`.
    """
    titles = _index_labels(of_meetings)
    if not _find_members(year_sheet, of_members, titles):
        return False
    _find_labels(year_sheet, titles, join_labels(of_meetings))
    _check_for_misnamed_rows(year_sheet)
    _check_for_other_years(year_sheet)
    _find_columns(year_sheet)
    for row in range(year_sheet.heading_row + 1, len(year_sheet.grid)):
        if _is_member(year_sheet, row):
            year_sheet.member_rows.append(row)
    return True


def join_labels(fields: Sequence[Field]) -> str:
    """Return the usual labels of the rows above in a line, for messages: "Date, Format, Genre, …".

    `fields` describe the columns of the table `rencontres`.
    """
    # The row of the town says the département in brackets: its own row is rarely there.
    others = ("format", "genre", "ville", "hote", "titre")
    labels = ["Date"]
    for schema_field in fields:
        if schema_field["name"] in others:
            labels.append(str(schema_field["title"]))
    return ", ".join(labels)


def _index_labels(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column of `rencontres` that each label of a row means: {"lieu": "ville", …}.

    Labels are folded (`fold_spelling`); the rows stand above the members of a year's sheet.
    """
    return {**index_titles(fields), **OTHER_LABELS}


# --- The rows above -------------------------------------------------------------------------------


def _find_members(year_sheet: YearSheet, fields: Sequence[Field], titles: dict[str, str]) -> bool:
    """Fill in the place of the label « Membre », or else of a usual word such as « Collectivité ».

    Return whether there is such a label. `fields` describe the columns of `membres`; `titles` are
    folded label of a row above → column of `rencontres`.
    """
    member_fields = [schema_field for schema_field in fields if schema_field["name"] == "membre"]
    others = {*index_titles(member_fields)}
    others |= {f"{title}s" for title in others}
    # The cells, as (row, column), with the label itself, and with another word for a member.
    exact: list[tuple[int, int]] = []
    near: list[tuple[int, int]] = []
    for row, cells in enumerate(year_sheet.grid[:ROWS_ABOVE]):
        for column in range(min(COLUMNS_BEFORE, len(cells))):
            label = year_sheet.fold(row, column)
            if label in LABELS_OF_MEMBERS:
                exact.append((row, column))
            elif label in others:
                near.append((row, column))
    if not exact and not near:
        return False
    # "Département" may label the row of the towns' départements: the last such word
    # counts, for the members stand further down.
    place = exact[0] if exact else near[-1]
    for row, column in exact:
        # « Membres » may be a title above all: the heading has the row of the formats above.
        above = {titles.get(year_sheet.fold(higher, column)) for higher in range(row)}
        if FORMAT in above:
            place = (row, column)
            break
    year_sheet.heading_row, year_sheet.member_column = place
    return True


def _find_labels(year_sheet: YearSheet, titles: dict[str, str], expected: str) -> None:
    """Fill in the rows above the members by their labels; cells in an unlabelled row are an error.

    `titles` are folded label → column of `rencontres`; `expected` is the list of the usual labels,
    for a message.
    """
    labels_at = year_sheet.member_column
    for row in range(year_sheet.heading_row):
        name = titles.get(year_sheet.fold(row, labels_at))
        columns = range(labels_at + 1, len(year_sheet.grid[row]))
        filled = [column for column in columns if year_sheet.is_filled(row, column)]
        if name and name in year_sheet.label_rows:
            year_sheet.add_problem(row, labels_at, _("is there twice"), _("one row only"))
        elif name:
            year_sheet.label_rows[name] = row
        elif not filled or _is_merged_title(year_sheet, row):
            # An empty row, or a row with nothing to read but a title.
            continue
        elif year_sheet.get_label(row):
            # An unknown label: a row that the user added, if its cells are no data of ours.
            words = [fold_spelling(year_sheet.grid[row][column]) for column in filled]
            _add_users_row(year_sheet, row, words)
        elif len(filled) > 1 or year_sheet.label_rows:
            # A single text above the first label is a title too; further down it is lost data.
            year_sheet.add_problem(row, filled[0], _("is in a row without a label"), expected)


def _is_merged_title(year_sheet: YearSheet, row: int) -> bool:
    """Whether a row holds only a title: one text, merged with the empty cells beside it.

    "Réunions de 2025" over the columns B to F is such a title, which isn't read. Merged cells are
    an error of the row (`Line.cell_errors`) anywhere else.
    """
    texts = year_sheet.grid[row]
    filled = [column for column, text in enumerate(texts) if text]
    cell_errors = year_sheet.sheet.lines[row].cell_errors
    if len(filled) != 1:
        return False
    title_error = cell_errors.get(filled[0])
    if title_error is None:
        # The text stands in an ordinary cell, and may be a fact.
        return False
    # All cells of the merged area have the title's error. A cell with any other error, such as a
    # formula without a result, lies outside the area, and may be a fact too.
    return all(error == title_error for error in cell_errors.values())


def _add_users_row(year_sheet: YearSheet, row: int, words: Sequence[str]) -> None:
    """Note a row with an unknown label above « Membre » as one that a user added, or add an error.

    A row with attendance or with formats is an error: as a note of the user, its cells would be
    lost. `words` are the folded texts of the row's filled cells: ["absent", "p"].
    """
    label = year_sheet.get_label(row)
    # "oui" and "x" may answer anything; beside a member's name they are attendance.
    is_members = _are_states(words) and _is_institution(label)
    formats = {fold_spelling(word) for word in FORMATS}
    formats |= {word for word, choice in OTHER_WORDS.items() if choice in FORMATS}
    if is_members or PLAIN_STATES & {*words}:
        fault = _("is a row with attendance above the row “Membre”")
        year_sheet.add_problem(row, year_sheet.member_column, fault, _("this row below it"))
    elif formats & {*words}:
        fault = _("is a row with formats, and is not called Format")
        year_sheet.add_problem(row, year_sheet.member_column, fault, "Format")
    else:
        year_sheet.added_rows.append((label, row))


def _check_for_misnamed_rows(year_sheet: YearSheet) -> None:
    """Add an error for an added row of towns or hosts, if a row « Ville » or « Hôte » is missing.

    The author of the row surely meant that missing row, and the map would have no dot.
    """
    labels_at = year_sheet.member_column
    for _label, row in year_sheet.added_rows:
        texts = [text for text in year_sheet.grid[row][labels_at + 1 :] if text]
        if not texts:
            continue
        if "ville" not in year_sheet.label_rows and _are_towns(texts):
            fault = _("has towns, and is not called Ville")
            year_sheet.add_problem(row, labels_at, fault, "Ville")
        elif "hote" not in year_sheet.label_rows and all(map(_is_institution, texts)):
            fault = _("has institutions, and is not called Hôte")
            year_sheet.add_problem(row, labels_at, fault, "Hôte")


def _are_states(words: Collection[str]) -> bool:
    """Whether all folded words may be states of attendance: ["p", "a"] are, ["p", "lyon"] not."""
    return {*words} <= ATTENDANCE_WORDS.keys()


def _are_towns(texts: Sequence[str]) -> bool:
    """Whether all texts name towns, with or without their département in brackets."""
    names = {fold_name(IN_BRACKETS.sub(r"\1", text)) for text in texts}
    known = list_towns(names)
    return all(known.get(name) for name in names)


def _is_institution(text: str) -> bool:
    """Whether a text names a département, as most hosts and many members are: "Gironde", "33".

    Institutions of other kinds aren't looked for: the kinds of the network aren't read yet.
    """
    try:
        read_institution(text)
    except CellError:
        return False
    return True


def _check_for_other_years(year_sheet: YearSheet) -> None:
    """Add an error for a year other than the sheet's in a row « Année » that a user added."""
    row = year_sheet.label_rows.get("annee")
    if row is None:
        return
    for column in range(year_sheet.member_column + 1, len(year_sheet.grid[row])):
        text = year_sheet.grid[row][column]
        if text and text != str(year_sheet.year):
            expected = _("{year}, or no such row", year=year_sheet.year)
            year_sheet.add_problem(row, column, _("is another year than the sheet’s"), expected)


# --- The columns ----------------------------------------------------------------------------------


def _find_columns(year_sheet: YearSheet) -> None:
    """Find what each column of a year's sheet is: a meeting, the departures, or added by a user.

    The columns are noted in `year_sheet`: `meetings`, `departure_column`, `added_columns`.
    """
    heads = year_sheet.grid[year_sheet.heading_row]
    # A meeting is called by its head, "01", or by its cell in a row of identifiers. A meeting
    # without either gets a number, which none of these texts may be.
    identifiers = [*heads]
    if "rencontre" in year_sheet.label_rows:
        identifiers += year_sheet.grid[year_sheet.label_rows["rencontre"]]
    taken = {identifier.removeprefix(f"{year_sheet.year}-") for identifier in identifiers}
    for column, head in enumerate(heads):
        if column == year_sheet.member_column:
            continue
        is_right_of_members = column > year_sheet.member_column
        if is_right_of_members and year_sheet.is_described(column):
            year_sheet.meetings[column] = _name_meeting(year_sheet, column, taken)
        elif fold_title(head) not in HEADS_OF_DEPARTURES:
            _add_users_column(year_sheet, column, head, year_sheet.list_below(column))
        elif year_sheet.departure_column is None:
            year_sheet.departure_column = column
        else:
            # A second column « État »: which of them is right, nobody knows.
            fault = _("is there twice")
            year_sheet.add_problem(year_sheet.heading_row, column, fault, _("one column only"))


def _name_meeting(year_sheet: YearSheet, column: int, taken: set[str]) -> str:
    """Return the identifier of the meeting in a column, such as "2025-01".

    The identifier comes from the row « Identifiant », or else from the head of the column, or else
    is the first free number. `taken` are the identifiers in use, without the year; a free number is
    added there.
    """
    if "rencontre" in year_sheet.label_rows:
        identifier = year_sheet.grid[year_sheet.label_rows["rencontre"]][column]
        if identifier:
            return identifier
    head = year_sheet.grid[year_sheet.heading_row][column]
    of_year = IDENTIFIER_OF_A_YEAR.fullmatch(head)
    if of_year and of_year[1] == str(year_sheet.year):
        return head
    if of_year:
        fault = _("is the identifier of a meeting of another year")
        expected = _("a number, or an empty cell")
        year_sheet.add_problem(year_sheet.heading_row, column, fault, expected)
    # A column without a head gets the first number that no other head has, in any writing.
    if not head or NUMBERED_COLUMN.fullmatch(fold_spelling(head)):
        number = 1
        while {f"{number}", f"{number:02}", f"R{number}", f"R{number:02}"} & taken:
            number += 1
        head = f"R{number}"
        taken.add(head)
    return f"{year_sheet.year}-{head}"


def _add_users_column(year_sheet: YearSheet, column: int, head: str, below: Sequence[str]) -> None:
    """Note a column that describes no meeting as one that a user added, or add a problem of it.

    A column of attendance, or of departures, is an error: as a user's note, its cells would be
    lost. A column of totals, or without a title, is remarked and left out. `head` is the text in
    the row « Membre », `below` are the texts of the filled cells below.
    """
    if not head and not below:
        return
    words = {fold_spelling(text) for text in below}
    are_numbers = all(map(NUMBER.fullmatch, below))
    are_states = bool(PLAIN_STATES & words) or _are_states(words)
    # A message points at the head, or else at the first filled cell of the column.
    row = year_sheet.heading_row
    while not year_sheet.is_filled(row, column):
        row += 1
    if words & {GONE, "partie", "partis"}:
        fault = _("is a column that says who has left, and is not called État")
        year_sheet.add_problem(row, column, fault, "État")
    elif below and not are_numbers and are_states:
        fault = _("is a column with attendance, and has neither a date nor a format")
        expected = _("a date and a format above; in a column of your own, other words")
        year_sheet.add_problem(row, column, fault, expected)
    elif not head:
        fault = _("is in a column without a title: not read")
        year_sheet.add_problem(row, column, fault, severity="remark")
    elif TOTAL.fullmatch(fold_spelling(head)) and are_numbers:
        year_sheet.add_problem(row, column, _("is a total: not read"), severity="remark")
    elif not are_numbers or column > year_sheet.member_column:
        # Numbers before the members count them: "N°", 1, 2, 3.
        year_sheet.added_columns.append((head, column))


# --- The rows below -------------------------------------------------------------------------------


def _is_member(year_sheet: YearSheet, row: int) -> bool:
    """Whether a row below « Membre » is a member's, and not a total or a row without a name.

    "Gironde, p, a" is; "Total, 12, 9" isn't, nor is ", p, a". A remark on a total, and an error for
    attendance without a name, are added to the sheet's problems.
    """
    label = year_sheet.get_label(row)
    noted = [column for column in year_sheet.meetings if year_sheet.is_filled(row, column)]
    texts = [year_sheet.grid[row][column] for column in noted]
    # A cell that can't be read may have no text: it may be the number of a failed formula.
    has_numbers = bool(noted) and all(NUMBER.fullmatch(text) or not text for text in texts)
    is_total = has_numbers and TOTAL.fullmatch(fold_spelling(label))
    if label and not is_total:
        return True
    total = _("is a total: not read")
    if label:
        year_sheet.add_problem(row, year_sheet.member_column, total, severity="remark")
    elif has_numbers:
        year_sheet.add_problem(row, noted[0], total, severity="remark")
    elif noted:
        fault = _("is attendance without a member")
        year_sheet.add_problem(row, noted[0], fault, _("a member in this row"))
    return False
