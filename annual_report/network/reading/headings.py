"""Where the heading of a table stands, which column each title names, and what is wrong there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.files.sheets import ROWS_BEFORE_DATA, Line, Sheet
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import REQUIRED, SHOWN, Field, Resource, make_own_field

MARK_AFTER_A_TITLE = re.compile(r"[\s*:]+$")
OTHER_TITLES = (
    *("code departement", "code du departement", "nom du departement", "dept", "dpt"),
    *("departement", "code insee", "codgeo", "libgeo", "siren", "collectivite"),
    *("insee com", "insee dep", "insee reg", "code commune", "code region"),
    *("institution", "code membre", "code du membre", "nom du membre"),
)
"""Other usual titles of the column that names a member, or else a département: by its kind."""
OF_PERSONS = re.compile(
    r"adresse (?:e ?mail|electronique|mail|postale)|agent|civilite|contacts?|courriels?|e ?mails?"
    r"|interlocut(?:eur|rice)|intervenante?s?|mails?|mobile|(?:n° ?|numero de )?tel(?:ephones?)?"
    r"|noms?(?: agent| de famille| (?:de l|des) (?:agent|animateur|animatrice|intervenante?)s?"
    r"| de la personne| du referent| et prenom)?|participante?s?|portable|prenoms?(?: et nom)?"
    r"|referente?s?|responsable|signatures?"
)
"""Folded titles of columns that hold people."""
COUNTS_OF_PERSONS = re.compile(
    r"agents(?: presents)?|(?:nb|nbre|nombre|effectifs?)"
    r"(?: (?:d |de |des )?(?:agent|personne|participant|present)(?:e?s)?)?"
)
"""Folded titles of columns that count people: nothing keeps how many came, for few are somebody."""
TYPED_WRONG = 0.8
"""How alike two titles are, from 0 to 1, if one is the other with a letter or two wrong."""


@dataclass(frozen=True)
class Heading:
    """Where the rows of a sheet begin, what its columns are, and what is wrong with them."""

    sheet: Sheet
    problems: tuple[Problem, ...] = ()
    start: int = 0
    """The row of the heading, counted from 0."""
    names: tuple[str, ...] = ()
    """What its columns are called: as in the table, or as its author does, "" without a title.

    There are none where the heading is wrong, for cells would be held to the wrong columns."""
    fields: tuple[Field, ...] = ()
    """The columns that are kept: those of the table, then those of somebody's own."""


def read_headings(
    sheets: Mapping[str, Sequence[Sheet]], resources: Mapping[str, Resource]
) -> dict[str, list[Heading]]:
    """Find the headings of the sheets of each table, and hold them against its columns."""
    return {name: [_read_heading(sheet, resource["schema"]["fields"]) for sheet in sheets[name]]
            for name, resource in resources.items()}  # fmt: skip


def _read_heading(sheet: Sheet, fields: Sequence[Field]) -> Heading:
    if sheet.problems and not sheet.lines:
        return Heading(sheet)  # why it can't be read is said
    start, names = find_columns(sheet.lines, fields)
    if not names:
        at, expected = replace(sheet.place, rows=(1,)), join_column_names(fields)
        return Heading(sheet, (Problem(at, _("is empty"), expected=expected),))
    line = sheet.lines[start]
    titles = [*map(clean_text, line.cells)]
    problems = [*_check_titles(sheet, line, names, fields)]
    problems += _say_absent(fields, names, problems, replace(sheet.place, rows=(line.number,)))
    if any(problem.severity == "error" for problem in problems):
        return Heading(sheet, tuple(problems))
    problems += _refuse_above(sheet.lines[:start], len({*names} - {""}), sheet.place)
    own = [title for title, name in zip(titles, names, strict=True)
           if title and not name and not _counts_persons(title)]  # fmt: skip
    called = tuple(name or title for title, name in zip(titles, names, strict=True))
    return Heading(sheet, tuple(problems), start, called, (*fields, *map(make_own_field, own)))


def index_titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column's name for every folded title that the column may have."""
    titles = {fold_spelling(field["name"]): field["name"] for field in fields}
    for field in fields:
        titles.setdefault(fold_spelling(field["title"]), field["name"])
    first = {str(field.get("kind")): field["name"] for field in reversed(fields)}
    # A table of members calls its members as it likes; one of places, its départements.
    if name := first.get("member") or first.get("department"):
        titles = {**dict.fromkeys(OTHER_TITLES, name), **titles}
    if state := first.get("attendance"):
        titles.setdefault("presence", state)
    return titles


def fold_title(cell: str) -> str:
    """Return a title's folded words, without the mark of a column that must be filled in."""
    return fold_spelling(MARK_AFTER_A_TITLE.sub("", clean_text(cell)))


