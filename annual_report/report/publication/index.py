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
    """Return the files of a network's list of pages: HTML for readers, Markdown for programs.

    `snapshot` has the network's files, and `reports` are all pages of the build. `state` has the
    names of pages under "failed", "absent" (there is no such page) and "unbuilt" (nobody has asked
    for it yet): {"failed": [], "absent": ["2024"], "unbuilt": ["2024"]}.
    """
    # The files are written into a folder of this process, from which the network is opened.
    work_in_folder(snapshot)
    network_with_drafts = open_network(snapshot.address)
    network = network_with_drafts.without_drafts()
    # The usual pages stand in the list by year; the pages of other notebooks by their titles.
    usual_pages = {"tendances"}
    for year in network_with_drafts.years:
        usual_pages |= {str(year), f"{year}-donnees"}
    # A network may have notebooks of its own in place of the usual notebooks.
    pages = {report.name for report in reports}
    absent = (usual_pages - pages) | set(state["absent"])
    present = [report for report in reports if report.name not in absent]
    others = [report for report in present if report.name not in usual_pages]
    html = _write_page(network, others, absent, state)
    # Programs are told of finished years alone: nobody warns them that a page is a draft.
    finished = []
    for report in present:
        if report.parameters.get("year") not in network_with_drafts.drafts:
            finished.append(report)
    plain_list = _write_plain_list(network, finished)
    files = {INDEX.page: html.encode(), PLAIN_INDEX: plain_list.encode()}
    # No page is given out that has a password, or a path of somebody's machine.
    check_files(files)
    return Made(files)


def _write_page(
    network: Network,
    others: Sequence[Report],
    absent: Collection[str],
    state: Mapping[str, Sequence[str]],
) -> str:
    """Return the HTML of the list of a network's pages: years, trends, other pages, members.

    `others` are the pages beside those that each network has, `absent` the names of pages to which
    no link leads; `state` has the names of pages that aren't made, as `make_index` takes them.
    """
    address_of_trends = ""
    sentence_on_trends = ""
    if network.years and "tendances" not in absent:
        address_of_trends = "tendances.html"
        sentence_on_trends = tell_all_years(network)["chapeau"]
    words = network.words(
        "index_page",
        présentation=network.settings.presentation,
        prévues=state["unbuilt"],
        années=write_years(network.years),
        régions=network.settings.kind.regions,
    )
    # A network whose members are still to be filled in has no year.
    members = NOTHING
    members_map = NOTHING
    if network.years:
        tenures = list_tenures(network, network.years[-1])
        members = list_every_member(network, tenures)
        members_map = draw_members_map(network, tenures)
    return render_template(
        "index.html.j2",
        title=network.title,
        institution=network.settings.institution,
        sigle=network.settings.sigle,
        phrase=words,
        style=network.style,
        trends=address_of_trends,
        told=sentence_on_trends,
        others=others,
        years=_list_years(network, absent),
        members=members.html,
        map=members_map.html,
        failed=state["failed"],
        unbuilt=state["unbuilt"],
        **surround_page(network, presented=False),
    )


def _list_years(network: Network, absent: Collection[str]) -> list[dict[str, Any]]:
    """Return the facts of each year for the template, the last year first.

    [{"name": "2025", "sentence": "L’année où …", "figures": the large figures as HTML, "pages":
    {"2025": the words of the link to that page, "2025-donnees": …}}, …]. No link leads to a page of
    which `absent` has the name. A network without a year has [].
    """
    if not network.years:
        return []
    figures_by_year = count_figures(network).T
    years = []
    for year in reversed(network.years):
        words = network.words("index_liens", year=year)
        pages = {str(year): words["résumé"], f"{year}-donnees": words["tableaux"]}
        for page in absent:
            pages.pop(page, None)
        listed = {
            "name": str(year),
            "sentence": print_words(tell_year(network, year)),
            "figures": show_cover_figures(network, figures_by_year[year]).html,
            "pages": pages,
        }
        years.append(listed)
    return years


