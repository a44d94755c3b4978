"""The facts of a page: its identity from its notebook's metadata, the words of its cover.

Input: a `PublishedPage`. Output: the mapping `about`, of which the template writes head and cover.

A notebook without a cover has its heading, the words of its metadata, and the name of its file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from annual_report.base.addresses import read_web_address
from annual_report.base.errors import PageError
from annual_report.base.letters import shorten
from annual_report.base.messages import _
from annual_report.base.program import say_program
from annual_report.machine.pages.export.executed import hash_notebook, read_parameters
from annual_report.machine.pages.export.identity import Identity, find_identity, lead_elsewhere
from annual_report.machine.pages.export.published import PublishedPage
from annual_report.machine.pages.language import page_word, typeset_text
from annual_report.machine.pages.look.palette import find_wrong_style

METADATA_OF_AUTHORS = (
    "author",
    "authors",
    "code",
    "date",
    "description",
    "lang",
    "language",
    "license",
    "title",
)
"""The metadata of a notebook that an author writes for its page, beside the package's own key."""


def gather_about(published: PublishedPage) -> dict[str, Any]:
    """Return the facts of a page, by the names that its template has for them.

    A page 2025.html gets {"name": "2025", "year": 2025, "heading": "Résumé 2025", "links": […], …}.
    Raise PageError where nothing is published, or where style or address are none that a page may
    have.
    """
    _refuse_empty_page(published)
    notebook = published.notebook
    identity = find_identity(notebook.metadata, read_parameters(notebook), published.name)
    cover = _find_cover(published)
    about = cover or _tell_without_cover(published)
    heading = _choose_heading(about, published, identity)
    about["heading"] = heading
    about["title"] = ", ".join(filter(None, (heading, about.get("network_title"))))
    about["description"] = about.get("description") or about["title"]
    about["name"] = identity.name
    about["kind"] = identity.frame
    if identity.year:
        about["year"] = identity.year
    if cover:
        about["links"] = lead_elsewhere(about.get("links", ()), identity, heading)
    # A page that names the data and phrases that it is made of names its notebook and program too.
    if "made_of" in about:
        own = {"page": identity.name, "notebook": hash_notebook(notebook), "program": say_program()}
        about["made_of"] = about["made_of"] | own
    _refuse_wrong_style(about)
    if about.get("address"):
        about["address"] = _read_address(about["address"])
    return about


def _refuse_empty_page(published: PublishedPage) -> None:
    """Raise PageError for a page into which no cell puts anything."""
    for part in published.parts:
        if part.get("html") or part.get("chapter") or part.get("page"):
            return
    raise PageError(
        _(
            "{page}: nothing is published, in any cell: publish(…) puts a table, a figure or a "
            "text into the page",
            page=f"{published.name}.html",
        )
    )


def _find_cover(published: PublishedPage) -> dict[str, Any]:
    """Return a copy of the facts that a notebook's `cover` has published; {} without a cover."""
    for part in published.parts:
        if "page" in part:
            return dict(part["page"])
    return {}


def _choose_heading(about: dict[str, Any], published: PublishedPage, identity: Identity) -> str:
    """Return the title above a page: the declared one, that of `about`, or the words of the file.

    `about` has the facts of the cover, or those of the metadata.
    """
    title = str(about.get("title") or name_by_file(published.name))
    # A notebook that is published whole shows its heading: that is its title.
    if published.is_shown:
        return title
    declared = identity.name_title(about.get("called", {}))
    return typeset_text(declared) or title


def _refuse_wrong_style(about: dict[str, Any]) -> None:
    """Raise PageError for a style sheet of a network that no page may have."""
    wrong = find_wrong_style(str(about.get("style") or ""))
    if wrong:
        raise PageError(f"style.css: {wrong}")


def _read_address(text: str) -> str:
    """Return the web address at which a page is published; raise PageError for another text."""
    address = read_web_address(text)
    if not address:
        raise PageError(_("“{address}” is no address of a page", address=shorten(text)))
    return address


def _find_heading(notebook: NotebookNode) -> str:
    """Return the words of the first Markdown cell that begins with a heading of level 1, or "".

    "# Membres *actifs*" → "Membres *actifs*": a title is plain text, in which stars stay stars.
    """
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        first_line = cell.source.strip().partition("\n")[0]
        sign, space, words = first_line.partition(" ")
        if sign == "#" and space and words.strip():
            return typeset_text(words.strip())
    return ""


def _tell_without_cover(published: PublishedPage) -> dict[str, Any]:
    """Return the facts of a page whose notebook has no `cover`: those of its metadata.

    {"title": "Ventes", "description": "Ventes", "author": "Claire", "lede": "Claire", "style": ""}
    """
    metadata = read_metadata(published.notebook.metadata)
    title = _find_heading(published.notebook) or name_by_file(published.name)
    # The line below the title.
    lede = [metadata[key] for key in ("author", "date", "licence") if key in metadata]
    return {
        "title": title,
        "description": title,
        **metadata,
        "lede": " · ".join(lede),
        "style": published.options.style,
    }


def name_by_file(name: str) -> str:
    """Return a title for a notebook without a heading: "ventes/bilan-2024" → "Bilan 2024"."""
    _folder, _slash, last = name.rpartition("/")
    words = last.replace("-", " ").replace("_", " ").split()
    title = " ".join(words)
    # `capitalize` would write the other letters small: "bilan-INSEE".
    return title[:1].upper() + title[1:]


def read_metadata(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of a notebook's metadata that a page prints: title, author, date, licence.

    {"title": "Ventes", "authors": [{"name": "Claire"}]} → {"title": "Ventes", "author": "Claire"}
    """
    words: dict[str, str] = {}
    for key in ("title", "description", "date"):
        if metadata.get(key):
            words[key] = str(metadata[key])
    authors = ", ".join(_list_authors(metadata))
    if authors:
        words["author"] = authors
    licence = metadata.get("license")
    # Jupyter has an object with a name, others write the name alone.
    if isinstance(licence, Mapping):
        licence = licence.get("name") or licence.get("id")
    if isinstance(licence, str) and licence:
        words["licence"] = page_word("licence", licence=licence)
    return words


def _list_authors(metadata: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the authors in a notebook's metadata, which have many forms.

    {"authors": [{"name": "Claire"}, "Ali"]} → "Claire", "Ali"; {"author": "Claire"} → "Claire"
    """
    listed = metadata.get("author") or metadata.get("authors") or ()
    if not isinstance(listed, list):
        listed = [listed]
    for author in listed:
        if isinstance(author, Mapping):
            author = author.get("name")
        if isinstance(author, str) and author:
            yield author
