"""The list of all pages of a network: its years, its members, and their map.

`absent` are the names of the reports that have no page: nothing may lead there. The words are those
of the phrases `index_…`, which a network may change.
"""

from collections.abc import Collection, Iterable
from typing import Any

import matplotlib.pyplot as plt
from markupsafe import Markup

from annual_report.base.french import in_years, member_years
from annual_report.machine.pages.fragment import (
    NOTHING,
    Fragment,
    fill_template,
    make_list,
    print_words,
)
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.measures import count_figures, is_on_a_map, list_tenures
from annual_report.network.network import Network
from annual_report.network.phrases.filters import is_readable
from annual_report.network.territories.institutions import find_institution
from annual_report.report import charts
from annual_report.report.parts.frame import show_cover_figures


def list_usual_pages(network: Network) -> frozenset[str]:
    """Return the names of the pages of years, which have places of their own in the list."""
    years = [f"{year}{page}" for year in network.years for page in ("", "-donnees")]
    return frozenset([*years, "tendances"])


def list_years(network: Network, years: Iterable[int], absent: Collection[str] = ()) -> Fragment:
    """List some years, each with its key figures and the links to its pages."""
    counted, items = count_figures(network), []
    for year in years:
        words = network.words("index_liens", year=year)
        sentence = network.text(year).plain_sentence
        pages = {
            str(year): words["résumé"],
            f"{year}-donnees": words["tableaux"],
        }
        more = [_link_to(page, label) for page, label in pages.items() if page not in absent]
        items.append(
            fill_template(
                "<h3>{year}</h3>\n{sentence}\n{figures}{below}",
                year=str(year),
                sentence=Markup('<div class="sentence">{}</div>').format(print_words(sentence))
                if sentence
                else "",
                figures=show_cover_figures(network, counted.T[year]),
                below=Markup("\n<p>{}</p>").format(Markup(" · ").join(more)) if more else "",
            ).html
        )
    return make_list(items, kind="years")


def list_every_member(network: Network) -> Fragment:
    """List everybody who was ever a member, and when whoever isn't any more was one."""
    last = network.years[-1]
    rows: list[Any] = list(list_tenures(network, last).itertuples())
    items = []
    for member in rows:
        until = "" if member.last == last else f" ({in_years(member.periods)})"
        number = find_institution(member.code).number
        code = Markup("<b>{}</b> ").format(number) if is_readable(member.code) else ""
        name = fill_template("{code}{name}", code=code, name=f"{member.name}{until}").html
        items.append(print_words(name))
    return make_list(items, kind="members")


def draw_members_map(network: Network) -> Fragment:
    """Map everybody who was ever a member; it is nothing where a map can't show any of them."""
    year = network.years[-1]
    tenures = list_tenures(network, year)
    if not is_on_a_map(tenures):
        return NOTHING
    here = tenures["last"].eq(year)
    when = tenures["periods"].map(lambda periods: member_years(periods, network.years, year))
    words = network.words(
        "index_carte",
        ici=tenures.loc[here, "code"],
        autres=tenures.loc[~here, "code"],
        year=year,
    )
    ax = charts.map(
        tenures.assign(status=here.map({True: "resté", False: "parti"})),
        status="status",
        legend=words.pop("legend", None),
    )
    made = make_fragment(
        ax,
        **words,
        data=tenures.assign(periods=when)[["code", "name", "region", "periods"]].dropna(
            axis="columns", how="all"
        ),
        name="carte-des-departements",
    )
    plt.close(ax.get_figure())
    return made


def _link_to(page: str, text: object) -> Markup:
    """Link to a page beside the list."""
    return Markup('<a href="{}.html">{}</a>').format(page, print_words(text))
