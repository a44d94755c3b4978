"""Where the heading of a table stands, which column each title names, and what is wrong there."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import REQUIRED, SHOWN, Field, Resource, make_own_field
from annual_report.network.reading.sheets import ROWS_BEFORE_DATA, Grid, Part

MARK_AFTER_A_TITLE = re.compile(r"[\s*:]+$")
OTHER_TITLES = (
    *("code departement", "code du departement", "nom du departement", "dept", "dpt"),
    *("departement", "code insee", "codgeo", "libgeo", "siren", "collectivite"),
    *("insee com", "insee dep", "insee reg", "code commune", "code region"),
    *("institution", "code membre", "code du membre", "nom du membre"),
)
"""Other usual titles of the column that names a member, or else a département: by its kind."""
OF_PERSONS = re.compile(
    r"adresse (?:e ?mail|electronique|mail|postale)|agent|civilite|contacts?|courriels?"
    r"|e ?mails?|interlocut(?:eur|rice)|mails?|mobile|(?:numero de )?tel(?:ephones?)?|portable"
    r"|noms?(?: agent| de famille| (?:de l|des) agents?| de la personne| du referent| et prenom)?"
    r"|participante?s?|prenoms?(?: et nom)?|referente?s?|responsable|signatures?"
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

    problems: tuple[Problem, ...]
    start: int = 0
    """The row of the heading, counted from 0."""
    columns: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """The positions of columns by their names, those of somebody's own too."""
    ignored: frozenset[int] = frozenset()
    """The positions of columns that nothing keeps."""
    fields: tuple[Field, ...] = ()
    """The columns of the table, then those of somebody's own."""
    names: tuple[str, ...] = ()
    """The names of the table's columns in the order of the file, "" for others."""


def read_headings(
    parts: Mapping[str, Sequence[Part]], resources: Mapping[str, Resource]
) -> dict[str, list[Heading]]:
    """Find the headings of the sheets of each table, and hold them against its columns."""
    return {name: [_read_heading(part, resources[name]["schema"]["fields"]) for part in sheets]
            for name, sheets in parts.items()}  # fmt: skip


def _read_heading(part: Part, fields: Sequence[Field]) -> Heading:
    sheet, place = part
    start, names = find_columns(sheet.rows, fields)
    if not names:
        expected = join_column_names(fields)
        return Heading((Problem(replace(place, row=1), _("is empty"), expected=expected),))
    titles = [*map(clean_text, sheet.rows[start])]
    at = replace(place, row=sheet.lines[start].number)
    problems = [*_check_titles(titles, names, fields, at)]
    # Under a heading that is wrong, cells would be held to the wrong columns.
    if any(problem.severity == "error" for problem in problems):
        return Heading(tuple(problems))
    problems += [Problem(replace(place, row=row), remark, severity="remark")
                 for row, remark in sheet.remarks]  # fmt: skip
    problems += _refuse_above(sheet.rows[:start], len({*names} - {""}), place)
    ignored = frozenset(at for at, title in enumerate(titles) if _counts_persons(title))
    own = {title: at for at, title in enumerate(titles)
           if title and not names[at] and at not in ignored}  # fmt: skip
    columns = {name: at for at, name in enumerate(names) if name} | own
    described = (*fields, *map(make_own_field, own))
    return Heading(tuple(problems), start, columns, ignored, described, tuple(names))


def _index_titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column's name for every folded title that the column may have."""
    titles = {fold_spelling(field["name"]): field["name"] for field in fields}
    for field in fields:
        titles.setdefault(fold_spelling(field.get("title", field["name"])), field["name"])
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


def find_columns(grid: Grid, fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Return the row of the heading, counted from 0, and the column's name under each of its cells.

    It is the first of the rows near the top that name most columns. Where none of them names all
    that are needed, nor two at least, it is the first row that has anything: a single cell that is
    called as a column makes no heading of a row of data. Without any row there are no names.
    """
    known, needed = _index_titles(fields), {column["name"] for column in fields if column[REQUIRED]}
    rows = [[known.get(_fold_title(cell), "") for cell in row] for row in grid[:ROWS_BEFORE_DATA]]
    named = [{*row} - {""} for row in rows]
    start = max(range(len(rows)), key=lambda at: len(named[at]), default=0)
    if not rows or not (len(named[start]) > 1 or (needed and needed <= named[start])):
        filled = (at for at, row in enumerate(grid[: len(rows)]) if any(map(clean_text, row)))
        start = next(filled, len(rows))
    return start, rows[start] if start < len(rows) else []


def _check_titles(
    titles: Sequence[str], names: Sequence[str], fields: Sequence[Field], at: Place
) -> Iterator[Problem]:
    """Say what is wrong with titles: a column misspelt, of persons, there twice, or missing.

    A column that is none of the table's is its author's own, and remarked.
    """
    known, expected = _index_titles(fields), join_column_names(fields)
    shown = {field["name"]: str(field.get(SHOWN, field["name"])) for field in fields}
    misspelt = set()
    for position, (title, name) in enumerate(zip(titles, names, strict=True)):
        close = "" if name or not title else _find_misspelt(title, known, names)
        if not title or (name and name not in names[:position]):
            continue
        if _counts_persons(title):
            fault = _("is a column of counts of persons, which aren’t kept: it can be deleted")
            yield Problem(at, fault, title, severity="remark")
        # A column of persons isn't a slip to be mended: nothing is near.
        elif not name and OF_PERSONS.fullmatch(_fold_title(title)):
            fault = _("is a column for personal data: neither names nor addresses are kept")
            yield Problem(at, fault, title, expected)
        elif close:
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
        yield Problem(replace(at, row=None), fault, severity="remark")


def _find_misspelt(title: str, known: Mapping[str, str], names: Sequence[str]) -> str:
    """Return the column that a title may be meant for, "" if none is near that isn't there."""
    name = known.get(find_nearest(re.sub(r"\(.*", "", title) or title, [*known]) or "", "")
    return "" if name in names else name


def _refuse_above(rows: Grid, columns: int, place: Place) -> Iterator[Problem]:
    """Refuse rows above the heading that hold more than a title, for they may be data."""
    first = ""
    for number, cells in enumerate(rows, 1):
        words = [*filter(None, map(clean_text, cells))]
        # Over a single column, a title can't be told from a row.
        if len(words) > (columns > 1) and not words[0].lower().startswith("sep="):
            first = first or " ".join(words)
            fault = _("stands above the heading")
            expected = _("the heading first: was the table sorted together with it?")
            yield Problem(replace(place, row=number), fault, first, expected)


def _counts_persons(title: str) -> bool:
    """Whether a column of this title says how many persons there were."""
    return COUNTS_OF_PERSONS.fullmatch(_fold_title(title)) is not None


def join_column_names(fields: Sequence[Field]) -> str:
    """List the columns of a table, as a message's remedy."""
    return ", ".join(str(field.get(SHOWN, field["name"])) for field in fields)
