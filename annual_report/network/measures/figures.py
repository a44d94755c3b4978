"""The key figures of a network: a row for each year, a column for each figure.

Their names, labels, units and meanings stand in `figures.yaml`. A value that the data don't hold is
NA, "non renseigné", never 0; so is a share of fewer than ten. Where years are recorded only in
part, the true number may be larger than the figure: a column …_au_moins beside the figure says so.
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

KEY_OF_FIGURES = "figures"
"""The key of the key figures in `Network.counts`, once they are counted."""
AT_LEAST = "_au_moins"
"""The end of the name of a column beside a figure: True where the true number may be larger."""
FEWEST_OF_SHARE = 10
"""The fewest cases of which a percentage is told."""
EVERYONE = "{everyone}"
"""The place in the meaning of a figure for the population of all départements."""

Figures = dict[Hashable, "pd.Series"]
"""Key figures by their names, each by year."""


@dataclass(frozen=True)
class KeyFigure:
    """The words of a key figure: its name, label, unit and meaning, and its chapter of the page."""

    name: str
    label: str
    unit: str
    meaning: str
    chapter: str
    decimals: int = 0
    may_be_more: str = ""
    """The label of the column …_au_moins beside the figure; "" for a figure without one."""
    known: str = ""
    among: str = ""
    """The names of two other figures, for a figure that isn't known of all: it is known of `known`
    cases `among` so many."""


@cache
def list_key_figures() -> Mapping[str, KeyFigure]:
    """Return name → words of the key figures, in the order of the table on the page of a year."""
    people = round_in_words(count_everyone(), "habitants")
    figures = {}
    for name, words in read_descriptions(KEY_FIGURES).items():
        meaning = words["meaning"].replace(EVERYONE, people)
        figures[name] = KeyFigure(name, **words | {"meaning": meaning})
    return MappingProxyType(figures)


@takes_network
def count_figures(network: Network) -> pd.DataFrame:
    """Return the key figures of all recorded years: a row a year, a column a figure.

    Index: annee. Columns: the names of the figures, as in the JSON. Shares go from 0 to 1; a figure
    that the data don't tell is NA. Behind these stand columns …_au_moins for some figures: True
    where the true number may be larger.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> figures = measures.count_figures(network)
    >>> figures.loc[[2024, 2025], ["membres", "rencontres"]]
           membres  rencontres
    annee
    2024      38.0         9.0
    2025      40.0        11.0
    """
    if KEY_OF_FIGURES not in network.counts:
        network.counts[KEY_OF_FIGURES] = _count(network)
    figures: pd.DataFrame = network.counts[KEY_OF_FIGURES].copy()
    return add_words(figures, _describe_figures())


@cache
def _describe_figures() -> Mapping[Hashable, Column]:
    """Return name → words of the figures, and of the columns …_au_moins beside them."""
    words: dict[Hashable, Column] = {"annee": describe_columns()["annee"]}
    for name, figure in list_key_figures().items():
        words[name] = Column(
            figure.label, figure.unit, figure.decimals, known=figure.known, among=figure.among
        )
        if figure.may_be_more:
            words[f"{name}{AT_LEAST}"] = Column(figure.may_be_more)
    return MappingProxyType(words)


def _count(network: Network) -> pd.DataFrame:
    counted = _count_members(network)
    counted |= _count_territories(network)
    counted |= _count_subjects(network)
    counted |= _count_meetings(network)
    counted |= _count_attendance(network)
    years = pd.Index(network.years, name="annee")
    figures = pd.DataFrame(counted).reindex(years)
    # Where all members have come, or all pairs of members have met, the number can't be larger.
    everyone = figures["membres"]
    every_pair = everyone * (everyone - 1) / 2
    figures[f"membres_venus{AT_LEAST}"] &= figures["membres_venus"].lt(everyone)
    figures[f"paires{AT_LEAST}"] &= figures["paires"].lt(every_pair)
    names = [*list_key_figures()]
    beside = [str(name) for name in counted if str(name).endswith(AT_LEAST)]
    figures[beside] = figures[beside].fillna(False)
    types = dict.fromkeys(names, "Float64")
    types |= dict.fromkeys(beside, "bool")
    return figures[[*names, *beside]].astype(types)


def _count_members(network: Network) -> Figures:
    """Count the members of each year, those who came, left and stayed, and all there ever were."""
    moves = count_members_by_year(network, network.years[-1])
    figures: Figures = {name: moves[name] for name in moves}
    members_before = figures.pop("membres_avant")
    figures["part_restes"] = _compute_share(moves["membres_restes"], members_before)
    # A row a year, a column a member: 1 where the year lists the member.
    is_member = pd.crosstab(network.membres["annee"], network.membres["membre"])
    is_member = is_member.clip(upper=1)
    # A product along the years stays 1 for a member as long as no year is missed.
    figures["membres_depuis_le_debut"] = is_member.cumprod().sum(axis="columns")
    # A maximum along the years stays 1 for a member once a year has listed it.
    ever = is_member.cummax().sum(axis="columns")
    if not network.settings.absents:
        # More than the members of today would tell of who isn't listed any more.
        ever = pd.Series(pd.NA, ever.index)
    figures["membres_toutes_annees"] = ever
    # After a year without a list of members there may have been others.
    figures[f"membres_toutes_annees{AT_LEAST}"] = moves["membres"].isna().cummax()
    return figures


def _count_territories(network: Network) -> Figures:
    """Count the régions of each year's members, and who lives there."""
    figures: Figures = {}
    institutions = list_institutions(network.membres["membre"].unique(), network.settings.genres)
    members = network.membres.merge(institutions, on="membre")
    by_year = members.groupby("annee")
    size = by_year.size()
    # A member that is in no région leaves their number unknown. Régions that are members
    # themselves are not counted as where members are.
    is_located = by_year["region"].count().eq(size)
    if not network.settings.kind.regions:
        is_located[:] = False
    figures["regions"] = by_year["region"].nunique().where(is_located)
    # People are summed up where no territory is part of another's, and each one's are known.
    adds_up = by_year["nature"].agg(lambda kinds: find_common_kind(kinds).population)
    are_counted = by_year["population"].count().eq(size)
    people = by_year["population"].sum()
    people = people.where(adds_up.astype(bool) & are_counted)
    figures["population"] = people
    figures["part_population"] = people / count_everyone()
    return figures


