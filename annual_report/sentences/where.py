"""Where the members are: regions, inhabitants, and the neighbours to invite."""

import pandas as pd

from annual_report.french import capitalized, clause, names, phrase
from annual_report.measures import population_share, regions, territory
from annual_report.sentences.fragment import Fragment, paragraph

NAMED_UP_TO = 3


def coverage(members: pd.DataFrame) -> Fragment:
    """Say how many regions and inhabitants the members cover."""
    people = clause(
        "{population:d} habitants, soit {share:%1} de la population des départements français.",
        population=members["population"].sum(),
        share=population_share(members),
    )
    if len(members) == 1:
        who = capitalized(names(members["code"]))
        verb = clause("{who:compte|comptent}", who=list(members["code"]))
        return paragraph(f"{who} {verb} {people}")
    found = regions(members)
    if len(found) == 1:
        return paragraph(f"Ensemble, les membres comptent {people}")
    where = clause("{n:f} régions", n=len(found))
    return paragraph(f"Répartis dans {where}, les membres comptent ensemble {people}")


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


def fewer_neighbours(shown: pd.DataFrame, every: pd.DataFrame) -> str | None:
    """Say how many départements a table of the best surrounded leaves out, and what they touch."""
    rest = every["members"].iloc[len(shown) :]
    if rest.empty:
        return None
    most = int(rest.max())
    verb = "touche|touchent chacun" if most == 1 else "touche|touchent"
    around = "un membre" if most == 1 else clause("{most} membres au plus", most=most)
    return phrase(
        "{n} {n:autre département|autres départements} {n:" + verb + "} {around}.",
        n=len(rest),
        around=around,
    )
