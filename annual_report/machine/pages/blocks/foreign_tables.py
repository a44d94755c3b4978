"""Tables of HTML of any origin as blocks: heads, columns of numbers, and rows that were cut.

Input: a `table` element, and a function that reads the content of a cell. Output: a `TableBlock`
whose cells know which of them are heads, numbers or long texts, and remarks for the author.
"""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from selectolax.lexbor import LexborNode

from annual_report.base.messages import _
from annual_report.machine.pages.blocks.model import (
    Cell,
    Content,
    Row,
    TableBlock,
    walk_blocks,
)
from annual_report.machine.pages.language import count_letters, is_long_text, is_unnamed

# Numbers as any library prints them, in any language's signs: `float` reads few of them.
# Taken: "-1 234,5", "12 %", "3e-5". Not taken: "1a", "n. r.".
NUMBER = re.compile(r"[-+−]?[\d\s.,]*\d[\d\s.,]*(?:e[-+]?\d+)?\s?[%€]?")
WITHOUT_NUMBER = frozenset({"", "nan", "<na>", "nat", "none", "inf", "-inf", "…", "...", "-"})
"""Texts that may stand in a column of numbers: a missing value, or a row left out."""
# Among other words around a table. Taken: "300 rows × 2 columns". Not taken: "300 rows".
CUT = re.compile(r"(\d+) rows × (\d+) columns")
"""The line that pandas writes below a table of which it shows only some rows."""
ELLIPSES = {"...", "…", "⋮", ""}
"""The words of the cells in a row that stands for the rows left out."""
PARTS_OF_A_TABLE = ("thead", "tbody", "tfoot")
"""The elements around the rows of a table."""
WIDEST_SPAN = 1000
"""The most columns that a cell may span, by the standard of HTML."""

ReadCell = Callable[[LexborNode], Content]
"""A function that reads the content of a cell, in which any block may stand."""


def read_table(node: LexborNode, read_cell: ReadCell) -> tuple[TableBlock, list[str]]:
    """Return the block of a `table` element, and remarks on the table for the author."""
    heads, rows = _read_rows(node, read_cell)
    caption = node.css_first("caption")
    title = " ".join(caption.text().split()) if caption and caption.parent == node else ""
    # A row above the heads that is one wide cell is the title of the whole table (Great Tables).
    width = max(map(_count_columns, [*heads, *rows]), default=1)
    while len(heads) > 1 and len(heads[0]) == 1 and heads[0][0].columns >= width > 1:
        words = heads.pop(0)[0].words
        title = f"{title}. {words}" if title and words else title or words
    table = TableBlock(heads, rows, title)
    if title:
        table.found = [title]
        table.is_described = True
    # A table without heads, or with a table within, only lays out a content.
    table.is_layout = not _has_heads(table) or any(map(_holds_table, rows))
    remarks = [*_remark_cut(node, rows)]
    remarks += _describe_columns(table)
    _set_scopes(table)
    return table, remarks


def _count_columns(row: Row) -> int:
    """Return the number of columns that a row fills."""
    return sum(cell.columns for cell in row)


def _has_heads(table: TableBlock) -> bool:
    """Whether a table has a head with words."""
    for row in [*table.heads, *table.rows]:
        for cell in row:
            if cell.is_head and cell.words:
                return True
    return False


def _holds_table(row: Row) -> bool:
    """Whether a table stands within a cell of a row."""
    for cell in row:
        for block in walk_blocks(cell.content):
            if isinstance(block, TableBlock):
                return True
    return False


def _read_rows(node: LexborNode, read_cell: ReadCell) -> tuple[list[Row], list[Row]]:
    """Return the rows of heads and the other rows of a table; rows in `thead` are heads."""
    heads: list[Row] = []
    rows: list[Row] = []
    for line, part in _list_lines(node):
        cells: Row = []
        for node_of_cell in line.iter():
            if node_of_cell.tag in ("th", "td"):
                cells.append(_read_cell(node_of_cell, read_cell))
        if not cells:
            continue
        if part == "thead":
            for cell in cells:
                cell.is_head = True
            heads.append(cells)
        else:
            rows.append(cells)
    # People who type a table leave `thead` out: the first rows of `th` alone are heads.
    if not heads:
        while rows and all(cell.is_head for cell in rows[0]):
            heads.append(rows.pop(0))
    return heads, rows


