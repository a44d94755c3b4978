"""What others wrote, in the form of a page: Markdown as JupyterLab reads it, HTML of any library.

nbconvert's own renderer has the Markdown and the attachments of a cell; here it is given the one
thing that it leaves to a script, formulas, as MathML. Of HTML, what runs or loads is taken out by
`clean_html`, as of each piece of a page; here tables get heads, pictures stand inside, those beside
the notebook too, no style is left, and headings are words alone (`HEADING`).
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import takewhile, zip_longest
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.machine.pages.checks.pictures import (
    clean_picture_address,
    read_picture_beside,
    write_picture_address,
)
from annual_report.machine.pages.fragment import Fragment, make_scroller
from annual_report.machine.pages.language import page_word
from annual_report.machine.pages.table import box_table, count_letters, is_long_text

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\#]", re.IGNORECASE)
"""How an address begins that is none of a file beside the notebook."""
KEPT = {"href", "src", "alt", "colspan", "rowspan", "start"}
"""The attributes that a foreign element keeps."""
OPENED = re.compile(r"https?:|mailto:|#", re.IGNORECASE)
"""How a link begins that opens something where the page is read."""
NUMBER = re.compile(r"[-+−]?[\d\s.,]*\d[\d\s.,]*(?:e[-+]?\d+)?\s?[%€]?")
NEUTRAL = re.compile(r"(?:nan|<na>|nat|none|-?inf|…|\.\.\.|-)?", re.IGNORECASE)
"""What stands in a column of numbers and is none."""
CUT = re.compile(r"(\d+) rows × (\d+) columns")
"""What pandas writes below a table that it cuts, in which rows of ellipses are none."""
ELLIPSES = {"...", "…", "⋮", ""}
LONGEST_FORMULA = 24
"""The signs of a formula that surely stand side by side on a telephone."""
UNNAMED = re.compile(r"(Unnamed: \d+)?")
INDENT = re.compile(r"\s+(?=</?(?:t[rhd]|thead|tbody|tfoot|caption)\b)")
WIDE = "[colspan]:not([colspan='1'])"
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
"""A heading of the page's own, by which whoever lays it out parts what is settled."""
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
WORDLESS = re.compile(r"<th\b([^>]*)>((?:\s|&nbsp;|<(?!/?t[hd])[^>]*>)*)</th>")
"""A head without words, which would be read aloud as one."""
SPACES = re.compile(r"\s+")
UNREAD = re.compile(r">(\\[A-Za-z]+)<")
"""A command of LaTeX that stands in MathML as it was typed: nothing is known of it."""


class _ProseRenderer(IPythonRenderer):
    """Markdown as HTML; what could not be read is gathered in `remarks`."""

    def __init__(self, attachments: Mapping[str, Any], typeset: Callable[[str], str]) -> None:
        super().__init__(
            escape=False,
            embed_images=False,
            exclude_anchor_links=True,
            attachments=dict(attachments),
        )
        self._typeset, self.remarks = typeset, list[str]()

    def text(self, text: str) -> str:
        """Write plain words, set as their language has it."""
        return str(super().text(self._typeset(text)))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write code without colours, whatever its language."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def inline_math(self, body: str) -> str:
        """Write a formula in a line; "$5 and $10", or "5 $ à 10 $", is none."""
        if body != body.strip():
            return self.text(f"${body}$")
        return self.write_formula(body)

    def block_math(self, body: str) -> str:
        """Write a formula that has a line of its own."""
        return self.write_formula(body, display="block")

    def latex_environment(self, name: str, body: str) -> str:
        """Write an environment, as of equations that are aligned."""
        return self.write_formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display="block")

    def write_formula(self, latex: str, display: str = "inline") -> str:
        """Return the MathML of a formula; one that can't be read stays as it was typed."""
        from latex2mathml.converter import convert  # few notebooks have a formula

        if not latex.strip():
            return ""
        try:
            made = str(convert(latex.strip(), display=display))
            unread = UNREAD.findall(made)
        except Exception:  # its errors have no class in common
            made, unread = f"<code>{escape(latex)}</code>", [latex.strip()]
        self.remarks += [_("a formula isn’t understood: {latex}", latex=sign) for sign in unread]
        return made


