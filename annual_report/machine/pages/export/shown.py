"""A notebook that calls no `publish`: all its outputs go into the page ("shown").

Input: an executed notebook. Output: a `ShownNotebook`, the parts of its page.

`read_shown` makes the parts of a page (see `fragment`) from the cells: Markdown, whose headings
become chapters, and of each output a single block (a table, a picture; see `blocks.model`), chosen
as nbconvert chooses, without the cells that tags leave out. The remarks of the parts name all
content that is missing or changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser

from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.machine.pages.blocks.block_names import Namer, list_undescribed
from annual_report.machine.pages.blocks.model import (
    Code,
    Content,
    Fold,
    HeadingBlock,
    Piece,
    Prose,
    holds_something,
    read_words,
    walk_blocks,
    write_content,
)
from annual_report.machine.pages.blocks.outputs import NoBlock, read_outputs
from annual_report.machine.pages.blocks.reading_markdown import read_markdown
from annual_report.machine.pages.checks.secrecy import veil_places, veil_secrets
from annual_report.machine.pages.checks.wording import find_contact, remark_names
from annual_report.machine.pages.export.executed import (
    TAGS_WITHOUT_CELL,
    TAGS_WITHOUT_CODE,
    TAGS_WITHOUT_OUTPUT,
    list_tags,
)
from annual_report.machine.pages.export.options import NONE, SHOWN, ExportOptions
from annual_report.machine.pages.fragment import make_id
from annual_report.machine.pages.guessing import UNKNOWN, find_likeliest, guess_language
from annual_report.machine.pages.language import FRENCH, choose_own_language, use_language
from annual_report.machine.pages.written import say_of_block

# A link to a place in the page, as our own blocks write it: the same bytes stay beside it, which a
# parser would write anew. Taken: ` href="#membres"`. Not taken: ` href="https://…"`.
LINK_IN_PAGE = re.compile(r' href="#([^"]*)"')
LONGEST_LIST = 120
"""The most letters of a list of paths in a remark, which is a line in a terminal."""


@dataclass
class ShownCell:
    """The content of a cell for the page, and the remarks on the cell for the author."""

    cell: NotebookNode
    content: list[Piece] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    """Remarks on content that the page lacks, or that has no description."""
    remarks: list[str] = field(default_factory=list)
    """Remarks on words: persons' names, addresses, paths of a machine."""


@dataclass
class ShownNotebook:
    """The parts of a page, each with its cell, and two languages: of the page, of fixed words.

    A part is a mapping as `fragment` has it: `{"html": "<p>…", "cell": …}`, `{"chapter": …}`.
    """

    parts: list[dict[str, Any]]
    language: str
    own_language: str


def read_shown(notebook: NotebookNode, folder: str, options: ExportOptions) -> ShownNotebook:
    """Return the parts of a notebook's page; `folder` is the notebook's, where pictures lie.

    The notebook itself changes, since it is published beside its page: it loses the cells that tags
    leave out and the names of homes, and gets a title.
    """
    notebook.cells = [
        cell for cell in notebook.cells if TAGS_WITHOUT_CELL.isdisjoint(list_tags(cell))
    ]
    cells = [_read_cell(cell, folder, options) for cell in notebook.cells]
    _settle_headings(cells)
    choice = _choose_language(cells, options)
    if choice.remark and cells:
        cells[0].remarks.append(choice.remark)
    with use_language(choice.language, choice.own_language):
        _name_blocks(cells)
        for shown in cells:
            _remark_words(shown)
        content: list[Piece] = []
        for shown in cells:
            content += _flatten(shown.content)
        layout = _Layout(content)
        parts: list[dict[str, Any]] = []
        for shown in cells:
            for part in layout.make_parts(shown):
                parts.append(part | {"cell": shown.cell})
    # Only now all places of the page to which its links may lead are known.
    for part in parts:
        part["html"] = LINK_IN_PAGE.sub(layout.write_link, part.get("html", ""))
    if layout.title and not notebook.metadata.get("title"):
        notebook.metadata["title"] = layout.title
    return ShownNotebook(parts, choice.language, choice.own_language)


