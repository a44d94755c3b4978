"""Attendance, as far as the files note the states of members."""

from typing import NamedTuple

from oracle.files import Files
from oracle.registry import Answer, Asked, tells
from oracle.sentences import Facts
from oracle.words import FEW, agree, tell_tenths

INVITED = {"présent", "absent", "excusé"}


class Year(NamedTuple):
    """The attendance of a year: meetings, meetings with a note, meetings with every state noted.

    Members that came, or were invited, are counted at completely noted meetings alone.
    """

    meetings: int
    noted: int
    complete: int
    came: int
    invited: int


def list_states(files: Files, *years: int) -> dict[tuple[str, str], str]:
    """Return the states noted in some years, by meeting and member."""
    meetings = set(files.meetings(*years)["rencontre"])
    rows = files.presences[files.presences["rencontre"].isin(meetings)]
    rows = rows[rows["etat"] != ""]
    keys = zip(rows["rencontre"], rows["membre"], strict=True)
    return dict(zip(keys, rows["etat"], strict=True))


def count_attendance(files: Files, year: int) -> Year | None:
    """Count the attendance of a year; None without any row."""
    meetings = list(files.meetings(year)["rencontre"])
    if not files.presences["rencontre"].isin(meetings).any():
        return None
    states = list_states(files, year)
    members = files.members(year)
    noted = {meeting for meeting, _member in states}
    complete = [each for each in meetings if all((each, member) in states for member in members)]
    of_members = [states[each, member] for each in complete for member in members]
    came = of_members.count("présent")
    invited = sum(state in INVITED for state in of_members)
    return Year(len(meetings), len(noted), len(complete), came, invited)


@tells("presences")
def tell_attendance(asked: Asked) -> Answer:
    noted = count_attendance(asked.files, asked.year)
    if noted is None:
        return []
    if not noted.complete:
        if noted.noted:
            return [asked.year, "partie"]
        return []
    told: Facts = []
    if noted.complete < noted.meetings:
        told += [noted.complete, noted.meetings, "rencontres"]
    else:
        if noted.meetings == 1:
            told += ["la rencontre"]
        else:
            told += [noted.meetings, "rencontres"]
    told.append(asked.year)
    if not noted.invited:
        return told
    if noted.came == noted.invited:
        return [*told, ["seule"] if noted.invited == 1 else ["toutes", noted.invited]]
    if not noted.came:
        if noted.invited == 1:
            return [*told, "La seule invitation d’un membre n’y a pas été honorée"]
        return [*told, "aucune", noted.invited]
    told += [noted.came, noted.invited, "invitations"]
    if noted.invited >= FEW:
        told.append(tell_tenths(noted.came, noted.invited))
    return told


@tells("presences_au_fil")
def tell_last_attendance(asked: Asked) -> Answer:
    counted = {year: count_attendance(asked.files, year) for year in asked.files.years}
    year, noted = [(year, noted) for year, noted in counted.items() if noted][-1]
    if not noted.complete:
        return []
    told: Facts = [year]
    if noted.came == noted.invited:
        told.append("chaque fois")
    elif noted.came:
        told += [noted.came, "fois", noted.invited]
    else:
        told.append("aucune fois")
    if noted.complete == noted.meetings:
        return [*told, "la rencontre" if noted.meetings == 1 else [noted.meetings, "rencontres"]]
    told += [noted.complete, agree(noted.complete, "rencontre", "rencontres"), noted.meetings]
    return [*told, agree(noted.complete, "celle", "celles")]


@tells("presences_signes")
def explain_signs(asked: Asked) -> Answer:
    states = list_states(asked.files, asked.year).values()
    return [["excusé"] if "excusé" in states else [], "moins", 10]
