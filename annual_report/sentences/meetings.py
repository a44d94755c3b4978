"""Chapter 3, the meetings: how many of which format, where, when, under which title."""

import pandas as pd

from annual_report.reading.values.vocabulary import HYBRID, IN_PERSON, REMOTE
from annual_report.territories.institutions import institution

FORMATS = {
    IN_PERSON: ("en présentiel", "en présentiel"),
    HYBRID: ("hybride", "hybrides"),
    REMOTE: ("à distance", "à distance"),
}
"""How a page names the formats, of one meeting and of several."""


def as_table(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return what a table of meetings shows: start, end, title, kind, format, town, host in words.

    What nobody recorded of any of them is left out.
    """
    host = meetings["host"].map(lambda code: institution(code).name, na_action="ignore")
    form = meetings["format"].map(lambda name: FORMATS[name][0])
    shown = meetings.assign(host=host, format=form)
    columns = ["start", "end", "title", "kind", "format", "town", "host"]
    return shown[columns].dropna(axis="columns", how="all")
