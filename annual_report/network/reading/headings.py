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
    titles = [*map(clean_text, sheet.lines[start].cells)]
    at = replace(sheet.place, rows=(sheet.lines[start].number,))
    problems = [*_check_titles(titles, names, fields, at)]
    if any(problem.severity == "error" for problem in problems):
        return Heading(sheet, tuple(problems))
    problems += _refuse_above(sheet.lines[:start], len({*names} - {""}), sheet.place)
    own = [title for title, name in zip(titles, names, strict=True)
           if title and not name and not _counts_persons(title)]  # fmt: skip
    called = tuple(name or title for title, name in zip(titles, names, strict=True))
    return Heading(sheet, tuple(problems), start, called, (*fields, *map(make_own_field, own)))


def _index_titles(fields: Sequence[Field]) -> dict[str, str]:
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


def _fold_title(cell: str) -> str:
    """Return a title's folded words, without the mark of a column that must be filled in."""
    return fold_spelling(MARK_AFTER_A_TITLE.sub("", clean_text(cell)))


def find_columns(lines: Sequence[Line], fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Return the row of the heading, counted from 0, and the column's name under each of its cells.

    It is the first of the rows near the top that name most columns. Where none of them names all
    that are needed, nor two at least, it is the first row that has anything: a single cell that is
    called as a column makes no heading of a row of data. Without any row there are no names.
    """
    by_title = _index_titles(fields)
    needed = {column["name"] for column in fields if column[REQUIRED]}
    lines = lines[:ROWS_BEFORE_DATA]
    rows = [[by_title.get(_fold_title(cell), "") for cell in line.cells] for line in lines]
    named = [{*row} - {""} for row in rows]
    start = max(range(len(rows)), key=lambda at: len(named[at]), default=0)
    if rows and (len(named[start]) > 1 or (needed and needed <= named[start])):
        return start, rows[start]
    filled = (at for at, line in enumerate(lines) if any(map(clean_text, line.cells)))
    start = next(filled, -1)
    return max(start, 0), rows[start] if start >= 0 else []


def _check_titles(
    titles: Sequence[str], names: Sequence[str], fields: Sequence[Field], at: Place
) -> Iterator[Problem]:
    """Say what is wrong with titles: a column misspelt, of persons, there twice, or missing.

    A column that is none of the table's is its author's own, and remarked.
    """
    by_title, expected = _index_titles(fields), join_column_names(fields)
    shown = {field["name"]: field[SHOWN] for field in fields}
    misspelt = set()
    for position, (title, name) in enumerate(zip(titles, names, strict=True)):
        if not title or (name and name not in names[:position]):
            continue
        # Nothing in brackets names a column, and one that is there isn't meant again.
        bare = re.sub(r"\(.*", "", title) or title
        close = by_title.get(find_nearest(bare, [*by_title]) or "", "")
        if _counts_persons(title):
            fault = _("is a column of counts of persons, which aren’t kept: it can be deleted")
            yield Problem(at, fault, title, severity="remark")
        # A column of persons isn't a slip to be mended: nothing is near.
        elif not name and OF_PERSONS.fullmatch(_fold_title(title)):
            fault = _("is a column for personal data: neither names nor addresses are kept")
            yield Problem(at, fault, title, expected)
        elif close and not name and close not in names:
            misspelt.add(close)
            fault = _("is not a column of this table")
            yield Problem(at, fault, title, expected, shown[close])
        elif name or title in titles[:position]:
            only = _("a single column {name}", name=shown.get(name, title))
            yield Problem(at, _("is there twice"), title, only)
        else:
            fault = _("is a column of your own: its text stays with the table, in no page")
            yield Problem(at, fault, title, severity="remark")
    # A column that is there misspelt isn't missing as well.
    absent = [column for column in fields if column["name"] not in {*names, *misspelt}]
    for column in absent:
        if column[REQUIRED]:
            yield Problem(at, _("is a missing column"), shown[column["name"]], expected)
    if optional := ", ".join(shown[column["name"]] for column in absent if not column[REQUIRED]):
        fault = _("lacks columns that may be left out: {columns}", columns=optional)
        yield Problem(replace(at, rows=()), fault, severity="remark")


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
    return COUNTS_OF_PERSONS.fullmatch(_fold_title(title)) is not None


def join_column_names(fields: Sequence[Field]) -> str:
    """List the columns of a table, as a message's remedy."""
    return ", ".join(field[SHOWN] for field in fields)
