"""Who has never been at the same meeting, and who most often has: opportunities, not ties."""

from collections.abc import Sequence

import pandas as pd

from annual_report.french import clause, count, enumeration, names, phrase
from annual_report.measures.presence import FEW
from annual_report.pages.fragment import NOTHING, Fragment, paragraph
from annual_report.territories.institutions import institution

NAMED_UP_TO = 3
LISTED_UP_TO = 8


def never_met(pairs: pd.DataFrame, since: int, year: int) -> Fragment:
    """Say how many pairs of members were never noted at the same meeting.

    `pairs` are those of the members that came at least once since the year `since`.
    """
    if pairs.empty:
        return NOTHING
    never = pairs.loc[pairs["meetings"] == 0, ["first", "second"]]
    when = f"depuis {since}" if since < year else f"en {year}"
    came = pd.concat([pairs["first"], pairs["second"]]).nunique()
    if len(pairs) == 1:
        verb = "n’ont pas été notés ensemble" if len(never) else "ont été notés ensemble"
        who = names([pairs["first"].iloc[0], pairs["second"].iloc[0]])
        return paragraph(f"Deux membres, {who}, {verb} à une rencontre {when}.")
    opening = phrase(
        "{came} membres sont venus {when} et forment {n:d} paires", came=came, when=when,
        n=len(pairs),
    )  # fmt: skip
    if never.empty:
        return paragraph(f"{opening}, toutes notées à une même rencontre au moins.")
    share = ", soit {share:%}" if len(pairs) >= FEW else ""
    said = clause(
        "{opening}, dont {n:f} {n:n’a jamais été notée|n’ont jamais été notées} à une même "
        f"rencontre{share}.",
        opening=opening,
        n=len(never),
        share=len(never) / len(pairs),
    )
    listed = " ; ".join(names(pair) for pair in never.itertuples(index=False))
    which = "La voici" if len(never) == 1 else "Les voici"
    return paragraph(said, f"{which} : {listed}." if len(never) <= NAMED_UP_TO else None)


def some_names(codes: Sequence[str]) -> str:
    """Name the first départements of a list, and count the others."""
    shown = [institution(code).name for code in codes[:LISTED_UP_TO]]
    rest = len(codes) - len(shown)
    return enumeration([*shown, count(rest, "autre")] if rest else shown)


def meaning(pairs: pd.DataFrame) -> Fragment:
    """Say what being at the same meeting means here, and what it doesn't."""
    if pairs.empty or not pairs["meetings"].any():
        return NOTHING
    return paragraph(
        "Être à la même rencontre est une occasion de faire connaissance, pas un lien : personne "
        "ne sait ici qui s’est parlé. Une petite réunion en donne davantage l’occasion qu’une "
        "plénière : son poids se partage entre ceux qui y étaient."
    )


def fewer(shown: pd.DataFrame, every: pd.DataFrame) -> str | None:
    """Say how many pairs had fewer occasions than those of a table of the first ones."""
    rest = len(every) - len(shown)
    if not rest:
        return None
    if not len(shown):
        return phrase("{n:Une paire a|Les {n:d} paires ont} eu autant d’occasions.", n=rest)
    return phrase("{n:L’autre paire en a|Les {n:d} autres paires en ont} eu moins.", n=rest)
