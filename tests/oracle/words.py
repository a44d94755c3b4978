"""Numbers as a sentence rounds them, and words that agree with them."""

from collections.abc import Callable, Collection
from decimal import ROUND_HALF_UP, Decimal

from oracle import reference
from oracle.sentences import Facts

FEW = 10
"""Of fewer than so many no share is told."""
FRACTIONS = (
    (1, 2),
    (1, 3),
    (1, 4),
    (1, 5),
    (1, 6),
    (1, 7),
    (1, 8),
    (1, 9),
    (1, 10),
    (2, 3),
    (3, 4),
    (2, 5),
    (3, 5),
    (4, 5),
)


def round_half_up(value: Decimal | float, step: str) -> Decimal:
    """Round as readers do, to a step: "1", "0.1", "1E+3"."""
    if isinstance(value, float):
        exact = Decimal(str(value))
    else:
        exact = Decimal(value)
    return exact.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def tell_people(count: int) -> Facts:
    """Return inhabitants as a sentence rounds them: by tenths of a million, or three figures."""
    three_figures = round_half_up(count, f"1E+{max(0, len(str(count)) - 3)}")
    if three_figures >= 1_000_000:
        three_figures = round_half_up(Decimal(count) / 1_000_000, "0.1") * 1_000_000
    return [int(three_figures), "habitants"]


def tell_percentage(part: int, whole: int, step: str) -> Facts:
    """Return a share in percent; a share that rounds to zero, or to all, is told as near."""
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = round_half_up(exact, step)
    if exact > 0 and rounded == 0:
        return ["moins de", float(step)]
    if exact < 100 and rounded == 100:
        return ["plus de", float(100 - Decimal(step))]
    return [float(rounded)]


def tell_fraction(part: int, whole: int, noun: str) -> Facts:
    """Return the fraction within eight percent of a share, or no word."""
    share = part / whole
    some, among = min(FRACTIONS, key=lambda pair: abs(share - pair[0] / pair[1]))
    ratio = share * among / some
    if abs(ratio - 1) > 0.08:
        return []
    told: Facts = [some, f"{noun} sur" if some == 1 else f"{noun}s sur", among]
    if round_half_up(1000 * share, "1") == round_half_up(1000 * some / among, "1"):
        return told
    return ["plus de" if ratio > 1 and some > 1 else "plus d’" if ratio > 1 else "près", told]


def tell_tenths(part: int, whole: int) -> Facts:
    """Return how often something was: six times in ten."""
    tenths = int(round_half_up(Decimal(10 * part) / Decimal(whole), "1"))
    if tenths == 0:
        if part:
            return ["moins d’", 1, "fois sur", 10]
        return ["jamais"]
    if tenths == 5:
        return [1, "fois sur", 2]
    if tenths == 10:
        return ["presque chaque fois" if part < whole else "chaque fois"]
    return [tenths, "fois sur", 10]


def agree(number: int, singular: str, plural: str) -> str:
    if number < 2:
        return singular
    return plural


def agree_with(codes: Collection[str], singular: str, plural: str) -> str:
    """Choose the form that agrees with members: "les Landes" alone are plural."""
    names = reference.name_members(codes)
    is_plural = len(codes) > 1 or str(names[0]).lower().startswith("les ")
    if is_plural:
        return plural
    return singular


def quote(titles: Collection[str]) -> list[str]:
    return [f"« {title} »" for title in titles]


def is_said_in(words: str, text: str) -> bool:
    """Whether a text has some words, in any number and spelling."""
    return f" {_fold_number(words)} " in f" {_fold_number(text)} "


def _fold_number(text: str) -> str:
    words = reference.fold(text).split()
    return " ".join(word.rstrip("sx") if len(word) > 3 else word for word in words)


def count_by(items: Collection[str], key: Callable[[str], str]) -> dict[str, int]:
    """Count items by a key, in the order of first appearance."""
    counts: dict[str, int] = {}
    for item in items:
        counts[key(item)] = counts.get(key(item), 0) + 1
    return counts
