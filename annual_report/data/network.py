"""A network in memory: its settings, its tables and its texts, as the data package holds them.

Tables keep the files' own French column names. Years and counts are nullable integers, everything
else is text; what nobody recorded is missing (NA), never zero and never an empty string.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from frictionless import FrictionlessException, Package

from annual_report import ROOT
from annual_report.data.problems import Place, Problem, Understanding
from annual_report.data.reading import Table, read_table
from annual_report.data.rules import across_tables
from annual_report.data.texts import YearText, read_text
from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.reference import departments

DESCRIPTOR = "datapackage.json"
TABLES = ("membres", "rencontres", "sujets", "presences", "ressources", "dispositifs")


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

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which the members are recorded: each of them can have its report."""
        return tuple(sorted({int(year) for year in self.membres["annee"]}))


@dataclass(frozen=True)
class Inspection:
    """What came out of reading a package: a network if it can be used, and all there is to say."""

    network: Network | None
    problems: tuple[Problem, ...]
    understandings: tuple[Understanding, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid a report."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_network(folder: str | Path) -> Network:
    """Read and validate a data package; raise DataError with every problem found."""
    inspection = inspect_network(folder)
    if inspection.network is None:
        raise DataError(inspection.errors)
    return inspection.network


def find_package(folder: str | Path) -> Path:
    """Find a package's folder from here, or else from the project's root, as notebooks need."""
    here = Path(folder)
    return here if here.is_absolute() or here.exists() else ROOT / here


def inspect_network(folder: str | Path) -> Inspection:
    """Read a data package and say everything that is wrong with it, all at once."""
    path = find_package(folder)
    descriptor, problems = _descriptor(path)
    if descriptor is None:
        return Inspection(None, tuple(problems), ())
    tables = {
        resource["name"]: read_table(path / resource["path"], resource["name"], resource["schema"])
        for resource in descriptor["resources"]
        if resource["name"] in TABLES
    }
    problems += [
        Problem(Place(DESCRIPTOR), _("has no table “{name}”", name=name))
        for name in TABLES
        if name not in tables
    ]
    texts: dict[int, YearText] = {}
    for file in sorted((path / "textes").glob("[0-9][0-9][0-9][0-9].md")):
        texts[int(file.stem)], wrong = read_text(file)
        problems += wrong
    problems += [problem for table in tables.values() for problem in table.problems]
    if not problems:
        problems += across_tables(tables, texts)
    understandings = tuple(seen for table in tables.values() for seen in table.understandings)
    if any(problem.severity == "error" for problem in problems):
        return Inspection(None, tuple(problems), understandings)
    return Inspection(_network(descriptor, tables, texts), tuple(problems), understandings)


def _descriptor(path: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    try:
        text = (path / DESCRIPTOR).read_text(encoding="utf-8-sig")
        descriptor: dict[str, Any] = json.loads(text)
        Package.from_descriptor(descriptor)
        Settings(**descriptor["reseau"])
    except FileNotFoundError:
        place, what = Place(str(path)), _("there is no data package here")
        return None, [Problem(place, what, expected=DESCRIPTOR)]
    except json.JSONDecodeError as error:
        return None, [Problem(Place(DESCRIPTOR, error.lineno), _("is not valid JSON"))]
    except UnicodeDecodeError:
        return None, [Problem(Place(DESCRIPTOR), _("can't be read"), expected="UTF-8")]
    except (FrictionlessException, KeyError, TypeError) as error:
        what = _("does not describe a network: {reason}", reason=str(error).split("\n")[0])
        return None, [Problem(Place(DESCRIPTOR), what)]
    return descriptor, []


def _network(
    descriptor: dict[str, Any], tables: Mapping[str, Table], texts: dict[int, YearText]
) -> Network:
    schemas = {each["name"]: each["schema"] for each in descriptor["resources"]}
    frames = {name: _frame(table, schemas[name]) for name, table in tables.items()}
    return Network(
        name=descriptor["name"],
        title=descriptor.get("title", descriptor["name"]),
        settings=Settings(**descriptor["reseau"]),
        textes=MappingProxyType(texts),
        **frames,
    )


def _frame(table: Table, schema: dict[str, Any]) -> pd.DataFrame:
    """Turn canonical rows into a DataFrame, with NA for what is empty."""
    names = [field["name"] for field in schema["fields"]]
    frame = pd.DataFrame([row for _number, row in table.rows], columns=names, dtype="string")
    frame = frame.replace("", pd.NA)
    integers = [field["name"] for field in schema["fields"] if field.get("type") == "integer"]
    return frame.astype(dict.fromkeys(integers, "Int64"))
