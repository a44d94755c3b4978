"""What was announced, what was treated, and what became of the one in the other.

Two rows of `sujets` speak of the same thing when they share a theme. A row without subject
announces a format alone.
"""

import pandas as pd

from annual_report.network.measures.descriptions import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.themes import list_themes
from annual_report.network.reading.values.vocabulary import IDEA, PLANNED, TREATED

COLUMNS = ["annee", "theme", "sujet", "etat", "format"]
AGAIN, LATER = "annoncé plus tard", "traité plus tard"
DROPPED, UNKNOWN = "sans suite", "non renseigné"
OUTCOMES = (TREATED, AGAIN, LATER, DROPPED, UNKNOWN)


@with_words
def list_subjects(network: Network) -> pd.DataFrame:
    """Return the rows of `sujets` that name a subject, each with its theme, in the file's order.

    Columns: annee, theme (spelt as in the first row that has it), sujet, etat, format.

    >>> from annual_report import measures, open_network
    >>> subjects = measures.list_subjects(open_network("data/reseau-exemple"))
    >>> subjects.loc[:1, ["annee", "theme", "etat"]]
       annee                theme   etat
    0   2020              chartes  prévu
    1   2020  budget participatif  prévu
    """
    rows = network.sujets.dropna(subset="sujet")
    themes = list_themes([*zip(rows["sujet"], rows["theme"].fillna(""), strict=True)])
    rows = rows.assign(theme=pd.array(themes, dtype="string"))
    return rows[COLUMNS].reset_index(drop=True)


@with_words
def list_outcomes(network: Network, *years: int) -> pd.DataFrame:
    """Return what became of each subject that was announced or thought of for some years.

    Columns: annee, theme, sujet, etat, format; suite, one of OUTCOMES; annee_suite, when it was
    announced or treated later; traite_sous, the title under which its year treated it. A year that
    reports no treated subject tells nothing of its plans: none is "sans suite" then. Nobody
    promised an idea: one that nothing came of has no outcome.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_outcomes(network, 2025)[["theme", "suite"]]
                           theme              suite
    0             suites données             traité
    1  intelligence artificielle             traité
    2              accessibilité  annoncé plus tard
    3                  grand âge         sans suite
    """
    require_years(years)
    rows = list_subjects(network)
    plans = rows[rows["annee"].isin(years) & rows["etat"].ne(TREATED)].reset_index(drop=True)
    # Each plan beside each later mention of its theme, and beside what its own year treated.
    mentions = rows.loc[rows["etat"].ne(IDEA), ["theme", "annee", "etat", "sujet"]]
    pairs = plans.reset_index(names="plan").merge(mentions, on="theme", suffixes=("", "_then"))
    is_same_year = pairs["annee_then"].eq(pairs["annee"]) & pairs["etat_then"].eq(TREATED)
    pairs = pairs[is_same_year | pairs["annee_then"].gt(pairs["annee"])]
    # Of one later year, its announcement comes before what it treated: "prévu" before "traité".
    first = pairs.sort_values(["annee_then", "etat_then"]).drop_duplicates("plan")
    first = first.set_index("plan").reindex(plans.index)
    is_later = first["annee_then"].gt(first["annee"]).fillna(False)
    later = first["etat_then"].map({PLANNED: AGAIN, TREATED: LATER})
    outcome = first["etat_then"].mask(is_later, later)
    is_reported = plans["annee"].isin(rows.loc[rows["etat"].eq(TREATED), "annee"])
    unmentioned = is_reported.map({True: DROPPED, False: UNKNOWN}).mask(plans["etat"].eq(IDEA))
    return plans.assign(
        suite=outcome.fillna(unmentioned).astype("string"),
        annee_suite=first["annee_then"].where(is_later),
        traite_sous=first["sujet_then"].mask(is_later),
    )
