"""What words of a page may not hold, and what whoever makes it should look at.

Refused: what stands for a missing value where Python prints one, and how somebody can be reached or
is registered (mail, telephone, social security, bank). Remarked: names, for an author may name
who agreed to it, and numbers as Python writes them.
"""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from annual_report.errors import PublishError
from annual_report.messages import _
from annual_report.pages.checks.personal import ADDRESS, CIVILITY, EMAIL, PHONE, is_a_name

MISSING = re.compile(r"<NA>|(?<![\w-])(?:nan|NaN|NaT|None(?! of\b)|inf(?!\.))(?![\w-])")
"""How Python prints a value that isn't there."""
NAKED = re.compile(r"(?<![\w.,/:-])(?:\d+\.\d+|\d{6,})(?![\d.,/-]*\w|[/-])")
"""A number without thin spaces, or with a point for a comma."""
VERSION = re.compile(r"\b[A-Z]{2,}\s$")
"""What stands before "2.2" where it counts nothing: WCAG 2.2."""
SOCIAL_SECURITY = re.compile(
    r"(?<!\d)([12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3}) ?(\d\d)(?!\d)"
)
BANK = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
CODE = re.compile(r"`[^`]*`")


def check_words(*texts: str | None) -> list[str]:
    """Return remarks on what is said; raise PublishError if words hold what no page may."""
    said = _plain("\n".join(filter(None, texts)))
    if missing := MISSING.search(CODE.sub("", said)):
        raise PublishError(
            _(
                "“{word}” stands for a value that isn’t there: say so in words, or leave the "
                "sentence out (if pd.notna(x): …)",
                word=missing[0],
            )
        )
    return [*_check_private(said), *_naked_numbers(said)]


def check_cells(cells: Iterable[object]) -> list[str]:
    """Return remarks on the values of a table; raise PublishError if one may not be published."""
    words = dict.fromkeys(str(each) for each in cells if isinstance(each, str | int))
    if missing := next((each for each in words if MISSING.fullmatch(each)), None):
        raise PublishError(
            _("“{word}” is a text here: leave a value that isn’t there as NA", word=missing)
        )
    names = [each for each in words if is_a_name(each)]
    return [*_check_private(_plain("\n".join(words))), *map(_a_name, names)]


def check_source(source: str, *, code: bool) -> list[str]:
    """Do the same with what a notebook says in its own words: its texts and comments."""
    return _check_private(_plain("\n".join(_said_in(source)) if code else source))


def _check_private(said: str) -> list[str]:
    if private := next(_private(said), None):
        raise PublishError(_("{what}, which no page may give out", what=private))
    return [_a_name(each[0]) for each in CIVILITY.finditer(said)]


def _private(said: str) -> Iterator[str]:
    """Yield what a text holds by which somebody can be reached or is registered."""
    outside = ADDRESS.sub("", said)
    if "@" in said and EMAIL.search(said):
        yield _("holds an e-mail address")
    if PHONE.search(outside):
        yield _("holds a telephone number")
    if any(_has_key(*found) for found in SOCIAL_SECURITY.findall(outside)):
        yield _("holds a social security number")
    if any(_is_account(found) for found in BANK.findall(outside)):
        yield _("holds the number of a bank account")


def _has_key(number: str, key: str) -> bool:
    """Tell whether a number's last two digits are its key, as in all of the social security."""
    plain = number.replace(" ", "").replace("2A", "19").replace("2B", "18")
    return plain.isdigit() and int(key) == 97 - int(plain) % 97


def _is_account(number: str) -> bool:
    """Tell whether a number is an IBAN: its remainder by 97 is 1."""
    plain = number.replace(" ", "")
    return int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1


def _naked_numbers(said: str) -> list[str]:
    outside = CODE.sub("", ADDRESS.sub("", said))
    return [
        _("“{number}” is as Python writes it: french.number(x, 1)", number=found[0])
        for found in NAKED.finditer(outside)
        if not VERSION.search(outside[: found.start()])
    ]


def _a_name(name: str) -> str:
    return _("“{name}” looks like a person’s name: whoever is named has to agree", name=name)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _said_in(source: str) -> Iterator[str]:
    """Yield the comments and the texts of some code; of what isn't Python all."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            name = tokenize.tok_name[token.type]
            if name == "COMMENT" or "STRING" in name:
                yield token.string
    except (tokenize.TokenError, IndentationError, SyntaxError):
        yield source
