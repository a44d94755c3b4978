"""A network in memory: its settings, its tables and its texts, as the data package holds them.

Tables keep the files' own French column names. Years and counts are nullable integers, everything
else is text; what nobody recorded is missing (NA), never zero and never an empty string.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from annual_report.data import handover
from annual_report.errors import DataError
from annual_report.reference import departments


@dataclass(frozen=True)
class Settings:
    """What the network says of itself under `reseau` in its descriptor."""

    nom: str
    institution: str = ""
    sigle: str = ""
    fictif: bool = False
    agents: str = "agentes et agents"
    seuil: int = 0
    institutions: Mapping[str, str] = field(default_factory=dict)

    def institution_of(self, code: str) -> str:
        """Name a département's own administration, as it writes itself if the network says so."""
        return self.institutions.get(code, f"Département {departments()[code].of_name}")


@dataclass(frozen=True)
class Highlight:
    """One of the year's highlights: its own title (text) and its prose (clean HTML)."""

    title: str
    html: str


@dataclass(frozen=True)
class YearText:
    """The prose of a year as clean HTML; None where nobody wrote any."""

    objectives: str | None = None
    highlights: tuple[Highlight, ...] = ()
    outlook: str | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """Everything that is known of a network; each table is a DataFrame of its Table Schema."""

    name: str
    title: str
    settings: Settings
    membres: pd.DataFrame
    rencontres: pd.DataFrame
    sujets: pd.DataFrame
    presences: pd.DataFrame
    ressources: pd.DataFrame
    dispositifs: pd.DataFrame
    textes: Mapping[int, YearText]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of which the members are recorded: each of them can have its report."""
        return tuple(sorted({int(year) for year in self.membres["annee"]}))


def read_network(folder: str | Path) -> Network:
    """Read and validate a data package; raise DataError with every problem found.

    A network that was handed over for the very same files is taken as it was read then.
    """
    known = handover.taken(folder)
    if known is not None:
        return known
    # Validation takes long to import, and whoever is handed a network does without.
    from annual_report.data.inspection import inspect_network

    inspection = inspect_network(folder)
    if inspection.network is None:
        raise DataError(inspection.errors)
    return inspection.network
