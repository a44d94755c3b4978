"""Which regular expressions a descriptor may hold cells against: those that can't take long.

`(a+)+$` takes longer than anybody waits for, and nothing can stop it once it runs. What a column
needs ("two letters and a number", an address) has no repetition inside of a repetition.
"""

import re
from math import inf
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from annual_report.messages import _

LONGEST = 500
MOST_REPEATED = 2
"""Repetitions without end that a pattern may have: each multiplies the time by a cell's length."""
FEW = 20
"""How often something may be repeated that doesn't count as without end."""
LONGEST_CELL = 200
"""The longest cell that is held against a pattern with two such repetitions."""
MOST_WAYS = 1000
"""In how many ways the other repetitions may match, taken together."""
PLAIN = (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY, codes.AT)
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def check_pattern(place: str, pattern: object) -> None:
    """Raise ValueError for what is no regular expression, or one that could take long."""
    try:
        if not isinstance(pattern, str) or len(pattern) > LONGEST:
            raise ValueError
        parsed = parser.parse(pattern)
    except (re.error, ValueError, OverflowError, RecursionError):
        raise ValueError(_("“{place}” is no regular expression", place=place)) from None
    repeated, ways = _cost(parsed)
    if repeated > MOST_REPEATED or ways > MOST_WAYS:
        said = _(
            "“{place}” could take too long: repeat less, and nothing in a repetition", place=place
        )
        raise ValueError(said)


def is_slow(pattern: object) -> bool:
    """Tell a pattern that only cells of a usual length are held against."""
    return isinstance(pattern, str) and _cost(parser.parse(pattern))[0] > 1


def _cost(parsed: Any) -> tuple[float, float]:
    """Count the repetitions without end of a pattern, and the ways in which the rest can match.

    Either is infinite for what could take long by itself.
    """
    repeated, ways = 0.0, 1.0
    for code, given in parsed:
        if code in REPEATS:
            low, high, content = given
            more, others = _cost(content)
            if high > 1 and not _is_plain(content):
                return inf, inf
            repeated += more + (high > FEW and low < high)
            ways *= others * (high - low + 1 if high <= FEW else 1)
        elif code is codes.SUBPATTERN:
            more, others = _cost(given[-1])
            repeated += more
            ways *= others
        elif code is codes.BRANCH:
            counted = [_cost(branch) for branch in given[1]]
            repeated += max(more for more, _others in counted)
            ways *= sum(others for _more, others in counted)
        elif code not in PLAIN:
            return inf, inf
    return repeated, ways


def _is_plain(parsed: Any) -> bool:
    """Tell what is always as long, so that to repeat it gives no choice."""
    for code, given in parsed:
        if code in REPEATS:
            low, high, content = given
            if low != high or not _is_plain(content):
                return False
        elif code is codes.SUBPATTERN:
            if not _is_plain(given[-1]):
                return False
        elif code not in PLAIN:
            return False
    return True
