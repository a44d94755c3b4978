"""Chapter 3, who has hosted the meetings so far, as far as the hosts are recorded."""

import pandas as pd

from annual_report.french import clause, phrase, plural
from annual_report.sentences.fragment import NOTHING, Fragment, paragraph

NAMED_UP_TO = 8
"""Above this number of départements a sentence counts them instead of naming them."""


def who_hosted(
    placed: pd.DataFrame, hosts: pd.DataFrame, members: pd.DataFrame, since: int, year: int
) -> Fragment:
    """Say who has hosted, in the meetings whose host is recorded, and how many never have.

    `since` is the first year that records a meeting.
    """
    if placed.empty:
        return NOTHING
    when = span(since, year)
    if hosts.empty:
        which = plural(len(placed), "de la rencontre tenue", "des rencontres tenues")
        return paragraph(f"L’hôte {which} en un lieu {when} n’est pas renseigné.", kind="empty")
    never = [code for code in members["code"] if code not in set(hosts["code"])]
    return paragraph(_known(placed, when), _hosts(hosts), _never(never, len(members)))


def span(since: int, year: int) -> str:
    """Say of what time one speaks: "en 2025", "depuis 2020"."""
    return f"en {year}" if since == year else f"depuis {since}"


def _known(placed: pd.DataFrame, when: str) -> str:
    named, total = int(placed["host"].count()), len(placed)
    if named == total == 1:
        return f"L’hôte de la seule rencontre tenue en un lieu {when} est renseigné."
    if named == total:
        return phrase(
            "L’hôte de chacune des {n:f} rencontres tenues en un lieu {when} est renseigné.",
            n=total,
            when=when,
        )
    return phrase(
        "L’hôte {n:d’|de }{n:f} des {total} rencontres tenues en un lieu {when} est renseigné.",
        n=named,
        total=total,
        when=when,
    )


def _hosts(hosts: pd.DataFrame) -> str:
    named, most = int(hosts["meetings"].sum()), int(hosts["meetings"].max())
    first = [hosts["code"].iloc[0]]
    if named == 1:
        return phrase("{first:C’est|Ce sont} {first:les}.", first=first)
    if len(hosts) == 1:
        return phrase(
            "{first:C’est|Ce sont} {first:les}, chaque fois ({n:f} fois).", first=first, n=named
        )
    opening = phrase("{n} départements ont accueilli ces rencontres", n=len(hosts))
    often = list(hosts.loc[hosts["meetings"] == most, "code"])
    times = clause("{n} fois", n=most)
    if most == 1:
        return f"{opening}, chacun une fois."
    if len(often) > NAMED_UP_TO:
        return f"{opening}, au plus {times} chacun."
    each = ", chacun" if len(often) > 1 else ""
    return clause(
        "{opening} ; le plus souvent, {often:les}{each} {times}.",
        opening=opening,
        often=often,
        each=each,
        times=times,
    )


def _never(never: list[str], members: int) -> str:
    if not never:
        return "Chaque membre a déjà accueilli." if members > 1 else "Le membre a déjà accueilli."
    among = "accueilli aucune des rencontres dont l’hôte est renseigné"
    if members == 1:
        return f"Le membre n’a {among}."
    if len(never) == members:
        return phrase(
            "Aucun des {n} membres n’a accueilli de rencontre dont l’hôte est renseigné.", n=members
        )
    who = clause(" : {never:les}", never=never) if len(never) <= NAMED_UP_TO else ""
    return phrase(
        "{n} des {members} membres {n:n’a|n’ont} {among}{who}.",
        n=len(never),
        members=members,
        among=among,
        who=who,
    )


def other_hosts(hosts: pd.DataFrame, shown: int) -> str | None:
    """Say how many hosts a table of the first ones leaves out."""
    rest = hosts["meetings"].iloc[shown:]
    if rest.empty:
        return None
    most = int(rest.max())
    often = "chacun une fois" if most == 1 else clause("au plus {n:f} fois", n=most)
    return phrase(
        "{n} {n:autre département a|autres départements ont} accueilli {often}.",
        n=len(rest),
        often=often,
    )