def list_every_member(network: Network, tenures: pd.DataFrame) -> Fragment:
    """Return the list of all members of any year, with the years of former members.

    "44 Loire-Atlantique", "58 Nièvre (de 2020 à 2022)". `tenures` has a row a member, as
    `measures.list_tenures` returns it.
    """
    items = []
    columns = ["membre", "nom", "nature", "derniere", "periodes"]
    for code, name, kind, last_year, periods in tenures[columns].itertuples(index=False):
        words = name
        is_former = last_year != network.years[-1]
        if is_former:
            words = f"{name} ({in_years(periods)})"
        item = print_words(words)
        # Départements have numbers that readers know; other members have none.
        number = find_known_number(code, kind)
        if number:
            # A screen reader would read "44 Loire-Atlantique" as forty-four of them.
            item = Markup('<b aria-hidden="true">{}</b> ').format(number) + item
        items.append(item)
    return make_list(items, kind="names")


def draw_members_map(network: Network, tenures: pd.DataFrame) -> Fragment:
    """Return a map of all members of any year, with the map's words and data.

    `tenures` has a row a member, as `measures.list_tenures` returns it. If none of the members has
    a place on a map, the piece of the page is empty.
    """
    if not is_on_a_map(tenures):
        return NOTHING
    year = network.years[-1]
    is_member = tenures["derniere"].eq(year)
    words = _word_map(network, tenures, is_member)
    # The legend belongs to the drawing, all other words to the figure around it.
    legend = words.pop("legend", None)
    status = is_member.map({True: "resté", False: "parti"})
    ax = charts.map(tenures.assign(statut=status), status="statut", legend=legend)
    # The data of the map have the years of each member in words: "de 2020 à 2022".
    periods_in_words = []
    for periods in tenures["periodes"]:
        periods_in_words.append(member_years(periods, network.years, year))
    data = tenures[["membre", "nom", "region"]].assign(periodes=periods_in_words)
    # Organisations, for instance, have no région: a column without a value isn't shown.
    recorded = data.dropna(axis="columns", how="all")
    recorded = add_words(recorded, {"periodes": describe_columns()["periodes"]})
    fragment = make_fragment(ax, **words, data=recorded, name="carte-des-departements")
    plt.close(ax.get_figure())
    return fragment


def _word_map(
    network: Network, tenures: pd.DataFrame, is_member: "pd.Series[bool]"
) -> dict[str, Any]:
    """Return the words of the map of all members: its finding, description and legend.

    `tenures` has a row a member of any year; `is_member` is true for those of the last year. The
    phrase `index_carte` has the words, and says what it is given.
    """
    year = network.years[-1]
    codes = tenures["membre"]
    has_place = codes.map(_has_place).astype(bool)
    # A year that nobody recorded may have had other members: "au moins trois autres".
    members_by_year = count_members_by_year(network, year)["membres"]
    return network.words(
        "index_carte",
        ici=codes[is_member],
        autres=known_from(codes[~is_member], members_by_year),
        placés=tenures.loc[is_member & has_place, ["membre", "nature"]],
        dite=_tell_regions(network, tenures[is_member]),
        year=year,
    )


def _has_place(code: str) -> bool:
    """Whether a map can draw a member: an association has neither territory nor town."""
    institution = find_institution(code)
    return bool(institution.territories or institution.point)


def _tell_regions(network: Network, members: pd.DataFrame) -> str:
    """Return a sentence on the régions of the members; "" for kinds of members without régions."""
    if not network.settings.kind.regions:
        return ""
    by_region = count_members_by_region(members)
    is_empty = by_region["membres"].eq(0)
    # The sentence names the régions with most members, those of the ranks 1 to 3.
    with_members = by_region[~is_empty].assign(nommée=by_region["rang"].le(3))
    return network.tell(
        "carte_dite",
        régions=known_from(with_members, members["region"]),
        vides=by_region[is_empty],
    ).text


def _write_plain_list(network: Network, reports: Sequence[Report]) -> str:
    """Return a list of pages in Markdown, in the form of https://llmstxt.org, for programs.

    The list is a heading and a sentence on the network, then a link for each page: "- [Résumé
    annuel 2025](2025.md)".
    """
    settings = network.settings
    years = in_years(list_runs(network.years))
    sentence = network.tell("index_texte", années=years, fictif=settings.fictif).text
    # Without an address of publication the links lead to files beside the list.
    start_of_links = ""
    if settings.adresse:
        start_of_links = f"{settings.adresse.rstrip('/')}/"
    lines = [f"# {network.title}", "", f"> {sentence}", "", "## Pages", ""]
    for report in reports:
        lines.append(f"- [{report.title or report.name}]({start_of_links}{report.name}.md)")
    return "\n".join(lines) + "\n"
