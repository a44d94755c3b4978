"""Which regular expressions a descriptor may hold cells against: those that can't take long.

`(a+)+$` takes longer than anybody waits for, and nothing can stop it once it runs. What a column
needs ("two letters and a number", an address) repeats no group that has a choice in it.
"""

import re

from annual_report.messages import _

LONGEST, MOST_REPEATS = 500, 12
LONGEST_CELL = 200
"""The longest cell that is held against a pattern."""
SET_OR_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
REPEAT = re.compile(r"[*+]|\{\d*,?\d*\}")
"""What may match in more ways than one; "?" and a group in it match once or not at all."""
INNERMOST = re.compile(r"\((?:\?:)?([^()]*)\)(\?(?![?+*])|[*+]|\{[\d,]+\})?")


def check_pattern(place: str, pattern: object) -> None:
    """Raise ValueError for what is no regular expression, or one that could take long."""
    try:
        if not isinstance(pattern, str) or len(pattern) > LONGEST:
            raise ValueError
        re.compile(pattern)
    except (re.error, ValueError, OverflowError, RecursionError):
        raise ValueError(_("“{place}” is no regular expression", place=place)) from None
    if not _is_quick(pattern):
        said = _(
            "“{place}” could take too long: repeat less, and nothing in a repetition", place=place
        )
        raise ValueError(said)


def _is_quick(pattern: str) -> bool:
    """Whether no group with a choice in it is repeated, nor much else."""
    if re.search(r"\\[1-9]|\(\?(?!:)", pattern):
        return False  # what it refers to, or looks ahead for, may be tried again and again
    plain = SET_OR_SIGN.sub("x", pattern)
    if len(re.findall(r"[*+]|\{\d+,\}", plain)) > 2 or plain.count("?") > MOST_REPEATS:
        return False
    while match := INNERMOST.search(plain):
        inside, repeated = match[1], match[2]
        if repeated and repeated != "?" and (REPEAT.search(inside) or set("|?") & set(inside)):
            return False
        # What it holds goes on counting for the group around it.
        left = "x*" if REPEAT.search(inside) else "x?" if set("|?") & set(inside) else "x"
        plain = plain[: match.start()] + left + plain[match.end() :]
    return True
