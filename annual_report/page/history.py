"""Each member's years at a glance, and for how long the members have been there."""

from collections.abc import Iterable

import pandas as pd

from annual_report.analysis.membership import (
    Seniority,
    Tenure,
    recorded_years,
    stretches,
    tenures,
)
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    count,
    enumeration,
    plural,
)
from annual_report.network import Network
from annual_report.page.figure import Figure
from annual_report.page.grid import draw_grid
from annual_report.page.html import Fragment, paragraph
from annual_report.page.marks import Mark
from annual_report.page.members import names
from annual_report.territories.departments import departments

NAMED_UP_TO = 8
"""Above this number of départements a sentence counts them; the figure's table names them."""


def periods(years: Iterable[int]) -> str:
    """Write years in words: "en 2020", "de 2020 à 2022 et en 2025"."""
    return enumeration(
        f"en {first}" if first == last else f"de {first} à {last}"
        for first, last in stretches(years)
    )


def label(code: str) -> str:
    """Name a département in a figure's margin: "44 Loire-Atlantique"."""
    return f"{code} {departments()[code].name}"


def history_figure(network: Network, until: int) -> Figure:
    """Draw one row for each department that was ever a member, one square a year."""
    found = tenures(network.membres, until)
    recorded = [year for year in recorded_years(network.membres) if year <= until]
    span = range(recorded[0], until + 1)
    cells = [(row, year - recorded[0]) for row, tenure in enumerate(found) for year in tenure.years]
    unknown = [year for year in span if year not in recorded]
    data = pd.DataFrame(
        {
            "Département": [f"{departments()[each.code].name} ({each.code})" for each in found],
            "Années dans le groupe": [periods(each.years) for each in found],
            "Nombre": [str(len(each.years)) for each in found],
        }
    )
    return Figure(
        name="annees-des-membres",
        drawing=draw_grid(
            [label(each.code) for each in found],
            [str(year) for year in span],
            {Mark("square"): cells},
            unknown=[year - recorded[0] for year in unknown],
        ),
        finding=_finding(found, recorded),
        alternative=_alternative(found, recorded, unknown),
        data=data,
        note=_note(unknown),
        broad=True,
    )


def _finding(found: tuple[Tenure, ...], recorded: list[int]) -> str:
    if len(recorded) == 1:
        return f"{count(len(found), 'membre')} en {recorded[0]}, seule année renseignée."
    always = sum(len(each.years) == len(recorded) for each in found)
    some, total = alike(always, len(found))
    passed = f"{plural(len(found), 'passé', 'passés')} par le groupe"
    since = _span(recorded)
    if len(found) == 1:
        verb = "en a été membre" if always else "n’en a pas été membre"
        return f"Le seul département {passed} {verb} {since}."
    if always == len(found):
        return f"Les {total} départements {passed} en ont été membres {since}."
    if always == 0:
        return f"Aucun des {total} départements {passed} n’en a été membre {since}."
    verb = plural(always, "en a été membre", "en ont été membres")
    return f"{capitalized(some)} des {total} départements {passed} {verb} {since}."


def _span(recorded: list[int]) -> str:
    first, last = recorded[0], recorded[-1]
    if len(recorded) == 2:
        return f"en {first} comme en {last}"
    whole = len(recorded) == last - first + 1
    return f"chaque année{'' if whole else ' renseignée'} de {first} à {last}"


def _alternative(found: tuple[Tenure, ...], recorded: list[int], unknown: list[int]) -> str:
    last = recorded[-1]
    rows = count(len(found), "ligne")
    said = [f"Grille de {rows}, une par département, {_columns(recorded)}"]
    gone = tuple(each.code for each in found if each.years[-1] != last)
    if gone:
        who = names(gone) if len(gone) <= NAMED_UP_TO else count(len(gone), "département")
        said.append(f"plus de carré en {last} pour {who}")
    if unknown:
        said.append(f"{plural(len(unknown), 'année', 'années')} non renseignée"
                    f"{plural(len(unknown), '')}, {enumeration(map(str, unknown))}")  # fmt: skip
    return f"{NARROW}; ".join(said) + "."


def _columns(recorded: list[int]) -> str:
    if len(recorded) == 1:
        return f"pour la seule année {recorded[0]}"
    return f"de {recorded[0]} à {recorded[-1]}, un carré plein par année de présence"


def _note(unknown: list[int]) -> str:
    said = f"Un carré{NO_BREAK}: une année dans le groupe."
    return f"{said} Une bande claire{NO_BREAK}: année non renseignée." if unknown else said


def seniority_sentence(edition: Edition) -> Fragment:
    """Say for how long the members have been there, and where the record can't tell."""
    found = edition.seniority
    bounded = [each for each in found if each.at_least]
    if all(each.years == 1 for each in bounded) and len(bounded) == len(found):
        first = edition.year == edition.network.years[0]
        why = (
            f"{edition.year} est la première année renseignée"
            if first
            else f"L’année {edition.year - 1} n’est pas renseignée"
        )
        whose = plural(len(found), "de son membre", "de ses membres") if first else (
            f"{plural(len(found), 'du membre', 'des membres')} de {edition.year}")  # fmt: skip
        return paragraph(f"{why}{NO_BREAK}: l’ancienneté {whose} n’est pas connue.")
    later = len(found) - len(bounded)
    return paragraph(
        _at_least(edition, bounded, len(found)) if bounded else None,
        _later(later, bool(bounded), len(edition.movement.arrived) if edition.movement else 0),
    )


def _at_least(edition: Edition, bounded: list[Seniority], total: int) -> str:
    """Say since when the record shows them; it shows all of them since the same year."""
    amount, first = len(bounded), bounded[0].since
    why = (
        f"les données commencent en {first}"
        if first == edition.network.years[0]
        else f"l’année {first - 1} n’est pas renseignée"
    )
    since = f"depuis au moins {count(bounded[0].years, 'an')} sans interruption{NARROW}; {why}"
    some, every = alike(amount, total)
    if amount == total:
        who = "Le seul membre est là" if total == 1 else f"Les {every} membres sont là"
        return f"{who} {since}."
    verb = plural(amount, "est là", "sont là")
    return f"{capitalized(some)} des {every} membres {verb} {since}."


def _later(amount: int, others: bool, arrived: int) -> str | None:
    """Say how many came after the record's beginning, and how many of them this year."""
    if not amount:
        return None
    some, new = alike(amount, arrived)
    if amount == 1:
        who = "L’autre est arrivé" if others else "Le seul membre est arrivé"
        return f"{who} depuis, ou revenu{', cette année' if arrived else ''}."
    who = f"Les {some} {'autres' if others else 'membres'}"
    this_year = f", dont {new} cette année" if 0 < arrived < amount else ""
    if arrived == amount:
        this_year = ", tous cette année"
    return f"{who} sont arrivés depuis, ou revenus{this_year}."
