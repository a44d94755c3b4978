"""Which département somebody means, however its name is spelt."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from annual_report.territories.departments import Department, departments

# What may stand before a name once it is folded: "département de la", "le", "d", "l".
LEADING_WORDS = re.compile(
    r"(?:(?:le )?departement )?(?:(?:de la|de l|du|des|de|d|la|le|les|l) )?(?=.)"
)
CLOSE_ENOUGH = 0.7


def find_department(text: str) -> Department | None:
    """Find a département by its code or its official name, however it is spelt.

    Case, accents, apostrophes, hyphens, "St" and the words before the name don't matter. "1" is
    01 whose zero a spreadsheet lost. Anything else, "Rhin" or "Haute", is None: nothing is guessed.
    """
    code = text.strip().upper()
    found = departments().get(code.zfill(2) if len(code) == 1 else code)
    return found or _by_name().get(_bare(text).replace(" ", ""))


def nearest_department(text: str) -> Department | None:
    """Suggest the département whose name looks most like `text`, None if none looks like it."""
    import difflib  # only someone's slip needs it

    names = {_bare(department.name): department for department in departments().values()}
    close = difflib.get_close_matches(_bare(text), names, n=1, cutoff=CLOSE_ENOUGH)
    return names[close[0]] if close else None


@cache
def _by_name() -> Mapping[str, Department]:
    """Index départements by bare name without spaces: "Val dOise" is common too."""
    return {_bare(each.name).replace(" ", ""): each for each in departments().values()}


def _bare(text: str) -> str:
    """Reduce a name to lower-case ASCII words, without what may stand before it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    return LEADING_WORDS.sub("", re.sub(r"\bst\b", "saint", words), count=1)
