"""Who came to the meetings, where it is recorded: counts, and rates where a record is complete."""

import pandas as pd

from annual_report.french import clause
from annual_report.pages.fragment import NOTHING, Fragment, paragraph

UNCOUNTED = "Là où des présents n’ont pas été comptés, les agents étaient plus nombreux."
"""How to read a total of agents that some who came aren't in."""
SIGNS = {
    "présent": "■",
    "présent, nombre non renseigné": "▣",
    "absent": "□",
    "non invité": "╱",
    "non renseigné": "·",
}
"""What stands in the key for the mark that the grid draws of each state."""


def masked_note(threshold: int) -> str:
    """Say which counts are masked, and that others are so that they can't be worked out."""
    return (
        f"« Masqué » (secret statistique) : nombre inférieur à {threshold}, ou qui permettrait de "
        "le retrouver."
    )


def turnout_note(turnout: pd.DataFrame, threshold: int) -> str:
    """Say how the table of the meetings' attendance is to be read."""
    said = []
    if turnout["known"].isna().any():
        said.append(
            "Les membres invités ne sont comptés qu’aux rencontres dont les présences sont "
            "entièrement notées."
        )
    if turnout["uncounted"].gt(0).any():
        said.append(UNCOUNTED)
    if turnout["agents_masque"].any():
        said.append(masked_note(threshold))
    return " ".join(said)


def by_year(attendance_by_year: pd.DataFrame, years: int) -> Fragment:
    """Say which of the network's years record attendance."""
    found = [str(year) for year in attendance_by_year.index]
    if not found or len(found) == years:
        return NOTHING
    since = f"depuis {found[0]}" if len(found) > 1 else f"en {found[0]}"
    if len(found) > 1 and int(found[-1]) - int(found[0]) + 1 != len(found):
        since = clause("pour {n} années", n=len(found))
    return paragraph(f"Les présences sont notées {since}.")
