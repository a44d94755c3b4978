"""The key figures of a network: one row a year, what is counted by year side by side.

Their names, labels, units and meanings stand in `figures.yaml`. A value that the data don't hold is
NA, "non renseigné", never 0; so is a share of fewer than ten. Of a year that is recorded in part,
or not at all, whatever is summed up may be more: …_au_moins, beside a figure, says so.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pandas as pd

from annual_report.base.french.numbers import round_in_words
from annual_report.machine.pages.columns import Column, add_words
from annual_report.network.measures.attendance import (
    count_attendance_by_year,
    list_attendance,
    list_pairs,
)
from annual_report.network.measures.descriptions import (
    KEY_FIGURES,
    describe_columns,
    read_descriptions,
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
from annual_report.network.measures.territory import count_everyone, list_institutions
from annual_report.network.network import Network
from annual_report.network.reading.values.vocabulary import PLANNED, PRESENT, REMOTE, TREATED
from annual_report.network.required_network import takes_network
from annual_report.network.territories.kinds import find_common_kind

COUNTED = "figures"
"""Where a network keeps its key figures, once they are counted."""
LEAST = "_au_moins"
"""How the name of a column ends that says where a figure is only the least that it can be."""
FEW = 10
"""Of fewer than this no percentage is given: it would say more than there is."""
EVERYONE = "{everyone}"
"""What stands in a meaning for how many live in all départements."""

Figures = dict[Hashable, "pd.Series"]
"""Key figures by their names, each by year."""


@dataclass(frozen=True)
class KeyFigure:
    """A key figure: what it is called, its unit, what it means, and its chapter of the page."""

    name: str
    label: str
    unit: str
    meaning: str
    chapter: str
    decimals: int = 0
    may_be_more: str = ""
    """What the column beside it says that tells where it is only the least that it can be."""
    known: str = ""
    among: str = ""
    """The figures that say, of one which is known of some, of how many."""


@cache
def list_key_figures() -> Mapping[str, KeyFigure]:
    """Return the words of the key figures, in the order of the table of a year's."""
    people = round_in_words(count_everyone(), "habitants")
    figures = {}
    for name, words in read_descriptions(KEY_FIGURES).items():
        meaning = words["meaning"].replace(EVERYONE, people)
        figures[name] = KeyFigure(name, **words | {"meaning": meaning})
    return MappingProxyType(figures)


@takes_network
def count_figures(network: Network) -> pd.DataFrame:
    """Return the key figures of all recorded years, in the order of the table of a year's.

    Index: annee. Columns: the names of the figures, as in the JSON (shares go from 0 to 1; NA where
    the data don't say), then of some …_au_moins, whether there may have been more. They are counted
    once a network, which keeps them for each page that is made of it.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> figures = measures.count_figures(network)
    >>> figures.loc[[2024, 2025], ["membres", "rencontres"]]
           membres  rencontres
    annee
    2024      38.0         9.0
    2025      40.0        11.0
    """
    if COUNTED not in network.counts:
        network.counts[COUNTED] = _count(network)
    figures: pd.DataFrame = network.counts[COUNTED].copy()
    return add_words(figures, _describe_figures())


@cache
def _describe_figures() -> Mapping[Hashable, Column]:
    """Return the words of the figures, and of the columns beside them, by name."""
    words: dict[Hashable, Column] = {"annee": describe_columns()["annee"]}
    for name, figure in list_key_figures().items():
        words[name] = Column(
            figure.label, figure.unit, figure.decimals, known=figure.known, among=figure.among
        )
        if figure.may_be_more:
            words[f"{name}{LEAST}"] = Column(figure.may_be_more)
    return MappingProxyType(words)


def _count(network: Network) -> pd.DataFrame:
    counted = {
        **_count_members(network),
        **_count_territories(network),
        **_count_subjects(network),
        **_count_meetings(network),
        **_count_attendance(network),
    }
    figures = pd.DataFrame(counted).reindex(pd.Index(network.years, name="annee"))
    # Where all have come, nobody else can have.
    everyone = figures["membres"]
    every_pair = everyone * (everyone - 1) / 2
    figures[f"membres_venus{LEAST}"] &= figures["membres_venus"].lt(everyone)
    figures[f"paires{LEAST}"] &= figures["paires"].lt(every_pair)
    names = [*list_key_figures()]
    beside = [str(name) for name in counted if str(name).endswith(LEAST)]
    figures[beside] = figures[beside].fillna(False)
    types = dict.fromkeys(names, "Float64") | dict.fromkeys(beside, "bool")
    return figures[[*names, *beside]].astype(types)


def _count_members(network: Network) -> Figures:
    """Count the members of each year, who moved, and who was ever one."""
    moves = count_members_by_year(network, network.years[-1])
    is_member = pd.crosstab(network.membres["annee"], network.membres["membre"]).clip(upper=1)
    ever = is_member.cummax().sum(axis="columns")
    if not network.settings.absents:
        # More than the members of today would tell of who isn't listed any more.
        ever = pd.Series(pd.NA, ever.index)
    figures = {name: moves[name] for name in moves if name != "membres_avant"}
    return {
        **figures,
        "part_restes": _compute_share(moves["membres_restes"], moves["membres_avant"]),
        "membres_depuis_le_debut": is_member.cumprod().sum(axis="columns"),
        "membres_toutes_annees": ever,
        f"membres_toutes_annees{LEAST}": moves["membres"].isna().cummax(),
    }


