"""The key figures of a network: one row a year, what is counted by year side by side.

Their names, labels, units and meanings stand in `words.yaml`. A value that the data don't hold is
NA, "non renseigné", never 0; so is a share of fewer than ten. Of a year that is recorded in part,
or not at all, whatever is summed up may be more: …_au_moins, beside a figure, says so.
"""

from collections.abc import Hashable

import pandas as pd

from annual_report.machine.pages.columns import Column, add_words
from annual_report.network.measures.attendance import (
    count_attendance_by_year,
    list_attendance,
    list_pairs,
)
from annual_report.network.measures.meetings import count_meetings_by_year, list_meetings
from annual_report.network.measures.members import count_members_by_year
from annual_report.network.measures.subjects import (
    AGAIN,
    DROPPED,
    LATER,
    OUTCOMES,
    list_outcomes,
    list_subjects,
)
from annual_report.network.measures.territory import list_institutions
from annual_report.network.measures.words import (
    count_everyone,
    list_columns,
    list_key_figures,
)
from annual_report.network.network import Network
from annual_report.network.reading.values.vocabulary import PLANNED, TREATED
from annual_report.network.territories.kinds import find_common_kind

KEPT = "figures"
LEAST = "_au_moins"
"""How the name of a column ends that says where a figure is only the least that it can be."""
FEW = 10
"""Of fewer than this no percentage is given: it would say more than there is."""


def count_figures(network: Network) -> pd.DataFrame:
    """Return the key figures of all recorded years, in the order of the table of a year's.

    Index: year. Columns: the names of the figures, as in the JSON (shares go from 0 to 1; NA where
    the data don't say), then of some …_au_moins, whether there may have been more. They are counted
    once a network, which keeps them for each page that is made of it.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> figures = measures.count_figures(network)
    >>> figures.loc[[2024, 2025], ["membres", "rencontres"]]
          membres  rencontres
    year
    2024     38.0         9.0
    2025     40.0        11.0
    """
    if KEPT not in network.counts:
        network.counts[KEPT] = _count(network)
    figures: pd.DataFrame = network.counts[KEPT].copy()
    return add_words(figures, _list_words())


def _count(network: Network) -> pd.DataFrame:
    counted = {
        **_count_members(network),
        **_count_subjects(network),
        **_count_meetings(network),
        **_count_attendance(network),
    }
    figures = pd.DataFrame(counted).reindex(pd.Index(network.years, name="year"))
    # Where all have come, nobody else can have.
    everyone = figures["membres"]
    for name, most in {"membres_venus": everyone, "paires": everyone * (everyone - 1) / 2}.items():
        figures[f"{name}{LEAST}"] &= figures[name].lt(most)
    names, beside = list(list_key_figures()), [name for name in counted if name.endswith(LEAST)]
    figures[beside] = figures[beside].fillna(False)
    kinds = dict.fromkeys(names, "Float64") | dict.fromkeys(beside, "bool")
    return figures[[*names, *beside]].astype(kinds)


def _list_words() -> dict[Hashable, Column]:
    """Return the words of the figures, and of the columns beside them, by name."""
    columns = list_columns()
    words: dict[Hashable, Column] = {"year": columns["year"]}
    for name, figure in list_key_figures().items():
        words[name] = figure.column
        if f"{name}{LEAST}" in columns:
            words[f"{name}{LEAST}"] = columns[f"{name}{LEAST}"]
    return words


def _count_members(network: Network) -> dict[str, "pd.Series | None"]:
    moves = count_members_by_year(network, network.years[-1])
    been = pd.crosstab(network.membres["annee"], network.membres["membre"]).clip(upper=1)
    places = list_institutions(network.membres["membre"].unique(), network.settings.genres)
    by_year = network.membres.merge(places, left_on="membre", right_on="code").groupby("annee")
    adds_up = by_year["kind"].agg(lambda kinds: find_common_kind(kinds).population)
    people = by_year["population"].sum().where(adds_up.astype(bool))
    # One member that is in no region, and the others' regions aren't the network's: a région, say.
    is_located = by_year["region"].count().eq(by_year.size()) & network.settings.kind.regions
    ever = been.cummax().sum(axis="columns")
    return {
        "membres": moves["members"],
        "membres_restes": moves["stayed"],
        "part_restes": _compute_share(moves["stayed"], moves["before"]),
        "arrivees": moves["arrived"],
        "retours": moves["returned"],
        "plus_listes": moves["unlisted"],
        "departs": moves["left"],
        "membres_depuis_le_debut": been.cumprod().sum(axis="columns"),
        # More than the members of today would tell of who isn't listed any more.
        "departements_passes": ever if network.settings.absents else None,
        f"departements_passes{LEAST}": moves["members"].isna().cummax(),
        "regions": by_year["region"].nunique().where(is_located),
        "population": people,
        "part_population": people / count_everyone(),
    }


