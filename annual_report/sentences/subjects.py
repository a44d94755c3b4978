"""Chapters 2, 4 and 5: the year's own words, what became of its subjects, and what comes next."""

import pandas as pd


def outcomes(subjects: pd.DataFrame) -> "pd.Series[str]":
    """Say in words what became of each subject: "annoncé de nouveau pour 2026"."""
    year = subjects["next_year"].astype("string")
    said = subjects["outcome"].replace({"sans suite": "sans suite connue"})
    said = said.mask(subjects["outcome"].eq("annoncé de nouveau"), "thème annoncé pour " + year)
    said = said.mask(subjects["outcome"].eq("traité plus tard"), "traité en " + year)
    idea = subjects["outcome"].isna()
    said = said.mask(idea & year.notna(), "thème annoncé pour " + year)
    return said.fillna("pas traité, à ce que l’on sait")


def said_of(subjects: pd.DataFrame) -> "pd.Series[str]":
    """Say of each subject whether it was announced: "oui", "envisagé", "non"."""
    return subjects["announced"].replace({"annoncé": "oui"})
