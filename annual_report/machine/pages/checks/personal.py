"""What names somebody, or says how to reach them: looked for wherever words are given out."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _

# Bounded, so that a long line costs no more than its length.
EMAIL = re.compile(r"[\w.+-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63})+")
PHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?|0)[1-9](?:[ .-]?\d{2}){4}(?![\w-])", re.ASCII
)
ADDRESS = re.compile(r"https?://\S+")
CIVILITY = re.compile(
    r"(?:\b(?:M|MM|Mr|Dr|Pr)\. ?|\b(?:Mr|Mme|Mmes|Mlle|Dr|Pr|Monsieur|Madame|Mademoiselle) )"
    r"(?:de |d’|d')?[A-ZÀ-Ý][\w’'-]+"
)
CAPITALIZED = r"[A-ZÀ-Ý][\w’'-]*[\w]"
PAIR = re.compile(rf"(?<![\w’'-])(?=({CAPITALIZED}) ((?:de |d’|d')?{CAPITALIZED}))")
"""Two words with capitals: a first name and a surname, perhaps, the surname first in a list."""

FIRST_NAMES = Path(__file__).with_name("first_names.txt")


def find_person(text: str) -> str | None:
    """Say that a text looks like a person's name, None if it doesn't: a place may be called so."""
    return _("looks like a person’s name") if any(find_names(text)) else None


def find_names(text: str) -> Iterator[str]:
    """Yield what looks like a name: behind a title, or a usual first name and a surname."""
    # An address may be made of a name ("…/jean-dupont"), and is not one.
    outside = ADDRESS.sub("", text)
    yield from (title[0] for title in CIVILITY.finditer(outside))
    for pair in PAIR.finditer(outside):
        one, other = pair.groups()
        # The surname may come first, as lists have it, in capitals: "DUPONT Marie".
        if _is_first_name(one) or (one.isupper() and _is_first_name(other)):
            yield f"{one} {other}"


def find_contact(text: str) -> str | None:
    """Say by what a text lets somebody be reached, None if by nothing."""
    if "@" in text and EMAIL.search(text):
        return _("holds an e-mail address")
    if PHONE.search(ADDRESS.sub("", text)):
        return _("holds a telephone number")
    return None


def _is_first_name(word: str) -> bool:
    return fold_spelling(word).split()[0] in _usual_first_names()


@cache
def _usual_first_names() -> frozenset[str]:
    _about, *names = FIRST_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(" ".join(names).split())
