"""The heading of a sheet: the row with the titles, and the column that each title names.

    Département ;  Année :  ; Remarques        what a user typed
    membre         annee      Remarques        the names of the columns, `Heading.names`

`read_headings` returns a `Heading` for each sheet. A title may be the column's name or title, with
or without accents, or a usual other word. A misspelt title is an error, because the cells below
would be lost; a column of persons is an error, because no personal data are kept; any other title
is a column that the user added, whose cells stay text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import ROWS_BEFORE_DATA, Line, Sheet
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import REQUIRED, SHOWN, Field, Resource, make_added_field

# Titles are words of people: no parser knows their forms.
# Taken: the " *" and " :" of "Membre *", "Date :".
# Not taken: the colon within "Date : début".
MARK_AFTER_A_TITLE = re.compile(r"[\s*:]+$")
OTHER_TITLES = (
    "code departement",
    "code du departement",
    "nom du departement",
    "dept",
    "dpt",
    "departement",
    "code insee",
    "codgeo",
    "libgeo",
    "siren",
    "collectivite",
    "insee com",
    "insee dep",
    "insee reg",
    "code commune",
    "code region",
    "institution",
    "code membre",
    "code du membre",
    "nom du membre",
)
"""Other usual titles of the column that names a member, or in a table of places a département."""
# Taken: "nom", "courriel", "intervenantes", "responsable". Not taken: "nom du membre".
OF_PERSONS = re.compile(
    r"adresse (?:e ?mail|electronique|mail|postale)|agent|civilite|contacts?|courriels?|e ?mails?"
    r"|interlocut(?:eur|rice)|intervenante?s?|mails?|mobile|(?:n° ?|numero de )?tel(?:ephones?)?"
    r"|noms?(?: agent| de famille| (?:de l|des) (?:agent|animateur|animatrice|intervenante?)s?"
    r"| de la personne| du referent| et prenom)?|participante?s?|portable|prenoms?(?: et nom)?"
    r"|referente?s?|responsable|signatures?"
)
"""Folded titles of columns that hold people."""
# Taken: "nb participants", "agents presents". Not taken: "nombre de reunions".
COUNTS_OF_PERSONS = re.compile(
    r"agents(?: presents)?|(?:nb|nbre|nombre|effectifs?)"
    r"(?: (?:d |de |des )?(?:agent|personne|participant|present)(?:e?s)?)?"
)
"""Folded titles of columns that count people: counts are dropped, for one person is recognised."""
TYPED_WRONG = 0.8
"""The likeness of two titles, from 0 to 1, above which a letter or two were typed wrong."""


@dataclass(frozen=True)
class Heading:
    """A sheet, and the meaning of its columns, by which the rows below the heading are read."""

    sheet: Sheet
    problems: tuple[Problem, ...] = ()
    """The faults of the titles."""
    start: int = 0
    """The index of the heading in the sheet's lines, from 0."""
    names: tuple[str, ...] = ()
    """The name of each column, in the order of the sheet.

    A name is the table's ("annee"), or the title as the user wrote, or "" without a title. A wrong
    heading has no names, for cells would be held to the wrong columns."""
    fields: tuple[Field, ...] = ()
    """The descriptions of the columns: first all of the table, then those that a user added."""


def read_headings(
    sheets: Mapping[str, Sequence[Sheet]], resources: Mapping[str, Resource]
) -> dict[str, list[Heading]]:
    """Return table's name → the headings of its sheets, in the order of the `sheets`.

    `sheets` and `resources`, the descriptions in `tables.json`, are by the table's name too.
    """
    headings_by_table = {}
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        headings = [_read_heading(sheet, fields) for sheet in sheets[name]]
        headings_by_table[name] = headings
    return headings_by_table


def _read_heading(sheet: Sheet, fields: Sequence[Field]) -> Heading:
    """Return the heading of a sheet: the row of the titles, and the column that each names.

    With a heading that has an error the rows below can't be read: then no columns are returned, but
    the problems. `fields` describe the columns of the table.
    """
    # The problems of an unreadable sheet say enough.
    if sheet.problems and not sheet.lines:
        return Heading(sheet)
    start, names = find_columns(sheet.lines, fields)
    if not names:
        first_row = replace(sheet.place, rows=(1,))
        empty = Problem(first_row, _("is empty"), expected=join_column_names(fields))
        return Heading(sheet, (empty,))
    line = sheet.lines[start]
    problems = [*_check_titles(sheet, line, names, fields)]
    place = replace(sheet.place, rows=(line.number,))
    problems += _check_for_absent_columns(fields, names, problems, place)
    if any(problem.severity == "error" for problem in problems):
        return Heading(sheet, tuple(problems))
    known_names = {*names} - {""}
    problems += _check_rows_above(sheet.lines[:start], len(known_names), sheet.place)
    # The columns of the table, and those that a user added, whose cells are text.
    all_fields = [*fields]
    all_names = []
    for cell, name in zip(line.cells, names, strict=True):
        title = clean_text(cell)
        all_names.append(name or title)
        is_own = title and not name
        if is_own and not _counts_persons(title):
            added_field = make_added_field(title)
            all_fields.append(added_field)
    return Heading(sheet, tuple(problems), start, tuple(all_names), tuple(all_fields))


