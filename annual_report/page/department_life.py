"""The page of a member: the meetings held there, its attendance, and its schemes."""

import pandas as pd
from markupsafe import Markup

from annual_report.analysis.attendance import Participation, State
from annual_report.analysis.meetings import Meeting
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    capitalized,
    count,
    dated,
    in_words,
    number,
    percentage,
    plural,
)
from annual_report.page.attendance import NOTHING, cell_words, held_back_note
from annual_report.page.html import Fragment, chapter, paragraph, table
from annual_report.page.members import agreement, names
from annual_report.portrait import Portrait


def hosted_sentence(portrait: Portrait) -> Fragment:
    """Say how many meetings it hosted, and how many were held there whose host isn't recorded."""
    found = [meeting for _year, meeting in portrait.hosted]
    name = capitalized(names((portrait.code,)))
    number_ = agreement((portrait.code,))
    if not found:
        return paragraph(
            f"{name} {plural(number_, 'n’a', 'n’ont')} accueilli aucune rencontre dont l’hôte ou "
            "le lieu est renseigné."
        )
    hosted = sum(meeting.host == portrait.code for meeting in found)
    unnamed = sum(meeting.host is None for meeting in found)
    others = len(found) - hosted - unnamed
    where = portrait.department.locative
    return paragraph(
        f"{name} {plural(number_, 'a', 'ont')} accueilli {count(hosted, 'rencontre')}."
        if hosted
        else None,
        f"{_held(unnamed)} {where}, sans que l’hôte soit renseigné." if unnamed else None,
        f"{_held(others)} {where}, à l’invitation d’un autre département." if others else None,
    )


def _held(amount: int) -> str:
    held = plural(amount, "s’est tenue", "se sont tenues")
    return f"{capitalized(in_words(amount, feminine=True))} {plural(amount, 'rencontre')} {held}"


def hosted_table(portrait: Portrait) -> Fragment:
    """Show the meetings that it hosted or that were held there, latest first."""
    if not portrait.hosted:
        return paragraph()
    rows = portrait.hosted
    frame = pd.DataFrame(
        {
            "Rencontre": [
                each.title or capitalized(each.kind or "rencontre") for _year, each in rows
            ],
            "Date": [_when(each, year) for year, each in rows],
            "Format": [each.format for _year, each in rows],
            "Ville": [each.town or "non renseignée" for _year, each in rows],
            "Hôte": [_host(portrait, each) for _year, each in rows],
        }
    )
    return Fragment(table(frame, f"Les rencontres {portrait.department.locative}"))


def _when(meeting: Meeting, year: int) -> str:
    if meeting.start is None:
        return f"en {year}, date non renseignée"
    return dated(meeting.start, meeting.end)


def _host(portrait: Portrait, meeting: Meeting) -> str:
    if meeting.host is None:
        return "non renseigné"
    return "oui" if meeting.host == portrait.code else names((meeting.host,))


def attendance_opening(portrait: Portrait) -> Fragment:
    """Open the chapter on attendance, if it is recorded in one of its years."""
    if not _recorded(portrait):
        return NOTHING
    return chapter(4, "presences", "Ses présences aux rencontres")


def attendance_sentence(portrait: Portrait) -> Fragment:
    """Say how often it came, over all its recorded years."""
    if not _recorded(portrait):
        return NOTHING
    tallies = [_tally(portrait, edition) for edition in _recorded(portrait)]
    present, known = sum(e.present for e in tallies), sum(e.known for e in tallies)
    name = capitalized(names((portrait.code,)))
    if not known:
        return paragraph("Ni ses présences ni ses absences ne sont renseignées.", kind="empty")
    if known == 1:
        came = "a été suivie d’une présence" if present else "n’a pas été suivie d’une présence"
        return paragraph(f"La seule invitation dont la suite est renseignée {came}.")
    many = agreement((portrait.code,))
    if not present:
        verb = plural(many, "n’a pris part", "n’ont pris part")
        return paragraph(
            f"{name} {verb} à aucune des {number(known)} rencontres où sa venue est renseignée."
        )
    verb = plural(many, "a pris part", "ont pris part")
    return paragraph(
        f"{name} {verb} à {count(present, 'rencontre')} sur les {number(known)} où sa venue est "
        f"renseignée, soit {percentage(present / known)}."
    )


def attendance_table(portrait: Portrait) -> Fragment:
    """Show each year: how often it came, and the agents of each meeting, latest year first."""
    editions = _recorded(portrait)
    if not editions:
        return NOTHING
    tallies = [_tally(portrait, edition) for edition in editions]
    frame = pd.DataFrame(
        {
            "Année": [str(edition.year) for edition in editions],
            "Présences": [f"{e.present} sur {e.known}" if e.known else "—" for e in tallies],
            "Absences": [_count(portrait, edition, "absent") for edition in editions],
            "Non invité": [_count(portrait, edition, "not invited") for edition in editions],
            "Non renseigné": [_count(portrait, edition, "not recorded") for edition in editions],
            "Agents, par rencontre": [_agents(portrait, edition) for edition in editions],
        }
    )
    made = table(frame, "Présences aux rencontres, par année")
    held = next((e for e in editions if "retenu" in _agents(portrait, e)), None)
    note = paragraph(held_back_note(held) if held else None, kind="note")
    return Fragment(made + note.html)


def _recorded(portrait: Portrait) -> list[Edition]:
    return [edition for edition in reversed(portrait.editions) if edition.attendance]


def _tally(portrait: Portrait, edition: Edition) -> Participation:
    return next(each for each in edition.participation if each.code == portrait.code)


def _states(portrait: Portrait, edition: Edition) -> list[State]:
    found = edition.attendance
    assert found is not None
    return [found.state(portrait.code, meeting.id) for meeting in found.meetings]


def _count(portrait: Portrait, edition: Edition, state: State) -> str:
    return str(_states(portrait, edition).count(state))


def _agents(portrait: Portrait, edition: Edition) -> str:
    """List the agents of each meeting that it came to, in the order of their dates."""
    found = edition.attendance
    assert found is not None
    words = [
        cell_words(edition, portrait.code, meeting.id)
        for meeting, state in zip(found.meetings, _states(portrait, edition), strict=True)
        if state in ("present", "uncounted")
    ]
    return f"{NARROW}; ".join(words) or "—"


def schemes(portrait: Portrait) -> Fragment:
    """Show the participatory schemes that it runs, with their links."""
    rows = portrait.network.dispositifs
    mine = rows[rows["departement"] == portrait.code].to_dict("records")
    if not mine:
        return paragraph(
            f"Les dispositifs {portrait.department.of_name} ne sont pas renseignés.", kind="empty"
        )
    frame = pd.DataFrame(
        {
            "Dispositif": [_linked(row["dispositif"], row["url"]) for row in mine],
            "Nature": [_or_unknown(row["genre"]) for row in mine],
            "Depuis": [_or_unknown(row["depuis"]) for row in mine],
        }
    )
    return Fragment(table(frame, f"Les dispositifs {portrait.department.of_name}"))


def _linked(name: object, url: object) -> Markup:
    if pd.isna(url):  # type: ignore[call-overload]
        return Markup("{}").format(name)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, name)


def _or_unknown(value: object) -> str:
    return "non renseigné" if pd.isna(value) else str(value)  # type: ignore[call-overload]
