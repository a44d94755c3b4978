"""Numbers as French prints them, and the nouns that agree with them."""

from babel import Locale
from babel.numbers import format_decimal

from annual_report.french.typography import NO_BREAK

FRENCH = Locale("fr")
MINUS = "\N{MINUS SIGN}"
WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("dix-sept", "dix-huit", "dix-neuf", "vingt"),
)
IN_WORDS_UP_TO = len(WORDS) - 1
"""Numbers above this one are written in figures even at the head of a sentence."""


def number(value: float, decimals: int = 0) -> str:
    """Write a number with a decimal comma and narrow no-break spaces: 12 792 742, 18,7."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=FRENCH)).replace("-", MINUS)


def in_words(value: int, *, feminine: bool = False) -> str:
    """Write a small whole number in letters ("seize"), a larger one in figures."""
    if not 0 <= value <= IN_WORDS_UP_TO:
        return number(value)
    return "une" if feminine and value == 1 else WORDS[value]


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


def ordinal(value: int, *, feminine: bool = False) -> str:
    """Write a rank: 1er, 1re, 2e."""
    if value == 1:
        return "1re" if feminine else "1er"
    return f"{value}e"