def _read_cell(cell: NotebookNode, folder: str, options: ExportOptions) -> ShownCell:
    """Return the content of a cell for the page, its code before its outputs.

    The cell itself loses the outputs that no page shows, and the names of homes.
    """
    shown = ShownCell(cell)
    if cell.cell_type == "code":
        is_hidden = not TAGS_WITHOUT_OUTPUT.isdisjoint(list_tags(cell))
        outputs = [] if is_hidden else cell.outputs
        # Warnings are for the author.
        cell.outputs = [output for output in outputs if output.get("name") != "stderr"]
    if options.veil:
        _veil_homes(shown)
    if cell.cell_type == "markdown":
        read = read_markdown(cell.source, folder, cell.get("attachments"))
        shown.content += read.content
        shown.lacks += read.remarks
    elif cell.cell_type == "code":
        if _shows_code(cell, options):
            code = Code(cell.source)
            shown.content.append(Fold("", [code], own="code", is_open=options.code == SHOWN))
        for output in read_outputs(cell, folder):
            shown.lacks += output.remarks
            if not isinstance(output.block, NoBlock):
                shown.content.append(output.block)
    return shown


def _shows_code(cell: NotebookNode, options: ExportOptions) -> bool:
    """Whether the page shows the code of a cell: it is wanted, and no tag of the cell hides it."""
    # nbconvert's preprocessor of tags notes hidden code under "transient".
    tags = {*list_tags(cell), *cell.get("transient", ())}
    is_hidden = not TAGS_WITHOUT_CODE.isdisjoint(tags)
    return options.code != NONE and not is_hidden and bool(cell.source.strip())


def _name_blocks(cells: Sequence[ShownCell]) -> None:
    """Give the tables and pictures of all cells their names, in place.

    A block is named by the sentence or heading before it; one without a name or a description gets
    a remark.
    """
    namer = Namer()
    for shown in cells:
        # The sentence before a cell that shows nothing introduced that cell, and isn't the name of
        # the table behind it.
        if not shown.content:
            namer.forget_sentence()
        namer.name_blocks(shown.content)
        shown.lacks += map(say_of_block, list_undescribed(shown.content))


@dataclass
class _OpenHeading:
    """A heading below which no content has been found yet, in its cell.

    `has_code` says that a code cell without any output stands below.
    """

    heading: HeadingBlock
    shown: ShownCell
    has_code: bool = False

    def settle(self) -> None:
        """Replace the heading, since the page has nothing below it: a chapter would be empty.

        A heading above code without outputs is left out, with a remark to the author. Any other
        heading becomes bold words.
        """
        place = self.shown.content.index(self.heading)
        words = self.heading.words
        if not self.has_code:
            self.shown.content[place] = f"<p><strong>{escape(words)}</strong></p>"
            return
        self.shown.content[place] = ""
        remark = _(
            "“{heading}” heads code that shows nothing, and is left out with it; {line} shows code",
            heading=words,
            line="--ReportExporter.code=folded",
        )
        self.shown.lacks.append(remark)


def _settle_headings(cells: Sequence[ShownCell]) -> None:
    """Replace the headings below which the page has nothing by bold words, or leave them out.

    The cells' contents change in place. The first heading is the page's title, and stays.
    """
    opened: list[_OpenHeading] = []
    has_title = False
    for shown in cells:
        # A copy, since a heading that is settled changes the content.
        for piece in [*shown.content]:
            if not isinstance(piece, HeadingBlock):
                # All headings above have this content below them.
                if holds_something([piece]):
                    opened = []
            elif not has_title:
                has_title = True
            else:
                # A heading ends those of its own level and below: after "## A", "### B" a "### C"
                # ends B, below which nothing has come, and leaves A open.
                for above in opened:
                    if above.heading.level >= piece.level:
                        above.settle()
                opened = [above for above in opened if above.heading.level < piece.level]
                opened.append(_OpenHeading(piece, shown))
        if shown.cell.cell_type == "code" and shown.cell.source.strip():
            for above in opened:
                above.has_code = True
    # The end of the notebook ends all.
    for above in opened:
        above.settle()


