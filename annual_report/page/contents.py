"""What the list of all pages shows of a network: its départements, their map, and its years."""

import pandas as pd
from markupsafe import Markup

from annual_report.analysis.membership import Tenure, tenures
from annual_report.edition import Edition
from annual_report.french import NO_BREAK, alike, capitalized, count, plural
from annual_report.network import Network
from annual_report.page.cover import cover_figures
from annual_report.page.figure import Figure
from annual_report.page.history import periods
from annual_report.page.html import Fragment, bullets
from annual_report.page.maps import Style, draw_map
from annual_report.territories.departments import departments, in_code_order

Absent = frozenset[str]
"""Names of reports that have no page: nothing may lead there."""
NONE: Absent = frozenset()
FORMER = ("ancien membre", "anciens membres")


def department_page(code: str) -> str:
    """Return the address of a member's page, seen from the list of all pages."""
    return f"departements/{code}.html"


def departments_index(network: Network, absent: Absent = NONE) -> Fragment:
    """List every département that was ever a member, with the links to the pages that there are."""
    last = network.years[-1]
    return Fragment(
        bullets([_item(each, last, absent) for each in _in_order(network)], kind="members linked")
    )


def _in_order(network: Network) -> list[Tenure]:
    found = {each.code: each for each in tenures(network.membres)}
    return [found[code] for code in in_code_order(found)]


def _item(each: Tenure, last: int, absent: Absent) -> Markup:
    gone = each.years[-1] != last
    name = Markup("<b>{}</b> {}").format(each.code, departments()[each.code].name)
    return Markup("<span>{}{}</span>").format(
        _linked(department_page(each.code), name, absent),
        f", jusqu’en {each.years[-1]}" if gone else "",
    )


def _linked(page: str, text: object, absent: Absent) -> Markup:
    """Link to a page that there is; its name alone stands for one that isn't made."""
    if page.removesuffix(".html") in absent:
        return Markup("{}").format(text)
    return Markup('<a href="{}">{}</a>').format(page, text)


def departments_map(network: Network, absent: Absent = NONE) -> Figure:
    """Map every département that was ever a member; each leads to its page."""
    last = network.years[-1]
    found = _in_order(network)
    now = [each.code for each in found if each.years[-1] == last]
    gone = [each.code for each in found if each.years[-1] != last]
    pages = {each.code: department_page(each.code) for each in found}
    links = {code: page for code, page in pages.items() if page.removesuffix(".html") not in absent}
    styles = dict.fromkeys(now, Style("here")) | dict.fromkeys(gone, Style("left", "////"))
    return Figure(
        name="carte-des-departements",
        drawing=draw_map(styles, links=links),
        finding=_finding(len(now), len(gone), last),
        alternative=f"Carte de France{_leading(len(links), len(found))}{NO_BREAK}: "
        f"{count(len(now), 'membre')} en plein"
        + (
            f", {count(len(gone), 'ancien membre', 'anciens membres')} en hachures."
            if gone
            else "."
        ),
        data=pd.DataFrame(
            {
                "Département": [f"{departments()[e.code].name} ({e.code})" for e in found],
                "Région": [departments()[each.code].region for each in found],
                "Années dans le groupe": [periods(each.years) for each in found],
            }
        ),
        note=f"En plein{NO_BREAK}: membres en {last}"
        + (f", en hachures{NO_BREAK}: anciens membres." if gone else "."),
    )


def _leading(links: int, total: int) -> str:
    if links == total:
        return ", chaque département mène à sa page"
    return ", les départements dont la page est faite y mènent" if links else ""


def _finding(now: int, gone: int, last: int) -> str:
    some, before = alike(now, gone)
    members = f"{capitalized(some)} {plural(now, 'membre')} en {last}"
    if not gone:
        return f"{members}."
    return f"{members}, {before} {plural(gone, *FORMER)}."


def years_list(network: Network, absent: Absent = NONE) -> Fragment:
    """List the years, the latest first, each with its key figures and the link to its report."""
    items = [
        Markup("<h3>{year}</h3>\n{figures}").format(
            year=_linked(f"{year}.html", year, absent),
            figures=cover_figures(Edition(network, year)),
        )
        for year in reversed(network.years)
    ]
    return Fragment(bullets(items, kind="years"))