def read_markdown(
    markdown: str,
    name: str,
    folder: str = "",
    attachments: Mapping[str, Any] | None = None,
    typeset: Callable[[str], str] = str,
) -> Fragment:
    """Return what some Markdown says, with remarks; raise PageError for a lost attachment.

    `name` says of what its tables and pictures are. Its pictures lie in a folder, or are attached
    to its cell; `typeset` sets its words.
    """
    renderer = _ProseRenderer(attachments or {}, typeset)
    try:
        html = MarkdownWithMath(renderer=renderer).render(markdown)
    except InvalidNotebook as error:
        raise PageError(str(error)) from error
    return read_html(html, name, folder).with_remarks(lacks=renderer.remarks)


def read_html(html: str, name: str, folder: str = "") -> Fragment:
    """Return some HTML in the form of a page, with remarks on it.

    `name` says of what tables and pictures are, until a heading above them does; its pictures lie
    in a folder.
    """
    tree = LexborHTMLParser(COMMENT.sub("", html))
    remarks = [_("a script isn’t in the page")] if tree.css_first("script") else []
    for node in tree.css("script, style, link, noscript, template"):
        node.decompose()
    # MathML has attributes that say how it is set; `clean_html` knows them.
    for node in tree.css("*:not(math, math *, svg, svg *)"):
        for foreign in node.attributes.keys() - KEPT:
            del node.attrs[foreign]
    headings = []
    for node in tree.css("svg:not(svg svg), img, table, h1, h2, h3, h4, h5, h6"):
        if node.tag == "svg":
            words = node.attributes.get("aria-label") or name
            node.replace_with(_parse(read_image("image/svg+xml", node.html or "", words)))
        elif node.tag == "img":
            remarks += _settle_picture(node, name, folder)
        elif node.tag == "table":
            caption = node.css_first("caption")
            aloud = _words(caption) if caption else page_word("table_of", name=name)
            node.attrs["aria-label"] = aloud
        else:
            headings.append(node)
            name = (node.parent == tree.body and _words(node)) or name
    for link in tree.css("a[href]"):
        if not OPENED.match((link.attributes["href"] or "").strip()):
            del link.attrs["href"]
    for heading in headings:
        words = escape(_words(heading))
        # Only the page's own headings are any: one within a box is words.
        if heading.parent == tree.body and words:
            heading.inner_html = words
        else:
            heading.replace_with(_parse(f"<p><strong>{heading.inner_html}</strong></p>"))
    for table in tree.css("table"):
        remarks += _settle_table(table)
    # No browser breaks a formula: one that may have no room scrolls.
    for formula in tree.css("math"):
        if len(_words(formula)) > LONGEST_FORMULA:
            box = make_scroller(Markup(formula.html), page_word("formula"), "scroll", tag="span")
            formula.replace_with(_parse(box))
    made = (tree.body.inner_html or "") if tree.body else ""
    made = WORDLESS.sub(r"<td\1>\2</td>", made).strip()
    return Fragment(Markup(made)).with_remarks(lacks=remarks)


def read_image(kind: str, data: str, alternative: str) -> str:
    """Return the element of a picture that an output shows, an SVG's as its text.

    Raise ValueError for what is no picture.
    """
    content = data.encode() if kind == "image/svg+xml" else base64.b64decode(data)
    address = write_picture_address(content)
    return f'<img src="{address}" alt="{escape(alternative)}">'


