"""A workbook in `.xlsx` → sheets, by title.

A cell is read as a spreadsheet shows the cell. A cell that doesn't show its value is an error:
merged cells, struck words, a formula without result. Rows that a filter hides are read, and
remarked. A workbook comes from anywhere: the size is looked at before a library opens the file.
"""

import errno
import io
import os
import pickle
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat.errors import XML_ERROR_NO_MEMORY, codes

from annual_report.base.errors import CellError, UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.archive import (
    LARGEST,
    pack_workbook,
    say_remedy,
    unpack_workbook,
)
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.files.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    Line,
    Mark,
    Sheet,
)
from annual_report.network.reading.problems import Place, Problem
from annual_report.network.reading.values.vocabulary import NO, YES

# The size of a workbook is judged before any parser reads the parts: hence patterns over bytes.
# Taken: "<f>", "<f/>", "<x:f t=…". Not taken: "<font>".
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
# Taken: "<sheetData>…</sheetData>", with or without a prefix.
CELLS = re.compile(rb"<(?:\w+:)?sheetData\b.*</(?:\w+:)?sheetData>", re.DOTALL)
"""The cells of a sheet's part; around the cells stand ranges, rules and links."""
SHEET_PARTS = "xl/worksheets"
STRINGS_PART = "xl/sharedStrings.xml"
USUAL_SIZE = 3_000_000
"""Bytes of all parts together: some sixty thousand filled cells."""
# A library takes the square of the number of some elements, such as rules: both are low.
USUAL_AROUND_CELLS = 12_000
"""Bytes of a sheet's part without its cells."""
USUAL_PART = 100_000
"""Bytes of any other part."""
MOST_SECONDS = 40
"""The time that the reading of an unusual workbook may take."""
MOST_MEMORY = 1_500_000_000
"""The bytes of memory that the reading of an unusual workbook may take."""
# The parser of formats in openpyxl is private.
# Taken: the words and conditions of a format, '"le "', "[$-40C]", "\-", "_)". Not taken: "dd/mm".
QUOTED_IN_A_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
TYPES_OF_TEXT = ("s", "str", "inlineStr")
"""openpyxl's types of a cell with text, which may be empty: "" can be the result of a formula."""
# Taken: the "hh:mm" of "dd/mm hh:mm", and "mm:ss". Not taken: the "mm" of "dd/mm".
OF_A_TIME = re.compile(r"h+\W*m+|m+\W*s+")
"""The "m" of a format that means minutes."""


def read_workbook(path: Path) -> dict[str, Sheet]:
    """Return the sheets of a workbook file, by title, with the cells as a spreadsheet shows them.

    Raise UnreadableError, with the remedy, for a file that is no workbook, damaged or too large.

    A usual workbook is read in this process. Any other workbook, which might take hours or all
    memory, is read in a process with limits.
    """
    content = read_file(path, LARGEST)
    try:
        parts = unpack_workbook(content)
        if _is_usual(parts):
            return read_sheets(parts, path.name)
        return _read_with_limits(parts, path.name)
    except UnreadableError:
        raise
    except Exception as error:  # any error of a library in a user's damaged file
        fault = _("is damaged, or no workbook")
        raise UnreadableError(fault, _("a workbook that a spreadsheet opens")) from error


def read_sheets(parts: Mapping[str, bytes], name: str) -> dict[str, Sheet]:
    """Return title → sheet of a workbook, with the text of each cell as a spreadsheet shows it.

    `parts` are the files inside the .xlsx archive, path → content, as `unpack_workbook` returns
    them once it has found them harmless; `name` is the file's name, for the places of problems.
    """
    # Imported late: a quarter of a second, and workbooks are rare.
    from openpyxl import load_workbook

    content = pack_workbook(parts)
    with warnings.catch_warnings():
        # openpyxl warns of drop-downs, styles and links, which are not read.
        warnings.simplefilter("ignore")
        # The results of formulas, and the fonts within a cell: struck words aren't read.
        values = load_workbook(io.BytesIO(content), data_only=True, rich_text=True)
        formulas = values
        # The formulas themselves show which empty cell is a formula whose result wasn't saved. A
        # second reading costs as much as the first: only where there is a formula.
        if any(FORMULA.search(part) for part in parts.values()):
            formulas = load_workbook(io.BytesIO(content))
    sheets = {}
    for sheet in values.worksheets:
        place = Place(name, sheet=sheet.title)
        sheets[sheet.title] = _read_sheet(sheet, formulas[sheet.title], place)
    return sheets


