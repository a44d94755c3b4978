"""Whatever somebody writes into a notebook's page, a browser takes it for words.

The values are those of a built network, each replaced in turn by what would be something else.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cells import export
from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser

from annual_report.base.addresses import join_web_address, read_web_address
from annual_report.base.errors import PageError
from annual_report.machine.pages.checks.page_rules import check_parts
from annual_report.machine.pages.export.exporter import render_template
from annual_report.machine.pages.export.links import drop_links_beside
from annual_report.machine.pages.fragment import MIME
from annual_report.machine.pages.look.palette import find_wrong_style, write_own_style

HOSTILE = (
    '"><meta http-equiv="refresh" content="0;url=https://ailleurs.fr/">',
    "</title></style></script><style>main{display:none}</style>",
    "' onclick='x() \" style=\"display:none",
    "{{ self.__init__ }}{% include 'style.css' %}",
    "\\0022 } main { display: none } /*",
    "<!-- --><base href='https://ailleurs.fr/'><form action='https://ailleurs.fr/'>",
)
ADDRESS = 'https://exemple.fr/"><meta http-equiv="refresh" content="0"><b title="'
STYLE = (
    ":root { --ink: #000000 }"
    "/*</style><meta http-equiv='refresh' content='0;url=https://ailleurs.fr/'><style>*/"
)


@pytest.fixture(scope="module")
def year(real_build: Path) -> NotebookNode:
    """Return the executed notebook of a year, as a build keeps it."""
    return nbformat.read(real_build / ".build" / "2025.ipynb", 4)


def find_page(notebook: NotebookNode) -> dict[str, Any]:
    parts = (
        output["data"][MIME]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if MIME in output.get("data", {})
    )
    found: dict[str, Any] = next(part["page"] for part in parts if "page" in part)
    return found


def list_texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each text in a value that says something."""
    if value and isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in inside:
            yield from list_texts(part, (*path, key))


def list_elements(html: str) -> list[str]:
    """Return the elements of a page's head and frame, with the names of their attributes."""
    root = LexborHTMLParser(html).root
    assert root
    return [f"{node.tag} {sorted(node.attributes)}" for node in root.traverse()]


def test_no_text_of_a_page_becomes_anything_but_words(year: NotebookNode) -> None:
    usual = list_elements(export(year, "2025"))
    page = find_page(year)
    paths = [path for path in list_texts(page) if path not in {("address",), ("style",)}]

    assert len(paths) > 15

    refused = 0
    for path in paths:
        for text in HOSTILE:
            notebook = copy.deepcopy(year)
            inside: Any = find_page(notebook)
            for key in path[:-1]:
                inside = inside[key]
            # What is HTML by its nature keeps its own elements: it is cleaned.
            kept = inside[path[-1]] if path[-1] in ("figures", "logo") else ""
            inside[path[-1]] = f"{kept}{text}"
            try:
                made = export(notebook, "2025")
            except PageError:
                refused += 1  # as a link that leads nowhere
                continue
            found = list_elements(made)
            # A link of the frame that leads elsewhere is no longer the page that one reads.
            is_other = path[-1] in ("figures", "logo") or (path[0], path[-1]) == ("links", "href")
            assert found == usual or is_other, (path, text)
            assert not {it.split()[0] for it in found} & {"script", "form", "iframe", "base"}
            assert sum(it.startswith("meta") for it in found) == sum(
                it.startswith("meta") for it in usual
            )
    assert refused < len(paths) * len(HOSTILE) / 2


def test_all_links_to_the_site_of_a_network_start_with_its_address(year: NotebookNode) -> None:
    notebook = copy.deepcopy(year)
    find_page(notebook)["address"] = "https://exemple.fr/résumés"
    page = LexborHTMLParser(export(notebook, "2025"))
    links = {link.attributes["href"] for link in page.css("nav.site a")}

    assert links
    assert all(link and link.startswith("https://exemple.fr/résumés/") for link in links)


def test_an_address_with_markup_leads_no_reader_elsewhere(year: NotebookNode) -> None:
    notebook = copy.deepcopy(year)
    find_page(notebook)["address"] = ADDRESS
    page = export(notebook, "2025")

    # The markup is a part of the address: words, and no element that a browser obeys.
    assert "refresh" in page
    assert not LexborHTMLParser(page).css('meta[http-equiv="refresh"]')


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a:b@exemple.fr", "//a.fr"])
def test_what_is_no_address_makes_no_page(year: NotebookNode, address: str) -> None:
    notebook = copy.deepcopy(year)
    find_page(notebook)["address"] = address

    with pytest.raises(PageError, match="is no address of a page"):
        export(notebook, "2025")