class _LanguageChoice(NamedTuple):
    """The language of a page, the language of its fixed words, and a remark or "".

    ("pt", "en", "") is a page in Portuguese whose fixed words, such as "Table", are English: these
    exist in few languages.
    """

    language: str
    own_language: str
    remark: str = ""


def _choose_language(cells: Sequence[ShownCell], options: ExportOptions) -> _LanguageChoice:
    """Return the language that the options name, or that of the author's words.

    A remark asks the author to name a language that can't be guessed.
    """
    if options.language:
        return _LanguageChoice(options.language, choose_own_language(options.language))
    text = "\n".join(_list_prose(cells))
    language = guess_language(text)
    if language != UNKNOWN:
        return _LanguageChoice(language, choose_own_language(language))
    # The language of the page is unknown. Its fixed words get the likeliest language all the same:
    # they must have one.
    own = choose_own_language(find_likeliest(text) or FRENCH)
    line = '"lang": "en"'
    remark = _("nothing says in which language the page is: write {line} in the metadata of the "
               "notebook, or --ReportExporter.language=en", line=line)  # fmt: skip
    return _LanguageChoice(UNKNOWN, own, remark)


def _list_prose(cells: Sequence[ShownCell]) -> Iterator[str]:
    """Yield the words that the author wrote in Markdown, without tables and code.

    The language of a page is guessed from them: tables hold names, and code is English.
    """
    for shown in cells:
        if shown.cell.cell_type != "markdown":
            continue
        yield _read_plain_words(shown.content)
        for block in walk_blocks(shown.content):
            if isinstance(block, HeadingBlock):
                yield block.words
            elif isinstance(block, Fold | Prose):
                yield _read_plain_words(block.content)


def _read_plain_words(content: Content) -> str:
    """Return the words of a content that stand in no block: ["<p>Oui</p>", table] → "Oui"."""
    return read_words([piece for piece in content if isinstance(piece, str)])


def _remark_words(shown: ShownCell) -> None:
    """Add remarks on the words of a cell: persons' names, e-mail addresses, paths of the machine.

    These are only remarks, which leave the cell as it is, and no errors: a notebook that doesn't
    call `publish` is no page of a network, and its author decides about it.
    """
    body = LexborHTMLParser(write_content(shown.content)).body
    # With a space between elements: else the last word of a table's cell and the first word of the
    # next cell would become one word.
    words = body.text(separator=" ") if body else ""
    # The words of the page keep the paths: only their list is needed here.
    _veiled, places = veil_places(words)
    if places:
        named = shorten(", ".join(dict.fromkeys(places)), LONGEST_LIST)
        shown.remarks.append(_("names places on a machine, which stay: {places}", places=named))
    if contact := find_contact(words):
        shown.remarks.append(contact)
    shown.remarks += remark_names(words)


def _flatten(content: Content) -> Iterator[Piece]:
    """Yield the pieces of a content: a block `Prose` is replaced by the pieces within.

    [Prose([heading, "<p>…"]), table] → heading, "<p>…", table

    So a heading in the HTML of an output becomes a heading of the page.
    """
    for piece in content:
        if isinstance(piece, Prose):
            yield from _flatten(piece.content)
        else:
            yield piece


