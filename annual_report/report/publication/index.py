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
from annual_report.machine.pages.fragment import NOTHING, Fragment, make_list, print_words
from annual_report.machine.pages.publishing import make_fragment
from annual_report.machine.run.report import work_in_folder
from annual_report.machine.run.tasks import INDEX, PLAIN_INDEX, Made, Report, Snapshot
from annual_report.network.measures import (
    count_figures,
    count_members_by_region,
    is_on_a_map,
    list_tenures,
)
from annual_report.network.measures.descriptions import describe_columns
from annual_report.network.network import Network, open_network
from annual_report.network.phrases.filters import find_known_number
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
    # Pages that each network has stand in the list by years; others by their titles.
    years = [f"{year}{page}" for year in whole.years for page in ("", "-donnees")]
    usual = {*years, "tendances"}
    absent = usual - {report.name for report in reports} | set(state["absent"])
    has_trends = bool(network.years) and "tendances" not in absent
    words = network.words(
        "index_page",
        présentation=network.settings.presentation,
        prévues=state["unbuilt"],
        années=write_years(network.years),
        régions=network.settings.kind.regions,
    )
    # There is no year in a network whose members are still to be filled in.
    listed: dict[str, Any] = {"years": [], "members": "", "map": ""}
    if network.years:
        tenures = list_tenures(network, network.years[-1])
        listed = {
            "years": _list_years(network, absent),
            "members": list_every_member(network, tenures).html,
            "map": draw_members_map(network, tenures).html,
        }
    html = render_template(
        "index.html.j2",
        title=network.title,
        institution=network.settings.institution,
        sigle=network.settings.sigle,
        phrase=words,
        style=network.style,
        trends="tendances.html" if has_trends else "",
        told=tell_all_years(network)["chapeau"] if has_trends else "",
        others=[report for report in reports if report.name not in usual | absent],
        **listed,
        **surround_page(network, presented=False),
        **state,
    )
    there = [report for report in reports if report.name not in absent
             and report.parameters.get("year") not in whole.drafts]  # fmt: skip
    files = {INDEX.page: html.encode(), PLAIN_INDEX: _write_plain_list(network, there).encode()}
    check_files(files)
    return Made(files)


def _list_years(network: Network, absent: Collection[str]) -> list[dict[str, Any]]:
    """Return the years, the last first, each with sentence, key figures and links to pages."""
    counted, years = count_figures(network).T, []
    for year in reversed(network.years):
        words = network.words("index_liens", year=year)
        pages = {str(year): words["résumé"], f"{year}-donnees": words["tableaux"]}
        years.append(
            {
                "name": str(year),
                "sentence": print_words(tell_year(network, year)),
                "figures": show_cover_figures(network, counted[year]).html,
                "pages": {page: pages[page] for page in pages if page not in absent},
            }
        )
    return years


def list_every_member(network: Network, tenures: pd.DataFrame) -> Fragment:
    """List all members of any year, with the years of former members."""
    items = []
    rows = tenures[["membre", "nom", "nature", "derniere", "periodes"]]
    for code, name, kind, last, periods in rows.itertuples(index=False):
        until = "" if last == network.years[-1] else f" ({in_years(periods)})"
        number = find_known_number(code, kind)
        shown = Markup('<b aria-hidden="true">{}</b> ').format(number) if number else Markup()
        items.append(shown + print_words(f"{name}{until}"))
    return make_list(items, kind="names")


def draw_members_map(network: Network, tenures: pd.DataFrame) -> Fragment:
    """Draw a map of all members of any year; return an empty piece for members without a place."""
    if not is_on_a_map(tenures):
        return NOTHING
    year = network.years[-1]
    codes = tenures["membre"]
    here = tenures["derniere"].eq(year)
    told = _tell_map(network, tenures[here])
    words = network.words("index_carte", ici=codes[here], autres=codes[~here], dite=told, year=year)
    ax = charts.map(
        tenures.assign(statut=here.map({True: "resté", False: "parti"})),
        status="statut",
        legend=words.pop("legend", None),
    )
    when = tenures["periodes"].map(lambda periods: member_years(periods, network.years, year))
    data = tenures[["membre", "nom", "region"]].assign(periodes=when)
    recorded = data.dropna(axis="columns", how="all")
    recorded = add_words(recorded, {"periodes": describe_columns()["periodes"]})
    made = make_fragment(ax, **words, data=recorded, name="carte-des-departements")
    plt.close(ax.get_figure())
    return made


def _tell_map(network: Network, members: pd.DataFrame) -> str:
    """Tell in which régions members are; nothing where the région of one isn't known."""
    if not network.settings.kind.regions:
        return ""
    by_region = count_members_by_region(members)
    is_empty = by_region["membres"].eq(0)
    return network.tell(
        "carte_dite",
        régions=by_region[~is_empty].assign(nommée=by_region["rang"].le(3)),
        vides=by_region[is_empty],
        ailleurs=False,
    ).text


def _write_plain_list(network: Network, reports: Sequence[Report]) -> str:
    """List the pages in Markdown, in the form of https://llmstxt.org: a sentence, then links."""
    settings = network.settings
    years = in_years(list_runs(network.years))
    sentence = network.tell("index_texte", années=years, fictif=settings.fictif).text
    base = f"{settings.adresse.rstrip('/')}/" if settings.adresse else ""
    lines = [f"# {network.title}", "", f"> {sentence}", "", "## Pages", ""]
    lines += [f"- [{page.title or page.name}]({base}{page.name}.md)" for page in reports]
    return "\n".join(lines) + "\n"