def _count_subjects(network: Network) -> Figures:
    """Count the subjects treated and announced each year, and what became of those announced."""
    figures: Figures = {}
    subjects = list_subjects(network)
    is_treated = subjects["etat"].eq(TREATED)
    treated = subjects[is_treated].groupby("annee").size()
    figures["sujets_traites"] = treated
    is_announced = subjects["etat"].eq(PLANNED)
    announced = subjects[is_announced].groupby("annee").size()
    figures["sujets_annonces"] = announced
    plans = list_outcomes(network, *network.years)
    plans = plans[plans["etat"].eq(PLANNED)]
    outcomes = pd.crosstab(plans["annee"], plans["suite"])
    outcomes = outcomes.reindex(columns=OUTCOMES, fill_value=0)
    # A year that reports nothing tells neither what was treated nor what was dropped.
    is_reported = outcomes.index.to_series().isin(treated.index)
    figures["sujets_tenus"] = outcomes[TREATED].where(is_reported)
    figures["sujets_reportes"] = outcomes[AGAIN]
    figures["sujets_traites_plus_tard"] = outcomes[LATER]
    figures["sujets_sans_suite"] = outcomes[DROPPED].where(is_reported)
    # The page of a year tells what the next one is to be about.
    figures["sujets_annee_suivante"] = announced.rename(lambda year: year - 1)
    highlights = {}
    for year, text in network.textes.items():
        highlights[year] = len(text.highlights) or None
    figures["temps_forts"] = pd.Series(highlights, dtype="Int64")
    return figures


