"""A network as its animator would type it: names and not codes, dates in any form, few words.

A test gives in `network(…)` the facts that are recorded: the files are written, and the program
reads them, so that a test has the very values of a page. A test of files takes `NetworkFiles`.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from annual_report.network.network import Network, open_network
from annual_report.network.reading.schema import read_shared_tables

Row = Sequence[object]
"""The cells of a row, in the order of its table's columns; those at the end may be left out."""
Names = str | Iterable[str]
"""Members: in one text, "Gironde, Landes", or one by one."""

TEXT = """
## Objectifs

Mettre en commun ce que chacun essaie, et dire ce qui ne marche pas.

## Temps forts

### Une journée sur place

Les membres ont comparé leurs pratiques et gardé ce qui marche.

## Perspectives

En {next}, le travail continue.
"""


class Meeting(NamedTuple):
    """A meeting: its identifier, the other cells of its row, and a pair for each state noted."""

    name: str
    cells: Row
    states: list[tuple[str, str]]
    """Each member whose attendance was noted, with its state."""


def meeting(
    when: int | str,
    form: str,
    title: str = "",
    *,
    name: str = "",
    end: str = "",
    kind: str = "",
    town: str = "",
    department: str = "",
    host: str = "",
    came: Names = (),
    **others: Names,
) -> Meeting:
    """Return a meeting on a day, in a month or a season; a year alone leaves its date empty.

    Its `name` is its identifier in the tables, where a test has to tell meetings apart. Attendance
    is given by its state: `came="Landes"`, `absent="Gers"`, `non_invité="Lot"`.
    """
    start = when
    if isinstance(when, int):
        start = ""
    cells = [_find_year(when), start, end, form, kind, town, department, host, title]
    states = []
    for state, names in {"présent": came, **others}.items():
        for member in split_names(names):
            states.append((member, state.replace("_", " ")))
    return Meeting(name, cells, states)


def _find_year(when: int | str) -> str:
    """Return the year in a date of any form: "28/02/2025", "printemps 2025"."""
    for part in str(when).replace("/", "-").replace(" ", "-").split("-"):
        if part.isdigit() and len(part) == len("2025"):
            return part
    raise ValueError(f"no year in {when}")


def planned(year: int, subject: str, theme: str = "", form: str = "") -> Row:
    """Return the row of a subject, or of a form alone, that is announced for a year."""
    return [year, subject, theme, "prévu", form]


def considered(year: int, subject: str, theme: str = "") -> Row:
    """Return the row of an idea: a subject that a year may have, without a promise."""
    return [year, subject, theme, "envisagé"]


def treated(year: int, subject: str, theme: str = "", form: str = "") -> Row:
    """Return the row of a subject, or of a form alone, that a year had."""
    return [year, subject, theme, "traité", form]


def shared(year: int, title: str, kind: str = "", address: str = "") -> Row:
    """Return the row of a resource that the network shared."""
    return [year, title, kind, address]


def split_names(names: Names) -> list[str]:
    """Return names in a list; those in a text stand between commas."""
    if isinstance(names, str):
        return [name.strip() for name in names.split(",") if name.strip()]
    return list(names)


class NetworkFiles:
    """The files of an invented network: rows by table (`rows`), texts by year (`texts`)."""

    def __init__(
        self,
        members: Mapping[int, Names],
        *,
        name: str = "Réseau",
        kinds: Sequence[str] = ("département",),
        left: Mapping[int, Names] | None = None,
        meetings: Iterable[Meeting] = (),
        subjects: Iterable[Row] = (),
        resources: Iterable[Row] = (),
        texts: Mapping[int, str] | None = None,
        **settings: str,
    ) -> None:
        """Take the members of each year, and those that `left`, by the year of the note.

        A text is Markdown; `{next}` in a text stands for the year after. Settings are the lines of
        `reseau.csv` by name: `article="la"`. A fact that isn't given is recorded nowhere.
        """
        self.rows: dict[str, list[Row]] = {table: [] for table in read_shared_tables()}
        self.texts: dict[int, str] = {}
        self._add_setting("nom", name)
        self._add_setting("fictif", settings.pop("fictif", "oui"))
        for kind in kinds:
            self._add_setting("genres", kind)
        for setting, value in settings.items():
            self._add_setting(setting, value)
        self._add_members(members, "")
        self._add_members(left or {}, "parti")
        for number, held in enumerate(meetings, 1):
            self._add_meeting(held, f"{held.cells[0]}-{number}")
        self.rows["sujets"] += subjects
        self.rows["ressources"] += resources
        for year, text in (texts or {}).items():
            self.texts[year] = text.replace("{next}", str(year + 1))

    def _add_setting(self, setting: str, value: str) -> None:
        """Add a row that describes the network."""
        self.rows["reseau"].append([setting, value])

    def _add_members(self, members: Mapping[int, Names], state: str) -> None:
        """Add a row for each member of each year, in a state: "" or "parti"."""
        for year, names in members.items():
            for member in split_names(names):
                self.rows["membres"].append([year, member, state])

    def _add_meeting(self, held: Meeting, identifier: str) -> None:
        """Add a meeting and its attendance; `identifier` is for a meeting without a name."""
        identifier = held.name or identifier
        self.rows["rencontres"].append([identifier, *held.cells])
        for member, state in held.states:
            self.rows["presences"].append([identifier, member, state])

    def write(self, folder: Path) -> Path:
        """Write the files into a folder, a CSV file for each table; return the folder."""
        (folder / "textes").mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows.items():
            columns = [field["name"] for field in read_shared_tables()[name]["schema"]["fields"]]
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(columns)
                for row in rows:
                    # The cells at the end of a row may have been left out.
                    left_out = len(columns) - len(row)
                    writer.writerow([*row, *[""] * left_out])
        for year, text in self.texts.items():
            (folder / "textes" / f"{year}.md").write_text(text, encoding="utf-8")
        return folder

    def read(self) -> Network:
        """Return the network that the program reads from these files."""
        with TemporaryDirectory() as parent:
            return open_network(self.write(Path(parent, "reseau")))


def network(members: Mapping[int, Names], **others: Any) -> Network:
    """Return a network as the program reads it; `others` are those of `NetworkFiles`."""
    return NetworkFiles(members, **others).read()
