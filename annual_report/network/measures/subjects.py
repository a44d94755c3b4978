"""What was announced, what was treated, and what became of the one in the other.

Two rows of `sujets` speak of the same thing when they share a theme or, if one of them has none,
the spelling of their subject. A row without subject announces a format alone.
"""

import numpy as np
import pandas as pd

from annual_report.base.letters import fold_spelling
from annual_report.network.measures.words import add_words
from annual_report.network.network import Network
from annual_report.network.reading.values.vocabulary import IDEA, PLANNED, TREATED

COLUMNS = {
    "annee": "year", "sujet": "subject", "theme": "theme", "etat": "state", "format": "format",
}  # fmt: skip
SUBJECTS = {
    "subject": "string", "theme": "string", "announced": "string", "outcome": "string",
    "next_year": "Int64", "treated_as": "string",
}  # fmt: skip
KEPT, UNANNOUNCED = "annoncé et traité", "traité sans avoir été annoncé pour l’année"
UNKNOWN = "traité, annonce non renseignée"
MISSED = "annoncé, absent des sujets traités"
UNREPORTED = "annoncé, suite inconnue"
TO_COME = "annoncé, à venir"
OUTCOMES = ("traité", "annoncé de nouveau", "traité plus tard", "sans suite", "non renseigné")


@add_words
def list_announced_subjects(network: Network, year: int) -> pd.DataFrame:
    """Return what became of each subject announced for a year, in the file's order.

    Columns: subject, theme, format; outcome, one of "traité", "annoncé de nouveau", "traité plus
    tard", "sans suite" and "non renseigné"; next_year, when it was announced again or treated;
    same_subject, whether it was so under the same title, and not as the same theme alone;
    treated_as, the other title under which the year treated it. A year that reports no treated
    subject tells nothing of its plans: none is "sans suite" then.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_announced_subjects(network, 2025)[["theme", "outcome"]]
                           theme             outcome
    0             suites données              traité
    1  intelligence artificielle              traité
    2              accessibilité  annoncé de nouveau
    3                  grand âge          sans suite
    """
    rows = network.sujets.rename(columns=COLUMNS)
    found = _select_year(rows, year, PLANNED).dropna(subset="subject").reset_index(drop=True)
    done = _select_year(rows, year, TREATED)
    spoken = _match_subjects(found, pd.concat([done, rows[rows["year"].gt(year)]]))
    # Of one later year, its announcement comes before what it treated: "prévu" before "traité".
    first = spoken.sort_values(["year", "state"]).drop_duplicates("row").set_index("row")
    later = first["year"] > year
    outcome = first["state"].map({PLANNED: "annoncé de nouveau", TREATED: "traité plus tard"})
    silent = "non renseigné" if done.empty else "sans suite"
    found["outcome"] = outcome.where(later, "traité").reindex(found.index).fillna(silent)
    found["next_year"] = first["year"].where(later)
    found["same_subject"] = first["same_subject"].reindex(found.index).fillna(False).astype(bool)
    found["treated_as"] = first["title"].where(~later & ~first["same_subject"].fillna(True))
    found = found.astype({"outcome": "string", "next_year": "Int64", "treated_as": "string"})
    names = ["subject", "theme", "format", "outcome", "next_year", "same_subject", "treated_as"]
    return found[names]


@add_words
def list_treated_subjects(network: Network, year: int) -> pd.DataFrame:
    """Return the subjects that a year reports, in the file's order.

    Columns: subject, theme, format, announced (whether it was, for that year; NA where nothing is
    known of what was).

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_treated_subjects(network, 2025)[["theme", "announced"]].head(2)
                           theme  announced
    0  intelligence artificielle       True
    1             suites données       True
    """
    rows = network.sujets.rename(columns=COLUMNS)
    found = _select_year(rows, year, TREATED)[["subject", "theme", "format"]]
    plans = _match_subjects(found, _select_year(rows, year, PLANNED))
    found["announced"] = pd.Series(found.index.isin(plans["row"]), found.index, dtype="boolean")
    unknown = pd.Series(not _knows_plans(network, year), found.index)
    found["announced"] = found["announced"].mask(unknown)
    return found


