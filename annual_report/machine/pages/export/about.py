"""The title, authors and other facts of a notebook, from the metadata and the name of the file."""

from collections.abc import Iterator, Mapping
from typing import Any

from annual_report.machine.pages.language import page_word

WRITTEN = (
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
"""The metadata of a notebook that somebody wrote for its page, beside the package's own key."""


def name_by_file(name: str) -> str:
    """Return the name of a file in words, for a notebook without a heading."""
    words = name.rpartition("/")[2].replace("-", " ").replace("_", " ").split()
    told = " ".join(words)
    return told[:1].upper() + told[1:]


def tell_of_notebook(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of the metadata that a page has: title, author, date, licence."""
    told: dict[str, str] = {}
    for key in ("title", "description", "date"):
        if metadata.get(key):
            told[key] = str(metadata[key])
    authors = ", ".join(_list_authors(metadata))
    if authors:
        told["author"] = authors
    licence = metadata.get("license")
    # Jupyter has an object with a name, others write the name alone.
    if isinstance(licence, Mapping):
        licence = licence.get("name") or licence.get("id")
    if isinstance(licence, str) and licence:
        told["licence"] = page_word("licence", licence=licence)
    return told


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