def _count_meetings(network: Network) -> Figures:
    """Count the meetings of each year, those at a distance, those with a date, and the hosts."""
    counts = count_meetings_by_year(network, network.years[-1])
    figures: Figures = {name: counts[name] for name in counts}
    remote = counts["rencontres_distanciel"]
    figures["part_distanciel"] = _compute_share(remote, counts["rencontres"])
    meetings = list_meetings(network, *network.years)
    figures["rencontres_datees"] = meetings.groupby("annee")["datee"].sum()
    # A row a year, a column a host: 1 where the member has hosted a meeting until then.
    hosts = pd.crosstab(network.rencontres["annee"], network.rencontres["hote"])
    hosts = hosts.clip(upper=1).cummax()
    so_far = hosts.sum(axis="columns")
    # A year without a noted host has had as many as the year before it.
    years = sorted({*so_far.index, *network.years})
    figures["hotes"] = so_far.reindex(years).ffill()
    # There may have been more hosts after a meeting in person without one, or an unknown year.
    is_unhosted = meetings["format"].ne(REMOTE) & meetings["hote"].isna()
    unhosted_years = meetings.loc[is_unhosted, "annee"]
    may_be_more = counts["rencontres"].isna() | counts.index.isin(unhosted_years)
    figures[f"hotes{AT_LEAST}"] = may_be_more.cummax()
    return figures


def _count_attendance(network: Network) -> Figures:
    """Count who came in the years that record it."""
    counts = count_attendance_by_year(network, *network.years)
    figures: Figures = {name: counts[name] for name in counts}
    meetings = figures.pop("rencontres")
    is_partial = counts["rencontres_presences_completes"].lt(meetings)
    figures[f"venues{AT_LEAST}"] = is_partial
    honoured = counts["invitations_honorees"]
    figures["part_presence"] = _compute_share(honoured, counts["invitations_renseignees"])
    attendance = list_attendance(network, *network.years)
    is_present = attendance["etat"].eq(PRESENT)
    present_members = attendance[is_present & attendance["est_membre"]]
    who_came = present_members.groupby("annee")["membre"].nunique()
    figures["membres_venus"] = who_came.reindex(counts.index, fill_value=0)
    figures[f"membres_venus{AT_LEAST}"] = is_partial
    figures |= _count_pairs(network, attendance)
    # A pair may have met in any year until now of which not all is known.
    is_unheard = _find_unheard_years(network, counts)
    figures[f"paires{AT_LEAST}"] = is_unheard.cummax()
    return figures


def _count_pairs(network: Network, attendance: pd.DataFrame) -> Figures:
    """Count, of each year's members that ever came, the pairs, and those that never met."""
    present = attendance[attendance["etat"].eq(PRESENT)]
    pairs: dict[int, int | None] = {}
    apart: dict[int, int | None] = {}
    for year in attendance["annee"].unique():
        is_listed = network.membres["annee"].eq(year)
        members = network.membres.loc[is_listed, "membre"]
        is_so_far = present["annee"].le(year)
        so_far = present[is_so_far & present["membre"].isin(members)]
        together = list_pairs(so_far)["rencontres_communes"]
        if len(together):
            pairs[year] = len(together)
            apart[year] = together.eq(0).sum()
    figures: Figures = {}
    figures["paires"] = pd.Series(pairs, dtype="Int64")
    figures["paires_jamais_croisees"] = pd.Series(apart, dtype="Int64")
    return figures


def _find_unheard_years(network: Network, counts: pd.DataFrame) -> "pd.Series[bool]":
    """Whether it isn't known of each member, in each year, who was at all of its meetings."""
    # Of a year without recorded meetings, nobody knows who was at them.
    held = count_meetings_by_year(network, network.years[-1])["rencontres"]
    complete = counts["rencontres_presences_completes"].reindex(held.index)
    return ~held.eq(complete).fillna(False)


def _compute_share(part: "pd.Series[int]", whole: "pd.Series[int]") -> "pd.Series[float]":
    """Return the share of each year, from 0 to 1; NA where the whole is fewer than ten."""
    share = part.astype("Float64") / whole.astype("Float64")
    return share.where(whole.ge(FEWEST_OF_SHARE))
