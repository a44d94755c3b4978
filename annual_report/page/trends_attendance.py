"""The page across the years: attendance, where at least one year records it."""

from collections.abc import Sequence

import pandas as pd

from annual_report.edition import Edition
from annual_report.french import NO_BREAK, enumeration, number, percentage, plural
from annual_report.page.attendance import NOTHING, held_back_note
from annual_report.page.html import Fragment, chapter, paragraph, table
from annual_report.territories.departments import departments

COLUMNS = 6
"""Years that stand side by side on a sheet of paper."""
OLDER = " Les années plus anciennes sont dans la page de chaque département."


def _recorded(edition: Edition) -> list[Edition]:
    return [each for each in edition.series if each.attendance]


def attendance_opening(edition: Edition) -> Fragment:
    """Open the chapter, if a year records attendance."""
    return chapter(4, "presences", "Les présences") if _recorded(edition) else NOTHING


def attendance_sentence(edition: Edition) -> Fragment:
    """Say which years record attendance."""
    found = _recorded(edition)
    if not found:
        return NOTHING
    years = [str(each.year) for each in found]
    if len(found) == len(edition.network.years) > 1:
        return paragraph("Les présences sont renseignées, en partie au moins, chaque année.")
    return paragraph(
        f"Les présences ne sont renseignées, en partie au moins, qu’en {enumeration(years)}"
        f"{NO_BREAK}: des autres années, on ne peut rien dire."
        if len(edition.network.years) > 1
        else f"Les présences de {years[0]} sont renseignées, en partie au moins."
    )


def attendance_by_year(edition: Edition) -> Fragment:
    """Compare the years that record attendance."""
    found = _recorded(edition)
    if not found:
        return NOTHING
    tallies = [
        (sum(e.present for e in each.participation), sum(e.known for e in each.participation))
        for each in found
    ]
    frame = pd.DataFrame(
        {
            "Année": [str(each.year) for each in found],
            "Rencontres renseignées": [_meetings(each) for each in found],
            "Invitations suivies d’une présence": [
                f"{number(present)} sur {number(known)}" for present, known in tallies
            ],
            "Part": [percentage(present / known) if known else "—" for present, known in tallies],
            "Agents, en tout": [_agents(each) for each in found],
        }
    )
    made = table(frame, "Les présences par année")
    held = next((each for each in found if _agents(each) == "retenu"), None)
    return Fragment(made + paragraph(held_back_note(held) if held else None, kind="note").html)


def _meetings(edition: Edition) -> str:
    found = edition.attendance
    assert found is not None
    return f"{len(found.recorded)} sur {len(found.meetings)}"


def _agents(edition: Edition) -> str:
    total = edition.agents.total
    if total is None:
        return "retenu"
    uncounted = bool(edition.attendance and edition.attendance.uncounted)
    return f"au moins {number(total)}" if uncounted else number(total)


def participation_by_year(edition: Edition) -> Fragment:
    """Show how often each member of the last year came, year by year."""
    found = _recorded(edition)
    if len(found) < 2:
        return NOTHING
    columns = {"Département": [f"{departments()[code].name} ({code})" for code in edition.members]}
    for each in found[-COLUMNS:]:
        columns[str(each.year)] = _column(each, edition.members)
    amount = len(edition.members)
    whose = plural(amount, "du membre", "des membres")
    caption = f"Présences {whose} de {edition.year}, par année"
    note = paragraph(
        "Présences sur le nombre d’invitations dont la suite est renseignée. "
        f"«{NO_BREAK}—{NO_BREAK}»{NO_BREAK}: non membre. "
        f"«{NO_BREAK}n. r.{NO_BREAK}»{NO_BREAK}: rien n’est renseigné."
        + (OLDER if len(found) > COLUMNS else ""),
        kind="note",
    )
    return Fragment(table(pd.DataFrame(columns), caption) + note.html)


def _column(edition: Edition, codes: Sequence[str]) -> list[str]:
    tallies = {each.code: each for each in edition.participation}
    return [
        "—"
        if code not in tallies
        else f"{tallies[code].present} sur {tallies[code].known}"
        if tallies[code].known
        else "n. r."
        for code in codes
    ]