def _list_lines(node: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    """Yield the `tr` elements of a table, each with the part around it: "thead", or "" for none.

    Only direct children are looked at: a row of a table within a cell isn't a row of this table.
    """
    for child in node.iter():
        if child.tag == "tr":
            yield child, ""
        elif child.tag in PARTS_OF_A_TABLE:
            for line in child.iter():
                if line.tag == "tr":
                    yield line, str(child.tag)


def _read_cell(node: LexborNode, read_cell: ReadCell) -> Cell:
    """Return the cell of a `td` or `th`, with its content and the columns and rows it spans."""
    columns = _read_span(node, "colspan")
    rows = _read_span(node, "rowspan")
    return Cell(read_cell(node), node.tag == "th", columns, rows)


def _read_span(node: LexborNode, name: str) -> int:
    """Return how many columns or rows a cell spans; `name` is "colspan" or "rowspan"."""
    count = node.attributes.get(name) or ""
    # Only the digits 0 to 9: `int` would also take those of other scripts, such as "٣".
    if not (count.isdecimal() and count.isascii()):
        return 1
    return min(max(int(count), 1), WIDEST_SPAN)


def _remark_cut(node: LexborNode, rows: list[Row]) -> Iterator[str]:
    """Yield a remark on a table of which pandas shows only a part."""
    cut = CUT.search(node.parent.text() if node.parent else "")
    if cut is None:
        return
    shown = 0
    for row in rows:
        words = {cell.words for cell in row}
        # A row of ellipses stands for the rows that pandas left out.
        if not words <= ELLIPSES:
            shown += 1
    yield _(
        "a table is cut: {shown} of its {rows} rows are in the page, of {columns} columns; "
        "to have all: {line}",
        line='pd.set_option("display.max_rows", None, "display.max_columns", None)',
        shown=shown,
        rows=cut[1],
        columns=cut[2],
    )


def _describe_columns(table: TableBlock) -> Iterator[str]:
    """Set the look of a table's cells by their columns, and the letters that a row of it needs.

    `Cell.kind` becomes "number" in each cell of a column of numbers, which is aligned at the right,
    and "long" in the top cell of a column of long texts, which gets more room. `table.letters`
    tells where the table is too wide. Yield a remark on each column of data without a name.
    """
    for heads, cells in _list_columns(table):
        names = [cell.words for cell in heads]
        texts = [cell.words for cell in cells]
        if names or texts:
            table.letters += count_letters([*names, *texts])
        # A table that only lays out a content has no columns of data.
        if table.is_layout:
            continue
        if is_long_text(texts):
            # The width of the top cell is that of the whole column.
            top_cell = [*heads, *cells][0]
            top_cell.kind = "long"
        # The index of a frame has heads in all rows: it needs no name, and isn't aligned.
        if any(cell.is_head for cell in cells):
            continue
        if names and cells and all(map(is_unnamed, names)):
            yield _("a column of a table has no name: frame.rename(columns=…)")
        amounts = [text for text in texts if text.lower() not in WITHOUT_NUMBER]
        if amounts and all(map(NUMBER.fullmatch, amounts)):
            for cell in [*heads, *cells]:
                cell.kind = "number"


def _list_columns(table: TableBlock) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """Yield the cells of each column, from the last column to the first: heads, and other cells.

    Where a cell spans two rows, the row below lacks a cell at its beginning: so rows are aligned at
    their ends. A row with a cell that spans several columns belongs to no column, and is left out.
    """
    heads = [row[::-1] for row in table.heads if _is_simple(row)]
    rows = [row[::-1] for row in table.rows if _is_simple(row)]
    # The rows are reversed here: a row that lacks cells has None in the last columns yielded.
    for column in zip_longest(*heads, *rows):
        heads_of_column = [cell for cell in column[: len(heads)] if cell]
        cells_of_column = [cell for cell in column[len(heads) :] if cell]
        yield heads_of_column, cells_of_column


def _is_simple(row: Row) -> bool:
    """Whether each cell of a row fills one column."""
    return all(cell.columns == 1 for cell in row)


def _set_scopes(table: TableBlock) -> None:
    """Set the `scope` of each head with words: "col" if it names a column, "row" if a row.

    A head that spans several of them has "colgroup" or "rowgroup". Screen readers use the scope.
    """
    if table.is_layout:
        return
    for row in table.heads:
        for cell in row:
            if cell.is_head and cell.words:
                cell.scope = "colgroup" if cell.columns > 1 else "col"
    for row in table.rows:
        for cell in row:
            if cell.is_head and cell.words:
                cell.scope = "rowgroup" if cell.rows > 1 else "row"
