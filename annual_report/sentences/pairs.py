"""Who has never been at the same meeting, and who most often has: opportunities, not ties."""

from collections.abc import Sequence

import pandas as pd

from annual_report.french import clause, count, enumeration, names, number, phrase
from annual_report.sentences.fragment import NOTHING, Fragment, paragraph
from annual_report.territories.institutions import institution

NAMED_UP_TO = 3
LISTED_UP_TO = 8


def never_met(pairs: pd.DataFrame, since: int, year: int) -> Fragment:
    """Say how many pairs of members were never at the same meeting, as far as is recorded.

    `pairs` are those of the members that came at least once since the year `since`.
    """
    if pairs.empty:
        return NOTHING
    never = pairs.loc[pairs["meetings"] == 0, ["first", "second"]]
    when = f"depuis {since}" if since < year else f"en {year}"
    came = pd.concat([pairs["first"], pairs["second"]]).nunique()
    if len(pairs) == 1:
        verb = "ne se sont jamais trouvés" if len(never) else "se sont déjà trouvés"
        who = names([pairs["first"].iloc[0], pairs["second"].iloc[0]])
        return paragraph(
            f"Deux membres, {who}, {verb} à une même rencontre, d’après les présences "
            f"renseignées {when}."
        )
    opening = clause(
        "Les {came:d} membres dont une présence est renseignée {when} forment {n:d} paires",
        came=came,
        when=when,
        n=len(pairs),
    )
    if never.empty:
        return paragraph(f"{opening} : toutes se sont trouvées à une même rencontre.")
    said = clause(
        "{opening} : {n:d} {n:ne s’est jamais trouvée|ne se sont jamais trouvées} à une même "
        "rencontre, soit {share:%1}.",
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


def others_to_meet(strangers: pd.DataFrame, shown: int) -> str | None:
    """Say how many members a table of the first ones leaves out."""
    rest = len(strangers) - shown
    if rest <= 0:
        return None
    return phrase(
        "{n} {n:autre membre n’a|autres membres n’ont} jamais croisé au moins un membre.", n=rest
    )


def meaning(pairs: pd.DataFrame) -> Fragment:
    """Say what being at the same meeting means here, and what it doesn't."""
    if pairs.empty or not pairs["meetings"].any():
        return NOTHING
    return paragraph(
        "Être à la même rencontre est une occasion de faire connaissance, pas un lien : personne "
        "ne sait ici qui s’est parlé. Une petite réunion en donne davantage l’occasion qu’une "
        "plénière : une rencontre de k départements compte pour 1/(k − 1)."
    )


def other_pairs(met: pd.DataFrame, shown: int) -> str | None:
    """Say how many pairs a table of the first ones leaves out."""
    rest = len(met) - shown
    if rest <= 0:
        return None
    who = clause("{n:autre paire a eu|autres paires ont eu}", n=rest)
    return f"{number(rest)} {who} moins d’occasions, ou autant."
