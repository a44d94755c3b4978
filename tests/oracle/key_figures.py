"""The key figures of a year, counted anew: the cells of their tables under each label.

A figure without any record is None. With records in part, a sum is the least possible one.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from oracle.attendance import count_attendance, list_states
from oracle.files import Files, is_dated, list_rows
from oracle.meetings import count_formats
from oracle.members import (
    count_everyone,
    count_people,
    find_regions,
    is_compared,
    list_arrived,
    list_gone,
    list_returned,
    list_stayed,
    list_unlisted,
)
from oracle.registry import Asked
from oracle.subjects import find_next, list_titles
from oracle.words import FEW, round_half_up

UNKNOWN = "non renseigné"


class Least(NamedTuple):
    """The least that a number can be."""

    number: int


class Share(NamedTuple):
    """A part of a whole, and the step to which its percentage is rounded."""

    part: int
    whole: int
    step: str = "1"


Figure = int | Least | Share | None


def count_members(files: Files, year: int) -> dict[str, Figure]:
    """Count the members, and the changes since the year before."""
    members, before = files.members(year), files.members(year - 1)
    compared = is_compared(files, year)
    so_far = [past for past in files.years if past <= year]
    everyone = set().union(*(files.members(past) for past in so_far))
    always = set.intersection(*(files.members(past) for past in so_far))
    has_gaps = len(so_far) <= year - files.years[0]
    people = count_people(files, members)
    regions = find_regions(files, members)
    figures: dict[str, Figure] = {
        "Membres": len(members),
        "Régions représentées": len(set(regions)) or None,
        "Population des membres": people,
        "Membres sans interruption": len(always),
    }
    if people is not None:
        figures["Part de la population"] = Share(people, count_everyone(), "0.1")
    if files.tells_absent:
        ever = len(everyone)
        figures["Membres, toutes années confondues"] = Least(ever) if has_gaps else ever
    if compared:
        figures["Arrivées"] = len(list_arrived(files, year))
        figures["Retours"] = len(list_returned(files, year))
        figures["Départs notés"] = len(list_gone(files, year))
    if compared and files.tells_absent:
        stayed = len(list_stayed(files, year))
        figures["Déjà membres l’année précédente"] = stayed
        figures["Absents de la liste"] = len(list_unlisted(files, year))
        figures["Taux de maintien"] = Share(stayed, len(before)) if len(before) >= FEW else None
    return figures


def count_subjects(files: Files, year: int) -> dict[str, Figure]:
    """Count the subjects announced for a year, treated in that year, and announced for the next."""
    plans = list_titles(files, year, "prévu")
    treated = list_titles(files, year, "traité")
    outcomes = [_find_outcome(files, plan) for plan in plans]
    highlights = files.chapter(year, "Temps forts").count("### ")
    figures: dict[str, Figure] = {
        "Sujets traités": len(treated) or None,
        "Sujets annoncés pour l’année": len(plans) or None,
        "Sujets annoncés pour l’année suivante": len(list_titles(files, year + 1, "prévu")) or None,
        "Temps forts": highlights or None,
    }
    if plans:
        figures["Sujets annoncés de nouveau"] = outcomes.count("annoncé plus tard")
        figures["Sujets annoncés et traités plus tard"] = outcomes.count("traité plus tard")
    if plans and treated:
        figures["Sujets annoncés et traités"] = outcomes.count("traité")
        figures["Sujets annoncés sans suite à ce jour"] = outcomes.count("sans suite")
    return figures


def _find_outcome(files: Files, plan: object) -> str:
    then = find_next(files, plan)
    if then is None:
        return "sans suite"
    if then.annee == plan.annee:  # type: ignore[attr-defined]
        return "traité"
    if then.etat == "prévu":
        return "annoncé plus tard"
    return "traité plus tard"


def count_meetings(files: Files, year: int) -> dict[str, Figure]:
    """Count the meetings of a year by format, and the hosts so far."""
    formats = count_formats(files, year)
    total = sum(formats.values())
    span = range(files.years[0], year + 1)
    rows = list_rows(files.rencontres)
    hosts = {row.hote for row in rows if row.hote and row.annee <= year}
    is_unhosted = any(
        row.annee in span and row.format != "distanciel" and not row.hote for row in rows
    )
    has_gaps = any(not count_formats(files, past) for past in span)
    figures: dict[str, Figure] = {}
    if hosts:
        is_least = is_unhosted or has_gaps
        figures["Hôtes des rencontres"] = Least(len(hosts)) if is_least else len(hosts)
    if total:
        remote = formats.get("distanciel", 0)
        figures |= {
            "Rencontres": total,
            "Rencontres en présentiel": formats.get("présentiel", 0),
            "Rencontres à distance": remote,
            "Rencontres hybrides": formats.get("hybride", 0),
            "Part des rencontres à distance": Share(remote, total) if total >= FEW else None,
            "Rencontres datées": sum(map(is_dated, files.meetings(year)["debut"])),
        }
    return figures


def count_presences(files: Files, year: int) -> dict[str, Figure]:
    """Count the attendance of a year, and the pairs of members that have met so far."""
    noted = count_attendance(files, year)
    if noted is None:
        return {}
    members = files.members(year)
    present = [
        member
        for (_meeting, member), state in list_states(files, year).items()
        if state == "présent" and member in members
    ]
    is_partial = noted.complete < noted.meetings
    came = len(set(present))
    figures: dict[str, Figure] = {
        "Rencontres avec relevé des présences": noted.noted,
        "Rencontres avec relevé complet": noted.complete,
        "Présences": Least(len(present)) if is_partial else len(present),
        "Membres venus": Least(came) if is_partial and came < len(members) else came,
        **_count_pairs(files, year),
    }
    if noted.invited:
        figures["Invitations (relevé complet)"] = noted.invited
        figures["Présences (relevé complet)"] = noted.came
    if noted.invited >= FEW:
        figures["Taux de présence (relevé complet)"] = Share(noted.came, noted.invited)
    return figures


def _count_pairs(files: Files, year: int) -> dict[str, Figure]:
    members = files.members(year)
    so_far = [past for past in files.years if past <= year]
    came: dict[str, set[str]] = {}
    for (meeting, member), state in list_states(files, *so_far).items():
        if state == "présent" and member in members:
            came.setdefault(member, set()).add(meeting)
    pairs = [*combinations(came.values(), 2)]
    if not pairs:
        return {}
    most = len(members) * (len(members) - 1) // 2
    is_heard = all(_is_heard(files, past) for past in range(files.years[0], year + 1))
    number = len(pairs)
    return {
        "Paires de membres déjà venus": number if is_heard or number == most else Least(number),
        "Paires jamais relevées ensemble": sum(not one & other for one, other in pairs),
    }


def _is_heard(files: Files, year: int) -> bool:
    """Whether everything is noted of each meeting of a year that had some."""
    noted = None
    if year in files.years:
        noted = count_attendance(files, year)
    return noted is not None and noted.complete == noted.meetings


COUNTS: tuple[Callable[[Files, int], dict[str, Figure]], ...] = (
    count_members, count_subjects, count_meetings, count_presences,
)  # fmt: skip
SHARES = {
    "Taux de maintien", "Part de la population", "Part des rencontres à distance",
    "Taux de présence (relevé complet)",
}  # fmt: skip


def write_figure(label: str, figure: Figure) -> str:
    """Write a figure as a table does."""
    if isinstance(figure, Share):
        return f"{_write_percentage(figure)} %"
    if figure is None or figure == Least(0):
        if label in SHARES:
            return "—"
        return UNKNOWN
    number = figure
    if isinstance(figure, Least):
        number = figure.number
    least = ""
    if isinstance(figure, Least):
        least = "au moins "
    return least + f"{number:,}".replace(",", " ")


def _write_percentage(share: Share) -> str:
    """Write a percentage by its step, or by a smaller one where that would make it 0 or 100."""
    exact = Decimal(100 * share.part) / share.whole
    step = Decimal(share.step)
    while exact not in (0, 100) and round_half_up(exact, str(step)) in (0, 100):
        step /= 10
    return str(round_half_up(exact, str(step))).replace(".", ",")


def is_something(figure: Figure) -> bool:
    """Whether a figure is known, and not zero."""
    if isinstance(figure, Share):
        return figure.part > 0
    return figure not in (None, 0, Least(0))


def list_figures(asked: Asked) -> list[dict[str, str]]:
    """Return the key figures of a year and of the year before, if recorded.

    Figures that are zero, or unknown, in both years are left out.
    """
    files = asked.files
    year = asked.year
    sides: dict[int, dict[str, Figure]] = {}
    for side in (year, year - 1):
        if side in files.years:
            sides[side] = {}
            for count in COUNTS:
                sides[side] |= count(files, side)
    labels = {label for figures in sides.values() for label in figures}
    return [
        {
            "Chiffre": label,
            **{
                str(side): write_figure(label, figures.get(label))
                for side, figures in sides.items()
            },
        }
        for label in labels
        if any(is_something(figures.get(label)) for figures in sides.values())
    ]
