"""HTML that another library made, as a page has it: tables with heads, pictures inside, no style.

What runs or loads is taken out by `clean_html`, as of each piece of a page; here it gets the form
that every page has.
"""

import base64
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import zip_longest

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annual_report.base.french import typeset
from annual_report.base.messages import _
from annual_report.machine.pages.checks.cleaning import PICTURE
from annual_report.machine.pages.language import page_word
from annual_report.machine.pages.printed_table import measure_columns
from annual_report.machine.pages.scroller import make_scroller

KEPT = {"href", "src", "alt", "colspan", "rowspan", "start"}
"""The attributes that a foreign element keeps."""
OPENED = re.compile(r"https?:|mailto:|#", re.IGNORECASE)
"""How a link begins that opens something where the page is read."""
NUMBER = re.compile(r"[-+−]?[\d\s.,]*\d[\d\s.,]*(?:e[-+]?\d+)?\s?[%€]?")
NEUTRAL = re.compile(r"(?:nan|<na>|nat|none|-?inf|…|\.\.\.|-)?", re.IGNORECASE)
"""What stands in a column of numbers and is none."""
CUT = re.compile(r"(\d+) rows × (\d+) columns")
"""What pandas writes below a table."""
ELLIPSES = {"...", "…", "⋮"}
UNNAMED = re.compile(r"Unnamed: \d+")
HEADING = re.compile("h[1-6]")
SPACES = re.compile(r"\s+")


def list_blocks(html: str) -> Iterator[tuple[int, str, str]]:
    """Yield the blocks of some HTML: the level of a heading, or 0, its words, and its HTML."""
    body = LexborHTMLParser(html).body
    for node in body.iter(include_text=True) if body else ():
        tag = node.tag or ""
        level = int(tag[1]) if HEADING.fullmatch(tag) else 0
        yield level, _words(node), node.html or ""


def settle_block(html: str, name: str) -> tuple[str, list[str]]:
    """Return some HTML in the form of a page, with remarks.

    `name` says of what its tables and pictures are: the heading above.
    """
    block, remarks = _parse(html), list[str]()
    cut = CUT.search(block.text())
    if block.css_first("script"):
        remarks.append(_("a script isn’t in the page"))
    for node in block.css("script, style, link, noscript, template"):
        node.decompose()
    for drawing in block.css("svg"):
        words = drawing.attributes.get("aria-label") or name
        drawing.replace_with(_parse(write_picture("image/svg+xml", drawing.html or "", words)))
    # MathML has attributes that say how it is set; `clean_html` knows them.
    for node in block.css("*:not(math, math *)"):
        _keep_attributes(node)
    # Only the page's own headings are any: one within a box is words.
    for heading in block.css("h1, h2, h3, h4, h5, h6"):
        heading.replace_with(_parse(f"<p><strong>{_inside(heading)}</strong></p>"))
    for picture in block.css("img"):
        remarks += _settle_picture(picture, name)
    for table in [table for table in block.css("table") if not table.css_first("table table")]:
        made, lines = _write_table(table, name, cut)
        remarks += lines
        table.replace_with(_parse(made))
    return _inside(block), remarks


def typeset_html(html: str) -> str:
    """Put the spaces and apostrophes of French into the words of some HTML, but for its code."""
    block = _parse(html)
    for node in block.css("*:not(code, pre, math, :is(code, pre, math) *)"):
        for words in [part for part in node.iter(include_text=True) if part.tag == "-text"]:
            words.replace_with(typeset(words.text(deep=False)))
    return _inside(block)


def write_picture(kind: str, data: str, alternative: str) -> str:
    """Return the element of a picture that an output shows, an SVG's as its text."""
    if kind == "image/svg+xml":
        # A browser reads a picture as XML, which asks for a namespace and knows no `&nbsp;`.
        drawing = data[max(0, data.find("<svg")) :].replace("&nbsp;", "\u00a0")
        if "xmlns=" not in drawing.partition(">")[0]:
            drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        data = base64.b64encode(drawing.encode()).decode()
    source = f"data:{kind};base64,{SPACES.sub('', data)}"
    return f'<img src="{source}" alt="{escape(alternative)}">'


def _parse(html: str, box: str = "div") -> LexborNode:
    """Return some HTML as the nodes of a box."""
    made = LexborHTMLParser(f"<{box}>{html}</{box}>").css_first(box)
    assert made is not None
    return made


def _keep_attributes(node: LexborNode) -> None:
    """Take the attributes of a foreign page off an element, and a link that opens nothing."""
    given = node.attributes
    for name in given.keys() - KEPT:
        del node.attrs[name]
    if "href" in given and not OPENED.match((given["href"] or "").strip()):
        del node.attrs["href"]


def _settle_picture(picture: LexborNode, name: str) -> Iterator[str]:
    """Give a picture its words; one that lies elsewhere becomes a link, or words."""
    source, words = picture.attributes.get("src") or "", picture.attributes.get("alt") or ""
    if PICTURE.match(source):
        if not words:
            picture.attrs["alt"] = name
            yield _("a picture is described by “{words}” alone: {line}", words=name,
                    line="![…](image.png)")  # fmt: skip
        return
    # A page loads nothing.
    yield _("a picture isn’t in the page: {source}; put it beside the notebook, or attach it to "
            "its cell", source=source[:80])  # fmt: skip
    shown = escape(words or name)
    is_open = OPENED.match(source) and not source.startswith("#")
    link = f'<a href="{escape(source)}">{shown}</a>' if is_open else shown
    picture.replace_with(_parse(link, "span"))


