"""For how long the members have been there, and each one's years at a glance."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from annual_report.french import clause, count, enumeration, in_years, number, phrase
from annual_report.french.called import called
from annual_report.measures import kind_of
from annual_report.network import Network
from annual_report.pages.fragment import NOTHING, Fragment, paragraph

NAMED_UP_TO = 8
"""Above this number of départements a sentence counts them; the figure's table names them."""
ENOUGH_YEARS = 3
"""Fewer recorded years than this say nothing of how long anybody has been there."""


def seniority(members: pd.DataFrame, network: Network, year: int) -> Fragment:
    """Say for how long the members have been there; nothing where too few years are recorded."""
    recorded = [each for each in network.years if each <= year]
    bounded = members[members["at_least"]]
    if len(recorded) < ENOUGH_YEARS or (len(bounded) and bounded["years"].eq(1).all()):
        return NOTHING
    new = int(members["status"].isin(["arrivé", "revenu"]).sum())
    later = len(members) - len(bounded)
    return paragraph(
        _at_least(bounded, len(members)) if len(bounded) else None,
        _later(later, len(bounded) > 0, new, (recorded[0], year)),
    )


def _at_least(bounded: pd.DataFrame, total: int) -> str:
    """Say since when the record shows them; it shows all of them since the same year."""
    since = f"sans interruption depuis {bounded['since'].iloc[0]} au moins"
    if total == 1:
        return f"Le seul membre est là {since}."
    if len(bounded) == total:
        return phrase("Les {n} membres sont là {since}.", n=total, since=since)
    return phrase(
        "{n} des {total} membres {n:est|sont} là {since}.",
        n=len(bounded),
        total=total,
        since=since,
    )


def _later(amount: int, others: bool, new: int, years: tuple[int, int]) -> str | None:
    """Say who came after the record's beginning, and how many of them in the last of its years."""
    first, year = years
    if not amount:
        return None
    since = "depuis" if others else f"depuis {first}"
    if amount == 1:
        who = "L’autre" if others else "Le seul membre"
        return f"{who} est arrivé, ou revenu, {f'en {year}' if new else since}."
    who = "Les autres" if others else "Tous les membres"
    if new == amount:
        template = "{who} sont arrivés, ou revenus, en {year}."
    elif new:
        template = "{who} sont arrivés {since}, ou revenus, dont {new} en {year}."
    else:
        template = "{who} sont arrivés {since}, ou revenus."
    return phrase(template, who=who, since=since, new=new, year=str(year))


def memberships(tenures: pd.DataFrame, network: Network, until: int) -> "pd.Series[str]":
    """Say when each was a member: "depuis 2024 au moins", "de 2020 à 2022, puis depuis 2025"."""
    recorded = [year for year in network.years if year <= until]
    return tenures["periods"].map(lambda stretches: when_member(stretches, recorded, until))


def when_member(stretches: Sequence[tuple[int, int]], recorded: Collection[int], until: int) -> str:
    """Write stretches of years as a member; the last one goes on if it reaches `until`.

    It may have begun earlier where the year before it isn't `recorded`.
    """
    *past, (first, last) = stretches
    if last != until:
        return in_years(stretches)
    since = f"depuis {first}{'' if first - 1 in recorded else ' au moins'}"
    return f"{in_years(past)}, puis {since}" if past else since


def years_figure(tenures: pd.DataFrame, network: Network, until: int) -> dict[str, Any]:
    """Say what the grid of the members' years shows: its finding, alternative and note."""
    recorded = [year for year in network.years if year <= until]
    unknown = [year for year in range(recorded[0], until) if year not in recorded]
    note = f"Un carré : une année dans {called().the}."
    return {
        "finding": _finding(tenures, recorded),
        "of": "des années de chaque membre",
        "alternative": _alternative(tenures, recorded, unknown),
        "note": f"{note} Une bande claire : année non renseignée." if unknown else note,
    }


def _finding(tenures: pd.DataFrame, recorded: list[int]) -> str:
    total, kind = len(tenures), kind_of(tenures)
    if len(recorded) == 1:
        return phrase("{n} {n:membre|membres} en {year}, seule année renseignée.", n=total,
                      year=str(recorded[0]))  # fmt: skip
    always = int(tenures["years"].eq(len(recorded)).sum())
    since = _span(recorded)
    if total == 1:
        the = "La" if kind.feminine else "Le"
        verb = "l’a été" if always else "ne l’a pas été"
        return f"{the} seul{kind.e} {kind.name} qui ait été membre {verb} {since}."
    if always == total:
        template = "Les {n:{kind.f}} {kind.plural} qui ont été membres l’ont été {since}."
    elif always == 0:
        template = (
            "Aucun{kind.e} des {n:{kind.f}} {kind.plural} qui ont été membres ne l’a été {since}."
        )
    else:
        template = (
            "{always:{kind.f}} des {n:{kind.f}} {kind.plural} qui ont été membres "
            "{always:l’a été|l’ont été} {since}."
        )
    return phrase(template, always=always, n=total, since=since, kind=kind)


def _span(recorded: list[int]) -> str:
    first, last = recorded[0], recorded[-1]
    if len(recorded) == 2:
        return f"en {first} comme en {last}"
    whole = len(recorded) == last - first + 1
    return f"chaque année{'' if whole else ' renseignée'} de {first} à {last}"


def _alternative(tenures: pd.DataFrame, recorded: list[int], unknown: list[int]) -> str:
    first, last = recorded[0], recorded[-1]
    columns = (
        f"pour la seule année {first}"
        if len(recorded) == 1
        else f"de {first} à {last}, un carré plein par année dans {called().the}"
    )
    kind = kind_of(tenures)
    said = [f"Grille de {count(len(tenures), 'ligne')}, une par {kind.name}, {columns}"]
    gone = list(tenures.loc[tenures["last"] != last, "code"])
    if gone:
        who = "{gone:les}" if len(gone) <= NAMED_UP_TO else "{n:# {kind.name}|{kind.plural}}"
        said.append(
            clause(
                "plus de carré en {last} pour " + who,
                last=str(last),
                gone=gone,
                n=len(gone),
                kind=kind,
            )
        )
    if unknown:
        said.append(
            clause("{n:année non renseignée|années non renseignées}, ", n=len(unknown))
            + enumeration(map(str, unknown))
        )
    return " ; ".join(said) + "."


def grid_left_out(of: str, rows: int) -> Fragment:
    """Say that a grid isn't drawn since its rows would fit no page, and where they stand."""
    many = f"{number(rows)} lignes ne tiendraient pas sur une page."
    return paragraph(f"La grille {of} n’est pas dessinée : {many}", kind="note")
