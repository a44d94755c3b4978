"""Chapter 1, who is in the network: the sentence, the movement, the list and the map."""

import pandas as pd
from markupsafe import Markup

from annual_report.analysis.membership import Movement
from annual_report.analysis.territory import regions
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    count,
    enumeration,
    in_words,
    percentage,
    plural,
)
from annual_report.page.figure import Figure
from annual_report.page.html import Fragment, paragraph
from annual_report.page.maps import Mark, Style, draw_map
from annual_report.territories.departments import departments, in_code_order, in_region

STATUSES = {"stayed": Style("here"), "arrived": Style("new", "...."), "left": Style("left", "////")}
NAMED_UP_TO = 8
"""Above this number of arrivals or departures the map names none of them; its table does."""


def names(codes: tuple[str, ...]) -> str:
    """List départements with their articles: "l’Aude, la Charente et le Gers"."""
    return enumeration(departments()[code].with_article for code in codes)


def agreement(codes: tuple[str, ...]) -> int:
    """Return the number that verbs agree with: a single "les Landes" is a plural already."""
    many = len(codes) > 1 or any(departments()[code].article == "les" for code in codes)
    return 2 if many else 1


def this_is(codes: tuple[str, ...]) -> str:
    """Present départements: "C’est la Somme", "Ce sont les Landes"."""
    return f"{plural(agreement(codes), 'C’est', 'Ce sont')} {names(codes)}"


def sentence(edition: Edition) -> Fragment:
    """Say who is in the network this year, through whom, each with its right article."""
    members = edition.members
    settings = edition.network.settings
    many = len(members) > 1
    opening = (
        f"{capitalized(in_words(len(members)))} {plural(len(members), 'département')} "
        f"{'ont' if many else 'a'} pris part au travail du groupe en {edition.year}, "
        f"{plural(len(members), 'représenté')} par "
        f"{'leurs' if many else 'ses'} {settings.agents}"
    )
    return paragraph(f"{opening}{NO_BREAK}: {names(members)}.", kind="lead")


def movement(edition: Edition) -> Fragment:
    """Say who came, who left and how many stayed since the year before."""
    found = edition.movement
    if found is None:
        return paragraph(
            f"Les membres de {edition.year - 1} ne sont pas renseignés{NO_BREAK}: "
            "arrivées et départs ne peuvent pas être établis.",
            kind="empty",
        )
    return paragraph(_stayed(found), _left(found), _arrived(found))


def _stayed(found: Movement) -> str:
    amount, year = len(found.stayed), found.previous_year
    if found.before == 1:
        return (
            f"Le membre de {year} est resté."
            if amount
            else f"Le seul membre de {year} n’est pas resté."
        )
    some, total = alike(amount, found.before)
    if amount == found.before:
        return f"Les {total} membres de {year} sont tous restés."
    if amount == 0:
        return f"Aucun des {total} membres de {year} n’est resté."
    verb = plural(amount, "est resté", "sont restés")
    share = percentage(found.retention)
    return f"{capitalized(some)} des {total} membres de {year} {verb}, soit {share}."


def _left(found: Movement) -> str:
    if not found.left:
        return "Aucun départ."
    verb = plural(agreement(found.left), "ne fait plus partie", "ne font plus partie")
    said = f"{capitalized(names(found.left))} {verb} du groupe"
    lost = _regions_lost(found)
    return f"{said}{NARROW}; {lost}." if lost else f"{said}."


def _regions_lost(found: Movement) -> str | None:
    """Say which regions have no member left."""
    now = {region.name for region in regions((*found.stayed, *found.arrived))}
    lost = [region for region in regions(found.left) if region.name not in now]
    if not lost:
        return None
    where = enumeration(f"la région {region.name}" for region in lost)
    verb = plural(len(lost), "n’y est plus représentée", "n’y sont plus représentées")
    return f"{where} {verb}"


def _arrived(found: Movement) -> str:
    if not found.arrived:
        return "Aucune arrivée."
    new = tuple(code for code in found.arrived if code not in found.returned)
    said = []
    if new:
        said.append(f"{names(new)} {plural(agreement(new), 'rejoint', 'rejoignent')} le groupe")
    if found.returned:
        verb = plural(agreement(found.returned), "revient", "reviennent")
        again = f"y {verb} après une interruption" if new else f"{verb} dans le groupe"
        said.append(f"{names(found.returned)} {again}")
    return f"{capitalized(f'{NARROW}; '.join(said))}."


