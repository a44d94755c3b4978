"""The subjects of the members' work: announced, treated, and the outcome of each announcement.

The source is the table `sujets` (the file sujets.csv, or the sheet Sujets). Two rows are about the
same thing if they share a theme. A row without a subject announces a format alone, and is left out.
"""

import pandas as pd

from annual_report.network.measures.descriptions import with_words
from annual_report.network.network import Network
from annual_report.network.parameters import require_years
from annual_report.network.reading.themes import list_themes
from annual_report.network.reading.values.vocabulary import IDEA, PLANNED, TREATED
from annual_report.network.required_network import takes_network

COLUMNS = ["annee", "theme", "sujet", "etat", "format"]

# The outcomes of an announcement, beside TREATED: treated in the announced year.
AGAIN = "annoncé plus tard"
LATER = "traité plus tard"
DROPPED = "sans suite"
UNKNOWN = "non renseigné"
OUTCOMES = (TREATED, AGAIN, LATER, DROPPED, UNKNOWN)


@with_words
@takes_network
def list_subjects(network: Network) -> pd.DataFrame:
    """Return the rows of `sujets` that name a subject, each with its theme, in the file's order.

    Columns: annee, theme (spelt as in the first row of the theme), sujet, etat, format.

    >>> from annual_report import measures, open_network
    >>> subjects = measures.list_subjects(open_network("data/reseau-exemple"))
    >>> subjects.loc[:1, ["annee", "theme", "etat"]]
       annee                theme   etat
    0   2020              chartes  prévu
    1   2020  budget participatif  prévu
    """
    rows = network.sujets.dropna(subset="sujet")
    written_themes = rows["theme"].fillna("")
    subjects_with_themes = list(zip(rows["sujet"], written_themes, strict=True))
    themes = list_themes(subjects_with_themes)
    rows = rows.assign(theme=pd.array(themes, dtype="string"))
    return rows[COLUMNS].reset_index(drop=True)


@with_words
@takes_network
def list_outcomes(network: Network, *years: int) -> pd.DataFrame:
    """Return a row for each subject that `sujets` announces or has as an idea for some years.

    Columns: annee, theme, sujet, etat, format; suite ("traité", "annoncé plus tard", "traité plus
    tard", "sans suite" or "non renseigné"); annee_suite, the later year that announced or treated
    the theme; traite_sous, the title under which the announced year treated the theme. Without a
    treated subject in the announced year the suite is "non renseigné" instead of "sans suite": the
    data don't say whether the members dropped the subject. An idea promises nothing, so the suite
    of an idea without a later mention is NA.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_outcomes(network, 2025)[["theme", "suite"]]
                           theme              suite
    0             suites données             traité
    1  intelligence artificielle             traité
    2              accessibilité  annoncé plus tard
    3                  grand âge         sans suite
    """
    require_years(years, network.span)
    rows = list_subjects(network)
    is_treated = rows["etat"].eq(TREATED)
    is_plan = rows["annee"].isin(years) & ~is_treated
    plans = rows[is_plan].reset_index(drop=True)

    mention = _find_first_mentions(plans, rows)
    is_later = mention["annee"].gt(plans["annee"]).fillna(False)
    later_outcomes = mention["etat"].map({PLANNED: AGAIN, TREATED: LATER})
    outcomes = mention["etat"].mask(is_later, later_outcomes)

    # A year that reports no treated subject says nothing about the end of its plans.
    reported_years = rows.loc[is_treated, "annee"]
    is_reported = plans["annee"].isin(reported_years)
    is_idea = plans["etat"].eq(IDEA)
    unmentioned = is_reported.map({True: DROPPED, False: UNKNOWN})
    unmentioned = unmentioned.mask(is_idea)

    plans["suite"] = outcomes.fillna(unmentioned).astype("string")
    plans["annee_suite"] = mention["annee"].where(is_later)
    plans["traite_sous"] = mention["sujet"].mask(is_later)
    return plans


def _find_first_mentions(plans: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return annee, etat and sujet of the first row that answers each plan, NA without an answer.

    An answer shares the plan's theme. A row "traité" of the plan's own year is an answer, and so is
    a row "prévu" or "traité" of any later year. The index is the index of `plans`.
    """
    numbered_plans = plans.reset_index(names="plan")
    numbered_plans = numbered_plans[["plan", "theme", "annee"]]
    # An idea commits nobody: mentioning a theme again as an idea answers no plan.
    is_commitment = rows["etat"].ne(IDEA)
    mentions = rows.loc[is_commitment, ["theme", "annee", "etat", "sujet"]]
    pairs = numbered_plans.merge(mentions, on="theme", suffixes=("_plan", ""))
    is_same_year = pairs["annee"].eq(pairs["annee_plan"])
    is_treated_at_once = is_same_year & pairs["etat"].eq(TREATED)
    is_later = pairs["annee"].gt(pairs["annee_plan"])
    answers = pairs[is_treated_at_once | is_later]
    # Within a later year the announcement precedes the treatment; the alphabet agrees: "prévu"
    # stands before "traité".
    answers = answers.sort_values(["annee", "etat"])
    first = answers.drop_duplicates("plan").set_index("plan")
    return first.reindex(plans.index)
