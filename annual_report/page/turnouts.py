"""Attendance meeting by meeting: how many départements came, and how many agents."""

import pandas as pd

from annual_report.analysis.attendance import Turnout, turnouts
from annual_report.analysis.meetings import Meeting
from annual_report.edition import Edition
from annual_report.french import NO_BREAK, number, percentage
from annual_report.page.attendance import NOTHING, held_back_note, short_date
from annual_report.page.html import Fragment, paragraph, table


def turnouts_table(edition: Edition) -> Fragment:
    """Show for each recorded meeting how many members came, and how many agents."""
    found = edition.attendance
    if found is None:
        return NOTHING
    rows = [(rank, each) for rank, each in enumerate(turnouts(found), start=1) if each.known]
    if not rows:
        return NOTHING
    frame = pd.DataFrame(
        {
            "Rencontre": [_named(each.meeting, rank) for rank, each in rows],
            "Format": [each.meeting.format for _rank, each in rows],
            "Départements présents": [f"{each.present} sur {each.known}" for _rank, each in rows],
            "Part": [percentage(each.present / each.known) for _rank, each in rows],
            "Agents": [_agents(edition, each) for _rank, each in rows],
        }
    )
    made = table(frame, f"Les présences aux rencontres de {edition.year}")
    return Fragment(made + paragraph(_turnouts_note(edition, rows), kind="note").html)


def _named(meeting: Meeting, rank: int) -> str:
    head = short_date(meeting, rank)
    what = meeting.title or meeting.town or meeting.kind
    return f"{head}{NO_BREAK}: {what}" if what else head


def _agents(edition: Edition, each: Turnout) -> str:
    """Write the agents of a meeting; some weren't counted: then there were at least so many."""
    if each.meeting.id not in edition.agents.totals:
        return "non renseigné"
    total = edition.agents.totals[each.meeting.id]
    if total is None:
        return "retenu"
    return f"au moins {number(total)}" if each.uncounted else number(total)


def _turnouts_note(edition: Edition, rows: list[tuple[int, Turnout]]) -> str:
    said = ["Les parts rapportent les présents aux seuls départements invités et renseignés."]
    if any(each.uncounted for _rank, each in rows):
        said.append(
            f"«{NO_BREAK}Au moins{NO_BREAK}»{NO_BREAK}: des présents n’ont pas été comptés."
        )
    if edition.agents.held_back and None in edition.agents.totals.values():
        said.append(held_back_note(edition))
    return " ".join(said)