def index_titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return folded title (`fold_spelling`) → column's name, for all titles of the columns.

    "membre", "membre (code insee)", "siren" → "membre".
    """
    names_by_title: dict[str, str] = {}
    # A column's name goes before the title of a second column.
    for field in fields:
        names_by_title[fold_spelling(field["name"])] = field["name"]
    for field in fields:
        names_by_title.setdefault(fold_spelling(field["title"]), field["name"])
    first_of_kind: dict[str, str] = {}
    for field in fields:
        kind = str(field.get("kind"))
        first_of_kind.setdefault(kind, field["name"])
    # "Collectivité" is the member in a table of members, the département in a table of places.
    member_column = first_of_kind.get("member") or first_of_kind.get("department")
    if member_column:
        for title in OTHER_TITLES:
            names_by_title.setdefault(title, member_column)
    # "Présence" heads the states of attendance, as people call them.
    if "attendance" in first_of_kind:
        names_by_title.setdefault("presence", first_of_kind["attendance"])
    return names_by_title


def fold_title(cell: str) -> str:
    """Return a title in the form that its spellings share: "Membre *" → "membre".

    The star of a column that must be filled in, and a colon, are dropped.
    """
    return fold_spelling(MARK_AFTER_A_TITLE.sub("", clean_text(cell)))


def find_columns(lines: Sequence[Line], fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Return the index of the heading in the `lines`, from 0, and the column's name for each cell.

    The name is "" for a cell that is no title of a column of `fields`. The heading is the row near
    the top that names most columns. Where no row names all required columns, nor two at least, the
    heading is the first filled row: a single cell that is called as a column makes no heading of a
    row of data. Without any filled row there are no names.
    """
    names_by_title = index_titles(fields)
    required = {field["name"] for field in fields if field[REQUIRED]}
    best: tuple[int, list[str]] = (0, [])
    names_of_best: set[str] = set()
    first_filled: tuple[int, list[str]] = (0, [])
    for at, line in enumerate(lines[:ROWS_BEFORE_DATA]):
        names = [names_by_title.get(fold_title(cell), "") for cell in line.cells]
        known_names = {*names} - {""}
        # Of two rows with as many columns the upper is the heading.
        if len(known_names) > len(names_of_best):
            best = (at, names)
            names_of_best = known_names
        is_filled = any(map(clean_text, line.cells))
        if is_filled and not first_filled[1]:
            first_filled = (at, names)
    has_all_required = required and required <= names_of_best
    if has_all_required or len(names_of_best) > 1:
        return best
    return first_filled


def _check_titles(
    sheet: Sheet, line: Line, names: Sequence[str], fields: Sequence[Field]
) -> Iterator[Problem]:
    """Yield the faults of titles: a column misspelt, of persons, or there twice.

    `line` is the row of the titles in the `sheet`; `names` are the names of the columns that the
    titles mean, "" for an unknown title; `fields` describe the columns of the table. A column that
    a user added is remarked.
    """
    titles = [clean_text(cell) for cell in line.cells]
    expected = join_column_names(fields)
    shown_names = {field["name"]: field[SHOWN] for field in fields}
    # The columns that a misspelt title may mean: each can be meant once.
    absent = [field for field in fields if field["name"] not in names]
    for position, title in enumerate(titles):
        name = names[position]
        is_first = name not in names[:position]
        is_right = name and is_first
        if is_right or not title:
            continue
        place = sheet.locate(line, position)
        # A count of persons is dropped: one or two persons would be recognised.
        if _counts_persons(title):
            fault = _("is a column of counts of persons, which aren’t kept: it can be deleted")
            yield Problem(place, fault, title, severity="remark")
            continue
        # A column of persons is no misspelt title: the message names no nearest column.
        if not name and OF_PERSONS.fullmatch(fold_title(title)):
            fault = _("is a column for personal data: neither names nor addresses are kept")
            yield Problem(place, fault, title, expected)
            continue
        meant = ""
        if not name:
            meant = _find_meant(title, absent, fields)
        # The title is misspelt, or is there a second time, or heads a column that a user added.
        if meant:
            absent = [field for field in absent if field["name"] != meant]
            fault = _("is not a column of this table")
            yield Problem(place, fault, title, expected, nearest=shown_names[meant])
        elif name or title in titles[:position]:
            single = _("a single column {name}", name=shown_names.get(name, title))
            yield Problem(place, _("is there twice"), title, single)
        else:
            fault = _("is a column of your own: its text stays with the table, in no page")
            yield Problem(place, fault, title, severity="remark")


