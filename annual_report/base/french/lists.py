"""Lists and capitals, as a sentence has them."""

from collections.abc import Iterable

from babel.lists import format_list

from annual_report.base.french.typography import FRENCH


def join_items(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"; "A, Inc. ; B et C" where an item has a comma."""
    listed = list(items)
    # Quotation marks tell where a title ends, a comma in a name doesn't.
    if not any("," in item and not item.startswith("«") for item in listed):
        return str(format_list(listed, locale=FRENCH))
    *others, last = listed
    if not others:
        return last
    return f"{' ; '.join(others)} et {last}"


def capitalize(sentence: str) -> str:
    """Return a sentence with a capital first letter, and all other letters unchanged."""
    return sentence[:1].upper() + sentence[1:]
