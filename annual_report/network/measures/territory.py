"""Where the members are: institutions, départements, borders, and how a map can show them.

A member is an institution, and stands on one territory, several, or none (see
`territories.institutions`). Populations are the reference's *populations municipales*. What a kind
of member doesn't have is NA, and a frame of it is empty: organisations have no population, communes
no neighbours.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

import pandas as pd

from annual_report.network.measures.words import add_words
from annual_report.network.phrases.names import is_readable
from annual_report.network.territories.institutions import (
    Institution,
    departments_by_code,
    find_institution,
    neighbours_by_code,
    sort_codes,
    tell_apart,
)
from annual_report.network.territories.kinds import Kind, find_common_kind

LONGEST_ROW = 28
"""Letters of a name that a row of a grid has room for."""
FILLED = "territoires"
"""How `genres.csv` says that a map fills the territories of a kind."""


@add_words
def list_institutions(codes: Iterable[str], kinds: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row an institution, kind by kind: code, name, kind, region, population.

    `kind` is the first of the network's `kinds` that it is, or else its own first one. Those that
    share a name have longer ones.

    >>> from annual_report import measures
    >>> measures.list_institutions(["44", "32"])[["code", "name", "kind", "region"]]
      code              name         kind            region
    0   32              Gers  département         Occitanie
    1   44  Loire-Atlantique  département  Pays de la Loire
    """
    return _make_frame(tell_apart(sort_codes(codes, kinds)), kinds)


@add_words
def list_departments() -> pd.DataFrame:
    """Return the 101 départements in the official order: code, name, region, population.

    >>> from annual_report import measures
    >>> measures.list_departments().head(2)
      code   name                region  population
    0   01    Ain  Auvergne-Rhône-Alpes      679344
    1   02  Aisne       Hauts-de-France      523342
    """
    return _make_frame(departments_by_code().values()).drop(columns="kind")


def _make_frame(found: Collection[Institution], kinds: Sequence[str] = ()) -> pd.DataFrame:
    columns = {
        "code": [each.code for each in found],
        "name": [each.name for each in found],
        "kind": [each.kind(kinds) for each in found],
        "region": [each.region for each in found],
        "population": [each.population for each in found],
    }
    types = dict.fromkeys(columns, "string") | {"population": "Int64"}
    return pd.DataFrame(columns).astype(types)


@add_words
def sort_by_code(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by their `code`, and by `kind` if they have one, as `list_institutions` does.

    >>> import pandas as pd
    >>> from annual_report import measures
    >>> measures.sort_by_code(pd.DataFrame({"code": ["971", "44", "20R"]}))["code"].tolist()
    ['20R', '44', '971']
    """
    kinds = frame.get("kind", pd.Series(dtype="string")).unique()
    rank = {code: place for place, code in enumerate(sort_codes(frame["code"].unique(), kinds))}
    order = frame["code"].map(rank).argsort(kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def find_kind(members: pd.DataFrame) -> Kind:
    """Return the kind of some members, or that of mixtures: what there is to say of them.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49"])
    >>> measures.find_kind(members).plural
    'départements'
    """
    return find_common_kind(members["kind"])


def describe_shapes(members: pd.DataFrame) -> dict[str, bool]:
    """Tell how a map shows them: whether some are `surfaces`, whether some are `points`.

    It shows none of them where neither is true.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49"])
    >>> measures.describe_shapes(members)
    {'surfaces': True, 'points': False}
    """
    places = [find_institution(code) for code in members["code"]]
    return {
        "surfaces": any(each.territories for each in places),
        "points": any(each.point and not each.territories for each in places),
    }


def name_rows(members: pd.DataFrame) -> "pd.Series[str]":
    """Name the rows of a grid: "44 Loire-Atlantique", the name alone where the code says nothing.

    A name is cut where it would leave no room for the grid; two that would then be alike keep
    their codes.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49"])
    >>> measures.name_rows(members).tolist()
    ['44 Loire-Atlantique', '49 Maine-et-Loire']
    """
    named = members.drop_duplicates("code").set_index("code")["name"]
    named = named.where(named.str.len() <= LONGEST_ROW, named.str[:LONGEST_ROW].str.rstrip() + "…")
    # The code comes back where two names are alike once they are cut.
    codes = named.index.to_series()
    alike = named.duplicated(keep=False)
    coded = codes.map(is_readable).astype(bool) | alike
    numbers = codes.where(alike, codes.map(lambda code: find_institution(code).number))
    return members["code"].map(named.where(~coded, numbers + " " + named))


def count_departments_by_region(members: pd.DataFrame) -> "pd.Series[int]":
    """Count how many each region of some members has in all: them, and who might become one.

    Index: region; the name is departments. It is NA where the members fill no territories. Alsace
    is one member over two départements; the Rhône and the Métropole de Lyon, "69D" and "69M", are
    two over one.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49"])
    >>> measures.count_departments_by_region(members).to_dict()
    {'Pays de la Loire': 5}
    """
    places = [place for code in members["code"] for place in find_institution(code).territories]
    every = list_departments()
    covered = every["code"].map(lambda code: any(place.startswith(code) for place in places))
    others = every.loc[~covered, "region"].value_counts()
    inside = members["region"].value_counts()
    found = (inside + others.reindex(inside.index, fill_value=0)).astype("Int64")
    # What is a point on the map fills no region: there is no whole to count.
    filling = pd.Series(find_kind(members).drawn == FILLED, found.index)
    return found.where(filling).rename("departments")


@add_words
def list_borders(members: pd.DataFrame) -> pd.DataFrame:
    """Return one row a border between two members, in the official order: code, neighbour.

    Each border is there once, between two of the same kind: the graph of who touches whom is
    `networkx.from_pandas_edgelist(borders, "code", "neighbour")`.

    >>> from annual_report import measures
    >>> members = measures.list_institutions(["44", "49", "32"])
    >>> measures.list_borders(members)
      code neighbour
    0   44        49
    """
    neighbours, codes = neighbours_by_code(find_kind(members).name), sort_codes(members["code"])
    pairs = [pair for pair in combinations(codes, 2) if pair[1] in neighbours.get(pair[0], ())]
    return pd.DataFrame(pairs, columns=["code", "neighbour"], dtype="string")