def _find_meant(title: str, absent: Sequence[Field], fields: Sequence[Field]) -> str:
    """Return the name of the column that a misspelt title seems to mean; "" for a new title.

    "Membr" → "membre", "Suivi" → "". `absent` are those of the table's `fields` that no title of
    the sheet names: only these can be meant. A title that roughly resembles a required column, or a
    column of states, is taken for that column: without it a page would count wrong. An optional
    column is meant only if a letter or two differ, because users add columns with similar titles.
    """
    # "Membre (code Insee)" names the member: words in brackets explain.
    bare = title.partition("(")[0] or title
    names_by_title = index_titles(fields)
    nearest_title = find_nearest(bare, [*names_by_title])
    meant = names_by_title.get(nearest_title or "", "")
    for field in absent:
        is_important = field[REQUIRED] or _has_choices(field)
        if is_important and field["name"] == meant:
            return meant
    # An optional column: a slip of a letter or two, in the name or in the title.
    absent_by_title: dict[str, str] = {}
    for field in absent:
        absent_by_title[str(field["name"])] = field["name"]
        absent_by_title[str(field["title"])] = field["name"]
    slip = find_nearest(bare, [*absent_by_title], TYPED_WRONG)
    return absent_by_title.get(slip or "", "")


def _has_choices(field: Field) -> bool:
    """Whether each cell of a column is one of a few words, such as "hybride" or "présent".

    The states of attendance are read by a reader of their own, and so aren't listed as an "enum".
    """
    has_enum = "enum" in field.get("constraints", {})
    return has_enum or field.get("kind") == "attendance"


def _check_for_absent_columns(
    fields: Sequence[Field], names: Sequence[str], problems: Sequence[Problem], place: Place
) -> Iterator[Problem]:
    """Yield an error for each required column that a sheet lacks.

    `place` is the row with the titles, `names` are the columns that are there, `fields` all columns
    of the table. A column that one of the `problems` found under a misspelt title isn't told again.
    """
    misspelt = {problem.nearest for problem in problems}
    expected = join_column_names(fields)
    for field in fields:
        is_there = field["name"] in names or field[SHOWN] in misspelt
        if field[REQUIRED] and not is_there:
            yield Problem(place, _("is a missing column"), field[SHOWN], expected)


def _check_rows_above(lines: Sequence[Line], columns: int, place: Place) -> Iterator[Problem]:
    """Yield an error for each row above the heading that may be a row of data.

    Such a row has more filled cells than a title, which is a single cell. `lines` are the rows
    above the heading, `columns` is the number of known titles in the heading, `place` the sheet.
    """
    # A title is a single filled cell. Above a single column it can't be told from a row.
    cells_of_title = 0
    if columns > 1:
        cells_of_title = 1
    first_text = ""
    for line in lines:
        texts = [*filter(None, map(clean_text, line.cells))]
        if len(texts) <= cells_of_title:
            continue
        # "sep=;" tells Excel the separator of a CSV file.
        if texts[0].lower().startswith("sep="):
            continue
        # All rows have the text of the first, so that a message joins them: "rows 1 to 8".
        first_text = first_text or " ".join(texts)
        fault = _("stands above the heading")
        expected = _("the heading first: was the table sorted together with it?")
        place_of_row = replace(place, rows=(line.number,))
        yield Problem(place_of_row, fault, first_text, expected)


def _counts_persons(title: str) -> bool:
    """Whether a column of this title counts persons: "Nb participants"."""
    return COUNTS_OF_PERSONS.fullmatch(fold_title(title)) is not None


def join_column_names(fields: Sequence[Field]) -> str:
    """Return the names of columns in a line, as messages call them: "membre, annee, etat"."""
    return ", ".join(field[SHOWN] for field in fields)
