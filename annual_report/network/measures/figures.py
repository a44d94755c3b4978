"""The key figures of a network: one row a year, what is counted by year side by side.

Their names, labels, units and meanings stand in `words.yaml`. A value that the data don't hold is
NA, "non renseigné", never 0; so is a share of fewer than ten.
"""

import pandas as pd

from annual_report.network.measures.attendance import FEW, count_attendance_by_year, list_attendance
from annual_report.network.measures.meetings import count_meetings_by_year, list_meetings
from annual_report.network.measures.members import count_members_by_year, list_members
from annual_report.network.measures.pairs import list_pairs
from annual_report.network.measures.subjects import count_subjects_by_year
from annual_report.network.measures.territory import find_kind, list_departments
from annual_report.network.measures.words import KindWords, find_column_words, find_figure_words
from annual_report.network.network import Network
from annual_report.network.reading.texts import YearText
from annual_report.network.reading.values.vocabulary import PLANNED

KEPT = "figures"
READ = ("membres", "departs", "rencontres", "sujets", "presences")


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
    for name in READ:  # whoever is handed the figures depends on these all the same
        _ = network.tables[name]
    _ = {year: network.textes.get(year) for year in network.years}
    found: pd.DataFrame = network.counts[KEPT].copy()
    kind = network.settings.kind
    found.attrs["words"] = KindWords(
        {**find_column_words("count_figures", kind), **find_figure_words(kind)}, kind
    )
    return found


def _count(network: Network) -> pd.DataFrame:
    years = list(network.years)
    moves, formats = (
        count_members_by_year(network, years[-1]),
        count_meetings_by_year(network, years[-1]),
    )
    plans, came = count_subjects_by_year(network), count_attendance_by_year(network, years)
    been = pd.crosstab(network.membres["annee"], network.membres["membre"]).clip(upper=1)
    invited, partly = came["known"].gt(0), came["complete"].lt(came["meetings"])
    met, known = network.rencontres, came["complete"].reindex(formats.index)
    unhosted = met.loc[met["format"].ne("distanciel") & met["hote"].isna(), "annee"]
    unheard = ~formats["total"].eq(known).fillna(False)
    sides = {
        "membres": moves["members"],
        "membres_restes": moves["stayed"],
        "part_restes": compute_share(moves["stayed"], moves["before"]),
        "arrivees": moves["arrived"],
        "retours": moves["returned"],
        "plus_listes": moves["unlisted"],
        "departs": moves["left"],
        "membres_depuis_le_debut": been.cumprod().sum(axis="columns"),
        "departements_passes": been.cummax().sum(axis="columns"),
        # Of a year that is recorded in part, or not at all, whatever is summed up may be more.
        "departements_passes_au_moins": moves["members"].isna().cummax(),
        "sujets_traites": plans["treated"].where(plans["treated"].gt(0)),
        "sujets_annonces": plans["announced"],
        "sujets_tenus": plans["traité"],
        "sujets_reportes": plans["annoncé de nouveau"],
        "sujets_traites_plus_tard": plans["traité plus tard"],
        "sujets_sans_suite": plans["sans suite"],
        "rencontres": formats["total"],
        "rencontres_presentiel": formats["présentiel"],
        "rencontres_distanciel": formats["distanciel"],
        "rencontres_hybrides": formats["hybride"],
        "part_distanciel": compute_share(formats["distanciel"], formats["total"]),
        "departements_hotes": _hosts_so_far(network),
        "departements_hotes_au_moins": (
            formats["total"].isna() | formats.index.isin(unhosted)
        ).cummax(),
        "rencontres_presences_renseignees": came["recorded"],
        "rencontres_presences_completes": came["complete"],
        "venues": came["present"],
        "invitations_renseignees": came["known"].where(invited),
        "invitations_honorees": came["came"].where(invited),
        "part_presence": compute_share(came["came"], came["known"]),
        "venues_au_moins": partly,
        "membres_venus_au_moins": partly,
        "paires_au_moins": unheard.cummax(),
    }
    attendance = list_attendance(network, *years)
    of_each = {year: _count_of_year(network, year, attendance) for year in years}
    found = pd.DataFrame(sides).reindex(years).join(pd.DataFrame.from_dict(of_each, orient="index"))
    names = list(find_figure_words(network.settings.kind))
    beside = [name for name in sides if name not in names]
    found[beside] = found[beside].fillna(False)
    kinds = dict.fromkeys(names, "Float64") | dict.fromkeys(beside, "bool")
    found = found[[*names, *beside]].astype(kinds).rename_axis("year")
    if not network.settings.absents:
        # More than the members of today would tell of who isn't listed any more.
        found["departements_passes"] = pd.Series(pd.NA, found.index, dtype="Float64")
    # Where all have come, nobody else can have.
    all_of = found["membres"]
    for name, most in {"membres_venus": all_of, "paires": all_of * (all_of - 1) / 2}.items():
        found[f"{name}_au_moins"] &= found[name].lt(most).fillna(False).astype(bool)
    return found


def _count_of_year(network: Network, year: int, attendance: pd.DataFrame) -> dict[str, object]:
    """Count what takes the list of a year's members, its meetings, its text or who came so far."""
    members, meetings = list_members(network, year), list_meetings(network, year)
    kind = find_kind(members)
    next_year = network.sujets[network.sujets["annee"].eq(year + 1)]
    announced = next_year.loc[next_year["etat"].eq(PLANNED), "sujet"].count()
    highlights = network.textes.get(year, YearText()).highlights
    people, everyone = members["population"].sum(), list_departments()["population"].sum()
    # One member that is in no region, and the others' regions aren't the network's.
    located = len(members) > 0 and members["region"].notna().all()
    present = attendance[attendance["state"].eq("présent") & attendance["year"].le(year)]
    present = present[present["code"].isin(members["code"])]
    came, recorded = present[present["year"].eq(year)], attendance["year"].eq(year).any()
    pairs = list_pairs(present if recorded else present.head(0))
    return {
        "regions": members["region"].nunique() if located else pd.NA,
        "population": people if kind.population else pd.NA,
        "part_population": people / everyone if kind.population else pd.NA,
        "sujets_annee_suivante": announced or pd.NA,
        "temps_forts": len(highlights) or pd.NA,
        "rencontres_datees": meetings["dated"].sum() if len(meetings) else pd.NA,
        "membres_venus": came["code"].nunique() if recorded else pd.NA,
        "paires": len(pairs) or pd.NA,
        "paires_jamais_croisees": pairs["meetings"].eq(0).sum() if len(pairs) else pd.NA,
    }


def _hosts_so_far(network: Network) -> "pd.Series[int]":
    """Count who has hosted up to each year; NA as long as nobody is known to have."""
    hosted = network.rencontres.dropna(subset="hote")
    so_far = pd.crosstab(hosted["annee"], hosted["hote"]).clip(upper=1).cummax()
    counted = so_far.sum(axis="columns").astype("Int64")
    # A year without a noted host has had as many as the year before it.
    return counted.reindex(sorted({*counted.index, *network.years})).ffill()


def compute_share(part: "pd.Series[int]", whole: "pd.Series[int]") -> "pd.Series[float]":
    """Return shares, NA of fewer than ten: a percentage would say more than there is."""
    return (part.astype("Float64") / whole.astype("Float64")).where(whole.ge(FEW))
