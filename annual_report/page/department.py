"""The page of a member: the cover, its years in the group, and its place among its neighbours."""

import pandas as pd
from markupsafe import Markup

from annual_report.analysis.membership import members, recorded_years
from annual_report.french import (
    NARROW,
    NO_BREAK,
    capitalized,
    count,
    number,
    percentage,
    plural,
)
from annual_report.page.cover import cover_figure, page_cover
from annual_report.page.coverage import population_vintage
from annual_report.page.figure import Figure
from annual_report.page.grid import draw_grid
from annual_report.page.history import label, periods
from annual_report.page.html import Fragment, bullets, paragraph, paragraphs
from annual_report.page.maps import Mark as Name
from annual_report.page.maps import Style, draw_map
from annual_report.page.marks import Mark
from annual_report.page.members import agreement, names
from annual_report.portrait import Portrait
from annual_report.territories.departments import departments, in_region
from annual_report.territories.sources import sources

BESIDE = 440
"""Width of the drawing that stands in half a page."""
HOME = "../index.html"
"""A member's page stands in a folder of its own, beside the list of all pages."""


def department_cover(portrait: Portrait) -> Fragment:
    """Make the cover, and tell the template what the page is."""
    network, department = portrait.network, portrait.department
    return page_cover(
        network,
        (department.name, department.code),
        _lede(portrait),
        _figures(portrait),
        kind="department",
        title=f"{department.name} ({department.code})",
        description=f"Les années, les rencontres et les dispositifs {department.of_name} dans "
        f"le {network.settings.nom}.",
        about=f"Page {department.of_name}",
        links=[{"href": HOME, "label": "Tout le réseau", "rel": "up"}],
    )


def _lede(portrait: Portrait) -> str:
    years = periods(portrait.tenure.years)
    if portrait.is_member:
        return f"{capitalized(portrait.network.settings.nom)}, membre {years}."
    return f"{capitalized(portrait.network.settings.nom)}, ancien membre{NO_BREAK}: {years}."


def _figures(portrait: Portrait) -> Markup:
    """Show what one retains: years, meetings, schemes, inhabitants."""
    recorded = len(recorded_years(portrait.network.membres))
    years = len(portrait.tenure.years)
    schemes = portrait.network.dispositifs["departement"].tolist().count(portrait.code)
    meetings = len(portrait.hosted)
    here = f"{plural(meetings, 'tenue')} ou {plural(meetings, 'accueillie')} ici"
    items = [
        cover_figure(
            number(years), plural(years, "année"), f"sur {number(recorded)} dans le groupe"
        ),
        cover_figure(number(meetings), plural(meetings, "rencontre"), here),
        cover_figure(
            number(portrait.department.population), "habitants", portrait.department.region
        ),
    ]
    if schemes:
        detail = plural(schemes, "renseigné")
        items.insert(2, cover_figure(number(schemes), plural(schemes, "dispositif"), detail))
    return bullets(items, kind="figures")


def years_sentence(portrait: Portrait) -> Fragment:
    """Say in which years it was a member, where it is, and how many people live there."""
    department = portrait.department
    recorded = recorded_years(portrait.network.membres)
    first = portrait.tenure.years[0] == recorded[0]
    since = f"{NARROW}; les données commencent en {recorded[0]}" if first else ""
    name, where = _subject(portrait)
    count_ = plural(agreement((portrait.code,)), "compte", "comptent")
    share = department.population / sum(each.population for each in departments().values())
    return paragraphs(
        f"Membre du groupe {periods(portrait.tenure.years)}{since}.",
        f"{name} {where} {in_region(department.region)} et {count_} "
        f"{number(department.population)} habitants, soit {percentage(share, 1)} de la population "
        f"des {len(departments())} départements français. Source{NO_BREAK}: "
        f"{population_vintage()}.",
    )


def _subject(portrait: Portrait) -> tuple[str, str]:
    """Return the name at the head of a sentence, and "se trouve" in its number."""
    codes = (portrait.code,)
    return capitalized(names(codes)), plural(agreement(codes), "se trouve", "se trouvent")


