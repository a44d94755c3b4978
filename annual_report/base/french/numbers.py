"""Numbers as French prints them, and the nouns that agree with them."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from babel.numbers import format_decimal

from annual_report.base.french.typography import FRENCH, NO_BREAK

MINUS = "\N{MINUS SIGN}"
WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("dix-sept", "dix-huit", "dix-neuf"),
)
"""The words of the numbers from 0 to 19, each at its own place: WORDS[2] is "deux"."""
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
"""The words of the tens up to sixty; French counts on from there up to 79."""
IN_WORDS_UP_TO = 16
"""Numbers above this one are written in figures, unless they begin a sentence."""
LARGEST_IN_WORDS = 999
MILLION = 1_000_000
FIGURES_IN_WORDS = 3
"""The figures of a number below a million that a sentence tells, the others being zeros."""
FRACTIONS = [Fraction(1, whole) for whole in range(2, 11)]
FRACTIONS += [Fraction(2, 3), Fraction(3, 4), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5)]
"""The fractions by which a sentence may tell a share: 3/5 is "trois membres sur cinq"."""
LARGEST_DISTANCE = 0.08
"""The largest distance of a share from such a fraction, in proportion to the fraction.

A half tells the shares from 0.46 to 0.54.
"""
EXACT_DECIMALS = 9
"""The decimals, beyond the printed ones, to which a float is taken as exact.

Python computes 0.285 × 100 as 28.499999999999996; with nine decimals that is 28.5.
"""
HALF_AWAY_FROM_ZERO = Context(prec=400, rounding=ROUND_HALF_UP)
"""Decimal's settings for rounding as readers do, with digits enough for the largest float."""


def format_number(value: float | Decimal, decimals: int = 0) -> str:
    """Write a number with a decimal comma and narrow no-break spaces: 12 792 742, 18,7."""
    # Babel's pattern for groups of three digits, with so many decimals: "#,##0.00".
    pattern = "#,##0"
    if decimals:
        pattern += "." + "0" * decimals
    number = str(format_decimal(half_up(value, decimals), format=pattern, locale=FRENCH))
    return number.replace("-", MINUS)


