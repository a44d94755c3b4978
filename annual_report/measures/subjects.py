"""What was announced, what was treated, and what became of the one in the other.

Two rows of `sujets` speak of the same thing when they share a theme or, if one of them has none,
the spelling of their subject. A row without subject announces a format alone.
"""

import re
from collections.abc import Iterable
from html import unescape

import pandas as pd

from annual_report.measures.words import add_words
from annual_report.network import Network
from annual_report.reading.values.cells import folded
from annual_report.reading.values.vocabulary import IDEA, PLANNED, TREATED

COLUMNS = {
    "annee": "year", "sujet": "subject", "theme": "theme", "etat": "state", "format": "format",
}  # fmt: skip
KEPT, UNANNOUNCED = "annoncé et traité", "traité sans avoir été annoncé"
UNKNOWN = "traité, annonce non renseignée"
MISSED = "annoncé, pas traité à ce que l’on sait"
UNREPORTED = "annoncé, suite inconnue"
OUTCOMES = ("traité", "annoncé de nouveau", "traité plus tard", "sans suite", "non renseigné")

TAG = re.compile(r"<[^>]*>")


@add_words
def list_subjects_of(network: Network, state: str, year: int) -> pd.DataFrame:
    """Return the subjects of a year, those "prévu" for it or those "traité" in it, as in the file.

    Columns: year, subject, theme, format; NA where it isn't recorded.
    """
    rows = network.sujets.rename(columns=COLUMNS)
    rows = rows[rows["state"].eq(state) & rows["year"].eq(year)]
    return rows[["year", "subject", "theme", "format"]].reset_index(drop=True)


@add_words
def list_announcements(network: Network, year: int) -> pd.DataFrame:
    """Return what was announced for a year, formats without subject included.

    Columns: year, subject, theme, format; NA where it isn't recorded. Rows as in the file.
    """
    return list_subjects_of(network, "prévu", year)


@add_words
def list_treated_subjects(network: Network, year: int) -> pd.DataFrame:
    """Return the subjects that a year reports, in the file's order.

    Columns: year, subject, theme, format, announced (whether it was, for that year; NA where
    nothing is known of what was).
    """
    found = list_subjects_of(network, "traité", year)
    plans = _same(found, list_announcements(network, year))
    found["announced"] = pd.Series(found.index.isin(plans["row"]), found.index, dtype="boolean")
    if not _knows_plans(network, year):
        found["announced"] = found["announced"].mask(found["announced"].notna())
    return found


def _knows_plans(network: Network, year: int) -> bool:
    """Whether what was announced for a year is known: something is, be it a format.

    A format alone says nothing of the first recorded year: it was agreed in that year itself.
    """
    rows = network.sujets
    of_year = rows[rows["annee"].eq(year) & rows["etat"].isin([PLANNED, IDEA])]
    return bool(of_year["sujet"].notna().any()) or (len(of_year) > 0 and year - 1 in network.years)


@add_words
def list_announced_subjects(network: Network, year: int) -> pd.DataFrame:
    """Return what became of each subject announced for a year, in the file's order.

    Columns: subject, theme, format; outcome, one of "traité", "annoncé de nouveau", "traité plus
    tard", "sans suite" and "non renseigné"; next_year, when it was announced again or treated;
    same_subject, whether it was so under the same title, and not as the same theme alone. A year
    that reports no treated subject tells nothing of its plans: none is "sans suite" then.
    """
    found = list_announcements(network, year).dropna(subset="subject").reset_index(drop=True)
    rows = network.sujets.rename(columns=COLUMNS)
    done = rows[rows["year"].eq(year) & rows["state"].eq("traité")]
    spoken = _same(found, pd.concat([done, rows[rows["year"].gt(year)]]))
    # Of one later year, its announcement comes before what it treated: "prévu" before "traité".
    first = spoken.sort_values(["year", "state"]).drop_duplicates("row").set_index("row")
    later = first["year"] > year
    outcome = first["state"].map({"prévu": "annoncé de nouveau", "traité": "traité plus tard"})
    silent = "non renseigné" if done.empty else "sans suite"
    found["outcome"] = outcome.where(later, "traité").reindex(found.index).fillna(silent)
    found["next_year"] = first["year"].where(later)
    found["same_subject"] = first["same_subject"].reindex(found.index).fillna(False).astype(bool)
    found = found.astype({"outcome": "string", "next_year": "Int64"})
    return found[["subject", "theme", "format", "outcome", "next_year", "same_subject"]]


@add_words
def list_ideas(network: Network, year: int) -> pd.DataFrame:
    """Return the subjects that were thought of for a year, and that nobody announced.

    Columns: subject, theme, format; treated, whether the year reports it; next_year, the first one
    after it for which something is announced on it.
    """
    found = list_subjects_of(network, IDEA, year).dropna(subset="subject").reset_index(drop=True)
    rows = network.sujets.rename(columns=COLUMNS)
    spoken = _same(found, rows[rows["year"].ge(year) & rows["state"].ne(IDEA)])
    done = spoken.loc[spoken["year"].eq(year) & spoken["state"].eq(TREATED), "row"]
    later = spoken[spoken["year"].gt(year) & spoken["state"].eq(PLANNED)]
    found["treated"] = found.index.isin(done)
    found["next_year"] = later.groupby("row")["year"].min().reindex(found.index).astype("Int64")
    return found[["subject", "theme", "format", "treated", "next_year"]]


