"""What names somebody, or says how to reach them: looked for wherever words are given out."""

import re
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

FIRST_NAMES = Path(__file__).with_name("first_names.txt")


def find_person(text: str) -> str | None:
    """Say that a text looks like a person's name, None if it doesn't: a place may be called so."""
    # An address may be made of a name ("…/jean-dupont"), and is not one.
    outside = ADDRESS.sub("", text)
    if CIVILITY.search(outside) or is_a_name(outside):
        return _("looks like a person’s name")
    return None


def find_contact(text: str) -> str | None:
    """Say by what a text lets somebody be reached, None if by nothing."""
    if "@" in text and EMAIL.search(text):
        return _("holds an e-mail address")
    if PHONE.search(ADDRESS.sub("", text)):
        return _("holds a telephone number")
    return None


def is_a_name(text: str) -> bool:
    """Whether a cell is a usual first name and a surname and nothing else, in either order."""
    words = text.split()
    if not 2 <= len(words) <= 3 or not all(word[:1].isupper() for word in words):
        return False
    letters = all(part.isalpha() for word in words for part in re.split(r"[-’']", word) if part)
    first, last = (fold_spelling(word).split()[0] for word in (words[0], words[-1]))
    # The surname may come first, as lists have it, in capitals: "DUPONT Marie".
    usual = _usual_first_names()
    return letters and (first in usual or (last in usual and words[0].isupper()))


@cache
def _usual_first_names() -> frozenset[str]:
    _about, *names = FIRST_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(" ".join(names).split())