def half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round as readers do, a half away from zero: 62.5 → 63, -0.04 with one decimal → 0.0.

    Python's `round` would make 62 of 62.5, the nearest even number.
    """
    # A float is often a little less than the number that was meant: 28.499999999999996 for 28.5.
    # So the inexact digits at its end are rounded away first.
    meant = Decimal(str(round(value, decimals + EXACT_DECIMALS)))
    # The unit of the last decimal: 0.1 for one decimal, 1 for none, 1000 for −3.
    step = Decimal(1).scaleb(-decimals)
    rounded = meant.quantize(step, context=HALF_AWAY_FROM_ZERO)
    # Zero has no sign: -0.04 is "0,0", and not "−0,0".
    if rounded == 0:
        return rounded.copy_abs()
    return rounded


def in_words(value: int, *, feminine: bool = False) -> str:
    """Write a whole number up to 999 in letters ("seize"), a larger number in figures."""
    if not 0 <= value <= LARGEST_IN_WORDS:
        return format_number(value)
    hundreds = value // 100
    rest = value % 100
    if hundreds == 0:
        words = _write_below_hundred(rest)
    else:
        words = _write_hundreds(hundreds, rest)
    # "vingt et une", but "onze": only the word "un" agrees.
    if feminine and words.endswith("un"):
        words += "e"
    return words


def _write_hundreds(hundreds: int, rest: int) -> str:
    """Write a number of `hundreds` and a `rest` below 100: (2, 1) → "deux cent un"."""
    words = "cent"
    if hundreds > 1:
        words = f"{WORDS[hundreds]} cent"
    if rest:
        return f"{words} {_write_below_hundred(rest)}"
    # "cent" agrees where no other number follows: "deux cents", "deux cent un".
    if hundreds > 1:
        words += "s"
    return words


def _write_below_hundred(value: int) -> str:
    """Write a whole number below a hundred in letters: 71 → "soixante et onze"."""
    if value < len(WORDS):
        return WORDS[value]
    if value == 80:
        return "quatre-vingts"
    if value > 80:
        return f"quatre-vingt-{WORDS[value - 80]}"
    # French counts on from sixty: 75 is "soixante-quinze", so six tens and a rest of 15.
    tens = min(value // 10, 6)
    rest = value - 10 * tens
    if rest == 0:
        return TENS[tens]
    if rest in (1, 11):
        return f"{TENS[tens]} et {WORDS[rest]}"
    return f"{TENS[tens]}-{WORDS[rest]}"


def choose_form(value: float, singular: str, several: str | None = None) -> str:
    """Return the form of a noun that agrees with `value`: in French the singular below 2.

    choose_form(1.5, "million") → "million", choose_form(2, "journal", "journaux") → "journaux"
    """
    if abs(value) < 2:
        return singular
    return several or singular + "s"


def write_count(value: int, singular: str, several: str | None = None) -> str:
    """Write a number and the noun after the number: "1 rencontre", "4 rencontres"."""
    return f"{format_number(value)}{NO_BREAK}{choose_form(value, singular, several)}"


def write_percentage(share: float, decimals: int = 0) -> str:
    """Write a share as a percentage: 0.1872 gives "19 %", 0.0002 "moins de 1 %".

    Only 0 gives "0 %", and only 1 "100 %": a share that would be rounded to these isn't told so.
    """
    if share in (0, 1):
        return f"{format_number(share * 100)}{NO_BREAK}%"
    step = Decimal(1).scaleb(-decimals)
    rounded = half_up(share * 100, decimals)
    if share > 0 and rounded == 0:
        return f"moins de {format_number(step, decimals)}{NO_BREAK}%"
    if share < 1 and rounded == 100:
        return f"plus de {format_number(100 - step, decimals)}{NO_BREAK}%"
    return f"{format_number(rounded, decimals)}{NO_BREAK}%"


def round_in_words(value: float | Decimal, noun: str) -> str:
    """Write a large number as people say numbers: 12792742 → "12,8 millions d’habitants".

    Below a million three figures of the number are kept: 433570.0 → "434 000 habitants".
    """
    # The power of ten of the first figure, the same for an int, a float and a Decimal: 433570 has
    # its 4 at 10⁵, so with three figures it is rounded to 10³, to "decimals" of −3.
    power = Decimal(str(value)).adjusted()
    decimals_kept = FIGURES_IN_WORDS - 1 - power
    # People and things have no decimals.
    rounded = half_up(value, min(0, decimals_kept))
    if rounded < MILLION:
        return f"{format_number(rounded)}{NO_BREAK}{noun}"
    millions = half_up(value / MILLION, 1)
    decimals = 1
    if millions == int(millions):
        decimals = 0
    number = format_number(millions, decimals)
    of = "de "
    # An h is taken as mute: "d’habitants".
    if noun[0] in "aeéhiouy":
        of = "d’"
    return f"{number}{NO_BREAK}{choose_form(float(millions), 'million')} {of}{noun}"


def out_of_ten(share: float) -> str:
    """Write how often something happened, by the share of times: 0.62 → "six fois sur dix"."""
    if share == 0:
        return "jamais"
    if share == 1:
        return "chaque fois"
    tenths = int(half_up(10 * share))
    # What never happens, or always, has been told above: these are shares such as 0.04 and 0.96.
    if tenths == 0:
        return "moins d’une fois sur dix"
    if tenths == 5:
        return "une fois sur deux"
    if tenths == 10:
        return "presque chaque fois"
    return f"{in_words(tenths, feminine=True)} fois sur dix"


def find_fraction(share: float) -> Fraction | None:
    """Return the simple fraction next to a share: 0.34 → 1/3; None for 0.45, far from all of them.

    Of `FRACTIONS` the one with the least difference is taken: 10.55 % is nearer to a tenth than to
    a ninth.
    """
    nearest = min(FRACTIONS, key=lambda fraction: abs(share - fraction))
    if abs(_divide(share, nearest) - 1) > LARGEST_DISTANCE:
        return None
    return nearest


def _divide(share: float, fraction: Fraction) -> float:
    """Return a share in proportion to a fraction: 0.3 is 0.9 of 1/3."""
    return share * fraction.denominator / fraction.numerator


def one_in(share: float, noun: str) -> str:
    """Write a share as a part of people or things: 0.187 → "près d’un habitant sur cinq".

    A share that is near no simple fraction is a percentage: 0.45 → "45 % des habitants".
    """
    fraction = find_fraction(share)
    if fraction is None:
        # "3 %" could be 2.5 as well as 3.4: a small share has a decimal.
        decimals = 0
        if share < 0.1:
            decimals = 1
        return f"{write_percentage(share, decimals)} des {noun}s"
    some = fraction.numerator
    among = fraction.denominator
    part = f"{in_words(some)} {choose_form(some, noun)} sur {in_words(among)}"
    # The share is the fraction, as far as a percentage with a decimal could tell them apart.
    if half_up(1000 * share) == half_up(1000 * some / among):
        return part
    # "près d’un habitant sur cinq", "près de deux habitants sur trois"
    of = "de "
    if some == 1:
        of = "d’"
    if _divide(share, fraction) > 1:
        return f"plus {of}{part}"
    return f"près {of}{part}"
