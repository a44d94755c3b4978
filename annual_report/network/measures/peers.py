"""Members among all of their kind."""

import pandas as pd

from annual_report.network.measures.descriptions import with_words
from annual_report.network.measures.required_rows import require_rows_of
from annual_report.network.territories.institutions import institutions_by_code
from annual_report.network.territories.kinds import find_common_kind


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
    require_rows_of("list_members", members, ("membre", "nature"), "list_peers")
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
