"""How each key figure of a year is counted; a value that the data don't hold is NA, never 0."""

from typing import Any

import pandas as pd
from pandas.api.typing import NAType

from annual_report.measures.encounters import pairs, present
from annual_report.measures.gatherings import meetings
from annual_report.measures.hosting import placed_meetings
from annual_report.measures.members import membership
from annual_report.measures.plans import OUTCOMES, announced, planned, subjects
from annual_report.measures.presence import (
    FEW,
    attendance,
    complete_meetings,
    participation,
    recorded_meetings,
    total_agents,
)
from annual_report.measures.territory import (
    count_regions,
    kind_of,
    neighbours,
    population_share,
    regions,
)
from annual_report.network import Network
from annual_report.reading.texts import YearText

Values = dict[str, object]
LISTED = 2
"""As many subjects make a list, which can be counted; a single one may be an example."""


def counts(network: Network, year: int, moves: pd.DataFrame, formats: pd.DataFrame) -> Values:
    """Return the values of a year's key figures by name.

    `moves` is `members_by_year`, `formats` is `formats_by_year`: of this year, and those before it.
    """
    members = membership(network, year)
    grid = attendance(network, year)
    return {
        **_members(network, year, members, moves),
        **_subjects(network, year),
        **_meetings(network, year, formats.loc[:year]),
        **_attendance(network, grid),
        **_encounters(network, year, grid),
    }


def _members(network: Network, year: int, members: pd.DataFrame, by_year: pd.DataFrame) -> Values:
    moves = by_year.loc[year]
    recorded = network.membres[network.membres["annee"] <= year]
    years = recorded.groupby("membre")["annee"].nunique()
    bounded = members[members["at_least"]]
    return {
        "membres": len(members),
        "membres_annee_precedente": moves["before"],
        "membres_restes": moves["stayed"],
        "part_restes": _share(moves["stayed"], moves["before"]),
        "arrivees": moves["arrived"],
        "retours": moves["returned"],
        "plus_listes": moves["unlisted"],
        "departs": moves["left"],
        "membres_depuis_le_debut": len(bounded),
        "membres_venus_depuis": len(members) - len(bounded),
        "departements_passes": len(years),
        "membres_chaque_annee": years.eq(recorded["annee"].nunique()).sum(),
        **_places(members),
    }


def _places(members: pd.DataFrame) -> Values:
    """Count regions, inhabitants and neighbours, of members that have such."""
    kind, by_region, around = kind_of(members), regions(members), neighbours(members)
    located = len(by_region) > 0
    return {
        "regions": count_regions(members),
        "membres_premiere_region": by_region["members"].iloc[0] if located else pd.NA,
        "population": members["population"].sum() if kind.population else pd.NA,
        "part_population": population_share(members) if kind.population else pd.NA,
        "voisins_non_membres": len(around) if kind.neighbours else pd.NA,
        "membres_autour_maximum": (around["members"].max() if len(around) else 0)
        if kind.neighbours
        else pd.NA,
        "voisins_les_mieux_entoures": around["members"].eq(around["members"].max()).sum()
        if kind.neighbours
        else pd.NA,
    }


def _subjects(network: Network, year: int) -> Values:
    done = subjects(network, "traité", year)
    plans = announced(network, year)
    outcomes = plans["outcome"].value_counts().reindex(OUTCOMES, fill_value=0)
    if done.empty:
        outcomes = outcomes.drop(["traité", "sans suite"])
    known = {} if plans.empty else outcomes.to_dict()
    return {
        "sujets_traites": len(done) if len(done) >= LISTED else pd.NA,
        "sujets_annonces": len(plans) or pd.NA,
        "sujets_tenus": known.get("traité", pd.NA),
        "sujets_reportes": known.get("annoncé de nouveau", pd.NA),
        "sujets_traites_plus_tard": known.get("traité plus tard", pd.NA),
        "sujets_sans_suite": known.get("sans suite", pd.NA),
        "sujets_annee_suivante": planned(network, year + 1)["subject"].count() or pd.NA,
        "temps_forts": len(network.textes.get(year, YearText()).highlights) or pd.NA,
    }


def _meetings(network: Network, year: int, by_year: pd.DataFrame) -> Values:
    of_year = meetings(network, year)
    formats = by_year.loc[year]
    placed = placed_meetings(network, year)
    by_host = placed["host"].value_counts()
    return {
        "rencontres": formats["total"],
        "rencontres_presentiel": formats["présentiel"],
        "rencontres_distanciel": formats["distanciel"],
        "rencontres_hybrides": formats["hybride"],
        "part_distanciel": _share(formats["distanciel"], formats["total"]),
        "rencontres_datees": of_year["dated"].sum() if len(of_year) else pd.NA,
        "rencontres_maximum": by_year["total"].max(),
        "rencontres_minimum": by_year["total"].min(),
        "rencontres_en_un_lieu": len(placed) or pd.NA,
        "rencontres_hote_connu": by_host.sum() if len(placed) else pd.NA,
        "departements_hotes": len(by_host) or pd.NA,
        "accueils_maximum": by_host.max() if len(by_host) else pd.NA,
    }


def _attendance(network: Network, grid: pd.DataFrame) -> Values:
    if grid.empty:
        return dict.fromkeys(ATTENDANCE, pd.NA)
    of_members = participation(grid[grid["member"]])
    came, known = of_members["came"], of_members["known"]
    states = grid["state"].value_counts()
    counted = grid["state"].eq("présent") & (grid["agents"].notna() | grid["agents_masque"])
    values = (
        recorded_meetings(grid),
        len(complete_meetings(grid)),
        of_members["present"].sum(),
        known.sum() if known.any() else pd.NA,
        came.sum() if known.any() else pd.NA,
        _share(came.sum(), known.sum()),
        of_members["present"].gt(0).sum(),
        of_members["present"].max(),
        counted.sum(),
        states.get("présent", 0) - counted.sum(),
        states.get("absent", 0),
        states.get("non invité", 0),
        states.get("non renseigné", 0),
        total_agents(network, grid),
        grid["code"].nunique(),
    )
    return dict(zip(ATTENDANCE, values, strict=True))


ATTENDANCE = (
    "rencontres_presences_renseignees", "rencontres_presences_completes", "venues",
    "invitations_renseignees", "invitations_honorees", "part_presence", "membres_venus",
    "venues_maximum", "presences_comptees", "presences_non_comptees", "absences",
    "non_invitations", "presences_non_renseignees", "agents", "departements_grille",
)  # fmt: skip


def _encounters(network: Network, year: int, grid: pd.DataFrame) -> Values:
    if grid.empty:
        return dict.fromkeys(ENCOUNTERS, pd.NA)
    members = grid.loc[grid["member"], "code"]
    came = present(network, [each for each in network.years if each <= year])
    came = came[came["code"].isin(members)]
    met = pairs(came)
    never = met["meetings"].eq(0).sum()
    values = (came["code"].nunique(), len(met), never, _share(never, len(met)))
    return dict(zip(ENCOUNTERS, values if len(met) else [pd.NA] * 4, strict=True))


def _share(part: Any, whole: Any) -> float | NAType:
    """Return a share, NA of fewer than ten: a percentage would say more than there is."""
    return float(part / whole) if pd.notna(whole) and whole >= FEW else pd.NA


ENCOUNTERS = (
    "membres_deja_venus", "paires", "paires_jamais_croisees", "part_paires_jamais_croisees",
)  # fmt: skip
