"""Lists and capitals, as a sentence has them."""

from collections.abc import Iterable

from babel.lists import format_list

from annual_report.base.french.typography import FRENCH


def join_items(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"."""
    return str(format_list(list(items), locale=FRENCH))


def mentions_words(title: str, words: str) -> bool:
    """Whether a title has some words in it, be they plural there or here."""

    def singular(text: str) -> set[str]:
        return {each.strip("()«».,;:!?").rstrip("sx") for each in text.casefold().split()}

    return singular(words) <= singular(title)


def capitalize(sentence: str) -> str:
    """Give a sentence its capital, and leave the rest of it as it is."""
    return sentence[:1].upper() + sentence[1:]