class _Layout:
    """The layout of a page while its cells are placed: the title, and the chapters so far.

    The first heading is the title (h1). Of the others, those of the highest level that occurs
    become chapters (h2), the rest headings within them. `content` is that of the whole page: its
    links and levels have to be known before the first chapter.
    """

    def __init__(self, content: Content) -> None:
        levels = [part.level for part in content if isinstance(part, HeadingBlock)]
        self._top = min(levels[1:], default=1)
        """The level of the headings that begin a chapter."""
        self.title = ""
        self._places = {"contenu"}
        """The ids in the page so far; "contenu" is the template's, for "skip to the content"."""
        self._outline: list[int] = []
        """The levels of the headings above the place reached, the highest first."""
        # Only a heading that a link leads to has an id.
        links = LINK_IN_PAGE.findall(write_content(content))
        self._linked_ids = {make_id(name) for name in links}

    def make_parts(self, shown: ShownCell) -> Iterator[dict[str, Any]]:
        """Yield the parts of a cell, of which the last has only remarks.

        [{"html": "<p>…"}, {"chapter": …}, {"html": "<p>…"}, {"remarks": […]}]: a heading of a
        chapter ends the HTML before.
        """
        html = ""
        for piece in _flatten(shown.content):
            if not isinstance(piece, HeadingBlock):
                html += write_content((piece,))
            elif not self.title:
                self.title = piece.words
            elif piece.level <= self._top:
                yield {"html": html.strip()}
                html = ""
                yield self._open_chapter(piece.words)
            else:
                html += self._write_heading(piece)
        yield {"html": html.strip()}
        # Each remark once: two pieces of a cell may have the same.
        remarks: dict[str, Any] = {}
        if shown.lacks:
            remarks["lacks"] = [*dict.fromkeys(shown.lacks)]
        if shown.remarks:
            remarks["remarks"] = [*dict.fromkeys(shown.remarks)]
        yield remarks

    def write_link(self, link: "re.Match[str]") -> str:
        """Return the attribute of a link to a place of the page, with the id that the page has.

        ' href="#Les membres"' → ' href="#les-membres"'; a link to a place that the page lacks loses
        the attribute. `link` is a match of `LINK_IN_PAGE`.
        """
        place = make_id(link[1])
        return f' href="#{place}"' if place in self._places else ""

    def _write_heading(self, heading: HeadingBlock) -> str:
        """Return the HTML of a heading within a chapter, so that no level is skipped.

        An author may write levels 2, 4, 4, 3 in Markdown; the page has h2 (the chapter), h3, h3,
        h3. Each heading is one level below the nearest heading above it that has a higher level. h1
        is the title of the page.
        """
        self._outline = [above for above in self._outline if above < heading.level]
        self._outline.append(heading.level)
        # The outline begins with the chapter, an h2: its second level is h3. HTML ends at h6.
        tag = f"h{min(len(self._outline) + 1, 6)}"
        place = make_id(heading.words)
        attribute = ""
        if place in self._linked_ids and place not in self._places:
            self._places.add(place)
            attribute = f' id="{place}"'
        return f"<{tag}{attribute}>{escape(heading.words)}</{tag}>"

    def _open_chapter(self, words: str) -> dict[str, Any]:
        """Return the part that begins a chapter, whose id and title no other chapter has.

        A second chapter "Résultats" has the title "Résultats (2)" and the id "resultats-2".
        """
        self._outline = [self._top]
        slug = make_id(words) or "chapitre"
        place = slug
        title = words
        number = 1
        while place in self._places:
            number += 1
            place = f"{slug}-{number}"
            title = f"{words} ({number})"
        self._places.add(place)
        return {"chapter": {"id": place, "title": title}}


def _veil_homes(shown: ShownCell) -> None:
    """Write « … » for the home folders that a cell names ("/home/marie"), and remark them.

    Other paths, such as "/tmp/x", tell of nobody and stay.
    """
    homes: list[str] = []
    for text in _walk_texts(shown.cell):
        _veiled, places = veil_places(text, homes_alone=True)
        homes += places
    if not homes:
        return
    # The cell is nbconvert's too: it is changed where it stands, and not replaced.
    shown.cell.update(_veil_texts(shown.cell))
    # The remark is printed as well: it names the files, "…/x.csv", without the folders above.
    veiled = dict.fromkeys(veil_secrets(home) for home in homes)
    listed = shorten(", ".join(veiled), LONGEST_LIST)
    shown.remarks.append(_("veiled, as a place on a machine: {places}", places=listed))


def _walk_texts(value: Any) -> Iterator[str]:
    """Yield all texts in some JSON, at any depth: {"source": "a", "outputs": ["b"]} → "a", "b"."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _walk_texts(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _walk_texts(part)


def _veil_texts(value: Any) -> Any:
    """Return some JSON with « … » for each home folder in its texts, at any depth.

    {"text": ["/home/marie/x.csv"]} → {"text": ["…/x.csv"]}
    """
    if isinstance(value, str):
        text, _places = veil_places(value, homes_alone=True)
        return text
    if isinstance(value, list):
        return [_veil_texts(part) for part in value]
    if isinstance(value, Mapping):
        return NotebookNode({key: _veil_texts(part) for key, part in value.items()})
    return value
