"""A network in memory, and how it is written as a data package, with the tables of all networks."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from annual_report.reading.schema.shared import minimal, shared

Row: TypeAlias = Mapping[str, str]

DESCRIPTION = (
    "Un réseau fictif, inventé pour montrer et éprouver les rapports. Les départements existent, "
    "mais rien de ce que ces tables disent d’eux n’a eu lieu : ni les adhésions, ni les "
    "rencontres, ni les dispositifs."
)
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
}


@dataclass(frozen=True)
class Network:
    """A network: its names, its tables by name, its texts by year."""

    name: str
    title: str
    tables: Mapping[str, Sequence[Row]]
    texts: Mapping[int, str]

    def write(self, folder: Path) -> None:
        """Write the descriptor, every table and the texts, with the same bytes everywhere."""
        _write(folder / "datapackage.json", self._descriptor(minimal()))
        for resource in shared().values():
            columns = [field["name"] for field in resource["schema"]["fields"]]
            with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.tables[resource["name"]])
        for year, text in self.texts.items():
            _write(folder / "textes" / f"{year}.md", text)

    def _descriptor(self, resources: Sequence[Mapping[str, Any]]) -> str:
        """Return the text of `datapackage.json`."""
        descriptor = {
            "name": self.name,
            "title": self.title,
            "description": DESCRIPTION,
            "licenses": [LICENCE],
            "sources": [{"title": "Inventé par scripts/make_example_network.py"}],
            "reseau": {
                "nom": "réseau d’exemple",
                "institution": "Institut imaginaire de la participation départementale",
                "sigle": "IIPD",
                "fictif": True,
                "agents": "agentes et agents",
                "seuil": 3,
            },
            "resources": resources,
        }
        return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
