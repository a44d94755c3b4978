"""Who came to the meetings, where it is recorded: counts, and rates where a record is complete."""

from typing import Any

import pandas as pd

from annual_report.dates import PartialDate
from annual_report.french import clause, count, number, ordinal, partial_date, phrase
from annual_report.french.periods import MONTHS
from annual_report.measures import complete_meetings
from annual_report.measures.presence import FEW, recorded_meetings
from annual_report.pages.fragment import NOTHING, Fragment, paragraph

UNCOUNTED = "Là où des présents n’ont pas été comptés, les agents étaient plus nombreux."
"""How to read a total of agents that some who came aren't in."""
SIGNS = {
    "présent": "■",
    "présent, nombre non renseigné": "▣",
    "absent": "□",
    "non invité": "╱",
    "non renseigné": "·",
}
"""What stands in the key for the mark that the grid draws of each state."""


def who_came(attendance: pd.DataFrame, participation: pd.DataFrame, year: int) -> Fragment:
    """Say of how many meetings the attendance is recorded, and how many came.

    `participation` is that of the members. A rate is told of the completely recorded meetings.
    """
    if attendance.empty:
        return NOTHING
    came, known = int(participation["came"].sum()), int(participation["known"].sum())
    noted = int(participation["present"].sum())
    return paragraph(
        _recorded(attendance, year),
        _rate(came, known),
        None if known else phrase("On y compte {n:f} {n:venue|venues}.", n=noted),
    )


def _recorded(attendance: pd.DataFrame, year: int) -> str:
    some, total = recorded_meetings(attendance), attendance["meeting"].nunique()
    whole = len(complete_meetings(attendance))
    if total == 1:
        how = "entièrement notées" if whole else "notées en partie"
        return f"Les présences à la rencontre de {year} sont {how}."
    if whole == total:
        return f"Les présences aux rencontres de {year} sont toutes notées."
    if some == total and not whole:
        return f"Les présences aux rencontres de {year} ne sont notées qu’en partie."
    if whole:
        return phrase(
            "Les présences sont entièrement notées pour {whole:f} des {total:f} rencontres de "
            "{year}.",
            whole=whole,
            total=total,
            year=str(year),
        )
    return phrase(
        "Les présences sont notées, en partie, pour {some:f} des {total:f} rencontres de {year}.",
        some=some,
        total=total,
        year=str(year),
    )


def _rate(came: int, known: int) -> str | None:
    if not known:
        return None
    followed = "{came:f} {came:a été suivie|ont été suivies}" if came else "aucune n’a été suivie"
    share = ", soit {share:%}" if known >= FEW and came else ""
    whole = "Sur {known:f} {known:invitation|invitations} dont on connaît la suite, "
    template = f"{whole}{followed} d’une venue"
    return phrase(f"{template}{share}.", known=known, came=came, share=came / known)


def short_dates(meetings: pd.DataFrame) -> list[str]:
    """Name meetings in the heads of columns: their rank and their day or month."""
    return [
        f"{rank}. {_short(str(start)) if dated else 'sans date'}"
        for rank, (start, dated) in enumerate(
            zip(meetings["start"], meetings["dated"], strict=True), 1
        )
    ]


def _short(start: str) -> str:
    when = PartialDate.parse(start)
    if when.month is None:
        return partial_date(when, with_year=False)
    day = f"{ordinal(1) if when.day == 1 else when.day} " if when.day else ""
    return f"{day}{MONTHS[when.month - 1]}"


def drawn_states(attendance: pd.DataFrame) -> "pd.Series[str]":
    """Tell the states that the grid draws apart: who came without being counted has its own."""
    uncounted = attendance["state"].eq("présent") & attendance["agents"].isna()
    return attendance["state"].mask(
        uncounted & ~attendance["agents_masque"], "présent, nombre non renseigné"
    )


def cells(attendance: pd.DataFrame) -> "pd.Series[str]":
    """Write each cell of the grid: a number of agents, or the reason why there is none."""
    counted = attendance["state"].eq("présent") & attendance["agents"].notna()
    said = attendance["state"].mask(counted, attendance["agents"].astype("string"))
    said = said.mask(attendance["state"].eq("absent"), "0")
    return said.mask(attendance["agents_masque"], "masqué")


def grid_figure(
    attendance: pd.DataFrame, participation: pd.DataFrame, threshold: int
) -> dict[str, Any]:
    """Say what the grid of départements × meetings shows: its finding, alternative and note.

    `participation` is that of the members.
    """
    states = drawn_states(attendance).value_counts().reindex(list(SIGNS)).dropna()
    rows = count(attendance["code"].nunique(), "ligne")
    columns = count(attendance["meeting"].nunique(), "rencontre")
    amounts = " ; ".join(f"{name}, {number(amount)}" for name, amount in states.items())
    key = " ; ".join(f"{SIGNS[str(name)]} {name}" for name in states.index)
    note = f"{key}. Au bout de la ligne : les venues."
    if attendance["agents_masque"].any():
        note = f"{note} {masked_note(threshold)}"
    return {
        "finding": _grid_finding(participation),
        "of": "de la grille des présences",
        "alternative": f"Grille de {rows} sur {columns}. Nombre de cases : {amounts}.",
        "note": note,
    }


def _grid_finding(participation: pd.DataFrame) -> str:
    present = participation["present"]
    some = int(present.gt(0).sum())
    if not some:
        return "Aucune venue d’un membre n’est notée."
    most = int(present.max())
    if len(participation) == 1:
        return phrase("Le seul membre est venu {n:f} fois.", n=most)
    who = (
        "Tous les membres sont venus"
        if some == len(participation)
        else "{some} des {total} membres {some:est venu|sont venus}"
    )
    often = "une fois au moins, {most:f} fois au plus" if most > 1 else "une fois"
    return phrase(f"{who} {often}.", some=some, total=len(participation), most=most)


def masked_note(threshold: int) -> str:
    """Say which counts are masked, and that others are so that they can't be worked out."""
    return (
        f"« Masqué » (secret statistique) : nombre inférieur à {threshold}, ou qui permettrait de "
        "le retrouver."
    )


def tallies(participation: pd.DataFrame) -> "pd.Series[str]":
    """Write for a line's end how often somebody is noted to have come."""
    return participation["present"].astype("string").fillna("—")


def turnout_note(turnout: pd.DataFrame, threshold: int) -> str:
    """Say how the table of the meetings' attendance is to be read."""
    said = []
    if turnout["known"].isna().any():
        said.append(
            "Les membres invités ne sont comptés qu’aux rencontres dont les présences sont "
            "entièrement notées."
        )
    if turnout["uncounted"].gt(0).any():
        said.append(UNCOUNTED)
    if turnout["agents_masque"].any():
        said.append(masked_note(threshold))
    return " ".join(said)


def by_year(attendance_by_year: pd.DataFrame, years: int) -> Fragment:
    """Say which of the network's years record attendance."""
    found = [str(year) for year in attendance_by_year.index]
    if not found or len(found) == years:
        return NOTHING
    since = f"depuis {found[0]}" if len(found) > 1 else f"en {found[0]}"
    if len(found) > 1 and int(found[-1]) - int(found[0]) + 1 != len(found):
        since = clause("pour {n} années", n=len(found))
    return paragraph(f"Les présences sont notées {since}.")
