"""Institutions and towns in a sentence: articles, agreement, contractions."""

from collections.abc import Collection, Iterable

from annual_report.french.lists import enumeration
from annual_report.territories.grammar import at
from annual_report.territories.institutions import institution, told_apart


def names(codes: Iterable[str]) -> str:
    """List institutions with their articles: "l’Aude, la Charente et le Gers"."""
    return enumeration(each.with_article for each in told_apart(codes))


def bare_names(codes: Iterable[str]) -> str:
    """List institutions without their articles: "Aude, Charente et Gers"."""
    return enumeration(each.name for each in told_apart(codes))


def agreement(codes: Collection[str]) -> int:
    """Return the number that verbs agree with: a single "les Landes" is a plural already."""
    many = len(codes) > 1 or any(
        institution(code).with_article.startswith(("les ", "Les ")) for code in codes
    )
    return 2 if many else 1


def labelled(code: str) -> str:
    """Name an institution in a table: "Loire-Atlantique (44)"."""
    return institution(code).label


__all__ = ["agreement", "at", "bare_names", "labelled", "names"]
