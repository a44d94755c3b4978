"""A network written row by row, in the words that an animator would type: names, not codes."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from annual_report.network.reading.schema import read_shared_tables

Rows = list[Sequence[object]]

TEXT = """
## Objectifs

Mettre en commun ce que chacun essaie, et dire ce qui ne marche pas.

## Temps forts

### Une journée sur place

Les membres ont comparé leurs pratiques et gardé ce qui marche.

## Perspectives

En {next}, le travail continue.
"""


class NetworkBuilder:
    """The rows of a network's files: methods add what happened, and `write` makes the files."""

    def __init__(self, name: str, *kinds: str, **settings: str) -> None:
        self.rows: dict[str, Rows] = {name: [] for name in read_shared_tables()}
        self.rows["reseau"] = [["nom", name], ["fictif", "oui"]]
        self.rows["reseau"] += [["genres", kind] for kind in kinds]
        self.rows["reseau"] += [[setting, value] for setting, value in settings.items()]
        self.texts: dict[int, str] = {}

    def members(self, year: int, names: Iterable[str]) -> None:
        """List the members of a year."""
        self.rows["membres"] += [[year, name] for name in names]

    def left(self, year: int, *names: str) -> None:
        """Note who left in a year."""
        self.rows["membres"] += [[year, name, "parti"] for name in names]

    def meeting(
        self,
        start: str | int,
        form: str,
        title: str = "",
        *,
        end: str = "",
        kind: str = "",
        town: str = "",
        department: str = "",
        host: str = "",
        came: Iterable[str] = (),
        **others: Iterable[str],
    ) -> str:
        """Hold a meeting, of the year that its date names; return its identifier.

        Of whom did what, the state is said: `came`, or `absent=["Gers"]`.
        """
        year = next(
            part
            for part in str(start).replace("/", "-").replace(" ", "-").split("-")
            if len(part) == len("2025") and part.isdigit()
        )
        held = f"{year}-{len(self.rows['rencontres']) + 1}"
        row = [held, year, start, end, form, kind, town, department, host, title]
        self.rows["rencontres"].append(row)
        self.rows["presences"] += [[held, name, "présent"] for name in came]
        for state, names in others.items():
            words = state.replace("_", " ")
            self.rows["presences"] += [[held, name, words] for name in names]
        return held

    def planned(self, year: int, subject: str, theme: str = "", form: str = "") -> None:
        """Announce a subject, or a form alone, for a year."""
        self.rows["sujets"].append([year, subject, theme, "prévu", form])

    def thought(self, year: int, subject: str, theme: str = "") -> None:
        """Think of a subject for a year, and promise nothing."""
        self.rows["sujets"].append([year, subject, theme, "envisagé"])

    def treated(self, year: int, subject: str, theme: str = "", form: str = "") -> None:
        """Treat a subject, or work in a form without one."""
        self.rows["sujets"].append([year, subject, theme, "traité", form])

    def shared(self, year: int, title: str, kind: str = "", address: str = "") -> None:
        """Share a resource."""
        self.rows["ressources"].append([year, title, kind, address])

    def told(self, year: int, text: str = TEXT) -> None:
        """Write the text of a year."""
        self.texts[year] = text.format(next=year + 1)

    def write(self, folder: Path) -> Path:
        """Write the files into a folder, cells at the end of a row left out; return the folder."""
        (folder / "textes").mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows.items():
            columns = [field["name"] for field in read_shared_tables()[name]["schema"]["fields"]]
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
        for year, text in self.texts.items():
            (folder / "textes" / f"{year}.md").write_text(text, encoding="utf-8")
        return folder
