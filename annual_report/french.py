"""French as it is printed: numbers, plurals, lists, dates and no-break spaces.

Babel knows most of it; three of its habits are mended here: "1 juin" (1er juin), "19–20 juin"
(19 et 20 juin) and the plural "many" of a round million, which would need a "de".
"""

import re
from collections.abc import Iterable

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from num2words import num2words

from annual_report.dates import PartialDate

FRENCH = Locale("fr")
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
IN_WORDS_UP_TO = 20
"""Numbers above this one are written in figures even at the head of a sentence."""


def number(value: float, decimals: int = 0) -> str:
    """Write a number with a decimal comma and narrow no-break spaces: 12 792 742, 18,7."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=FRENCH)).replace("-", MINUS)


def in_words(value: int, *, feminine: bool = False) -> str:
    """Write a small whole number in letters ("seize"), a larger one in figures."""
    if not 0 <= value <= IN_WORDS_UP_TO:
        return number(value)
    return "une" if feminine and value == 1 else str(num2words(value, lang="fr"))


def alike(*values: int, feminine: bool = False) -> tuple[str, ...]:
    """Write the numbers of one sentence alike: all in letters or, if one is large, in figures.

    One stays in letters: "un des 40 membres".
    """
    in_letters = all(0 <= value <= IN_WORDS_UP_TO for value in values)
    return tuple(
        in_words(value, feminine=feminine) if in_letters or value == 1 else number(value)
        for value in values
    )


def plural(value: float, singular: str, several: str | None = None) -> str:
    """Choose the form that agrees with `value`: singular below 2, as French has it."""
    return singular if abs(value) < 2 else several or singular + "s"


def count(value: int, singular: str, several: str | None = None) -> str:
    """Write a number and its noun: "1 rencontre", "4 rencontres"."""
    return f"{number(value)}{NO_BREAK}{plural(value, singular, several)}"


def percentage(share: float, decimals: int = 0) -> str:
    """Write a share of one as a percentage: 0.1872 gives "19 %"."""
    return f"{number(share * 100, decimals)}{NO_BREAK}%"


def enumeration(items: Iterable[str]) -> str:
    """Join items as a sentence does: "A, B et C"."""
    return str(format_list(list(items), locale=FRENCH))


def capitalized(sentence: str) -> str:
    """Give a sentence its capital, and leave the rest of it as it is."""
    return sentence[:1].upper() + sentence[1:]


def ordinal(value: int, *, feminine: bool = False) -> str:
    """Write a rank: 1er, 1re, 2e."""
    if value == 1:
        return "1re" if feminine else "1er"
    return f"{value}e"


def partial_date(when: PartialDate, *, with_year: bool = True) -> str:
    """Write a date as precisely as it is known: "2025", "juin 2025", "1er juin 2025"."""
    if when.month is None:
        return str(when.year)
    words = str(format_date(when.first, "MMMM y" if with_year else "MMMM", locale=FRENCH))
    return words if when.day is None else f"{_day(when.day)}{NO_BREAK}{words}"


def date_range(start: PartialDate, end: PartialDate | None, *, with_year: bool = True) -> str:
    """Write a period: "19 et 20 juin 2025", "28 février au 2 mars 2024", "mars à mai 2024"."""
    if end is None or end == start:
        return partial_date(start, with_year=with_year)
    last = partial_date(end, with_year=with_year)
    if start.year != end.year:
        return f"{partial_date(start)} {_to(start)} {partial_date(end)}"
    if start.day is None or end.day is None or start.month != end.month:
        return f"{partial_date(start, with_year=False)} {_to(start)} {last}"
    link = "et" if end.day - start.day == 1 else "au"
    return f"{_day(start.day)} {link} {last}"


def dated(start: PartialDate, end: PartialDate | None, *, with_year: bool = True) -> str:
    """Write when something happened: "les 19 et 20 juin", "le 3 mai", "en juin", "en 2025"."""
    words = date_range(start, end, with_year=with_year)
    several = end is not None and end != start
    if start.day is None:
        return f"de {words}" if several else f"en {words}"
    if several and end is not None and end.day is not None:
        consecutive = start.month == end.month and end.day - start.day == 1
        return f"les {words}" if consecutive else f"du {words}"
    return f"le {words}"


def typeset(text: str) -> str:
    """Put the no-break spaces that French punctuation needs, and typographic apostrophes.

    Only a space that is already there changes its kind, so that addresses stay whole.
    """
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:%»])", NO_BREAK + r"\1", text)
    return re.sub(r"«[ \u00a0\u202f]*", "«" + NO_BREAK, text)


def _day(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _to(start: PartialDate) -> str:
    return "à" if start.day is None else "au"
