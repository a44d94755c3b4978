"""The heading of a table: the row, the column that each title names, and the faults there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import ROWS_BEFORE_DATA, Line, Sheet
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import REQUIRED, SHOWN, Field, Resource, make_own_field

# Titles are words of people: no parser knows their forms.
# Taken: the " *" and " :" of "Membre *", "Date :".
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
    """The start of a sheet's rows, its columns, and their faults."""

    sheet: Sheet
    problems: tuple[Problem, ...] = ()
    start: int = 0
    """The row of the heading, counted from 0."""
    names: tuple[str, ...] = ()
    """The names of the columns: as in the table, or as the user wrote, "" without a title.

    A wrong heading has no names, for cells would be held to the wrong columns."""
    fields: tuple[Field, ...] = ()
    """The columns to read: first the table's, then the columns that a user added."""


def read_headings(
    sheets: Mapping[str, Sequence[Sheet]], resources: Mapping[str, Resource]
) -> dict[str, list[Heading]]:
    """Find the headings of the sheets of each table, and hold them against the table's columns."""
    headings = {}
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        headings[name] = [_read_heading(sheet, fields) for sheet in sheets[name]]
    return headings


def _read_heading(sheet: Sheet, fields: Sequence[Field]) -> Heading:
    """Return the heading of a sheet, without columns where an error forbids to read the rows."""
    # The problems of an unreadable sheet say enough.
    if sheet.problems and not sheet.lines:
        return Heading(sheet)
    start, names = find_columns(sheet.lines, fields)
    if not names:
        top = replace(sheet.place, rows=(1,))
        empty = Problem(top, _("is empty"), expected=join_column_names(fields))
        return Heading(sheet, (empty,))
    line = sheet.lines[start]
    problems = [*_check_titles(sheet, line, names, fields)]
    place = replace(sheet.place, rows=(line.number,))
    problems += _refuse_absent(fields, names, problems, place)
    if any(problem.severity == "error" for problem in problems):
        return Heading(sheet, tuple(problems))
    known = {*names} - {""}
    problems += _refuse_above(sheet.lines[:start], len(known), sheet.place)
    # A column with an unknown title was added by a user, and becomes a field of text.
    all_fields = [*fields]
    all_names = []
    for cell, name in zip(line.cells, names, strict=True):
        title = clean_text(cell)
        all_names.append(name or title)
        if title and not name and not _counts_persons(title):
            all_fields.append(make_own_field(title))
    return Heading(sheet, tuple(problems), start, tuple(all_names), tuple(all_fields))


def index_titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column's name for every folded title that the column may have."""
    titles: dict[str, str] = {}
    for field in fields:
        titles[fold_spelling(field["name"])] = field["name"]
    for field in fields:
        titles.setdefault(fold_spelling(field["title"]), field["name"])
    first_of_kind: dict[str, str] = {}
    for field in fields:
        first_of_kind.setdefault(str(field.get("kind")), field["name"])
    # "Collectivité" is the member in a table of members, the département in a table of places.
    name = first_of_kind.get("member") or first_of_kind.get("department")
    if name:
        for title in OTHER_TITLES:
            titles.setdefault(title, name)
    if "attendance" in first_of_kind:
        titles.setdefault("presence", first_of_kind["attendance"])
    return titles


def fold_title(cell: str) -> str:
    """Return a title's folded words, without the mark of a column that must be filled in."""
    return fold_spelling(MARK_AFTER_A_TITLE.sub("", clean_text(cell)))


