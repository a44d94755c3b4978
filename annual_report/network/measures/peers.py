"""Members among all of their kind, and régions with and without members."""

import pandas as pd

from annual_report.base.letters import fold_spelling
from annual_report.network.measures.descriptions import with_words
from annual_report.network.territories.institutions import (
    departments_by_code,
    institutions_by_code,
)
from annual_report.network.territories.kinds import find_common_kind

OVERSEAS = "97"
"""The first two signs of the codes of overseas départements."""


@with_words
def list_peers(members: pd.DataFrame) -> pd.DataFrame:
    """Return one row an institution of the members' kind, the largest first.

    Columns: rang (1 for the largest), membre (its code), nom, population, du_reseau (whether it is
    one of the members). The frame is empty where the members are of several kinds, or of one
    without populations.

    >>> from annual_report import measures
    >>> peers = measures.list_peers(measures.list_institutions(["53R", "84R"]))
    >>> peers.loc[peers["du_reseau"], ["rang", "nom"]]
       rang                   nom
    1     2  Auvergne-Rhône-Alpes
    8     9              Bretagne
    """
    kind = find_common_kind(members["nature"])
    rows = []
    if kind.population:
        for code, institution in institutions_by_code(kind.name).items():
            rows.append((code, institution.name, institution.population))
    types = {"membre": "string", "nom": "string", "population": "Int64"}
    peers = pd.DataFrame(rows, columns=[*types]).astype(types).dropna()
    peers = peers.sort_values("population", ascending=False, kind="stable", ignore_index=True)
    peers.insert(0, "rang", peers.index + 1)
    return peers.assign(du_reseau=peers["membre"].isin(members["membre"]).astype(bool))


@with_words
def count_members_by_region(members: pd.DataFrame) -> pd.DataFrame:
    """Count the members of each région of France, those without any too, the most first.

    Index: region. Columns: membres, outre_mer (a bool). A member whose région isn't known is in
    none.

    >>> from annual_report import measures
    >>> regions = measures.count_members_by_region(measures.list_institutions(["44", "49"]))
    >>> regions.head(2)
                          membres  outre_mer
    region
    Pays de la Loire            2      False
    Auvergne-Rhône-Alpes        0      False
    """
    overseas: dict[str, bool] = {}
    for code, department in departments_by_code().items():
        overseas[department.region or ""] = code.startswith(OVERSEAS)
    regions = pd.Index(sorted(overseas, key=fold_spelling), name="region", dtype="string")
    counts = members["region"].value_counts().reindex(regions, fill_value=0)
    frame = pd.DataFrame({"membres": counts.astype("Int64")}, index=regions)
    frame = frame.assign(outre_mer=regions.map(overseas).astype(bool))
    return frame.sort_values("membres", ascending=False, kind="stable")