def find_columns(lines: Sequence[Line], fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Return the row of the heading, counted from 0, and the column's name under each of its cells.

    It is the first of the rows near the top that name most columns. Where none of them names all
    that are needed, nor two at least, it is the first row that has anything: a single cell that is
    called as a column makes no heading of a row of data. Without any row there are no names.
    """
    by_title = index_titles(fields)
    needed = {column["name"] for column in fields if column[REQUIRED]}
    lines = lines[:ROWS_BEFORE_DATA]
    rows = [[by_title.get(fold_title(cell), "") for cell in line.cells] for line in lines]
    named = [{*row} - {""} for row in rows]
    start = max(range(len(rows)), key=lambda at: len(named[at]), default=0)
    if rows and (len(named[start]) > 1 or (needed and needed <= named[start])):
        return start, rows[start]
    filled = (at for at, line in enumerate(lines) if any(map(clean_text, line.cells)))
    start = next(filled, -1)
    return max(start, 0), rows[start] if start >= 0 else []


def _check_titles(
    sheet: Sheet, line: Line, names: Sequence[str], fields: Sequence[Field]
) -> Iterator[Problem]:
    """Say what is wrong with titles: a column misspelt, of persons, or there twice.

    A column that is none of the table's is its author's own, and remarked.
    """
    titles = [clean_text(cell) for cell in line.cells]
    expected = join_column_names(fields)
    shown = {column["name"]: column[SHOWN] for column in fields}
    absent = [column for column in fields if column["name"] not in names]
    for position, (title, name) in enumerate(zip(titles, names, strict=True)):
        if not title or (name and name not in names[:position]):
            continue
        at = sheet.locate(line, position)
        if _counts_persons(title):
            fault = _("is a column of counts of persons, which aren’t kept: it can be deleted")
            yield Problem(at, fault, title, severity="remark")
            continue
        # A column of persons isn't a slip to be mended: nothing is near.
        if not name and OF_PERSONS.fullmatch(fold_title(title)):
            fault = _("is a column for personal data: neither names nor addresses are kept")
            yield Problem(at, fault, title, expected)
            continue
        meant = "" if name else _find_meant(title, absent, fields)
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
    """Return the column that a title seems to mean, of those that a table lacks; "" if it is none.

    Where a column is needed, or holds a state, a title that is merely near is refused. Beside one
    that may be left out stands whatever its author likes, unless a letter or two are wrong.
    """
    # Nothing in brackets names a column, and one that is there isn't meant again.
    bare = re.sub(r"\(.*", "", title) or title
    by_title = index_titles(fields)
    near = by_title.get(find_nearest(bare, [*by_title]) or "", "")
    for column in absent:
        if column["name"] == near and (column[REQUIRED] or _holds_a_state(column)):
            return near
    own = {str(word): str(column["name"]) for column in absent
           for word in (column["name"], column["title"])}  # fmt: skip
    return own.get(find_nearest(bare, [*own], TYPED_WRONG) or "", "")


def _holds_a_state(column: Field) -> bool:
    return column.get("kind") == "attendance" or "enum" in column.get("constraints", {})


def _say_absent(
    fields: Sequence[Field], names: Sequence[str], said: Sequence[Problem], at: Place
) -> Iterator[Problem]:
    """Refuse the lack of a column that a table must have, unless one is there misspelt."""
    misspelt = {problem.nearest for problem in said}
    for column in fields:
        if column[REQUIRED] and column["name"] not in names and column[SHOWN] not in misspelt:
            fault, expected = _("is a missing column"), join_column_names(fields)
            yield Problem(at, fault, column[SHOWN], expected)


def _refuse_above(lines: Sequence[Line], columns: int, place: Place) -> Iterator[Problem]:
    """Refuse rows above the heading that hold more than a title, for they may be data."""
    first = ""
    for line in lines:
        words = [*filter(None, map(clean_text, line.cells))]
        # Over a single column, a title can't be told from a row.
        if len(words) > (columns > 1) and not words[0].lower().startswith("sep="):
            first = first or " ".join(words)
            fault = _("stands above the heading")
            expected = _("the heading first: was the table sorted together with it?")
            yield Problem(replace(place, rows=(line.number,)), fault, first, expected)


def _counts_persons(title: str) -> bool:
    """Whether a column of this title says how many persons there were."""
    return COUNTS_OF_PERSONS.fullmatch(fold_title(title)) is not None


def join_column_names(fields: Sequence[Field]) -> str:
    """List the columns of a table, as a message's remedy."""
    return ", ".join(field[SHOWN] for field in fields)