def test_a_style_is_written_anew_of_what_it_may_set(year: NotebookNode) -> None:
    notebook = copy.deepcopy(year)
    find_page(notebook)["style"] = STYLE
    page = LexborHTMLParser(export(notebook, "2025"))
    own = page.css_first("style[data-own]")

    assert own is not None
    assert own.text().strip() == ":root { --ink: #000000 }"
    assert len(page.css("style")) == 2


@pytest.mark.parametrize(
    "css",
    [
        STYLE,
        ":root { --serif: 'a</style><meta>' }",
        ":root { --ink: #000000/**/; --paper: url(//x) }",
        "@media print { :root { --ink: #000000 } } @import '//x';",
        "@media print { :root { --ink: #000000 } body { display: none } }",
        ":root { --ink: #000000; @media print { display: none } }",
        ":root, body { display: none }",
        ":root { --ink: #000000 } }</style>",
        ":root { --ink: #000000",
        "@font-face { font-family: x; src: url(//x) }",
        "\x00:root{--ink:#000000}",
    ],
)
def test_nothing_of_a_style_is_written_but_colours_and_fonts(css: str) -> None:
    written = write_own_style(css)
    assert written in ("", ":root { --ink: #000000 }", "@media print { :root { --ink: #000000 } }")
    assert find_wrong_style(written) == ""


@pytest.mark.parametrize(
    "part",
    [
        '<meta http-equiv="refresh" content="0;url=https://ailleurs.fr/">',
        "<style>main { display: none }</style>",
        '<base href="https://ailleurs.fr/">',
        '<form action="https://ailleurs.fr/"></form>',
        '<iframe srcdoc="x"></iframe>',
        "<script>x()</script>",
        '<object data="x"></object>',
        '<link rel="stylesheet" href="x.css">',
        '<p style="display:none">x</p>',
        '<p onclick="x()">x</p>',
        "<input>",
    ],
)
def test_a_last_look_refuses_what_no_template_has(real_build: Path, part: str) -> None:
    page = (real_build / "2025.html").read_text(encoding="utf-8")
    check_parts(page)

    for place in ("</head>", "<h2 ", "</body>"):
        with pytest.raises(PageError, match="a page may not hold"):
            check_parts(page.replace(place, f"{part}{place}", 1))


def test_every_page_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[str]()
    name = "annual_report.machine.pages.export.exporter.check_parts"
    monkeypatch.setattr(name, seen.append)

    assert render_template("list.html.j2", name="x", pages=[], words={}) == seen[0]


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("https://exemple.fr/résumés/", "https://exemple.fr/résumés/"),
        ('https://exemple.fr/a"b', "https://exemple.fr/a%22b"),
        ("https://exemple.fr/<b>", "https://exemple.fr/%3Cb%3E"),
        ('https://exemple"onload=x.fr/', ""),
        ("https://qui:mot@exemple.fr/", ""),
        ("data:text/html,x", ""),
        ("//exemple.fr", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_an_address_is_read_by_its_parts(address: str, read: str) -> None:
    assert read_web_address(address) == read


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("2024.html", "https://exemple.fr/r/2024.html"),
        ("../x.html#y", "https://exemple.fr/x.html#y"),
        ("#ici", "#ici"),
        ("mailto:a@b.fr", "mailto:a@b.fr"),
        ("javascript:x()", "javascript:x()"),
        ("https://ailleurs.fr/", "https://ailleurs.fr/"),
        ("http://[", "http://["),
    ],
)
def test_a_link_is_joined_to_where_the_page_is(link: str, leads: str) -> None:
    assert join_web_address("https://exemple.fr/r/2025.html", link) == leads


def test_words_are_not_taken_for_links_where_a_page_is_sent() -> None:
    page = '<p><img alt="<a x" title="y"> " onload="x()" <a href="b.html">z</a></p>'
    assert drop_links_beside(page) == '<p><img alt="<a x" title="y"> " onload="x()" z</p>'


@pytest.mark.parametrize(
    ("address", "stays"),
    [
        ("2024.html", False),
        ("../autre/2024.html", False),
        ("#membres", True),
        ("https://exemple.fr/2024.html", True),
        ("//exemple.fr/2024.html", True),
        ("mailto:a@exemple.fr", True),
    ],
)
def test_only_links_to_files_beside_a_page_become_words(address: str, stays: bool) -> None:
    page = f'<p>Voir <a href="{address}">la page</a>.</p>'
    expected = "<p>Voir la page.</p>"
    if stays:
        expected = page

    assert drop_links_beside(page) == expected