@add_words
def list_subjects(network: Network, year: int) -> pd.DataFrame:
    """Return each subject announced for a year or treated in it, those announced first.

    Columns: subject, theme, announced ("annoncé", "envisagé", "non", or NA where nothing is known
    of what was announced), outcome (as in `list_announced_subjects`; NA of an idea that was not
    treated), next_year and treated_as. Ideas, which nobody announced, stand between both.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_subjects(network, 2025)[["theme", "announced", "outcome"]].head(2)
                           theme announced outcome
    0             suites données   annoncé  traité
    1  intelligence artificielle   annoncé  traité
    """
    rows = network.sujets.rename(columns=COLUMNS)
    ideas = _select_year(rows, year, IDEA).dropna(subset="subject").reset_index(drop=True)
    spoken = _match_subjects(ideas, rows[rows["year"].ge(year) & rows["state"].ne(IDEA)])
    done = spoken[spoken["year"].eq(year) & spoken["state"].eq(TREATED)]
    later = spoken[spoken["year"].gt(year) & spoken["state"].eq(PLANNED)]
    treated = pd.Series("traité", ideas.index, dtype="string").where(ideas.index.isin(done["row"]))
    others = list_treated_subjects(network, year)
    others = others[~others["announced"].fillna(False)]
    others = others[~others.index.isin(_match_subjects(others, ideas)["row"])]
    parts = [
        list_announced_subjects(network, year).assign(announced="annoncé"),
        ideas.assign(
            announced="envisagé",
            outcome=treated,
            next_year=later.groupby("row")["year"].min(),
            treated_as=done.loc[~done["same_subject"].fillna(True)].groupby("row")["title"].first(),
        ),
        others.assign(
            announced=others["announced"].map({False: "non"}),
            outcome="traité",
            next_year=None,
            treated_as=None,
        ),
    ]
    parts = [part[list(SUBJECTS)].astype(SUBJECTS) for part in parts]
    return pd.concat(parts, ignore_index=True)


@add_words
def list_subjects_by_theme(network: Network) -> pd.DataFrame:
    """Return the rows of `sujets` that name a subject, each with its theme, in the file's order.

    Columns: year, theme, subject, state, format. A theme is the word of the column `theme` or,
    where it is empty, the subject; it is spelt as in the first row that has it.

    >>> from annual_report import measures, open_network
    >>> subjects = measures.list_subjects_by_theme(open_network("data/reseau-exemple"))
    >>> subjects.loc[:1, ["year", "theme", "state"]]
       year                theme  state
    0  2020              chartes  prévu
    1  2020  budget participatif  prévu
    """
    rows = network.sujets.rename(columns=COLUMNS).dropna(subset="subject")
    rows["theme"] = rows["theme"].fillna(rows["subject"])
    rows["theme"] = rows.groupby(rows["theme"].map(fold_spelling))["theme"].transform("first")
    return rows[["year", "theme", "subject", "state", "format"]].reset_index(drop=True)


@add_words
def count_subjects_by_year(network: Network) -> pd.DataFrame:
    """Count what became of each year's announcements.

    Index: year, those that announce or treat something. Columns: announced, one for each of
    OUTCOMES, and treated, all that was treated; NA where the year doesn't report any, or has
    nothing announced for it.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.count_subjects_by_year(network)[["announced", "traité", "treated"]].tail(2)
          announced  traité  treated
    year
    2024          4       2        3
    2025          4       2        5
    """
    years = pd.Index(network.years, name="year")
    every = pd.concat(
        {year: list_announced_subjects(network, year) for year in years}, names=["year"]
    )
    found = every.groupby("year")["outcome"].value_counts().unstack()
    found = found.reindex(index=years, columns=OUTCOMES).fillna(0).rename_axis(columns=None)
    found.insert(0, "announced", found.sum(axis="columns"))
    done = network.sujets[network.sujets["etat"] == "traité"]
    found["treated"] = done.groupby("annee").size()
    found = found.astype("Int64")
    # A year that reports nothing tells neither what was treated nor what was dropped.
    told = ["traité", "sans suite"]
    found[told] = found[told].mask(found["treated"].isna())
    # No announcement on record isn't a year that announced nothing.
    plans = ["announced", *OUTCOMES]
    found[plans] = found[plans].mask(found["announced"].eq(0))
    return found[found["announced"].notna() | found["treated"].notna()]