def _count_territories(network: Network) -> Figures:
    """Count the régions of each year's members, and who lives there."""
    places = list_institutions(network.membres["membre"].unique(), network.settings.genres)
    by_year = network.membres.merge(places, on="membre").groupby("annee")
    adds_up = by_year["nature"].agg(lambda kinds: find_common_kind(kinds).population)
    # Nor is there a sum of people where those of one member aren't known.
    are_counted = by_year["population"].count().eq(by_year.size())
    people = by_year["population"].sum().where(adds_up.astype(bool) & are_counted)
    # One member that is in no region, and the others' regions aren't the network's: a région, say.
    is_located = by_year["region"].count().eq(by_year.size()) & network.settings.kind.regions
    return {
        "regions": by_year["region"].nunique().where(is_located),
        "population": people,
        "part_population": people / count_everyone(),
    }


def _count_subjects(network: Network) -> Figures:
    subjects = list_subjects(network)
    announced = subjects[subjects["etat"].eq(PLANNED)].groupby("annee").size()
    treated = subjects[subjects["etat"].eq(TREATED)].groupby("annee").size()
    plans = list_outcomes(network, *network.years)
    plans = plans[plans["etat"].eq(PLANNED)]
    outcomes = pd.crosstab(plans["annee"], plans["suite"]).reindex(columns=OUTCOMES, fill_value=0)
    # A year that reports nothing tells neither what was treated nor what was dropped.
    is_reported = outcomes.index.to_series().isin(treated.index)
    highlights = {}
    for year, text in network.textes.items():
        highlights[year] = len(text.highlights) or None
    return {
        "sujets_traites": treated,
        "sujets_annonces": announced,
        "sujets_tenus": outcomes[TREATED].where(is_reported),
        "sujets_reportes": outcomes[AGAIN],
        "sujets_traites_plus_tard": outcomes[LATER],
        "sujets_sans_suite": outcomes[DROPPED].where(is_reported),
        "sujets_annee_suivante": announced.rename(lambda year: year - 1),
        "temps_forts": pd.Series(highlights, dtype="Int64"),
    }


def _count_meetings(network: Network) -> Figures:
    counts = count_meetings_by_year(network, network.years[-1])
    meetings = list_meetings(network, *network.years)
    # A year without a noted host has had as many as the year before it.
    hosts = pd.crosstab(network.rencontres["annee"], network.rencontres["hote"]).clip(upper=1)
    so_far = hosts.cummax().sum(axis="columns")
    so_far = so_far.reindex(sorted({*so_far.index, *network.years})).ffill()
    is_unhosted = meetings["format"].ne(REMOTE) & meetings["hote"].isna()
    unhosted = meetings.loc[is_unhosted, "annee"]
    is_partly_hosted = counts["rencontres"].isna() | counts.index.isin(unhosted)
    return {
        **{name: counts[name] for name in counts},
        "part_distanciel": _compute_share(counts["rencontres_distanciel"], counts["rencontres"]),
        "rencontres_datees": meetings.groupby("annee")["datee"].sum(),
        "hotes": so_far,
        f"hotes{LEAST}": is_partly_hosted.cummax(),
    }


def _count_attendance(network: Network) -> Figures:
    """Count who came in the years that record it."""
    counts = count_attendance_by_year(network, *network.years)
    attendance = list_attendance(network, *network.years)
    present = attendance[attendance["est_membre"] & attendance["etat"].eq(PRESENT)]
    who_came = present.groupby("annee")["membre"].nunique().reindex(counts.index, fill_value=0)
    is_partial = counts["rencontres_presences_completes"].lt(counts["rencontres"])
    rate = _compute_share(counts["invitations_honorees"], counts["invitations_renseignees"])
    return {
        **{name: counts[name] for name in counts if name != "rencontres"},
        f"venues{LEAST}": is_partial,
        "part_presence": rate,
        "membres_venus": who_came,
        f"membres_venus{LEAST}": is_partial,
        **_count_pairs(network, attendance),
        f"paires{LEAST}": _find_unheard_years(network, counts).cummax(),
    }


def _count_pairs(network: Network, attendance: pd.DataFrame) -> Figures:
    """Count, of each year's members that ever came, the pairs, and those that never met."""
    present = attendance[attendance["etat"].eq(PRESENT)]
    pairs: dict[int, int | None] = {}
    apart: dict[int, int | None] = {}
    for year in attendance["annee"].unique():
        members = network.membres.loc[network.membres["annee"].eq(year), "membre"]
        so_far = present[present["annee"].le(year) & present["membre"].isin(members)]
        together = list_pairs(so_far)["rencontres_communes"]
        if len(together):
            pairs[year] = len(together)
            apart[year] = together.eq(0).sum()
    return {
        "paires": pd.Series(pairs, dtype="Int64"),
        "paires_jamais_croisees": pd.Series(apart, dtype="Int64"),
    }


def _find_unheard_years(network: Network, counts: pd.DataFrame) -> "pd.Series[bool]":
    """Whether it isn't known of each member, in each year, who was at all of its meetings."""
    # Of a year without recorded meetings, nobody knows who was at them.
    held = count_meetings_by_year(network, network.years[-1])["rencontres"]
    complete = counts["rencontres_presences_completes"].reindex(held.index)
    return ~held.eq(complete).fillna(False)


def _compute_share(part: "pd.Series[int]", whole: "pd.Series[int]") -> "pd.Series[float]":
    return (part.astype("Float64") / whole.astype("Float64")).where(whole.ge(FEW))