def find_columns(lines: Sequence[Line], fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Return the row of the heading, counted from 0, and the column's name under each cell.

    The heading is the row near the top that names most columns. Where no row names all needed
    columns, nor two at least, the heading is the first filled row: a single cell that is called as
    a column makes no heading of a row of data. Without any row there are no names.
    """
    by_title = index_titles(fields)
    needed = {column["name"] for column in fields if column[REQUIRED]}
    best: tuple[int, list[str]] = (0, [])
    most: set[str] = set()
    first_filled: tuple[int, list[str]] | None = None
    for at, line in enumerate(lines[:ROWS_BEFORE_DATA]):
        names = [by_title.get(fold_title(cell), "") for cell in line.cells]
        known = {*names} - {""}
        # Of two rows with as many columns the upper is the heading.
        if len(known) > len(most):
            best = (at, names)
            most = known
        if first_filled is None and any(map(clean_text, line.cells)):
            first_filled = (at, names)
    if len(most) > 1 or (needed and needed <= most):
        return best
    return first_filled or (0, [])


def _check_titles(
    sheet: Sheet, line: Line, names: Sequence[str], fields: Sequence[Field]
) -> Iterator[Problem]:
    """Yield the faults of titles: a column misspelt, of persons, or there twice.

    An unknown column was added by a user, and is remarked.
    """
    titles = [clean_text(cell) for cell in line.cells]
    expected = join_column_names(fields)
    shown = {column["name"]: column[SHOWN] for column in fields}
    absent = [column for column in fields if column["name"] not in names]
    for position, (title, name) in enumerate(zip(titles, names, strict=True)):
        is_first = name not in names[:position]
        if not title or (name and is_first):
            continue
        at = sheet.locate(line, position)
        # A count of persons is dropped: one or two persons would be recognised.
        if _counts_persons(title):
            fault = _("is a column of counts of persons, which aren’t kept: it can be deleted")
            yield Problem(at, fault, title, severity="remark")
            continue
        # A column of persons isn't a slip to be mended: nothing is near.
        if not name and OF_PERSONS.fullmatch(fold_title(title)):
            fault = _("is a column for personal data: neither names nor addresses are kept")
            yield Problem(at, fault, title, expected)
            continue
        meant = ""
        if not name:
            meant = _find_meant(title, absent, fields)
        # An unknown title is a slip, a column that is there already, or a column of a user.
        if meant:
            absent = [column for column in absent if column["name"] != meant]
            yield Problem(at, _("is not a column of this table"), title, expected, shown[meant])
        elif name or title in titles[:position]:
            only = _("a single column {name}", name=shown.get(name, title))
            yield Problem(at, _("is there twice"), title, only)
        else:
            fault = _("is a column of your own: its text stays with the table, in no page")
            yield Problem(at, fault, title, severity="remark")


def _find_meant(title: str, absent: Sequence[Field], fields: Sequence[Field]) -> str:
    """Return the column that a title seems to mean, of the `absent`; "" for a new title.

    Near a column that is needed, or holds a state, an approximate title is refused. Near an
    optional column a title is refused for a letter or two alone.
    """
    # "Membre (code Insee)" names the member: words in brackets explain.
    bare = title.partition("(")[0] or title
    by_title = index_titles(fields)
    near = find_nearest(bare, [*by_title])
    meant = by_title.get(near or "", "")
    # A column that is there already can't be meant again: the absent columns are looked through.
    for column in absent:
        if column["name"] == meant and (column[REQUIRED] or _holds_a_state(column)):
            return meant
    absent_by_title: dict[str, str] = {}
    for column in absent:
        absent_by_title[str(column["name"])] = column["name"]
        absent_by_title[str(column["title"])] = column["name"]
    slip = find_nearest(bare, [*absent_by_title], TYPED_WRONG)
    return absent_by_title.get(slip or "", "")


def _holds_a_state(column: Field) -> bool:
    return column.get("kind") == "attendance" or "enum" in column.get("constraints", {})


def _refuse_absent(
    fields: Sequence[Field], names: Sequence[str], problems: Sequence[Problem], at: Place
) -> Iterator[Problem]:
    """Refuse the lack of a required column, unless the `problems` found the column misspelt."""
    misspelt = {problem.nearest for problem in problems}
    expected = join_column_names(fields)
    for column in fields:
        is_there = column["name"] in names or column[SHOWN] in misspelt
        if column[REQUIRED] and not is_there:
            yield Problem(at, _("is a missing column"), column[SHOWN], expected)


def _refuse_above(lines: Sequence[Line], columns: int, place: Place) -> Iterator[Problem]:
    """Refuse rows above the heading that hold more than a title, for they may be data."""
    # Over a single column, a title can't be told from a row.
    most_words = 1 if columns > 1 else 0
    first = ""
    for line in lines:
        words = [*filter(None, map(clean_text, line.cells))]
        if len(words) <= most_words or words[0].lower().startswith("sep="):
            continue
        first = first or " ".join(words)
        fault = _("stands above the heading")
        expected = _("the heading first: was the table sorted together with it?")
        yield Problem(replace(place, rows=(line.number,)), fault, first, expected)


def _counts_persons(title: str) -> bool:
    """Whether a column of this title counts persons."""
    return COUNTS_OF_PERSONS.fullmatch(fold_title(title)) is not None


def join_column_names(fields: Sequence[Field]) -> str:
    """List the columns of a table, as a message's remedy."""
    return ", ".join(field[SHOWN] for field in fields)