def _is_usual(parts: Mapping[str, bytes]) -> bool:
    """Whether a workbook is quickly read: no formulas, and few cells, rules, styles and links.

    `parts` are the files inside of the workbook, by their names. Only sizes and a few signs are
    looked at: a hostile workbook is made so that a parser takes hours.
    """
    if sum(map(len, parts.values())) > USUAL_SIZE:
        return False
    for name, part in parts.items():
        if FORMULA.search(part):
            return False
        folder, _slash, file = name.rpartition("/")
        is_sheet = folder == SHEET_PARTS and file.endswith(".xml")
        if is_sheet:
            around = CELLS.sub(b"", part)
            # A comment or an instruction could hide the end of the cells from the pattern. Only the
            # instruction at the very beginning is usual: the XML declaration.
            hides_cells = b"<!" in part or b"<?" in part[10:]
            if hides_cells or len(around) > USUAL_AROUND_CELLS:
                return False
        elif name != STRINGS_PART and len(part) > USUAL_PART:
            return False
    return True


def _read_with_limits(parts: Mapping[str, bytes], name: str) -> dict[str, Sheet]:
    """Return the sheets of a workbook by title, read in a process with limits of time and memory.

    `parts` are the files inside the workbook, path → content; `name` is the workbook's name. Raise
    UnreadableError beyond the limits, and for a damaged workbook.
    """
    command = f"from {__name__} import answer_caller; answer_caller()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", command],
            input=pickle.dumps((dict(parts), name, MOST_MEMORY)),
            capture_output=True,
            check=True,
            timeout=MOST_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        fault = _("has more cells, rules, styles or formulas than can be read")
        raise UnreadableError(fault, _("its values pasted into a new workbook")) from error
    # The process is of this program: its pickle can be trusted. None says that openpyxl failed.
    sheets: dict[str, Sheet] | None = pickle.loads(done.stdout)
    if sheets is None:
        fault = _("is damaged, or no workbook")
        raise UnreadableError(fault, say_remedy())
    return sheets


