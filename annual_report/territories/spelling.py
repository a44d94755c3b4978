"""Which département somebody means, however its name is spelt."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from annual_report.territories.departments import FOLDER, Department, departments

# What may stand before a name once it is folded: "département de la", "le", "d", "l".
LEADING_WORDS = re.compile(
    r"(?:(?:le )?departement )?(?:(?:de la|de l|du|des|de|d|la|le|les|l) )?(?=.)"
)
CLOSE_ENOUGH = 0.7


def find_department(text: str) -> Department | None:
    """Find a département by its code or its official name, however it is spelt.

    Case, accents, apostrophes, hyphens, "St" and the words before the name don't matter. "1" is
    01 whose zero a spreadsheet lost, Basses-Alpes is 04. Anything else, "Rhin" or "Haute", is None:
    nothing is guessed.
    """
    code = text.strip().upper()
    found = departments().get(code.zfill(2) if len(code) == 1 else code)
    if found is None:
        found = _by_name().get(_bare(text).replace(" ", ""))
    if found is None and len(called := departments_called(text)) == 1:
        found = called[0]
    return found


def departments_called(text: str) -> tuple[Department, ...]:
    """Return the départements of a former or another name: one, or several of which none is meant.

    Basses-Alpes are the Alpes-de-Haute-Provence; Seine-et-Oise is three départements today.
    """
    return _by_alias().get(_bare(text).replace(" ", ""), ())


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


@cache
def _by_alias() -> Mapping[str, tuple[Department, ...]]:
    """Index `alias.csv`, whose columns are `alias,codes`, as names are."""
    with (FOLDER / "alias.csv").open(encoding="utf-8", newline="") as stream:
        return {
            _bare(row["alias"]).replace(" ", ""): tuple(
                departments()[code] for code in row["codes"].split()
            )
            for row in csv.DictReader(stream)
        }


def _bare(text: str) -> str:
    """Reduce a name to lower-case ASCII words, without what may stand before it."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    return LEADING_WORDS.sub("", re.sub(r"\bst\b", "saint", words), count=1)
