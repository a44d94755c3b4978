"""Chapter 1, for how long the members have been there, and each one's years at a glance."""

from typing import Any

import pandas as pd

from annual_report.french import clause, count, enumeration, phrase
from annual_report.network import Network
from annual_report.sentences.fragment import Fragment, paragraph

NAMED_UP_TO = 8
"""Above this number of départements a sentence counts them; the figure's table names them."""


def seniority(members: pd.DataFrame, network: Network, year: int) -> Fragment:
    """Say for how long the members have been there, and where the record can't tell."""
    bounded = members[members["at_least"]]
    first_year = network.years[0]
    if len(bounded) == len(members) and members["years"].eq(1).all():
        if year == first_year:
            return paragraph(
                f"{year} est la première année renseignée : l’ancienneté "
                f"{clause('{n:de son membre|de ses membres}', n=len(members))} n’est pas connue."
            )
        return paragraph(
            f"L’année {year - 1} n’est pas renseignée : l’ancienneté "
            f"{clause('{n:du membre|des membres}', n=len(members))} de {year} n’est pas connue."
        )
    new = int(members["status"].isin(["arrivé", "revenu"]).sum())
    later = len(members) - len(bounded)
    return paragraph(
        _at_least(bounded, len(members), first_year) if len(bounded) else None,
        _later(later, len(bounded) > 0, new),
    )


def _at_least(bounded: pd.DataFrame, total: int, first_year: int) -> str:
    """Say since when the record shows them; it shows all of them since the same year."""
    since, years = int(bounded["since"].iloc[0]), int(bounded["years"].iloc[0])
    why = (
        f"les données commencent en {since}"
        if since == first_year
        else f"l’année {since - 1} n’est pas renseignée"
    )
    length = f"depuis au moins {count(years, 'an')} sans interruption ; {why}"
    if len(bounded) == total:
        who = "Le seul membre est là" if total == 1 else phrase("Les {n} membres sont là", n=total)
        return f"{who} {length}."
    who = phrase("{n} des {total} membres {n:est|sont} là", n=len(bounded), total=total)
    return f"{who} {length}."


def _later(amount: int, others: bool, new: int) -> str | None:
    """Say how many came after the record's beginning, and how many of them this year."""
    if not amount:
        return None
    if amount == 1:
        who = "L’autre est arrivé" if others else "Le seul membre est arrivé"
        return f"{who} depuis, ou revenu{', cette année' if new else ''}."
    who = "autres" if others else "membres"
    if new == amount:
        return phrase(
            "Les {n} {who} sont arrivés depuis, ou revenus, tous cette année.", n=amount, who=who
        )
    if new:
        return phrase(
            "Les {n} {who} sont arrivés depuis, ou revenus, dont {new} cette année.",
            n=amount,
            who=who,
            new=new,
        )
    return phrase("Les {n} {who} sont arrivés depuis, ou revenus.", n=amount, who=who)


def years_figure(tenures: pd.DataFrame, network: Network, until: int) -> dict[str, Any]:
    """Say what the grid of the members' years shows: its finding, alternative and note."""
    recorded = [year for year in network.years if year <= until]
    unknown = [year for year in range(recorded[0], until) if year not in recorded]
    note = "Un carré : une année dans le groupe."
    return {
        "finding": _finding(tenures, recorded),
        "of": "des années de chaque membre",
        "alternative": _alternative(tenures, recorded, unknown),
        "note": f"{note} Une bande claire : année non renseignée." if unknown else note,
    }


def _finding(tenures: pd.DataFrame, recorded: list[int]) -> str:
    total = len(tenures)
    if len(recorded) == 1:
        return f"{count(total, 'membre')} en {recorded[0]}, seule année renseignée."
    always = int(tenures["years"].eq(len(recorded)).sum())
    since = _span(recorded)
    if total == 1:
        verb = "en a été membre" if always else "n’en a pas été membre"
        return f"Le seul département passé par le groupe {verb} {since}."
    if always == total:
        return phrase(
            "Les {n} départements passés par le groupe en ont été membres {since}.",
            n=total,
            since=since,
        )
    if always == 0:
        return phrase(
            "Aucun des {n} départements passés par le groupe n’en a été membre {since}.",
            n=total,
            since=since,
        )
    return phrase(
        "{always} des {n} départements passés par le groupe "
        "{always:en a été membre|en ont été membres} {since}.",
        always=always,
        n=total,
        since=since,
    )


def _span(recorded: list[int]) -> str:
    first, last = recorded[0], recorded[-1]
    if len(recorded) == 2:
        return f"en {first} comme en {last}"
    whole = len(recorded) == last - first + 1
    return f"chaque année{'' if whole else ' renseignée'} de {first} à {last}"


def _alternative(tenures: pd.DataFrame, recorded: list[int], unknown: list[int]) -> str:
    first, last = recorded[0], recorded[-1]
    columns = (
        f"pour la seule année {first}"
        if len(recorded) == 1
        else f"de {first} à {last}, un carré plein par année de présence"
    )
    said = [f"Grille de {count(len(tenures), 'ligne')}, une par département, {columns}"]
    gone = list(tenures.loc[tenures["last"] != last, "code"])
    if gone:
        who = "{gone:les}" if len(gone) <= NAMED_UP_TO else "{n:# département|départements}"
        said.append(
            clause("plus de carré en {last} pour " + who, last=str(last), gone=gone, n=len(gone))
        )
    if unknown:
        said.append(
            clause("{n:année non renseignée|années non renseignées}, ", n=len(unknown))
            + enumeration(map(str, unknown))
        )
    return " ; ".join(said) + "."
