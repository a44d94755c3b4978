"""A data package that was read without error: what a network is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from annual_report.reading.extract import Mask
from annual_report.reading.pictures import Logo
from annual_report.reading.settings import Settings
from annual_report.reading.texts import YearText


@dataclass(frozen=True, eq=False)
class Package:
    """The tables by name, typed, with NA for what is empty; the settings; the texts by year."""

    name: str
    title: str
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    texts: Mapping[int, YearText]
    drafts: frozenset[int] = frozenset()
    """The years that still have something to fill in."""
    logo: Logo | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of the columns of its tables, by their names."""
    style: str = ""
    """Its own style sheet."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Its own phrases, as they are written, by the names of their files."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The file of each table, by the table's name."""
    masks: Mapping[str, Mask] = field(default_factory=dict)
    """By meeting, of an extract: whose counts are masked that no table has."""
