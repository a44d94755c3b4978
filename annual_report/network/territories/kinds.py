"""The kinds of member that a network may have, and the facts that the reference has of each.

An organisation is in no table: only its name is known. The last row of `genres.csv`, `membre`, has
the words for members of several kinds.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from annual_report.network.territories.reference import read_reference

DEFAULT = "département"
ORGANISATION = "organisation"
COMMUNE = "commune"
REGION = "région"
TERRITORY = "territoire"
"""The département as a territory, beside the institution that stands on it: no kind of member."""
ANY = "membre"
FILLED = "territoires"
"""How `genres.csv` says that a map fills the territories of a kind."""


class Kind(NamedTuple):
    """A kind of member, one row of `genres.csv`: its words, and the facts that there are of it.

    `tables` are the tables of the reference with members of the kind; the three booleans tell
    whether such members have populations, régions and neighbours.
    """

    name: str
    plural: str
    f: str
    """The gender in phrases: "f" for "une métropole", nothing for "un département"."""
    tables: tuple[str, ...]
    population: bool
    regions: bool
    neighbours: bool
    drawn: str
    whole: str


@cache
def kinds_by_name() -> Mapping[str, Kind]:
    """Return the kinds by name, the kind for mixtures last."""
    kinds = {}
    for row in read_reference("genres.csv"):
        name, plural, feminine, tables, *has, drawn, whole = row.values()
        has_population, has_regions, has_neighbours = (answer == "oui" for answer in has)
        kinds[name] = Kind(
            name,
            plural,
            f="f" if feminine == "oui" else "",
            tables=tuple(tables.split()),
            population=has_population,
            regions=has_regions,
            neighbours=has_neighbours,
            drawn=drawn,
            whole=whole,
        )
    return kinds


def find_common_kind(names: Iterable[str]) -> Kind:
    """Return the one kind among `names`, or the kind for mixtures if there are several or none."""
    kinds = set(names)
    if len(kinds) != 1:
        return kinds_by_name()[ANY]
    return kinds_by_name()[kinds.pop()]
