"""The page across the years: attendance, where at least one year records it."""

from collections.abc import Sequence

import pandas as pd

from annual_report.french import enumeration, plural
from annual_report.sentences.attendance import held_back_note
from annual_report.sentences.fragment import NOTHING, Fragment, paragraph


def recorded(attendance_by_year: pd.DataFrame, years: Sequence[int]) -> Fragment:
    """Say which of the network's years record attendance."""
    found = [str(year) for year in attendance_by_year.index]
    if not found:
        return NOTHING
    if len(years) == 1:
        return paragraph(f"Les présences de {found[0]} sont renseignées, en partie au moins.")
    if len(found) == len(years):
        return paragraph("Les présences sont renseignées, en partie au moins, chaque année.")
    return paragraph(
        f"Les présences ne sont renseignées, en partie au moins, qu’en {enumeration(found)} : "
        "des autres années, on ne peut rien dire."
    )


def by_year_note(attendance_by_year: pd.DataFrame, threshold: int) -> str:
    """Say how the table of the years is to be read."""
    said = []
    if attendance_by_year["uncounted"].any():
        said.append("Où des présents n’ont pas été comptés, les agents étaient plus nombreux.")
    if attendance_by_year["masked"].any():
        said.append(held_back_note(threshold))
    return " ".join(said)


def participation_caption(members: pd.DataFrame, year: int) -> str:
    """Head the table of the attendance of the members of `year`, the last one."""
    return f"Présences {plural(len(members), 'du membre', 'des membres')} de {year}, par année"


def participation_note(recorded: int, shown: int) -> str:
    """Say how the table of the members' attendance is to be read."""
    said = (
        "Présences et invitations dont la suite est renseignée, puis part de chaque année ; "
        "« non renseigné » aussi d’une année où le département n’était pas membre."
    )
    if recorded > shown:
        said += " Les années plus anciennes sont dans la page de chaque département."
    return said