def answer_caller() -> None:
    """Read the workbook that a caller sends, and send the sheets back, or None for damage.

    The process of `_read_with_limits` runs this function.
    """
    # Imported before the limit of memory, which is meant for the workbook.
    import openpyxl  # noqa: F401

    parts, name, memory = pickle.load(sys.stdin.buffer)
    if sys.platform != "win32":
        # Windows doesn't have this module.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sheets: dict[str, Sheet] | None = None
    try:
        sheets = read_sheets(parts, name)
    except Exception as error:  # any error of a library in a user's damaged file
        # Too little memory ends the process with an error, by which the caller knows the limit.
        if _lacks_memory(error):
            raise
    pickle.dump(sheets, sys.stdout.buffer)


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether an error, or an error that caused the error, says that no memory is left.

    Expat and the system have numbers for this, and openpyxl wraps their errors.
    """
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return True
        if isinstance(error, ParseError) and error.code == codes[XML_ERROR_NO_MEMORY]:
            return True
        error = error.__context__
    return False


def _read_sheet(sheet: Any, formulas: Any, place: Place) -> Sheet:
    """Return a sheet of openpyxl as rows of texts, each cell as a spreadsheet shows it.

    `formulas` is the same sheet with the formulas in place of their results; `place` is the sheet's
    place in messages.
    """
    if sheet.max_column > MOST_COLUMNS or sheet.max_row * sheet.max_column > MOST_CELLS:
        # A sign typed far off by mistake makes a sheet of all cells between.
        last = sheet.calculate_dimension().rpartition(":")[2]
        fault = _("has too many rows or columns: its last cell is {cell}", cell=last)
        expected = _("one row for each fact, and nothing far from the table")
        return Sheet(place, problems=(Problem(place, fault, expected=expected),))
    lines = []
    rows = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    for number, (cells, sources) in enumerate(rows, 1):
        line = Line(number, [])
        lines.append(line)
        for at, (cell, source) in enumerate(zip(cells, sources, strict=True)):
            try:
                line.cells.append(_write_cell(cell))
            except CellError as error:
                line.cells.append(str(cell.value))
                line.cell_errors[at] = error
            # A program that only writes workbooks saves formulas without their results.
            if (
                source.data_type == "f"
                and cell.value is None
                and cell.data_type not in TYPES_OF_TEXT
            ):
                line.cell_errors[at] = CellError(
                    _("is a formula without a result"),
                    _("its value, or the workbook saved again by a spreadsheet"),
                )
    # Merged cells show a single value, and nobody knows to which rows and columns it belongs.
    # Empty merged cells are a decoration.
    for area in sheet.merged_cells.ranges:
        if sheet.cell(area.min_row, area.min_col).value is not None:
            merged = CellError(_("is merged with others"), _("a cell of its own for each value"))
            for line in lines[area.min_row - 1 : area.max_row]:
                line.cell_errors |= dict.fromkeys(range(area.min_col - 1, area.max_col), merged)
    marks = tuple(_list_marks(sheet))
    return Sheet(place, lines, tuple(_remark_hidden(sheet, lines, place)), marks=marks)


def _write_cell(cell: Any) -> str:
    """Return the text that a cell of openpyxl shows: 3.0 → "3", True → "oui".

    Raise CellError for words that are struck out.
    """
    value = cell.value
    if value is None:
        return ""
    # A cell with different fonts is a list of parts.
    fonts = [cell.font]
    if isinstance(value, list):
        fonts += [part.font for part in value if hasattr(part, "font")]
    if any(font and font.strike for font in fonts):
        raise CellError(_("is struck out"), _("the row taken out, or its words not struck out"))
    # A bool is an int for Python, and goes first.
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        # "dd/mm;@": the first section of a format is for ordinary values.
        section = (cell.number_format or "").split(";")[0]
        signs = QUOTED_IN_A_FORMAT.sub("", section).lower()
        return _write_day(value, OF_A_TIME.sub("", signs))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _write_day(value: date, signs: str) -> str:
    """Return as much of a date as the format of its cell shows.

    `signs` are the letters of the format, without quoted words and letters of a time. With
    "jj/mm/aaaa" the text is "2025-06-19", with "jj/mm" it is "19/06", without the hidden year.
    """
    # No date of a network has an hour: whoever reads the column will find such a text wrong.
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(sep=" ")
    # A French spreadsheet may write the signs in French: jour, mois, année.
    has_day = "d" in signs or "j" in signs
    has_month = "m" in signs
    has_year = "y" in signs or "a" in signs
    if has_day and has_month and not has_year:
        return f"{value:%d/%m}"
    if has_month and has_year and not has_day:
        return f"{value:%Y-%m}"
    if has_year and not has_day and not has_month:
        return f"{value:%Y}"
    # The format is of another value than a date, or shows the whole date.
    return f"{value:%Y-%m-%d}"


def _list_marks(sheet: Any) -> Iterator[Mark]:
    """Yield the comments, links and colours of a sheet's cells, which the texts of cells lack.

    `sheet` is a worksheet of openpyxl. The author is told that no page shows them.
    """
    for cells in sheet.iter_rows():
        for cell in cells:
            place = (cell.row, cell.column)
            if getattr(cell, "comment", None):
                yield Mark("comment", place)
            link = getattr(cell, "hyperlink", None)
            if link and not _is_written_out(str(link.target or ""), str(cell.value)):
                yield Mark("link", place)
            # The colour of a cell with words is only a look; an empty cell may mean something by
            # it.
            if cell.value is None and _is_coloured(cell):
                yield Mark("colour", place)


def _is_written_out(address: str, words: str) -> bool:
    """Whether a link shows its own address as its words, so that reading the words is enough."""
    return address.removeprefix("mailto:").rstrip("/") == words.rstrip("/")


def _is_coloured(cell: Any) -> bool:
    """Whether a cell has a background other than white."""
    if not cell.has_style or cell.fill.fill_type is None:
        return False
    # "FFFFFFFF" is white: two digits for opacity, then six for red, green and blue.
    return str(cell.fill.fgColor.rgb)[-6:] != "FFFFFF"


def _remark_hidden(sheet: Any, lines: Sequence[Line], place: Place) -> Iterator[Problem]:
    """Remark hidden sheets, rows and columns, which are read all the same."""
    if sheet.sheet_state != "visible":
        yield Problem(place, _("is a hidden sheet, and was read"), severity="remark")
    for number, row in sheet.row_dimensions.items():
        if row.hidden and number <= len(lines) and any(lines[number - 1].cells):
            fault = _("is a row that is hidden or filtered, and was read")
            yield Problem(replace(place, rows=(number,)), fault, severity="remark")
    if any(column.hidden for column in sheet.column_dimensions.values()):
        yield Problem(place, _("has hidden columns, which were read"), severity="remark")
