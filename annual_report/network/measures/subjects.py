"""What was announced, what was treated, and what became of the one in the other.

Two rows of `sujets` speak of the same thing when they share a theme. A row without subject
announces a format alone.
"""

import pandas as pd

from annual_report.network.measures.words import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.themes import list_themes
from annual_report.network.reading.values.vocabulary import IDEA, PLANNED, TREATED

COLUMNS = {
    "annee": "year", "theme": "theme", "sujet": "subject", "etat": "state", "format": "format",
}  # fmt: skip
AGAIN, LATER = "annoncé plus tard", "traité plus tard"
DROPPED, UNKNOWN = "sans suite", "non renseigné"
OUTCOMES = (TREATED, AGAIN, LATER, DROPPED, UNKNOWN)


@with_words
def list_subjects(network: Network) -> pd.DataFrame:
    """Return the rows of `sujets` that name a subject, each with its theme, in the file's order.

    Columns: year, theme (spelt as in the first row that has it), subject, state, format.

    >>> from annual_report import measures, open_network
    >>> subjects = measures.list_subjects(open_network("data/reseau-exemple"))
    >>> subjects.loc[:1, ["year", "theme", "state"]]
       year                theme  state
    0  2020              chartes  prévu
    1  2020  budget participatif  prévu
    """
    rows = network.sujets.rename(columns=COLUMNS).dropna(subset="subject")
    themes = list_themes([*zip(rows["subject"], rows["theme"].fillna(""), strict=True)])
    rows["theme"] = pd.array(themes, dtype="string")
    return rows[[*COLUMNS.values()]].reset_index(drop=True)


@with_words
def list_outcomes(network: Network, *years: int) -> pd.DataFrame:
    """Return what became of each subject that was announced or thought of for some years.

    Columns: year, theme, subject, state, format; outcome, one of OUTCOMES; next_year, when it was
    announced or treated later; treated_as, the title under which its year treated it. A year that
    reports no treated subject tells nothing of its plans: none is "sans suite" then. Nobody
    promised an idea: one that nothing came of has no outcome.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_outcomes(network, 2025)[["theme", "outcome"]]
                           theme            outcome
    0             suites données             traité
    1  intelligence artificielle             traité
    2              accessibilité  annoncé plus tard
    3                  grand âge         sans suite
    """
    require_years(years)
    rows = list_subjects(network)
    plans = rows[rows["year"].isin(years) & rows["state"].ne(TREATED)].reset_index(drop=True)
    spoken = plans.reset_index(names="plan").merge(
        rows[rows["state"].ne(IDEA)], on="theme", suffixes=("", "_then")
    )
    treated_then = spoken["year_then"].eq(spoken["year"]) & spoken["state_then"].eq(TREATED)
    spoken = spoken[treated_then | spoken["year_then"].gt(spoken["year"])]
    # Of one later year, its announcement comes before what it treated: "prévu" before "traité".
    first = spoken.sort_values(["year_then", "state_then"]).drop_duplicates("plan")
    first = first.set_index("plan").reindex(plans.index)
    is_later = first["year_then"].gt(first["year"]).fillna(False)
    reported = plans["year"].isin(rows.loc[rows["state"].eq(TREATED), "year"])
    silent = reported.map({True: DROPPED, False: UNKNOWN}).mask(plans["state"].eq(IDEA))
    then = first["state_then"].map({PLANNED: AGAIN, TREATED: LATER})
    outcome = first["state_then"].mask(is_later, then)
    return plans.assign(
        outcome=outcome.fillna(silent).astype("string"),
        next_year=first["year_then"].where(is_later),
        treated_as=first["subject_then"].mask(is_later),
    )
