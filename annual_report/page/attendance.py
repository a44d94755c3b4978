"""Attendance, where it is recorded: the matrix first, then who came how often.

Where a year records none, everything here is empty, so the page has no such chapter; the section
on method says so once.
"""

from collections.abc import Iterable

import pandas as pd

from annual_report.analysis.attendance import (
    Attendance,
    Participation,
    State,
    participation,
)
from annual_report.analysis.meetings import Meeting
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    count,
    in_words,
    number,
    ordinal,
    percentage,
    plural,
)
from annual_report.page.figure import Figure
from annual_report.page.grid import Cell, draw_grid
from annual_report.page.history import label
from annual_report.page.html import Fragment, chapter, paragraph, paragraphs
from annual_report.page.marks import Mark
from annual_report.page.members import names
from annual_report.page.timeline import MONTHS
from annual_report.territories.departments import departments

NOTHING = paragraph()
MARKS: dict[State, Mark] = {
    "present": Mark("square"),
    "uncounted": Mark("ring"),
    "absent": Mark("frame", "soft"),
    "not invited": Mark("slash", "accent"),
    "not recorded": Mark("dot", "soft"),
}
WORDS: dict[State, str] = {
    "present": "présent",
    "uncounted": "présent, nombre non renseigné",
    "absent": "absent",
    "not invited": "non invité",
    "not recorded": "non renseigné",
}
KEY: dict[State, str] = {
    "present": "carré plein",
    "uncounted": "carré percé",
    "absent": "carré vide",
    "not invited": "trait oblique",
    "not recorded": "point",
}
NAMED_UP_TO = 5


def attendance_chapter(edition: Edition) -> Fragment:
    """Open the chapter, if there is anything to say in it."""
    if edition.attendance is None:
        return NOTHING
    return chapter(None, "participation", f"Qui est venu aux rencontres de {edition.year}")


def short_date(meeting: Meeting, position: int) -> str:
    """Name a meeting in a column's head: its rank and its day or month."""
    start = meeting.start
    if start is None or start.month is None:
        return f"{position}. sans date"
    day = f"{ordinal(1) if start.day == 1 else start.day} " if start.day else ""
    return f"{position}. {day}{MONTHS[start.month - 1]}"


def attendance_sentence(edition: Edition) -> Fragment:
    """Say how much is recorded, how many came, and who came always or never."""
    found = edition.attendance
    if found is None:
        return NOTHING
    tallies = list(edition.participation)
    present, known = sum(e.present for e in tallies), sum(e.known for e in tallies)
    return paragraphs(
        f"{_recorded(found, edition.year)} {_rate(present, known)}",
        " ".join(said for said in (_always(tallies), _never(tallies), _silent(tallies)) if said),
    )


def _recorded(found: Attendance, year: int) -> str:
    some, total = len(found.recorded), len(found.meetings)
    if total == 1:
        return f"Les présences à la rencontre de {year} sont renseignées."
    if some == total:
        every = in_words(total)
        return f"Les présences sont renseignées pour chacune des {every} rencontres de {year}."
    known, every = alike(some, total, feminine=True)
    return f"Les présences sont renseignées pour {known} des {every} rencontres de {year}."


def _rate(present: int, known: int) -> str:
    if not known:
        return "Aucune ne dit si un membre invité est venu."
    invitations = "dont la suite est renseignée, un membre est venu"
    return (
        f"Sur {count(known, 'invitation')} {invitations} {number(present)}{NO_BREAK}fois, "
        f"soit {percentage(present / known)}."
    )


def _always(tallies: list[Participation]) -> str | None:
    always = tuple(each.code for each in tallies if each.known and each.present == each.known)
    where = f"à chaque rencontre renseignée pour {plural(len(always), 'lui', 'eux')}"
    return _who(always, len(tallies), f"est venu {where}", f"sont venus {where}")


def _never(tallies: list[Participation]) -> str | None:
    never = tuple(each.code for each in tallies if each.known and not each.present)
    return _who(never, len(tallies), "n’est jamais venu", "ne sont jamais venus")


def _silent(tallies: list[Participation]) -> str | None:
    silent = tuple(each.code for each in tallies if not each.known)
    if not silent:
        return None
    if len(silent) <= NAMED_UP_TO:
        return f"Pour {names(silent)}, rien n’est renseigné."
    return f"Pour {count(len(silent), 'membre')}, rien n’est renseigné."


def _who(codes: tuple[str, ...], total: int, one: str, several: str) -> str | None:
    """Say which members did something, by name if they are few; None if none did."""
    amount = len(codes)
    if not amount:
        return None
    if total == 1:
        return f"Le seul membre {one}."
    if amount == total:
        return f"Les {alike(total)[0]} membres {several}."
    some, every = alike(amount, total)
    said = f"{capitalized(some)} des {every} membres {plural(amount, one, several)}"
    return f"{said}{NO_BREAK}: {names(codes)}." if amount <= NAMED_UP_TO else f"{said}."


