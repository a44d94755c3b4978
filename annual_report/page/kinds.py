"""Chapter 3, the meetings by kind, where kinds are recorded."""

import pandas as pd

from annual_report.analysis.meetings import Formats, kinds
from annual_report.edition import Edition
from annual_report.french import NO_BREAK, alike, capitalized, plural
from annual_report.page.html import Fragment, paragraph, table


def kinds_of_meetings(edition: Edition) -> Fragment:
    """Say of what kind the meetings were, in a sentence or, if there are several, in a table."""
    found = kinds(edition.network.rencontres, edition.year)
    if not found:
        return paragraph()
    unknown = found[None].total if None in found else 0
    total = sum(formats.total for formats in found.values())
    if unknown == total:
        return paragraph(
            f"La nature {plural(total, 'de cette rencontre', 'de ces rencontres')} "
            "n’est pas renseignée.",
            kind="empty",
        )
    named = {kind: formats for kind, formats in found.items() if kind}
    opening = _opening(total - unknown, total)
    if len(named) == 1:
        return paragraph(f"{opening}{NO_BREAK}: {next(iter(named))}.")
    return Fragment(paragraph(f"{opening}.").html + _table(found, edition.year).html)


def _opening(known: int, total: int) -> str:
    if total == 1:
        return "La nature de la rencontre est renseignée"
    if known == total:
        return f"La nature des {alike(total)[0]} rencontres est renseignée"
    some, every = alike(known, total, feminine=True)
    return f"La nature {_of(some)} des {every} rencontres est renseignée"


def _of(amount: str) -> str:
    """Put "de" before a number in letters: d’une, de deux, de onze."""
    return f"d’{amount}" if amount == "une" else f"de {amount}"


def _table(found: dict[str | None, Formats], year: int) -> Fragment:
    frame = pd.DataFrame(
        {
            "Nature": [capitalized(kind) if kind else "Non renseignée" for kind in found],
            "En présentiel": [str(formats.in_person) for formats in found.values()],
            "Hybrides": [str(formats.hybrid) for formats in found.values()],
            "À distance": [str(formats.remote) for formats in found.values()],
            "Ensemble": [str(formats.total) for formats in found.values()],
        }
    )
    return Fragment(table(frame, f"Les rencontres de {year} par nature et par format"))
