"""Chapter 1, who is in the network: the members, what moved, and the map of both."""

import pandas as pd

from annual_report.french.names import is_readable
from annual_report.territories.institutions import institution

LONGEST_ROW = 28
FEW_MOVED = 8
FEW_REGIONS = 3


def rows_of(members: pd.DataFrame) -> "pd.Series[str]":
    """Name the rows of a grid: "44 Loire-Atlantique", the name alone where the code says nothing.

    A name is cut where it would leave no room for the grid; two that would then be alike keep
    their codes.
    """
    named = members.drop_duplicates("code").set_index("code")["name"].map(_cut)
    codes = named.index.to_series()
    coded = codes.map(is_readable).astype(bool) | named.duplicated(keep=False)
    return members["code"].map(named.where(~coded, codes + " " + named))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_ROW else f"{name[:LONGEST_ROW].rstrip()}…"


def looks(members: pd.DataFrame) -> tuple[str, str, str]:
    """Say how a map shows who stayed, who came and who isn't there any more.

    Territories are filled; points are a disc, a circle or a cross.
    """
    places = [institution(code) for code in members["code"]]
    filled = any(each.territories for each in places)
    marked = any(each.point and not each.territories for each in places)
    if filled and marked:
        return "en plein ou en disque", "en pointillés ou en cercle", "en hachures ou en croix"
    if marked:
        return "en disque", "en cercle", "en croix"
    return "en plein", "en pointillés", "en hachures"
