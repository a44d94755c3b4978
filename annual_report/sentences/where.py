"""Where the members are: regions, inhabitants, and the neighbours to invite."""

import pandas as pd

from annual_report.french import clause, phrase
from annual_report.french.called import called
from annual_report.measures import kind_of
from annual_report.pages.fragment import NOTHING, Fragment, paragraph
from annual_report.territories.institutions import institutions_of
from annual_report.territories.kinds import Kind

NAMED_UP_TO = 3


def neighbours(neighbours: pd.DataFrame, members: pd.DataFrame) -> Fragment:
    """Say how many départements touch a member, and which touch most."""
    kind = kind_of(members)
    if not kind.neighbours:
        return NOTHING
    if neighbours.empty:
        every = len(members) == len(institutions_of(kind.name))
        all_of = "Toutes les" if kind.feminine else "Tous les"
        return paragraph(
            f"{all_of} {kind.plural} français{kind.e and 'es'} sont membres."
            if every
            else f"Aucun{kind.e} {kind.name} extérieur{kind.e} {called().to} n’a de membre pour "
            "voisin."
        )
    opening = phrase(
        "{n:{kind.f}} {n:{kind.name} voisin{kind.e}|{kind.plural} voisin{kind.e}s} d’un membre au "
        "moins {n:n’est|ne sont} pas {us.of}.",
        n=len(neighbours),
        kind=kind,
        us=called(),
    )
    return paragraph(opening, _best(neighbours, kind))


def _best(neighbours: pd.DataFrame, kind: Kind) -> str:
    most = int(neighbours["members"].max())
    best = list(neighbours.loc[neighbours["members"] == most, "code"])
    around = clause("{most} {most:membre pour voisin|membres pour voisins}", most=most)
    if len(neighbours) == 1:
        return phrase("{best:C’est|Ce sont} {best:les}, avec {around}.", best=best, around=around)
    if len(best) == len(neighbours):
        return f"Chacun{kind.e} a {around}."
    if len(best) > NAMED_UP_TO:
        them = "elles" if kind.feminine else "eux"
        return phrase(
            "{n:{kind.f}} d’entre {them} ont chacun{kind.e} {around}.",
            n=len(best),
            them=them,
            around=around,
            kind=kind,
        )
    return phrase(
        "{best:C’est|Ce sont} {best:les} qui {best:a|ont} le plus de membres pour voisins : {most}"
        + (f" chacun{kind.e}." if len(best) > 1 else "."),
        best=best,
        most=most,
    )


def fewer_neighbours(shown: pd.DataFrame, every: pd.DataFrame) -> str | None:
    """Say how many départements a table of the best surrounded leaves out, and their neighbours."""
    rest = every["members"].iloc[len(shown) :]
    if rest.empty:
        return None
    most = int(rest.max())
    verb = "a|ont chacun{kind.e}" if most == 1 else "a|ont"
    around = (
        "un membre pour voisin"
        if most == 1
        else clause("{most} membres au plus pour voisins", most=most)
    )
    return phrase(
        "{n:{kind.f}} {n:autre {kind.name}|autres {kind.plural}} {n:" + verb + "} {around}.",
        n=len(rest),
        kind=kind_of(every),
        around=around,
    )