def _settle_picture(picture: LexborNode, name: str, folder: str) -> Iterator[str]:
    """Give a picture its words, and put in one that lies beside; one elsewhere becomes a link."""
    source, words = picture.attributes.get("src") or "", picture.attributes.get("alt") or ""
    is_beside = folder and source and not ELSEWHERE.match(source)
    held = read_picture_beside(folder, unquote(source)) if is_beside else None
    held = held or clean_picture_address(source)
    if held:
        picture.attrs["src"] = held
        if not words:
            picture.attrs["alt"] = name
            yield _("a picture is described by “{words}” alone: {line}", words=name,
                    line="![…](image.png)")  # fmt: skip
        return
    # A page loads nothing.
    yield _("a picture isn’t in the page: {source}; put it beside the notebook, or attach it to "
            "its cell", source=source[:80])  # fmt: skip
    link = f'<a href="{escape(source)}">{escape(words or name)}</a>'
    picture.replace_with(_parse(link))


def _settle_table(table: LexborNode) -> Iterator[str]:
    """Give a table the form that pages have: heads by scope, numbers aligned.

    One without heads, or around others, only lays out what it holds.
    """
    if not any(map(_words, table.css("th"))) or len(table.css("table")) > 1:
        del table.attrs["aria-label"]
        table.attrs["role"] = "presentation"
        return
    rows = [row for row in table.css("tr") if row.css_first("th, td")]
    heads = [*takewhile(lambda row: not row.css_first("td"), rows)]
    body = rows[len(heads) :]
    if (first := table.css_first("tbody")) and heads and not table.css_first("thead"):
        top = table.parser.create_node("thead")  # which people who type a table leave out
        first.insert_before(top, move=True)
        for row in heads:
            top.insert_child(row, move=True)
    if cut := CUT.search(table.parent.text() if table.parent else ""):
        yield _(
            "a table is cut: {shown} of its {rows} rows are in the page, of {columns} columns; "
            "to have all: {line}",
            line='pd.set_option("display.max_rows", None, "display.max_columns", None)',
            shown=sum(not ELLIPSES.issuperset(map(_words, row.iter())) for row in body),
            rows=cut[1],
            columns=cut[2],
        )  # fmt: skip
    # Where a head spans several rows, those below have fewer cells at their beginning: columns are
    # counted from the end, by the rows that have a cell for each.
    above, below = (
        [[*row.iter()][::-1] for row in part if not row.css_first(WIDE)] for part in (heads, body)
    )
    letters = 0
    for column in zip_longest(*above, *below):
        names = [_words(cell) for cell in column[: len(above)] if cell]
        cells = [cell for cell in column[len(above) :] if cell]
        texts = [_words(cell) for cell in cells]
        letters += count_letters([*names, *texts])
        if is_long_text(texts):
            next(filter(None, column)).attrs["class"] = "long"
        if any(cell.tag == "th" for cell in cells):
            continue  # the index
        if names and cells and all(map(UNNAMED.fullmatch, names)):
            yield _("a column of a table has no name: frame.rename(columns=…)")
        amounts = [text for text in texts if not NEUTRAL.fullmatch(text)]
        if amounts and all(map(NUMBER.fullmatch, amounts)):
            for cell in filter(None, column):
                cell.attrs["class"] = "number"
    # What heads a column, or a row, says so.
    for part, scope, across in ((heads, "col", "colspan"), (body, "row", "rowspan")):
        for head in [head for row in part for head in row.css("th") if _words(head)]:
            is_wide = head.attributes.get(across, "1") != "1"
            head.attrs["scope"] = f"{scope}group" if is_wide else scope
    name, html = table.attributes["aria-label"] or "", INDENT.sub("", table.html or "")
    table.replace_with(_parse(box_table(Markup(html), letters, name)))


def _parse(html: str) -> LexborNode:
    """Return an element's HTML as a node."""
    made = LexborHTMLParser(html, is_fragment=True).root
    assert made is not None
    return made


def _words(node: LexborNode) -> str:
    return SPACES.sub(" ", node.text()).strip()
