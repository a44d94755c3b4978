"""What opens a page and its chapters, said from a notebook: each is shown where it is called."""

from typing import Any

from IPython.display import display

from annual_report.pages.checks.wording import check_words
from annual_report.pages.fragment import front, heading


def chapter(number: int | None, title: str, id: str | None = None) -> None:  # noqa: A002
    """Open a chapter of the page; what is published below belongs to it.

    `number` is None for a chapter without numeral; `id` is its address in the page, made from the
    title's words unless it is given.
    """
    display(heading(number, title, id).with_remarks(check_words(title)))


def cover(title: str, lede: str = "", **page: Any) -> None:
    """Open the page: its title and one sentence, and what `pages.fragment.front` takes more."""
    display(front(title, lede, **page))
