"""The page across the years: what was announced, what was treated, and the life of each theme.

`life` is what `measures.themes_by_year` returns: one row a theme and a year that speaks of it.
"""

from typing import Any

import pandas as pd

from annual_report.french import capitalized, clause, enumeration, phrase
from annual_report.measures.plans import KEPT, MISSED, UNANNOUNCED, UNKNOWN, UNREPORTED
from annual_report.pages.fragment import NOTHING, Fragment, paragraph

NAMED_UP_TO = 6
"""Above this number of themes a sentence counts them; the figure's data name them."""
LONGEST = 34
"""How many letters of a theme's name a grid shows."""
DRAWN = {
    KEPT: "■",
    UNANNOUNCED: "▣",
    UNKNOWN: "╱",
    MISSED: "□",
    UNREPORTED: "–",
}
"""What stands in the key for the mark that the grid draws of each state."""


def announced(life: pd.DataFrame) -> Fragment:
    """Say how many themes were announced, and which of them no year reports so far."""
    by_theme = life.groupby("theme", sort=False)["state"].agg(set)
    due = by_theme[[bool(states & {KEPT, MISSED}) for states in by_theme]]
    if due.empty:
        return NOTHING
    missed = list(due.index[[not states & {KEPT, UNANNOUNCED, UNKNOWN} for states in due]])
    named = f" : {_named(life, missed)}" if 0 < len(missed) <= NAMED_UP_TO else ""
    return paragraph(_kept(len(missed), len(due), named))


def _kept(missed: int, total: int, named: str) -> str:
    if total == 1:
        after = f"n’a pas été traité, à ce que l’on sait{named}" if missed else "a été traité"
        return f"Le seul thème annoncé {after}."
    if not missed:
        template = "Les {total} thèmes annoncés ont tous été traités."
    elif missed == total:
        template = "Aucun des {total} thèmes annoncés n’a été traité, à ce que l’on sait{named}."
    else:
        template = (
            "{missed} des {total} thèmes annoncés {missed:n’a pas été traité|n’ont pas été "
            "traités}, à ce que l’on sait{named}."
        )
    return phrase(template, missed=missed, total=total, named=named)


def _named(life: pd.DataFrame, themes: list[str]) -> str:
    """Name themes with the years for which they were announced."""
    years = life[~life["state"].isin([UNANNOUNCED, UNKNOWN])].groupby("theme")["year"].agg(list)
    return enumeration(
        f"« {theme} » (annoncé pour {enumeration(map(str, years[theme]))})" for theme in themes
    )


def short(themes: "pd.Series[str]") -> "pd.Series[str]":
    """Name themes as a grid has room for: with a capital, and cut unless two would be the same."""
    whole = themes.map(capitalized)
    cut = whole.where(whole.str.len() <= LONGEST, whole.str[: LONGEST - 1].str.rstrip() + "…")
    return cut.mask(whole.groupby(cut).transform("nunique") > 1, whole)


def outcomes_note() -> str:
    """Say how the table of what became of the announcements is to be read."""
    return "Sans suite : les données n’en parlent plus. Traités en tout : annoncés ou non."


def themes_figure(life: pd.DataFrame, shown: pd.DataFrame) -> dict[str, Any]:
    """Say what the grid of themes and years shows; it draws the rows of `life` that are `shown`."""
    drawn = {state: sign for state, sign in DRAWN.items() if shown["state"].eq(state).any()}
    cells = [f"{state}, {shown['state'].eq(state).sum()}" for state in drawn]
    key = " ; ".join(f"{sign} {state}" for state, sign in drawn.items())
    left_out = life["theme"].nunique() - shown["theme"].nunique()
    more = clause(
        "{n:# autre thème|autres thèmes} {n:n’est pas montré|ne sont pas montrés}.", n=left_out
    )
    return {
        "finding": _finding(life),
        "of": "des thèmes, année par année",
        "alternative": phrase(
            "Grille {n:d’|de }{n:f} {n:ligne|lignes}, une par thème, et d’une colonne par année. "
            "Nombre de cases : {cells}.",
            n=shown["theme"].nunique(),
            cells=" ; ".join(cells),
        ),
        "note": f"{key}. {more}" if left_out else f"{key}.",
    }


def _finding(life: pd.DataFrame) -> str:
    plans = life[~life["state"].isin([UNANNOUNCED, UNKNOWN])].groupby("theme").size()
    again, total = int(plans.gt(1).sum()), life["theme"].nunique()
    if total == 1:
        what = "a été annoncé plusieurs fois" if again else "n’a pas été annoncé deux fois"
        return f"Le seul thème {what}."
    if not again:
        return phrase("Aucun des {n} thèmes n’a été annoncé deux fois.", n=total)
    return phrase(
        "{again} des {n} thèmes {again:a été annoncé|ont été annoncés} plusieurs fois.",
        again=again,
        n=total,
    )