def _count_subjects(network: Network) -> dict[str, "pd.Series"]:
    subjects, plans = list_subjects(network), list_outcomes(network, *network.years)
    plans = plans[plans["state"].eq(PLANNED)]
    announced, treated = (
        subjects[subjects["state"].eq(state)].groupby("year").size() for state in (PLANNED, TREATED)
    )
    outcomes = pd.crosstab(plans["year"], plans["outcome"]).reindex(columns=OUTCOMES, fill_value=0)
    # A year that reports nothing tells neither what was treated nor what was dropped.
    reports = outcomes.index.to_series().isin(treated.index)
    highlights = {year: len(text.highlights) or None for year, text in network.textes.items()}
    return {
        "sujets_traites": treated,
        "sujets_annonces": announced,
        "sujets_tenus": outcomes[TREATED].where(reports),
        "sujets_reportes": outcomes[AGAIN],
        "sujets_traites_plus_tard": outcomes[LATER],
        "sujets_sans_suite": outcomes[DROPPED].where(reports),
        "sujets_annee_suivante": announced.rename(lambda year: year - 1),
        "temps_forts": pd.Series(highlights, dtype="Int64"),
    }


def _count_meetings(network: Network) -> dict[str, "pd.Series"]:
    formats = count_meetings_by_year(network, network.years[-1])
    meetings = list_meetings(network, *network.years)
    # A year without a noted host has had as many as the year before it.
    hosts = pd.crosstab(network.rencontres["annee"], network.rencontres["hote"]).clip(upper=1)
    so_far = hosts.cummax().sum(axis="columns")
    so_far = so_far.reindex(sorted({*so_far.index, *network.years})).ffill()
    unhosted = meetings.loc[meetings["format"].ne("distanciel") & meetings["host"].isna(), "year"]
    is_partly_hosted = formats["total"].isna() | formats.index.isin(unhosted)
    return {
        "rencontres": formats["total"],
        "rencontres_presentiel": formats["présentiel"],
        "rencontres_distanciel": formats["distanciel"],
        "rencontres_hybrides": formats["hybride"],
        "part_distanciel": _compute_share(formats["distanciel"], formats["total"]),
        "rencontres_datees": meetings.groupby("year")["dated"].sum(),
        "departements_hotes": so_far,
        f"departements_hotes{LEAST}": is_partly_hosted.cummax(),
    }


def _count_attendance(network: Network) -> dict[str, "pd.Series"]:
    came = count_attendance_by_year(network, *network.years)
    attendance = list_attendance(network, *network.years)
    present = attendance[attendance["state"].eq("présent")]
    met = {}
    for year in came.index:
        members = network.membres.loc[network.membres["annee"].eq(year), "membre"]
        so_far = present[present["year"].le(year) & present["code"].isin(members)]
        met[year] = list_pairs(so_far)["meetings"]
    pairs = pd.Series({year: len(times) or None for year, times in met.items()}, dtype="Int64")
    apart = pd.Series({year: times.eq(0).sum() for year, times in met.items()}, dtype="Int64")
    who = present[present["member"]].groupby("year")["code"].nunique()
    is_invited, is_partial = came["invited"].gt(0), came["complete"].lt(came["meetings"])
    # Of a year without recorded meetings, nobody knows who was at them.
    total = count_meetings_by_year(network, network.years[-1])["total"]
    is_unheard = ~total.eq(came["complete"].reindex(total.index)).fillna(False)
    return {
        "rencontres_presences_renseignees": came["recorded"],
        "rencontres_presences_completes": came["complete"],
        "venues": came["present"],
        f"venues{LEAST}": is_partial,
        "invitations_renseignees": came["invited"].where(is_invited),
        "invitations_honorees": came["came"].where(is_invited),
        "part_presence": _compute_share(came["came"], came["invited"]),
        "membres_venus": who.reindex(came.index, fill_value=0),
        f"membres_venus{LEAST}": is_partial,
        "paires": pairs,
        f"paires{LEAST}": is_unheard.cummax(),
        "paires_jamais_croisees": apart.where(pairs.notna()),
    }


def _compute_share(part: "pd.Series[int]", whole: "pd.Series[int]") -> "pd.Series[float]":
    return (part.astype("Float64") / whole.astype("Float64")).where(whole.ge(FEW))
