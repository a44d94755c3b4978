"""Where the heading of a table stands, and which of its columns each title names."""

import re
from collections.abc import Iterator, Mapping, Sequence

from annual_report.base.letters import clean_text, find_nearest, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.schema import SHOWN
from annual_report.network.reading.sheets import ROWS_BEFORE_DATA, Grid
from annual_report.network.reading.values.cells import Field

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


def index_titles(fields: Sequence[Field]) -> dict[str, str]:
    """Return the column's name for every folded title that the column may have."""
    found = {fold_spelling(field["name"]): field["name"] for field in fields}
    for field in fields:
        found.setdefault(fold_spelling(field.get("title", field["name"])), field["name"])
    first = {str(each.get("kind")): each["name"] for each in reversed(fields)}
    # A table of members calls its members as it likes; one of places, its départements.
    if name := first.get("member") or first.get("department"):
        found = {**dict.fromkeys(OTHER_TITLES, name), **found}
    if state := first.get("attendance"):
        found.setdefault("presence", state)
    return found


def fold_title(cell: str) -> str:
    """Return a title's folded words, without the mark of a column that must be filled in."""
    return fold_spelling(MARK_AFTER_A_TITLE.sub("", clean_text(cell)))


def find_columns(grid: Grid, fields: Sequence[Field]) -> tuple[int, list[str]]:
    """Return the row of the heading, counted from 0, and the column's name under each of its cells.

    It is the first of the rows near the top that name most columns. Where none of them names all
    that are needed, nor two at least, it is the first row that has anything: a single cell that is
    called as a column makes no heading of a row of data. Without any row there are no names.
    """
    known, needed = index_titles(fields), list_required(fields)
    rows = [[known.get(fold_title(cell), "") for cell in row] for row in grid[:ROWS_BEFORE_DATA]]
    named = [{*row} - {""} for row in rows]
    start = max(range(len(rows)), key=lambda at: len(named[at]), default=0)
    if not rows or not (len(named[start]) > 1 or (needed and needed <= named[start])):
        filled = (at for at, row in enumerate(grid[: len(rows)]) if any(map(clean_text, row)))
        start = next(filled, len(rows))
    return start, rows[start] if start < len(rows) else []


def check_heading(
    heading: Sequence[str], columns: Sequence[str], fields: Sequence[Field], at: Place
) -> Iterator[Problem]:
    """Say what is wrong with a heading: a column misspelt, of persons, there twice, or missing.

    A column that is none of the table's is its author's own, and remarked.
    """
    known, names = index_titles(fields), join_column_names(fields)
    shown = {str(each["name"]): str(each.get(SHOWN, each["name"])) for each in fields}
    misspelt, labels = set(), [*map(clean_text, heading)]
    for position, name in enumerate(columns):
        label = labels[position]
        if counts_persons(label):
            what = _("is a column of counts of persons, which aren’t kept: it can be deleted")
            yield Problem(at, what, label, severity="remark")
        elif label and not name:
            # A column of persons isn't a slip to be mended: nothing is near.
            if reason := explain_no_column(fold_title(label)):
                yield Problem(at, reason, label, names)
                continue
            near = find_nearest(re.sub(r"\(.*", "", label) or label, list(known))
            close = known.get(near or "")
            if close and close not in columns:
                misspelt.add(close)
                what = _("is not a column of this table")
                yield Problem(at, what, label, names, shown[close])
            elif label in labels[:position]:
                only = _("a single column {name}", name=label)
                yield Problem(at, _("is there twice"), label, only)
            else:
                what = _("is a column of your own: its text stays with the table, in no page")
                yield Problem(at, what, label, severity="remark")
        elif name and name in columns[:position]:
            only = _("a single column {name}", name=shown[name])
            yield Problem(at, _("is there twice"), label, only)
    # A column that is there misspelt isn't missing as well.
    for name in (each for each in shown if each not in {*columns, *misspelt}):
        if name in list_required(fields):
            yield Problem(at, _("is a missing column"), shown[name], names)
        else:
            here = Place(at.file, sheet=at.sheet)
            what = _("is a column that the table lacks")
            yield Problem(here, what, shown[name], severity="remark")


def list_own_titles(heading: Sequence[str], columns: Sequence[str]) -> dict[int, str]:
    """Return the titles of somebody's own columns by their positions, where nothing is wrong."""
    labels = enumerate(map(clean_text, heading))
    return {position: label for position, label in labels
            if label and not columns[position] and not counts_persons(label)}  # fmt: skip


def counts_persons(title: str) -> bool:
    """Whether a column of this title says how many persons there were."""
    return COUNTS_OF_PERSONS.fullmatch(fold_title(title)) is not None


def explain_no_column(label: str) -> str | None:
    """Say why a column of this (folded) label has no place here, None if it may have one."""
    if OF_PERSONS.fullmatch(label):
        return _("is a column for personal data: neither names nor addresses are kept")
    return None


def list_required(fields: Sequence[Field]) -> set[str]:
    """Return the columns that every row fills in."""
    return {field["name"] for field in fields if field.get("constraints", {}).get("required")}


def join_column_names(fields: Sequence[Field] | Sequence[Mapping[str, str]]) -> str:
    """List the columns of a table, as a message's remedy."""
    return ", ".join(str(field.get(SHOWN, field["name"])) for field in fields)
