"""Chapter 1, where the members are: regions, inhabitants, and the neighbours to invite."""

import pandas as pd

from annual_report.french import clause, phrase
from annual_report.measures import population_share, regions, territory
from annual_report.sentences.fragment import Fragment, paragraph
from annual_report.territories.departments import in_region
from annual_report.territories.sources import sources

NAMED_UP_TO = 3


def coverage(members: pd.DataFrame) -> Fragment:
    """Say how many regions and inhabitants the members cover, with the vintage."""
    found = regions(members)
    people = clause(
        "{population:d} habitants, soit {share:%1} de la population des {all:d} départements "
        "français. Source : {source}.",
        population=members["population"].sum(),
        share=population_share(members),
        all=len(territory()),
        source=population_vintage(),
    )
    if len(members) == 1:
        return paragraph(f"Le seul membre se trouve {in_region(found.index[0])} et compte {people}")
    where = clause("{n:f} {n:région|régions}", n=len(found))
    return paragraph(f"Les membres se trouvent dans {where} et comptent ensemble {people}")


def population_vintage() -> str:
    """Name the populations' source and year, as the licence asks."""
    return next(source.attribution for source in sources() if source.file == "departements.csv")


def neighbours(neighbours: pd.DataFrame, members: pd.DataFrame) -> Fragment:
    """Say how many départements touch a member, and which touch most."""
    if neighbours.empty:
        every = len(members) == len(territory())
        return paragraph(
            "Tous les départements français sont membres."
            if every
            else "Aucun département extérieur au groupe ne touche un membre."
        )
    opening = phrase(
        "{n} {n:département touche|départements touchent} un membre au moins sans être du groupe.",
        n=len(neighbours),
    )
    return paragraph(opening, _best(neighbours))


def _best(neighbours: pd.DataFrame) -> str:
    most = int(neighbours["members"].max())
    best = list(neighbours.loc[neighbours["members"] == most, "code"])
    around = clause("{most} {most:membre|membres}", most=most)
    if len(neighbours) == 1:
        return phrase(
            "{best:C’est|Ce sont} {best:les}, avec {around} pour {most:voisin|voisins}.",
            best=best,
            around=around,
            most=most,
        )
    if len(best) == len(neighbours):
        return f"Chacun touche {around}."
    if len(best) > NAMED_UP_TO:
        return phrase("{n} d’entre eux touchent chacun {around}.", n=len(best), around=around)
    if len(best) == 1:
        return phrase(
            "Le mieux entouré : {best:les}, avec {around} pour voisins.", best=best, around=around
        )
    return phrase(
        "Les mieux entourés : {best:les}, avec chacun {around} pour voisins.",
        best=best,
        around=around,
    )


def other_neighbours(neighbours: pd.DataFrame, shown: int) -> str | None:
    """Say how many neighbours a table of the first ones leaves out, and what they touch."""
    rest = neighbours["members"].iloc[shown:]
    if rest.empty:
        return None
    fewest, most = int(rest.min()), int(rest.max())
    others = phrase(
        "{n} {n:autre département touche|autres départements touchent}{n:| chacun}", n=len(rest)
    )
    if fewest == most:
        return f"{others} {clause('{most} {most:membre|membres}', most=most)}."
    span = "{fewest} ou {most}" if most == fewest + 1 else "de {fewest} à {most}"
    return f"{others} {clause(span, fewest=fewest, most=most)} membres."
