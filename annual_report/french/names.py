"""Départements and towns in a sentence: articles, agreement, contractions."""

from collections.abc import Collection, Iterable

from annual_report.french.lists import enumeration
from annual_report.territories.departments import departments


def names(codes: Iterable[str]) -> str:
    """List départements with their articles: "l’Aude, la Charente et le Gers"."""
    return enumeration(departments()[code].with_article for code in codes)


def bare_names(codes: Iterable[str]) -> str:
    """List départements without their articles: "Aude, Charente et Gers"."""
    return enumeration(departments()[code].name for code in codes)


def agreement(codes: Collection[str]) -> int:
    """Return the number that verbs agree with: a single "les Landes" is a plural already."""
    many = len(codes) > 1 or any(departments()[code].article == "les" for code in codes)
    return 2 if many else 1


def labelled(code: str) -> str:
    """Name a département in a table: "Loire-Atlantique (44)"."""
    return f"{departments()[code].name} ({code})"


def at(town: str) -> str:
    """Put "à" before a town, contracted with its article: à Nantes, au Mans, aux Mureaux."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"à {town}"
