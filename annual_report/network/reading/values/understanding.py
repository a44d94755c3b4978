"""What the cells of a table say, each once: a column has few distinct ones."""

from collections.abc import Mapping
from typing import NamedTuple

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import find_person
from annual_report.network.reading.schema import REQUIRED, Field
from annual_report.network.reading.values.cells import is_free_text, is_placeholder, read_cell
from annual_report.network.territories.institutions import find_institution

OF_INSTITUTIONS = ("member", "department")
"""The kinds of cells that name an institution, or a département."""

Cells = Mapping[tuple[str, str], Field]
"""What is to be read: the fields of cells, by the names of these and the text of those."""


class ReadCell(NamedTuple):
    """What a cell says, and what is to be said of it, wherever it stands."""

    value: str = ""
    blank: str = ""
    """The words of a cell that is still to fill in."""
    refusal: CellError | None = None
    remark: str = ""
    reading: str = ""
    """What it was read as, where that isn't what was typed, in words that people know."""


NOTHING = ReadCell()


def read_cells(cells: Cells) -> dict[tuple[str, str], ReadCell]:
    """Read cells."""
    return {(name, text): understand_cell(text, field) for (name, text), field in cells.items()}


def understand_cell(cell: str, field: Field) -> ReadCell:
    """Read a cell."""
    if is_placeholder(cell):
        return ReadCell(blank=clean_text(cell))
    try:
        value = read_cell(cell, field)
    except CellError as error:
        return ReadCell(refusal=error)
    if not value and field.get(REQUIRED):
        example = field.get("example", field.get("title", "…"))
        expected = _("a value such as {example}", example=example)
        return ReadCell(refusal=CellError(_("is empty"), expected))
    remark = (is_free_text(field) and find_person(value)) or ""
    return ReadCell(value, remark=remark, reading=_tell_reading(cell, value, field))


def _tell_reading(cell: str, value: str, field: Field) -> str:
    """Return what a cell was read as, "" where it is what was typed, or what the program writes."""
    text = clean_text(cell)
    # What nobody sees says nothing; an apostrophe in front is a spreadsheet's, and hides nothing.
    if text == value or cell.startswith("'"):
        return ""
    if field.get("kind") in OF_INSTITUTIONS and value:
        institution = find_institution(value)
        is_usual = text.startswith(f"{value} ") or text == institution.in_a_list
        return "" if is_usual else institution.label
    if field.get("kind") == "partial-date" and value == "-".join(reversed(text.split("/"))):
        return ""
    return value or _("not recorded")
