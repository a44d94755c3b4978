"""Lists and capitals, as a sentence has them."""

from collections.abc import Iterable

from babel.lists import format_list

from annual_report.base.french.typography import FRENCH


def join_items(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"; "A, Inc. ; B et C" where an item has a comma."""
    listed = list(items)
    # A title in quotation marks may have commas: the marks tell where it ends.
    has_comma = any("," in item and not item.startswith("«") for item in listed)
    if not has_comma:
        return str(format_list(listed, locale=FRENCH))
    *others, last = listed
    if not others:
        return last
    return f"{' ; '.join(others)} et {last}"


def capitalize(sentence: str) -> str:
    """Return a sentence with a capital first letter: "à Lyon" → "À Lyon".

    All other letters stay as they are: `str.capitalize` would make "À lyon".
    """
    return sentence[:1].upper() + sentence[1:]
