"""Numbers as French prints them, and the nouns that agree with them."""

from decimal import ROUND_HALF_UP, Context, Decimal

from babel.numbers import format_decimal

from annual_report.base.french.typography import FRENCH, NO_BREAK

MINUS = "\N{MINUS SIGN}"
WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("dix-sept", "dix-huit", "dix-neuf"),
)
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante")
IN_WORDS_UP_TO = 16
"""Numbers above this one are written in figures, but at the head of a sentence."""
LARGEST_IN_WORDS = 999
MILLION = 1_000_000
FIGURES_IN_WORDS = 3
"""The figures of a number below a million that a sentence tells, the others being zeros."""
FRACTIONS = (*((1, among) for among in range(2, 11)), (2, 3), (3, 4), (2, 5), (3, 5), (4, 5))
CLOSE = 0.08
"""How far a share may be from a fraction that says it."""


NOISE = 9
"""Decimals beyond those that are printed at which a float is taken for the number that was meant:
0.285 × 100 is 28.5, and not 28.499999999999996."""
AS_READERS_DO = Context(prec=400, rounding=ROUND_HALF_UP)


def format_number(value: float | Decimal, decimals: int = 0) -> str:
    """Write a number with a decimal comma and narrow no-break spaces: 12 792 742, 18,7."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    number = str(format_decimal(half_up(value, decimals), format=pattern, locale=FRENCH))
    return number.replace("-", MINUS)


def half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round as readers do, a half away from zero: 62.5 is 63, -0.04 is 0.0."""
    # By its shortest decimal form: 0.285 is meant, and not the binary fraction below it.
    exact = Decimal(str(round(value, decimals + NOISE)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), context=AS_READERS_DO)
    return rounded if rounded else rounded.copy_abs()


def in_words(value: int, *, feminine: bool = False) -> str:
    """Write a whole number up to 999 in letters ("seize"), a larger one in figures."""
    if not 0 <= value <= LARGEST_IN_WORDS:
        return format_number(value)
    words = _below_hundred(value % 100) if value % 100 or not value else ""
    if hundreds := value // 100:
        many, plural = ("", "") if hundreds == 1 else (f"{WORDS[hundreds]} ", "s")
        words = f"{many}cent {words}" if words else f"{many}cent{plural}"
    return f"{words}e" if feminine and value % 10 == 1 and words.endswith("un") else words


def _below_hundred(value: int) -> str:
    if value < len(WORDS):
        return WORDS[value]
    if value >= 80:
        return "quatre-vingts" if value == 80 else f"quatre-vingt-{WORDS[value - 80]}"
    tens = min(value // 10, 6)  # soixante-dix goes on from sixty
    rest = value - 10 * tens
    if rest in (1, 11):
        return f"{TENS[tens]} et {WORDS[rest]}"
    return f"{TENS[tens]}-{WORDS[rest]}" if rest else TENS[tens]


def choose_form(value: float, singular: str, several: str | None = None) -> str:
    """Choose the form that agrees with `value`: singular below 2, as French has it."""
    return singular if abs(value) < 2 else several or singular + "s"


def write_count(value: int, singular: str, several: str | None = None) -> str:
    """Write a number and its noun: "1 rencontre", "4 rencontres"."""
    return f"{format_number(value)}{NO_BREAK}{choose_form(value, singular, several)}"


def write_percentage(share: float, decimals: int = 0) -> str:
    """Write a share of one as a percentage: 0.1872 gives "19 %", 0.0002 "moins de 1 %".

    "0 %" is nothing at all, and "100 %" is everything: a share near to them is said to be near.
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
    """Write a large number as one says it, with its noun: "12,8 millions d’habitants".

    Below a million three figures of it are told, of whatever type it is: 433570.0 is "434 000".
    """
    # The place of its first figure, which no type writes otherwise: 5 for 433570.
    place = Decimal(str(value)).adjusted()
    rounded = half_up(value, min(0, FIGURES_IN_WORDS - 1 - place))
    if rounded < MILLION:
        return f"{format_number(rounded)}{NO_BREAK}{noun}"
    millions = half_up(value / MILLION, 1)
    number = format_number(millions, 0 if millions == int(millions) else 1)
    of = "d’" if noun[0] in "aeéhiouy" else "de "
    return f"{number}{NO_BREAK}{choose_form(float(millions), 'million')} {of}{noun}"


def out_of_ten(share: float) -> str:
    """Say how often something was, as one says it: "six fois sur dix"."""
    tenths = int(half_up(10 * share))
    if tenths == 0:
        return "moins d’une fois sur dix" if share else "jamais"
    if tenths == 5:
        return "une fois sur deux"
    if tenths == 10:
        return "presque chaque fois" if share < 1 else "chaque fois"
    return f"{in_words(tenths, feminine=True)} fois sur dix"


def one_in(share: float, noun: str) -> str:
    """Say what part of some things a share is: "près d’un habitant sur cinq"; a small one in %."""
    # The fraction that is nearest in proportion; a share that none says is given in percent.
    some, among = min(FRACTIONS, key=lambda part: abs(share * part[1] / part[0] - 1))
    ratio = share * among / some
    if abs(ratio - 1) > CLOSE:
        return f"{write_percentage(share, 0 if share >= 0.1 else 1)} des {noun}s"
    part = f"{in_words(some)} {choose_form(some, noun)} sur {in_words(among)}"
    if half_up(1000 * share) == half_up(1000 * some / among):  # as 40,0 % would be
        return part
    of = "d’" if some == 1 else "de "
    return f"{'plus' if ratio > 1 else 'près'} {of}{part}"
