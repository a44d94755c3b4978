"""The list of all pages of a network: its years, its départements, and their map.

`absent` are the names of the reports that have no page: nothing may lead there.
"""

from typing import Any

import pandas as pd
from markupsafe import Markup

from annual_report.addresses import slug
from annual_report.french import capitalized, clause, in_years, phrase
from annual_report.measures import ever_members, headlines
from annual_report.network import Network
from annual_report.pages.fragment import Fragment, bullets, fragment, words
from annual_report.sentences.cover import cover_figures
from annual_report.sentences.sources import under_map
from annual_report.sentences.who import is_readable, looks
from annual_report.territories.institutions import in_code_order
from annual_report.territories.kinds import Kind

Absent = frozenset[str]
NONE: Absent = frozenset()

MOST_LINKS = 400
"""Links that a map has at most: each takes as much of the page's weight as ten dots."""


def usual_pages(network: Network) -> Absent:
    """Return the names of the pages that have places of their own in the list.

    A network's own notebook may make others in their stead.
    """
    years = [f"{year}{page}" for year in network.years for page in ("", "-affiche", "-donnees")]
    members = [page_of(network, code) for code in network.members]
    return frozenset([*years, *members, "tendances"])


def years_list(network: Network, absent: Absent = NONE) -> Fragment:
    """List the years, the latest first, each with its key figures and the links to its pages."""
    figures, items = headlines(network).T, []
    for year in reversed(network.years):
        title = _linked(str(year), year, absent)
        pages = {
            f"{year}-affiche": f"L’année {year} en une page",
            f"{year}-donnees": f"Les données de {year}",
        }
        more = [
            _linked(page, words(label), absent)
            for page, label in pages.items()
            if page not in absent
        ]
        below = Markup("\n<p>{}</p>").format(Markup(" · ").join(more)) if more else ""
        parts = {
            "year": title,
            "figures": cover_figures(figures[year], network.settings.kind),
            "below": below,
        }
        items.append(fragment("<h3>{year}</h3>\n{figures}{below}", **parts).html)
    return bullets(items, kind="years")


def departments_index(network: Network, absent: Absent = NONE) -> Fragment:
    """List every département that was ever a member, with the links to the pages that there are."""
    last = network.years[-1]
    items = []
    rows: list[Any] = list(ever_members(network).itertuples())
    for each in rows:
        short = is_readable(str(each.code))
        until = "" if each.last == last else f", {in_years(each.periods)}"
        name = fragment("<b>{code}</b> {name}" if short else "{name}", code=each.code,
                        name=f"{each.name}{until}").html  # fmt: skip
        link = _linked(page_of(network, str(each.code)), name, absent)
        items.append(Markup("<span>{}</span>").format(link))
    return bullets(items, kind="members linked")


def links(network: Network, absent: Absent = NONE) -> dict[str, str]:
    """Say where each member of the map leads: to its page, if that is made.

    Of more members than a drawing may have links, none leads anywhere: the list does.
    """
    codes = in_code_order(network.members)
    pages = {code: page_of(network, code) for code in codes}
    found = {code: f"{page}.html" for code, page in pages.items() if page not in absent}
    return found if len(found) <= MOST_LINKS else {}


def ever_members_map(
    every: pd.DataFrame, network: Network, absent: Absent = NONE
) -> dict[str, Any]:
    """Say what the map of every département that was ever a member shows."""
    status, (full, _dotted, hatched) = every["status"], looks(every)
    now, gone = int(status.eq("membre").sum()), int(status.eq("autre année").sum())
    last = str(network.years[-1])
    former = clause(", {n:# membre|membres} d’autres années {hatched}", n=gone, hatched=hatched)
    return {
        "finding": phrase(
            "{now} {now:membre|membres} en {last}, {gone} {gone:autre|autres} avant."
            if gone
            else "{now} {now:membre|membres} en {last}.",
            now=now,
            gone=gone,
            last=last,
        ),
        "of": "de la carte de tous les membres",
        "alternative": phrase(
            "Carte de France{leading} : {now:# membre|membres} {full}{former}.",
            leading=_leading(len(links(network, absent)), len(status), network.settings.kind),
            now=now,
            full=full,
            former=former if gone else "",
        ),
        "note": under_map(
            capitalized(full)
            + f" : membres en {last}"
            + (f" ; {hatched} : membres d’autres années." if gone else "."),
            network.settings.kind,
        ),
    }


def page_of(network: Network, code: str) -> str:
    """Return the name of a member's page, seen from the list of all pages."""
    return f"{slug(network.settings.kind.plural)}/{slug(code)}"


def _leading(links: int, total: int, kind: Kind) -> str:
    if links == total:
        return f", chaque {kind.name} mène à sa page"
    return f", les {kind.plural} dont la page est faite y mènent" if links else ""


def _linked(page: str, text: object, absent: Absent) -> Markup:
    """Link to a page that there is; its name alone stands for one that isn't made."""
    if page in absent:
        return Markup("{}").format(text)
    return Markup('<a href="{}.html">{}</a>').format(page, text)