@add_words
def list_themes_by_year(network: Network) -> pd.DataFrame:
    """Return one row a theme and a year that speaks of it, themes spoken of first standing first.

    A theme is the word of the column `theme` or, where it is empty, the spelling of the subject.
    Columns: theme, year, state, one of "annoncé et traité", "traité sans avoir été annoncé
    pour l’année", "annoncé, absent des sujets traités" and, where nothing can be said of the other,
    "annoncé, suite inconnue" for a year that reports no treated subject, "annoncé, à venir" for one
    after all recorded ones, "traité, annonce non renseignée" for one of whose announcements
    nothing is known.

    >>> from annual_report import measures, open_network
    >>> network = open_network("data/reseau-exemple")
    >>> measures.list_themes_by_year(network).head(2)
                     theme  year                                       state
    0  budget participatif  2020                           annoncé et traité
    1  budget participatif  2023  traité sans avoir été annoncé pour l’année
    """
    rows = network.sujets.rename(columns=COLUMNS)
    reporting = rows.loc[rows["state"].eq(TREATED), "year"]
    rows["theme"] = rows["theme"].fillna(rows["subject"])
    rows = rows.dropna(subset="theme")
    rows["key"] = rows["theme"].map(fold_spelling)
    of_theme = rows.groupby("key")
    rows["first"] = of_theme["year"].transform("min")  # an idea has no row, but is spoken of
    rows["theme"] = of_theme["theme"].transform("min")
    rows = rows[rows["state"].ne(IDEA)]
    said = rows.groupby(["first", "key", "theme", "year", "state"]).size().unstack()
    said = said.reindex(columns=[PLANNED, TREATED]).reset_index()
    planned, treated = said[PLANNED].notna(), said[TREATED].notna()
    known = said["year"].map({year: _knows_plans(network, year) for year in said["year"]})
    said["state"] = np.select(
        [
            planned & treated,
            planned & said["year"].isin(reporting),
            planned & said["year"].gt(max(network.years, default=0)),
            planned,
            known.eq(True),
        ],
        [KEPT, MISSED, TO_COME, UNREPORTED, UNANNOUNCED],
        UNKNOWN,
    )
    said = said.rename_axis(columns=None).astype({"theme": "string", "state": "string"})
    return said[["theme", "year", "state"]]


def _knows_plans(network: Network, year: int) -> bool:
    """Whether what was announced for a year is known: something is, be it a format.

    A format alone says nothing of the first recorded year: it was agreed in that year itself.
    """
    rows = network.sujets
    of_year = rows[rows["annee"].eq(year) & rows["etat"].isin([PLANNED, IDEA])]
    return bool(of_year["sujet"].notna().any()) or (len(of_year) > 0 and year - 1 in network.years)


def _select_year(rows: pd.DataFrame, year: int, state: str) -> pd.DataFrame:
    return rows[rows["year"].eq(year) & rows["state"].eq(state)].reset_index(drop=True)


def _match_subjects(found: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `others` that speak of the same thing as one of `found`, its `row`.

    Their subjects are spelt as they are compared; `title` has them as they are written.
    """
    mine = _fold_titles(found)[["subject", "theme"]].rename_axis("row").reset_index()
    theirs = _fold_titles(others.assign(title=others["subject"]))
    pairs = mine.merge(theirs, how="cross", suffixes=("", "_other"))
    same_theme = pairs["theme"].eq(pairs["theme_other"])  # NA if one of them has none
    same_subject = pairs["subject"].eq(pairs["subject_other"])
    pairs["same_subject"] = same_subject
    return pairs[same_theme.fillna(same_subject).fillna(False).astype(bool)]


def _fold_titles(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their subjects and themes spelt as they are compared."""
    return rows.assign(
        subject=rows["subject"].map(fold_spelling, na_action="ignore").astype("string"),
        theme=rows["theme"].map(fold_spelling, na_action="ignore").astype("string"),
    )
