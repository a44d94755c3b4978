"""Institutions and towns in a sentence: articles, agreement, contractions."""

from collections import Counter
from collections.abc import Collection, Iterable

from annual_report.base.french.lists import join_items
from annual_report.base.french.numbers import write_count
from annual_report.network.territories.institutions import find_institution, tell_apart
from annual_report.network.territories.kinds import REGION, kinds_by_name

SHORT_CODE = 5
"""Signs of a code that one reads: the nine figures of an EPCI say nothing to anybody."""
LISTED_UP_TO = 24
"""Above this number no sentence, list, map or alternative names them all: a table does."""


def enumerate_institutions(codes: Iterable[str]) -> str:
    """List institutions with their articles: "l’Aude, la Charente et le Gers".

    More than a page lists are counted: "123 membres".
    """
    codes = list(codes)
    if len(codes) > LISTED_UP_TO:
        return write_count(len(codes), "membre")
    return join_items(member.with_article for member in tell_apart(codes))


def count_by_kind(kinds: Iterable[str]) -> str:
    """Count members kind by kind: "60 départements et 18 régions"."""
    counted = Counter(kinds)
    return join_items(
        write_count(counted[name], kind.name, kind.plural)
        for name, kind in kinds_by_name().items()
        if counted[name]
    )


def count_for_agreement(codes: Collection[str]) -> int:
    """Return the number that verbs agree with: a single "les Landes" is a plural already."""
    names = (find_institution(code).with_article for code in codes)
    is_plural = len(codes) > 1 or any(name.lower().startswith("les ") for name in names)
    return 2 if is_plural else 1


def is_readable(code: str) -> bool:
    """Whether a code says something beside the name; an organisation's is its name.

    A région's is a number that nobody knows, unless it is a département too.
    """
    member = find_institution(code)
    return len(code) <= SHORT_CODE and member.name != code and member.kinds != (REGION,)
