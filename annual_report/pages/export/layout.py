"""How a page is laid out: its cover, then its chapters, each with its parts in one or two columns.

What stands from a cell tagged `columns` to the cell tagged `beside` makes two columns, the second
beginning with the latter. A figure that is too wide for a column ends both: it, and what follows,
has the whole width.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from annual_report.errors import PageError
from annual_report.messages import _
from annual_report.pages.export.outputs import Piece, published, tags
from annual_report.pages.fragment import MIME, front

WIDE = 'class="drawing broad'
"""How a figure begins that scrolls where there is little room."""


@dataclass
class Block:
    """Parts of a chapter below each other, or in two columns."""

    columns: list[list[Piece]] = field(default_factory=lambda: [[]])


@dataclass
class Chapter:
    """A chapter; what stands before the first one has neither number nor title."""

    cell: NotebookNode | None = None
    number: int | None = None
    id: str = ""
    title: str = ""
    blocks: list[Block] = field(default_factory=list)


LAYOUTS = ("report", "poster")
"""The templates that a cover may ask for."""


@dataclass
class Page:
    """What the template fills in: the facts of the page, its cover and its chapters."""

    about: Mapping[str, Any]
    covers: list[Piece]
    chapters: list[Chapter]

    @property
    def layout(self) -> str:
        """The template that it is laid out by: a report's, unless its cover says otherwise.

        Raise PageError for any other name: it comes from a notebook, and could lead to a file.
        """
        asked = self.about.get("layout", LAYOUTS[0])
        if asked not in LAYOUTS:
            names = ", ".join(LAYOUTS)
            raise PageError(_("a page is laid out as one of {names}", names=names))
        return str(asked)

    @property
    def has_pictures(self) -> bool:
        """Whether it holds pictures, which a browser must be let show."""
        columns = (column for each in self.chapters for block in each.blocks
                   for column in block.columns)  # fmt: skip
        pieces = (piece.part.get("html", "") for column in columns for piece in column)
        return any("<img " in html or "<image " in html for html in pieces)


def laid_out(notebook: NotebookNode, name: str) -> Page:
    """Lay out what a notebook publishes; a page without a cover gets the plainest one."""
    covers: list[Piece] = []
    chapters = [Chapter()]
    for cell in notebook.cells:
        names = tags(cell)
        column = _column(chapters[-1])
        if column and ("columns" in names or (column == 2 and "beside" not in names)):
            chapters[-1].blocks.append(Block())
        if "columns" in names:
            chapters[-1].blocks.append(Block([[], []]))
        for piece in published(cell):
            if "page" in piece.part:
                covers.append(piece)
            elif "chapter" in piece.part:
                chapters.append(Chapter(cell, **piece.part["chapter"]))
                if "columns" in names:
                    chapters[-1].blocks.append(Block([[], []]))
            elif piece.part.get("html"):
                _add(chapters[-1], piece, second="beside" in names)
    if not covers and not any(each.title or each.blocks for each in chapters):
        raise PageError(
            _(
                "{page}: nothing is published, in any of its {count} cells: publish(…) puts a "
                "table, a figure or a text into the page",
                page=f"{name}.html",
                count=len(notebook.cells),
            )
        )
    if not covers:
        covers.append(_plain_cover(notebook, name))
    kept = [chapter for chapter in chapters if chapter.title or chapter.blocks]
    for chapter in kept:
        chapter.blocks = [block for block in chapter.blocks if any(block.columns)]
    about: dict[str, Any] = {}
    for cover in covers:
        about |= cover.part["page"]
    return Page(about, covers, [each for each in kept if each.title or each.blocks])


def _column(chapter: Chapter) -> int:
    """Return in which column a chapter stands: 0 where there are none."""
    if not chapter.blocks or len(chapter.blocks[-1].columns) == 1:
        return 0
    return 2 if chapter.blocks[-1].columns[1] else 1


def _add(chapter: Chapter, piece: Piece, *, second: bool) -> None:
    if not chapter.blocks:
        chapter.blocks.append(Block())
    if len(chapter.blocks[-1].columns) == 2 and WIDE in piece.part["html"]:
        chapter.blocks.append(Block())
    columns = chapter.blocks[-1].columns
    columns[1 if second and len(columns) == 2 else 0].append(piece)


def _plain_cover(notebook: NotebookNode, name: str) -> Piece:
    """Title a page by its notebook's own title, which is the first heading of its Markdown."""
    for cell in notebook.cells:
        line = cell.source.lstrip().partition("\n")[0]
        if cell.cell_type == "markdown" and line.startswith("# "):
            return Piece(cell, front(line[2:].strip())._repr_mimebundle_()[MIME])
    return Piece(NotebookNode(id=""), front(name)._repr_mimebundle_()[MIME])