def attendance_matrix(edition: Edition) -> Figure | Fragment:
    """Draw départements × meetings, each state with its own shape."""
    found = edition.attendance
    if found is None:
        return NOTHING
    cells: dict[State, list[Cell]] = {}
    for row, code in enumerate(found.departments):
        for column, meeting in enumerate(found.meetings):
            cells.setdefault(found.state(code, meeting.id), []).append((row, column))
    heads = [short_date(each, rank) for rank, each in enumerate(found.meetings, start=1)]
    tallies = participation(found)
    return Figure(
        name="presences",
        drawing=draw_grid(
            [label(code) for code in found.departments],
            heads,
            {MARKS[state]: cells[state] for state in MARKS if state in cells},
            ends=[_tally(each, short=True) for each in tallies],
            turned=True,
        ),
        finding=_finding(found, tallies),
        alternative=_alternative(found, cells),
        data=_data(edition, found, heads, tallies),
        note=_note(edition, cells),
        broad=True,
    )


def _tally(each: Participation, *, short: bool = False) -> str:
    if not each.known:
        return "—" if short else "non renseigné"
    return f"{each.present}/{each.known}" if short else f"{each.present} sur {each.known}"


def _finding(found: Attendance, tallies: tuple[Participation, ...]) -> str:
    half = [t for t in tallies if t.known and 2 * t.present > t.known and t.code in found.members]
    known = [t for t in tallies if t.known and t.code in found.members]
    if not known:
        return "Les présences des membres ne sont pas renseignées."
    some, total = alike(len(half), len(known))
    if len(known) == 1:
        verb = "est venu" if half else "n’est pas venu"
        return f"Le seul membre renseigné {verb} plus d’une fois sur deux."
    if not half:
        return f"Aucun des {total} membres renseignés n’est venu plus d’une fois sur deux."
    if len(half) == len(known):
        return f"Les {total} membres renseignés sont venus plus d’une fois sur deux."
    verb = plural(len(half), "est venu", "sont venus")
    return f"{capitalized(some)} des {total} membres renseignés {verb} plus d’une fois sur deux."


def _alternative(found: Attendance, cells: dict[State, list[Cell]]) -> str:
    rows = count(len(found.departments), "département")
    columns = count(len(found.meetings), "rencontre")
    amounts = [f"{WORDS[state]}, {number(len(cells[state]))}" for state in MARKS if state in cells]
    return (
        f"Grille de {rows} sur {columns}. Nombre de cases{NO_BREAK}: {f'{NARROW}; '.join(amounts)}."
    )


def _note(edition: Edition, cells: dict[State, list[Cell]]) -> str:
    said = f"{NARROW}; ".join(
        f"{KEY[state]}{NO_BREAK}: {WORDS[state]}" for state in MARKS if state in cells
    )
    said = (
        f"{capitalized(said)}. Au bout de la ligne, les présences sur les fois renseignées. "
        f"Dans les données, le nombre d’agents{NARROW}; 0{NO_BREAK}: absent."
    )
    if edition.agents.held_back:
        said += f" {held_back_note(edition)}"
    return said


def held_back_note(edition: Edition) -> str:
    """Say which counts are held back, and that others are so that they can't be worked out."""
    return (
        f"«{NO_BREAK}retenu{NO_BREAK}»{NO_BREAK}: nombre inférieur à "
        f"{edition.network.settings.seuil}, ou qui permettrait de le retrouver."
    )


def _data(
    edition: Edition, found: Attendance, heads: list[str], tallies: Iterable[Participation]
) -> pd.DataFrame:
    columns = {
        "Département": [
            f"{departments()[code].name} ({code}){'' if code in found.members else ', non membre'}"
            for code in found.departments
        ]
    }
    for head, meeting in zip(heads, found.meetings, strict=True):
        columns[head] = [cell_words(edition, code, meeting.id) for code in found.departments]
    columns["Présences"] = [_tally(each) for each in tallies]
    return pd.DataFrame(columns)


def cell_words(edition: Edition, code: str, meeting: str) -> str:
    """Write a cell of the matrix: a number of agents, or the reason why there is none."""
    assert edition.attendance is not None
    state = edition.attendance.state(code, meeting)
    if state == "present":
        agents = edition.agents.counts[code, meeting]
        return "retenu" if agents is None else number(agents)
    if state == "absent":
        return number(0)
    return "présent" if state == "uncounted" else WORDS[state]