def chips(edition: Edition) -> Fragment:
    """List the members by code, then those who left."""
    found = edition.movement
    arrived = found.arrived if found else ()
    items = [
        Markup("<li{}><b>{}</b> {}{}</li>").format(
            Markup(' class="arrived"') if code in arrived else "",
            code,
            departments()[code].name,
            ", cette année" if code in arrived else "",
        )
        for code in edition.members
    ]
    items += [
        Markup('<li class="left"><b>{}</b> {}, jusqu’en {}</li>').format(
            code, departments()[code].name, found.previous_year
        )
        for code in (found.left if found else ())
        if found
    ]
    return Fragment(Markup('<ul class="members">{}</ul>').format(Markup("\n").join(items)))


def members_map(edition: Edition) -> Figure:
    """Map the members by what became of them, and the places where the group met."""
    found = edition.movement
    status = dict.fromkeys(edition.members, "stayed")
    if found:
        status |= dict.fromkeys(found.arrived, "arrived") | dict.fromkeys(found.left, "left")
    moved = [code for code in status if status[code] != "stayed"]
    places = {m.department: m.town or "" for m in edition.meetings if m.department}
    drawing = draw_map(
        {code: STATUSES[name] for code, name in status.items()},
        [Mark(code, town) for code, town in places.items()],
        [Mark(code, departments()[code].name) for code in moved if len(moved) <= NAMED_UP_TO],
    )
    words = {
        "stayed": "membre",
        "arrived": "membre, arrivé cette année",
        "left": f"parti après {edition.year - 1}",
    }
    codes = in_code_order(status)
    data = pd.DataFrame(
        {
            "Département": [f"{departments()[code].name} ({code})" for code in codes],
            "Région": [departments()[code].region for code in codes],
            "Statut": [words[status[code]] for code in codes],
            "Rencontre": [places.get(code) or "—" for code in codes],
        }
    )
    return Figure(
        name="carte-des-membres",
        drawing=drawing,
        finding=_map_finding(edition),
        alternative=_map_alternative(edition, places),
        data=data,
        note=_map_note(edition, bool(places)),
    )


def _map_finding(edition: Edition) -> str:
    first, *others = regions(edition.members)
    total, most = len(edition.members), len(first.members)
    if total == 1:
        return f"Le seul membre est {departments()[edition.members[0]].locative}."
    if not others:
        return f"Les {in_words(total)} membres sont {in_region(first.name)}."
    if len(others[0].members) == most:
        every, amount = alike(total, len(others) + 1)
        return f"Les {every} membres se répartissent dans {amount} régions."
    some, every = alike(most, total)
    group = f"{capitalized(some)} {plural(most, 'membre')} sur {every}"
    return f"{group} {plural(most, 'est', 'sont')} {in_region(first.name)}."


def _map_alternative(edition: Edition, places: dict[str, str]) -> str:
    found = edition.movement
    members = count(len(edition.members), "membre")
    said = [f"Carte de France, {members} en {edition.year} en plein"]
    if found and found.arrived:
        said.append(f"en pointillés, les arrivées{NO_BREAK}: {names(found.arrived)}")
    if found and found.left:
        said.append(f"en hachures, les départs{NO_BREAK}: {names(found.left)}")
    towns = [town for town in places.values() if town]
    if towns:
        said.append(f"un point marque les lieux de rencontre{NO_BREAK}: {enumeration(towns)}")
    return f"{NARROW}; ".join(said) + "."


def _map_note(edition: Edition, places: bool) -> str:
    found = edition.movement
    said = [f"En plein{NO_BREAK}: membres en {edition.year}"]
    if found and found.arrived:
        said.append(f"en pointillés{NO_BREAK}: arrivés cette année")
    if found and found.left:
        said.append(f"en hachures{NO_BREAK}: partis depuis {found.previous_year}")
    if places:
        said.append(f"point{NO_BREAK}: lieu de rencontre")
    return ", ".join(said) + "."
