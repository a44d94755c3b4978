"""The list of all pages of a network, made after the pages: years, members, and a map.

The words come from the phrases `index_…`, and a network may change these phrases.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from markupsafe import Markup

from annual_report.base.french import in_years, list_runs, member_years, write_years
from annual_report.machine.pages.checks.secrecy import check_files
from annual_report.machine.pages.columns import add_words
from annual_report.machine.pages.export.exporter import render_template
from annual_report.machine.pages.fragment import NOTHING, Fragment, make_list
from annual_report.machine.pages.language import print_words
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.run.report import work_in_folder
from annual_report.machine.run.tasks import INDEX, PLAIN_INDEX, Made, Report, Snapshot
from annual_report.network.measures import (
    count_figures,
    count_members_by_region,
    count_members_by_year,
    is_on_a_map,
    list_tenures,
)
from annual_report.network.measures.descriptions import describe_columns
from annual_report.network.network import Network, open_network
from annual_report.network.phrases.amounts import known_from
from annual_report.network.phrases.filters import find_known_number
from annual_report.network.territories.institutions import find_institution
from annual_report.report import charts
from annual_report.report.parts.frame import (
    show_cover_figures,
    surround_page,
    tell_all_years,
    tell_year,
)


def make_index(
    snapshot: Snapshot, reports: Sequence[Report], state: Mapping[str, Sequence[str]]
) -> Made:
    """Return the page that lists all reports, with the state of unbuilt and failed reports.

    A list in Markdown for programs goes with the page, with links to the pages' Markdown.
    """
    work_in_folder(snapshot)
    whole = open_network(snapshot.address)
    network = whole.without_drafts()
    # The usual pages stand in the list by year; the pages of other notebooks by their titles.
    usual = {"tendances"}
    for year in whole.years:
        usual |= {str(year), f"{year}-donnees"}
    made = {report.name for report in reports}
    absent = (usual - made) | set(state["absent"])
    trends = ""
    words_of_trends = ""
    if network.years and "tendances" not in absent:
        trends = "tendances.html"
        words_of_trends = tell_all_years(network)["chapeau"]
    words = network.words(
        "index_page",
        présentation=network.settings.presentation,
        prévues=state["unbuilt"],
        années=write_years(network.years),
        régions=network.settings.kind.regions,
    )
    # A network whose members are still to be filled in has no year.
    listed: dict[str, Any] = {"years": [], "members": "", "map": ""}
    if network.years:
        tenures = list_tenures(network, network.years[-1])
        listed = {
            "years": _list_years(network, absent),
            "members": list_every_member(network, tenures).html,
            "map": draw_members_map(network, tenures).html,
        }
    others = []
    for report in reports:
        if report.name not in usual and report.name not in absent:
            others.append(report)
    html = render_template(
        "index.html.j2",
        title=network.title,
        institution=network.settings.institution,
        sigle=network.settings.sigle,
        phrase=words,
        style=network.style,
        trends=trends,
        told=words_of_trends,
        others=others,
        **listed,
        **surround_page(network, presented=False),
        **state,
    )
    # The list for programs has only the pages that can be read, and no drafts.
    listed_reports = []
    for report in reports:
        is_draft = report.parameters.get("year") in whole.drafts
        if is_draft or report.name in absent:
            continue
        listed_reports.append(report)
    plain_list = _write_plain_list(network, listed_reports)
    files = {INDEX.page: html.encode(), PLAIN_INDEX: plain_list.encode()}
    check_files(files)
    return Made(files)


def _list_years(network: Network, absent: Collection[str]) -> list[dict[str, Any]]:
    """Return the years, the last first, each with sentence, key figures and links to pages."""
    figures = count_figures(network).T
    years = []
    for year in reversed(network.years):
        words = network.words("index_liens", year=year)
        pages = {str(year): words["résumé"], f"{year}-donnees": words["tableaux"]}
        for page in absent:
            pages.pop(page, None)
        listed = {
            "name": str(year),
            "sentence": print_words(tell_year(network, year)),
            "figures": show_cover_figures(network, figures[year]).html,
            "pages": pages,
        }
        years.append(listed)
    return years


def list_every_member(network: Network, tenures: pd.DataFrame) -> Fragment:
    """List all members of any year, with the years of former members."""
    items = []
    rows = tenures[["membre", "nom", "nature", "derniere", "periodes"]]
    for code, name, kind, last, periods in rows.itertuples(index=False):
        words = name
        if last != network.years[-1]:
            words = f"{name} ({in_years(periods)})"
        item = print_words(words)
        number = find_known_number(code, kind)
        if number:
            # A screen reader would read "44 Loire-Atlantique" as forty-four of them.
            item = Markup('<b aria-hidden="true">{}</b> ').format(number) + item
        items.append(item)
    return make_list(items, kind="names")


def draw_members_map(network: Network, tenures: pd.DataFrame) -> Fragment:
    """Draw a map of all members of any year; return an empty piece for members without a place."""
    if not is_on_a_map(tenures):
        return NOTHING
    # Members of the last year, and members that have left.
    year = network.years[-1]
    codes = tenures["membre"]
    is_member = tenures["derniere"].eq(year)
    # A year that nobody recorded may have had other members.
    members_by_year = count_members_by_year(network, year)["membres"]
    words = network.words(
        "index_carte",
        ici=codes[is_member],
        autres=known_from(codes[~is_member], members_by_year),
        placés=tenures.loc[is_member & _find_placed(codes), ["membre", "nature"]],
        dite=_tell_map(network, tenures[is_member]),
        year=year,
    )
    status = is_member.map({True: "resté", False: "parti"})
    legend = words.pop("legend", None)
    ax = charts.map(tenures.assign(statut=status), status="statut", legend=legend)
    # The data of the map: the years of each member in words, without columns that nobody filled.
    periods = tenures["periodes"].map(lambda each: member_years(each, network.years, year))
    data = tenures[["membre", "nom", "region"]].assign(periodes=periods)
    recorded = data.dropna(axis="columns", how="all")
    recorded = add_words(recorded, {"periodes": describe_columns()["periodes"]})
    fragment = make_fragment(ax, **words, data=recorded, name="carte-des-departements")
    plt.close(ax.get_figure())
    return fragment


def _find_placed(codes: "pd.Series[str]") -> "pd.Series[bool]":
    """Whether the map can draw each member: an association has neither territory nor town."""
    places = codes.map(find_institution)
    return places.map(lambda place: bool(place.territories or place.point)).astype(bool)


def _tell_map(network: Network, members: pd.DataFrame) -> str:
    """Return a sentence on the régions of the members; "" for kinds of members without régions."""
    if not network.settings.kind.regions:
        return ""
    by_region = count_members_by_region(members)
    is_empty = by_region["membres"].eq(0)
    present = by_region[~is_empty].assign(nommée=by_region["rang"].le(3))
    return network.tell(
        "carte_dite",
        régions=known_from(present, members["region"]),
        vides=by_region[is_empty],
    ).text


def _write_plain_list(network: Network, reports: Sequence[Report]) -> str:
    """List the pages in Markdown, in the form of https://llmstxt.org: a sentence, then links."""
    settings = network.settings
    years = in_years(list_runs(network.years))
    sentence = network.tell("index_texte", années=years, fictif=settings.fictif).text
    # Without an address of publication the links lead to files beside the list.
    base = ""
    if settings.adresse:
        base = f"{settings.adresse.rstrip('/')}/"
    lines = [f"# {network.title}", "", f"> {sentence}", "", "## Pages", ""]
    for report in reports:
        lines.append(f"- [{report.title or report.name}]({base}{report.name}.md)")
    return "\n".join(lines) + "\n"
