"""The kinds of member that a network may have, and what is known of each.

An organisation is in no table: its name is what is known of it. The last row, `membre`, has the
words for members of several kinds.
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
"""What a département is beside the institution that stands on it: no kind of member."""
ANY = "membre"


class Kind(NamedTuple):
    """A kind of member: its words, and what there is for it, in the order of the table."""

    name: str
    plural: str
    f: str
    """How a phrase counts it: "f" for "une métropole", nothing for "un département"."""
    tables: tuple[str, ...]
    population: bool
    regions: bool
    neighbours: bool
    drawn: str
    whole: str


@cache
def kinds_by_name() -> Mapping[str, Kind]:
    """Return the kinds by name, that of mixtures last."""
    kinds = {}
    for row in read_reference("genres.csv"):
        name, plural, feminine, tables, *has, drawn, whole = row.values()
        people, regions, borders = (answer == "oui" for answer in has)
        words = name, plural, "f" if feminine == "oui" else ""
        kinds[name] = Kind(*words, (*tables.split(),), people, regions, borders, drawn, whole)
    return kinds


def find_common_kind(names: Iterable[str]) -> Kind:
    """Return the kind that all of `names` are, that of mixtures if there are several or none."""
    kinds = set(names)
    return kinds_by_name()[kinds.pop() if len(kinds) == 1 else ANY]
