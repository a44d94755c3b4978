"""What was announced, what was treated, and what became of the one in the other.

Two rows of `sujets` speak of the same thing when they share a theme or, if one of them has none,
the spelling of their subject. A row without subject announces a format alone.
"""

import pandas as pd

from annual_report.network import Network
from annual_report.reading.values.cells import folded

COLUMNS = {"annee": "year", "sujet": "subject", "theme": "theme", "format": "format"}
STATES = ("prévu", "traité")
OUTCOMES = ("traité", "annoncé de nouveau", "traité plus tard", "sans suite", "non renseigné")


def planned(network: Network, year: int) -> pd.DataFrame:
    """Return what was announced for a year, formats without subject included.

    Columns: year, subject, theme, format; NA where it isn't recorded. Rows as in the file.
    """
    return _rows(network, "prévu", year)


def treated(network: Network, year: int) -> pd.DataFrame:
    """Return the subjects of a year: year, subject, theme, format, and announced (a bool)."""
    found = _rows(network, "traité", year)
    known = _same(found, planned(network, year))
    return found.assign(announced=found.index.isin(known["row"]))


def announced(network: Network, year: int) -> pd.DataFrame:
    """Return what became of each subject announced for a year, in the file's order.

    Columns: subject, theme, format; outcome, one of "traité", "annoncé de nouveau", "traité plus
    tard", "sans suite" and "non renseigné"; next_year, when it was announced again or treated.
    Nothing is "sans suite" in a year that reports no treated subject: of its plans it tells nothing.
    """
    found = planned(network, year).dropna(subset="subject").reset_index(drop=True)
    done = treated(network, year)
    later = pd.concat([_rows(network, state, None).assign(state=state) for state in STATES])
    after = _same(found, later[later["year"] > year].reset_index(drop=True))
    first = after.sort_values(["year", "state"]).groupby("row").first()
    found["outcome"] = "non renseigné" if done.empty else "sans suite"
    found["next_year"] = pd.array([pd.NA] * len(found), dtype="Int64")
    found.loc[first.index, "outcome"] = first["state"].map(
        {"prévu": "annoncé de nouveau", "traité": "traité plus tard"}
    )
    found.loc[first.index, "next_year"] = first["year"]
    now = found.index.isin(_same(found, done)["row"])
    found["outcome"] = found["outcome"].mask(now, "traité")
    found["next_year"] = found["next_year"].mask(now)
    return found[["subject", "theme", "format", "outcome", "next_year"]]


def announced_by_year(network: Network) -> pd.DataFrame:
    """Count what became of each year's announcements.

    Index: year, those that announce or treat something. Columns: announced, one for each of
    OUTCOMES, and treated, all that was treated; NA where the year doesn't report any.
    """
    years = pd.Index(network.years, name="year")
    plans = pd.concat({year: announced(network, year)["outcome"] for year in years}, names=["year"])
    found = pd.crosstab(plans.index.get_level_values("year"), plans.to_numpy())
    found = found.rename_axis("year").reindex(index=years, columns=OUTCOMES, fill_value=0)
    found.insert(0, "announced", found.sum(axis="columns"))
    found["treated"] = [len(treated(network, year)) or pd.NA for year in years]
    found = found.astype("Int64")
    unknown = found["treated"].isna()
    found.loc[unknown, ["traité", "sans suite"]] = pd.NA
    return found[found["announced"].gt(0) | found["treated"].notna()]


def themes(network: Network) -> pd.DataFrame:
    """Return the life of each theme, those spoken of first standing first, then by name.

    A theme is the word of the column `theme` or, where it is empty, the spelling of the subject.
    Columns: name, first (a year), announced and treated (lists of years).
    """
    rows = network.sujets.assign(name=network.sujets["theme"].fillna(network.sujets["sujet"]))
    rows = rows.dropna(subset="name")
    key = rows["name"].map(folded)
    found = rows.groupby(key).agg(name=("name", "min"), first=("annee", "min"))
    for column, state in (("announced", "prévu"), ("treated", "traité")):
        years = (
            rows[rows["etat"] == state].groupby(key)["annee"].agg(lambda each: sorted(set(each)))
        )
        found[column] = [years.get(name, []) for name in found.index]
    return found.rename_axis("key").sort_values(["first", "key"]).reset_index(drop=True)


def _rows(network: Network, state: str, year: int | None) -> pd.DataFrame:
    rows = network.sujets[network.sujets["etat"] == state]
    if year is not None:
        rows = rows[rows["annee"] == year]
    return rows[list(COLUMNS)].rename(columns=COLUMNS).reset_index(drop=True)


def _same(found: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `others` that speak of the same thing as one of `found`, its `row`."""
    mine = found[["subject", "theme"]].rename_axis("row").reset_index()
    pairs = mine.merge(others, how="cross", suffixes=("", "_other"))
    theme, title = (
        pairs[name].fillna("").map(folded) == pairs[f"{name}_other"].fillna("").map(folded)
        for name in ("theme", "subject")
    )
    themed = pairs["theme"].notna() & pairs["theme_other"].notna()
    titled = pairs["subject"].notna() & pairs["subject_other"].notna()
    return pairs[(themed & theme) | (~themed & titled & title)]