@add_words
def list_subjects(network: Network, year: int) -> pd.DataFrame:
    """Return each subject announced for a year or treated in it, those announced first.

    Columns: subject, theme, announced ("annoncé", "envisagé", "non", or NA where nothing is known
    of what was announced), outcome (as in `list_announced_subjects`; NA of an idea that was not
    treated) and next_year. Ideas stand between both.
    """
    done = list_treated_subjects(network, year)
    plans = list_announced_subjects(network, year).assign(announced="annoncé")
    thought = list_ideas(network, year).assign(announced="envisagé")
    thought["outcome"] = pd.Series("traité", thought.index, dtype="string").where(
        thought["treated"]
    )
    others = done[~done["announced"].fillna(False)].assign(outcome="traité")
    others["announced"] = others["announced"].map({False: "non"})
    others = others[~others.index.isin(_same(others, thought)["row"])]
    others["next_year"] = pd.array([pd.NA] * len(others), dtype="Int64")
    columns = ["subject", "theme", "announced", "outcome", "next_year"]
    kept = [each[columns] for each in (plans, thought, others)]
    return pd.concat(kept, ignore_index=True).astype({"announced": "string", "outcome": "string"})


@add_words
def count_subjects_by_year(network: Network) -> pd.DataFrame:
    """Count what became of each year's announcements.

    Index: year, those that announce or treat something. Columns: announced, one for each of
    OUTCOMES, and treated, all that was treated; NA where the year doesn't report any, or has
    nothing announced for it.
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
    told = ["traité", "sans suite"]
    found[told] = found[told].mask(found["treated"].isna())
    plans = ["announced", *OUTCOMES]
    found[plans] = found[plans].mask(found["announced"].eq(0))
    return found[found["announced"].notna() | found["treated"].notna()]


@add_words
def list_themes(network: Network) -> pd.DataFrame:
    """Return the life of each theme, those spoken of first standing first, then by name.

    A theme is the word of the column `theme` or, where it is empty, the spelling of the subject.
    Columns: name, first (a year), announced and treated (lists of years).
    """
    rows = network.sujets.assign(name=network.sujets["theme"].fillna(network.sujets["sujet"]))
    rows = rows.dropna(subset="name")
    rows["key"] = rows["name"].map(folded)
    found = rows.groupby("key").agg(name=("name", "min"), first=("annee", "min"))
    for column, state in (("announced", "prévu"), ("treated", "traité")):
        spoken = rows[rows["etat"] == state].drop_duplicates(["key", "annee"]).sort_values("annee")
        years = spoken.groupby("key")["annee"].agg(list)
        found[column] = pd.Series({key: years.get(key, []) for key in found.index}, dtype=object)
    return found.sort_values(["first", "key"]).reset_index(drop=True)


@add_words
def list_themes_by_year(network: Network) -> pd.DataFrame:
    """Return one row a theme and a year that speaks of it, themes in the order of `list_themes`.

    Columns: theme, year, state, one of "annoncé et traité", "traité sans avoir été annoncé",
    "annoncé, pas traité à ce que l’on sait" and, where nothing can be said of the other, "annoncé,
    suite inconnue" for a year that reports no treated subject, "traité, annonce non renseignée" for
    one of whose announcements nothing is known.
    """
    found = list_themes(network).rename(columns={"name": "theme"})
    said = pd.concat(
        found[["theme", each]]
        .explode(each)
        .dropna()
        .rename(columns={each: "year"})
        .assign(said=each)
        for each in ("announced", "treated")
    ).astype({"year": "Int64"})
    spoken = said.groupby(["theme", "year"])["said"].agg(" ".join)
    life = found[["theme"]].merge(spoken.reset_index())
    rows = network.sujets
    reported = life["year"].isin(rows.loc[rows["etat"] == "traité", "annee"])
    names = {"announced treated": KEPT, "treated": UNANNOUNCED, "announced": MISSED}
    life["state"] = life["said"].map(names).where(reported, UNREPORTED).astype("string")
    unknown = [year for year in life["year"].unique() if not _knows_plans(network, year)]
    life["state"] = (
        life["state"]
        .replace({UNANNOUNCED: UNKNOWN})
        .where(life["year"].isin(unknown), life["state"])
    )
    return life[["theme", "year", "state"]]


def names_all(text: str, titles: Iterable[str]) -> bool:
    """Whether a text (HTML) has all of these titles in it, however they are spelt."""
    found = folded(TAG.sub(" ", unescape(text)))
    return all(folded(each) in found for each in titles)


def _same(found: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `others` that speak of the same thing as one of `found`, its `row`."""
    mine = _folded(found)[["subject", "theme"]].rename_axis("row").reset_index()
    pairs = mine.merge(_folded(others), how="cross", suffixes=("", "_other"))
    same_theme = pairs["theme"].eq(pairs["theme_other"])  # NA if one of them has none
    same_subject = pairs["subject"].eq(pairs["subject_other"])
    pairs["same_subject"] = same_subject
    return pairs[same_theme.fillna(same_subject).fillna(False).astype(bool)]


def _folded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their subjects and themes spelt as they are compared."""
    return rows.assign(
        subject=rows["subject"].map(folded, na_action="ignore").astype("string"),
        theme=rows["theme"].map(folded, na_action="ignore").astype("string"),
    )