def _write_table(
    table: LexborNode, name: str, cut: "re.Match[str] | None"
) -> tuple[str, list[str]]:
    """Return a table as pages have it, with remarks: heads by scope, numbers aligned, no caption.

    One without heads only lays out what it holds, and is said to do no more.
    """
    caption = table.css_first("caption")
    title = _words(caption) if caption else ""
    rows = [[cell for cell in row.iter() if cell.tag in ("th", "td")] for row in table.css("tr")]
    heads, body = _part_rows([row for row in rows if row])
    if not any(cell.tag == "th" and _words(cell) for row in rows for cell in row):
        inside = "".join(
            f"<tr>{''.join(f'<td>{_inside(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        return f'<table role="presentation"><tbody>{inside}</tbody></table>', [
            _("a table has no headings: it is shown, and read aloud as what stands in rows")
        ]
    right = _find_numbers(body)
    top = "".join(f"<tr>{''.join(_write_cells(row, right, 'col'))}</tr>" for row in heads)
    below = "".join(f"<tr>{''.join(_write_cells(row, right, 'row'))}</tr>" for row in body)
    aloud = title or page_word("table_of", name=name)
    opened = f"<table><caption>{escape(title)}</caption>" if title else (
        f'<table aria-label="{escape(aloud)}">'
    )  # fmt: skip
    html = f"{opened}<thead>{top}</thead><tbody>{below}</tbody></table>"
    texts = [[_words(cell) for cell in row] for row in (*heads, *body)]
    needs = measure_columns(zip_longest(*texts, fillvalue=""))
    return str(make_scroller(Markup(html), needs, aloud)), [*_remark_table(heads, body, cut)]


def _words(node: LexborNode) -> str:
    return SPACES.sub(" ", node.text()).strip()


def _inside(cell: LexborNode) -> str:
    return "".join(part.html or "" for part in cell.iter(include_text=True))


def _part_rows(
    rows: list[list[LexborNode]],
) -> tuple[list[list[LexborNode]], list[list[LexborNode]]]:
    """Part the rows of heads from the others; the names of an index join those of the columns."""
    above = next((n for n, row in enumerate(rows) if any(x.tag == "td" for x in row)), len(rows))
    heads, body = rows[:above], rows[above:]
    # pandas gives the names of an index a row of their own, below the empty corner.
    if len(heads) > 1 and len(heads[-1]) == len(heads[-2]):
        pairs = [*zip(heads[-2], heads[-1], strict=True)]
        if all(not (_words(one) and _words(other)) for one, other in pairs):
            heads = [*heads[:-2], [one if _words(one) else other for one, other in pairs]]
    return heads, body


def _span(cell: LexborNode) -> int:
    given = cell.attributes.get("colspan") or "1"
    return int(given) if given.isdecimal() else 1


def _place(row: list[LexborNode]) -> Iterator[tuple[int, LexborNode]]:
    """Yield the cells of a row with their places from its end.

    Where a head spans several rows, those below have fewer cells at their beginning.
    """
    place = 0
    for cell in reversed(row):
        place += _span(cell)
        yield place, cell


def _find_numbers(body: Iterable[list[LexborNode]]) -> set[int]:
    """Return the places, from the end, of the columns of numbers."""
    numbers, words = Counter[int](), set[int]()
    for row in body:
        for place, cell in _place(row):
            text = _words(cell)
            if cell.tag == "td" and NUMBER.fullmatch(text):
                numbers[place] += 1
            elif cell.tag == "th" or not NEUTRAL.fullmatch(text):
                words.add(place)
    return set(numbers) - words


def _write_cells(row: list[LexborNode], right: set[int], scope: str) -> list[str]:
    """Return the cells of a row; what heads it, or its column, says so."""
    written = []
    for place, cell in _place(row):
        spans = {name: cell.attributes.get(name) or "" for name in ("colspan", "rowspan")}
        across = "colspan" if scope == "col" else "rowspan"
        wide = spans[across] not in ("", "1")
        # An empty head would be read aloud as one.
        tag = "th" if cell.tag == "th" and _words(cell) else "td"
        given = {"class": "number"} if place in right and _span(cell) == 1 else {}
        if tag == "th":
            given["scope"] = f"{scope}group" if wide else scope
        given |= {name: value for name, value in spans.items() if value.isdecimal()}
        attributes = "".join(f' {name}="{value}"' for name, value in given.items())
        written.append(f"<{tag}{attributes}>{_inside(cell)}</{tag}>")
    return written[::-1]


def _remark_table(
    heads: list[list[LexborNode]], body: list[list[LexborNode]], cut: "re.Match[str] | None"
) -> Iterator[str]:
    """Yield remarks on a table that pandas cut, or of which a column has no name."""
    shown = [row for row in body if not all(_words(x) in {*ELLIPSES, ""} for x in row)]
    if cut and (len(shown) < len(body) or any(_words(x) in ELLIPSES for x in heads[-1])):
        yield _(
            "a table is cut: {shown} of its {rows} rows are in the page, of {columns} columns; "
            "to have all: {line}",
            line='pd.set_option("display.max_rows", None, "display.max_columns", None)',
            shown=len(shown),
            rows=cut[1],
            columns=cut[2],
        )  # fmt: skip
    # The last row of heads may be of the index alone.
    keys = max((sum(cell.tag == "th" for cell in row) for row in body), default=0)
    below = ([_words(cell) for cell in row[keys:]] for row in reversed(heads))
    names = next((row for row in below if any(row)), [])
    if any(not name or UNNAMED.fullmatch(name) for name in names):
        yield _("a column of a table has no name: frame.rename(columns=…)")
