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
from annual_report.machine.pages.export.identity import find_identity, lead_elsewhere
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

    Raise PageError where nothing is published, or where its style is none that a page may have.
    """
    notebook = published.notebook
    parts = published.parts
    if not any(part.get(kind) for part in parts for kind in ("html", "chapter", "page")):
        raise PageError(
            _(
                "{page}: nothing is published, in any cell: publish(…) puts a table, a figure or a "
                "text into the page",
                page=f"{published.name}.html",
            )
        )
    identity = find_identity(notebook.metadata, read_parameters(notebook), published.name)
    about = next((dict(part["page"]) for part in parts if "page" in part), {})
    declared = typeset_text(identity.name_title(about.get("called", {})))
    if about:
        title = declared or about.get("title") or name_by_file(published.name)
        about["links"] = lead_elsewhere(about.get("links", ()), identity, title)
    else:
        about = _tell_without_cover(published)
        # A notebook that is published whole shows its heading: that is its title.
        title = about["title"] if published.is_shown else declared or about["title"]
    about["heading"] = title
    about["title"] = ", ".join(filter(None, (title, about.get("network_title"))))
    about["description"] = about.get("description") or about["title"]
    about["name"] = identity.name
    about["kind"] = identity.frame
    if identity.year:
        about["year"] = identity.year
    # A page that names the data and phrases that it is made of names its notebook and program too.
    if "made_of" in about:
        own = {"page": identity.name, "notebook": hash_notebook(notebook), "program": say_program()}
        about["made_of"] = about["made_of"] | own
    wrong = find_wrong_style(str(about.get("style") or ""))
    if wrong:
        raise PageError(f"style.css: {wrong}")
    address = str(about.get("address") or "")
    if address:
        about["address"] = read_web_address(address)
        if not about["address"]:
            raise PageError(_("“{address}” is no address of a page", address=shorten(address)))
    return about


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
    """Return the facts of a page whose notebook has no `cover`: those of its metadata."""
    metadata = read_metadata(published.notebook.metadata)
    title = _find_heading(published.notebook) or name_by_file(published.name)
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
    words = name.rpartition("/")[2].replace("-", " ").replace("_", " ").split()
    name_in_words = " ".join(words)
    return name_in_words[:1].upper() + name_in_words[1:]


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
    """Yield the authors: a single author, or a list of names, as Jupyter allows both."""
    listed = metadata.get("author") or metadata.get("authors") or ()
    if not isinstance(listed, list):
        listed = [listed]
    for author in listed:
        if isinstance(author, Mapping):
            author = author.get("name")
        if isinstance(author, str) and author:
            yield author