def years_figure(portrait: Portrait) -> Figure:
    """Draw its years beside all that the network records."""
    recorded = recorded_years(portrait.network.membres)
    span = range(recorded[0], recorded[-1] + 1)
    mine = portrait.tenure.years
    absent = [year for year in recorded if year not in mine]
    unknown = [year for year in span if year not in recorded]
    words = dict.fromkeys(mine, "membre") | dict.fromkeys(absent, "non membre")
    total = len(recorded)
    return Figure(
        name="annees-du-membre",
        drawing=draw_grid(
            [label(portrait.code)],
            [str(year) for year in span],
            {
                Mark("square"): [(0, year - span[0]) for year in mine],
                Mark("frame", "soft"): [(0, year - span[0]) for year in absent],
            },
            unknown=[year - span[0] for year in unknown],
            width=BESIDE,
        ),
        finding=f"Membre {count(len(mine), 'année')} sur {number(total)} "
        f"{plural(total, 'renseignée')}.",
        alternative=f"Une ligne de cases, une par année. Membre {periods(mine)}"
        + (f"{NARROW}; non membre {periods(absent)}." if absent else "."),
        data=pd.DataFrame(
            {
                "Année": [str(year) for year in span],
                "Statut": [words.get(year, "non renseigné") for year in span],
            }
        ),
        note=f"Carré plein{NO_BREAK}: membre."
        + (f" Carré vide{NO_BREAK}: non membre." if absent else ""),
    )


def neighbours_sentence(portrait: Portrait) -> Fragment:
    """Name the members that it touches, and those of its region that it doesn't."""
    name, _verb = _subject(portrait)
    touch = plural(agreement((portrait.code,)), "touche", "touchent")
    year = portrait.last_year
    if not portrait.neighbours:
        return paragraph(f"{name} ne {touch} aucun membre de {year}.")
    amount = len(portrait.neighbours)
    other = " autre" if portrait.is_member else ""
    others = f"{number(amount)}{other}{plural(amount, '')} {plural(amount, 'membre')}"
    listed = names(portrait.neighbours)
    return paragraph(f"{name} {touch} {others} de {year}{NO_BREAK}: {listed}.")


def neighbours_map(portrait: Portrait) -> Figure:
    """Map it among the members of the last recorded year."""
    everyone = members(portrait.network.membres, portrait.last_year)
    others = [code for code in everyone if code != portrait.code]
    styles = dict.fromkeys(others, Style("here", "////")) | {portrait.code: Style("accent")}
    department = portrait.department
    rows = (portrait.code, *others)
    data = pd.DataFrame(
        {
            "Département": [f"{departments()[code].name} ({code})" for code in rows],
            "Région": [departments()[code].region for code in rows],
            "Membre": ["oui" if code in everyone else "non" for code in rows],
            "Voisin": [
                "—" if code == portrait.code else "oui" if code in portrait.neighbours else "non"
                for code in rows
            ],
        }
    )
    amount = count(len(portrait.neighbours), "membre")
    verb = plural(agreement((portrait.code,)), "a", "ont")
    capital = capitalized(department.with_article)
    touching = plural(len(portrait.neighbours), "voisin")
    finding = (
        f"{capital} {verb} {amount} pour {touching}."
        if portrait.neighbours
        else f"{capital} n’{verb} aucun membre pour voisin."
    )
    return Figure(
        name="voisins",
        drawing=draw_map(styles, names=[Name(portrait.code, department.name)]),
        finding=finding,
        alternative=f"Carte de France{NO_BREAK}: {department.name} en plein, "
        f"{count(len(others), 'autre membre', 'autres membres')} de {portrait.last_year} en "
        "hachures.",
        data=data,
        note=f"En plein{NO_BREAK}: {department.name}"
        + (f"{NARROW}; en hachures{NO_BREAK}: les autres membres de {portrait.last_year}."
           if others else "."),
    )  # fmt: skip


def department_sources(portrait: Portrait) -> Fragment:
    """Say where the page comes from, and lead back to the network."""
    lines = dict.fromkeys(source.attribution for source in sources())
    back = Markup('<p><a href="{}">Revenir à la page du réseau</a></p>').format(HOME)
    own = f"{portrait.network.title}{NO_BREAK}: {', '.join(map(str, portrait.network.years))}"
    return Fragment(bullets([own, *lines]) + back)
