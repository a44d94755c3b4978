"""What words of a page may not hold, and what whoever makes it should look at.

Refused: what stands for a missing value where Python prints one, and how somebody can be reached.
Remarked: names, for an author may name who agreed to it.
"""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from annual_report.base.errors import PublishError
from annual_report.base.messages import _
from annual_report.machine.pages.checks.personal import find_contact, find_names

MISSING = re.compile(r"<NA>|(?<![\w-])(?:nan|NaN|NaT|None(?! of\b)|inf(?!\.))(?![\w-])")
"""How Python prints a value that isn't there."""
CODE = re.compile(r"`[^`]*`")


def check_words(*texts: str | None) -> list[str]:
    """Return remarks on some words; raise PublishError if they hold what no page may."""
    # Between backquotes an author writes of code: `NaN` may well be meant.
    words = "\n".join(filter(None, texts))
    if missing := MISSING.search(CODE.sub("", words)):
        raise PublishError(
            _(
                "“{word}” stands for a value that isn’t there: say so in words, or leave the "
                "sentence out (if pd.notna(x): …)",
                word=missing[0],
            )
        )
    return _check_private(words)


def check_cells(cells: Iterable[object]) -> list[str]:
    """Return remarks on the values of a table; raise PublishError if one may not be published."""
    # Whole cells only: in a longer text such a word may be meant.
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
    if missing := next(filter(MISSING.fullmatch, texts), None):
        raise PublishError(
            _("“{word}” is a text here: leave a value that isn’t there as NA", word=missing)
        )
    return _check_private("\n".join(texts))


def check_source(source: str, *, code: bool) -> list[str]:
    """Do the same with what a notebook says in its own words: its texts and comments."""
    return _check_private("\n".join(_list_words_of_code(source)) if code else source)


def _check_private(words: str) -> list[str]:
    # A number or a title may have been set in French already.
    words = words.replace("\u00a0", " ").replace("\u202f", " ")
    if contact := find_contact(words):
        raise PublishError(_("{what}, which no page may give out", what=contact))
    return [*map(remark_name, find_names(words))]


def remark_name(name: str) -> str:
    """Return the remark on what looks like a name."""
    return _("“{name}” looks like a person’s name: whoever is named has to agree", name=name)


def _list_words_of_code(source: str) -> Iterator[str]:
    """Yield the comments and the texts of some code; of what isn't Python all."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            name = tokenize.tok_name[token.type]
            if name == "COMMENT" or "STRING" in name:
                yield token.string
    except (tokenize.TokenError, IndentationError, SyntaxError):
        yield source
