"""The kinds of member that a network may have, such as département, commune or organisation.

A kind is a row of `genres.csv`, with its words ("un département", "des départements") and what is
known of its members. Organisations are in no table: only their names are known. The last row,
`membre`, has the words for a network with members of several kinds.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from annual_report.network.territories.reference import read_reference

DEFAULT = "département"
"""The kind of the members of a network that says nothing of their kind."""
ORGANISATION = "organisation"
COMMUNE = "commune"
REGION = "région"
TERRITORY = "territoire"
"""The département as a territory, and not the institution of that name: no kind of member."""
ANY = "membre"
"""The kind with words for members of several kinds: "les membres"."""
FILLED = "territoires"
"""The value in `genres.csv` of a kind whose territories a map fills."""


class Kind(NamedTuple):
    """A kind of member, a row of `genres.csv`: the words, and the facts in the reference.

    `tables` are the tables of the reference with members of the kind; the three booleans tell
    whether such members have populations, régions and neighbours. `drawn` says how a map draws
    them, as filled territories or as dots; `whole` are the words for all of the kind, after "la
    population": "des départements français".
    """

    name: str
    plural: str
    f: str
    """The gender in phrases: "f" for "une métropole", "" for "un département"."""
    tables: tuple[str, ...]
    population: bool
    regions: bool
    neighbours: bool
    drawn: str
    whole: str


@cache
def kinds_by_name() -> Mapping[str, Kind]:
    """Return the name of a kind → the kind, in the order of `genres.csv`: `ANY` is the last."""
    kinds = {}
    for row in read_reference("genres.csv"):
        (name, plural, feminine, tables, population, regions, neighbours, drawn, whole) = (
            row.values()
        )
        gender = ""
        if feminine == "oui":
            gender = "f"
        kinds[name] = Kind(
            name,
            plural,
            f=gender,
            tables=tuple(tables.split()),
            population=population == "oui",
            regions=regions == "oui",
            neighbours=neighbours == "oui",
            drawn=drawn,
            whole=whole,
        )
    return kinds


def find_common_kind(names: Iterable[str]) -> Kind:
    """Return the kind whose words fit members of the kinds called `names`.

    ["commune"] → the kind "commune"; ["commune", "région"] → the kind `ANY`, "membre".
    """
    kinds = set(names)
    if len(kinds) != 1:
        return kinds_by_name()[ANY]
    return kinds_by_name()[kinds.pop()]
