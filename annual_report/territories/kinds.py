"""The kinds of member that a network may have, and what is known of each.

`genres.csv`, one row a kind:

    genre, pluriel, un      its words: "métropole", "métropoles", "une métropole"
    feminin                 "oui" if they are feminine
    ensemble                what the population of its members is a share of
    tables                  where its institutions are: institutions, intercommunalites, communes
    population, regions, voisins   "oui" where there is such a thing for each of them
    carte                   "territoires" are filled, "points" are marked, nothing is drawn

An organisation is in no table: its name is what is known of it. The last row, `membre`, has the
words for members of several kinds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from annual_report.territories.tables import rows

DEFAULT = "département"
ANY = "membre"
YES = "oui"


@dataclass(frozen=True)
class Kind:
    """A kind of member: its words, and what there is for it."""

    name: str
    plural: str
    one: str
    feminine: bool
    whole: str
    tables: tuple[str, ...]
    population: bool
    regions: bool
    neighbours: bool
    drawn: str


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by name, that of mixtures last."""
    return MappingProxyType(
        {
            row["genre"]: Kind(
                name=row["genre"],
                plural=row["pluriel"],
                one=row["un"],
                feminine=row["feminin"] == YES,
                whole=row["ensemble"],
                tables=tuple(row["tables"].split()),
                population=row["population"] == YES,
                regions=row["regions"] == YES,
                neighbours=row["voisins"] == YES,
                drawn=row["carte"],
            )
            for row in rows("genres.csv")
        }
    )


def common_kind(names: Iterable[str]) -> Kind:
    """Return the kind that all of `names` are, that of mixtures if there are several or none."""
    found = set(names)
    return kinds()[found.pop() if len(found) == 1 else ANY]
