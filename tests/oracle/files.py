"""A network's CSV files in plain pandas, as their author would count by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from oracle import reference

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
FORMATS = {"visio": "distanciel", "en ligne": "distanciel", "sur place": "présentiel"}
STATES = {"x": "présent", "oui": "présent", "non": "absent", "exc": "excusé"}
MASCULINE = {"atelier", "espace", "institut", "observatoire", "office"}
"""The masculine words with "l’", which doesn’t tell."""
SEASONS = {
    "début": (1, 1), "hiver": (1, 1), "printemps": (3, 20), "milieu": (5, 1), "été": (6, 21),
    "automne": (9, 22), "fin": (10, 1),
}  # fmt: skip
"""The first day of each part of a year, as month and day."""


@dataclass(frozen=True, eq=False)
class Files:
    """The tables of a network: members are codes, years numbers, an empty cell is ""."""

    folder: Path
    settings: dict[str, list[str]]
    membres: pd.DataFrame
    departs: pd.DataFrame
    rencontres: pd.DataFrame
    sujets: pd.DataFrame
    presences: pd.DataFrame
    ressources: pd.DataFrame

    @property
    def years(self) -> list[int]:
        """The years with a list of members."""
        return sorted(self.membres["annee"].unique().tolist())

    @property
    def genres(self) -> list[str]:
        """The kinds of member that the network says to have."""
        return self.settings.get("genres", ["département"])

    @property
    def kind(self) -> Any:
        """The row of `genres.csv` whose words the members have."""
        return reference.kinds().loc[self.genres[0] if len(self.genres) == 1 else "membre"]

    @property
    def counted(self) -> Any:
        """The row whose words members are counted in: one of them may have another name."""
        if self.genres == ["département"]:
            titles = map(reference.find_title, self.membres["membre"])
            if not all(title.startswith("Département") for title in titles):
                return reference.kinds().loc["membre"]
        return self.kind

    @property
    def tells_absent(self) -> bool:
        """Whether the pages say who isn't listed any more."""
        return self.settings.get("absents", ["oui"]) == ["oui"]

    def setting(self, name: str) -> str:
        """Return a setting of the network, "" if not given."""
        return self.settings.get(name, [""])[0]

    def count_noun(self, number: int) -> str:
        """Return the noun of so many members."""
        return str(self.counted.name if number < 2 else self.counted["pluriel"])

    def members(self, year: int) -> set[str]:
        """Return the members of a year."""
        return set(self.membres.loc[self.membres["annee"] == year, "membre"])

    def sort(self, codes: "set[str] | Sequence[str]") -> list[str]:
        """Return members in the order in which the pages list them."""
        return reference.sort_codes(codes, self.genres)

    def meetings(self, *years: int) -> pd.DataFrame:
        """Return the meetings of some years by date, those without one last in their year."""
        rows = self.rencontres[self.rencontres["annee"].isin(years)]
        days = rows["debut"].map(first_day)
        return rows.assign(day=days).sort_values(["annee", "day"], kind="stable")

    def texts(self, year: int) -> str:
        """Return the text of a year, "" without one."""
        file = self.folder / "textes" / f"{year}.md"
        if file.exists():
            return file.read_text(encoding="utf-8")
        return ""

    def chapter(self, year: int, title: str) -> str:
        """Return the words under a title in the text of a year."""
        for part in f"\n{self.texts(year)}".split("\n## ")[1:]:
            heading, _, words = part.partition("\n")
            if heading.strip() == title:
                return words.strip()
        return ""

    def list_bare_years(self) -> set[int]:
        """Return the years with members and no other row: they are still being prepared."""
        treated = self.sujets.loc[self.sujets["etat"] == "traité", "annee"]
        told = {year for year in self.years if self.texts(year)}
        return set(self.years) - set(self.rencontres["annee"]) - set(treated) - told

    def without(self, years: set[int]) -> "Files":
        """Return the files without the rows of some years; plans for these stay."""
        if not years or not set(self.years) - years:
            return self
        is_plan = self.sujets["etat"] != "traité"
        return replace(
            self,
            membres=self.membres[~self.membres["annee"].isin(years)],
            departs=self.departs[~self.departs["annee"].isin(years)],
            rencontres=self.rencontres[~self.rencontres["annee"].isin(years)],
            sujets=self.sujets[is_plan | ~self.sujets["annee"].isin(years)],
            ressources=self.ressources[~self.ressources["annee"].isin(years)],
        )

    @property
    def word(self) -> tuple[str, str]:
        """The article and the noun of the network: le groupe, l’union; le réseau of a name."""
        first = self.setting("nom").split()[0]
        if first.islower() or first in reference.read_heads():
            return self.setting("article") or "le", first.lower()
        return "le", "réseau"

    @property
    def pronoun(self) -> str:
        """The pronoun of the network's word: il for le groupe, elle for l’union."""
        article, word = self.word
        if article == "la" or (article == "l’" and word not in MASCULINE):
            return "elle"
        return "il"

    @property
    def met(self) -> str:
        """How the network "s’est réuni", in its gender."""
        if self.pronoun == "elle":
            return "réunie"
        return "réuni"

    def the_network(self) -> str:
        """Return the network as a sentence's subject: le groupe, la fédération."""
        return reference.join_word(*self.word)


def read_files(folder: Path) -> Files:
    """Read the CSV files of a network."""
    settings: dict[str, list[str]] = {}
    for name, value in _read(folder, "reseau").itertuples(index=False):
        if value:
            settings.setdefault(name, []).append(value)
    tables = {
        name: _read(folder, name)
        for name in ("membres", "rencontres", "sujets", "presences", "ressources")
    }
    genres = settings.get("genres", ["département"])
    for name, column in (("membres", "membre"), ("presences", "membre"), ("rencontres", "hote")):
        cells = tables[name][column]
        codes = {cell: reference.find_code(cell, genres) for cell in cells.unique() if cell}
        tables[name][column] = cells.map({"": "", **codes})
    members = tables["membres"]
    meetings = tables["rencontres"]
    meetings["format"] = meetings["format"].replace(FORMATS)
    meetings["debut"] = meetings["debut"].map(read_date)
    meetings["fin"] = meetings["fin"].map(read_date)
    presences = tables["presences"]
    presences["etat"] = presences["etat"].replace(STATES)
    is_gone = members["etat"] == "parti"
    return Files(
        folder,
        settings,
        membres=members[~is_gone],
        departs=members[is_gone],
        rencontres=meetings,
        sujets=tables["sujets"],
        presences=presences,
        ressources=tables["ressources"],
    )


def _read(folder: Path, name: str) -> pd.DataFrame:
    rows = pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)
    if "annee" in rows:
        return rows.astype({"annee": int})
    return rows


def list_rows(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, whose cells are attributes."""
    return list(table.itertuples(index=False))


def read_date(cell: str) -> str:
    """Return a date as ISO has it, as far as it is known: 2025-06-19, 2025-06, 2025-printemps."""
    if "/" in cell:
        return "-".join(reversed(cell.split("/")))
    part, _, year = cell.partition(" ")
    if part in SEASONS:
        return f"{year}-{part}"
    return cell


def is_dated(start: str) -> bool:
    """Whether more is known than the year."""
    return len(start) > len("2025")


def first_day(start: str) -> date:
    """Return the first day on which a meeting can have been; one without a date comes last."""
    if not is_dated(start):
        return date.max
    year, month, *day = start.split("-")
    if month in SEASONS:
        return date(int(year), *SEASONS[month])
    return date(int(year), int(month), int(day[0]) if day else 1)


def write_dates(start: str, end: str, *, alone: bool) -> str:
    """Write a meeting's days in words, `alone` in a list or with a preposition in a sentence."""
    first = start.split("-")
    last = (end or start).split("-")
    if first[1] in SEASONS:
        return _write_part(first[1], alone=alone)
    month = MONTHS[int(last[1]) - 1]
    days = [_write_day(parts[2]) for parts in (first, last) if len(parts) == 3]
    if not days:
        if alone:
            return month
        return f"en {month}"
    if first == last:
        if alone:
            return f"{days[0]} {month}"
        return f"le {days[0]} {month}"
    if first[1] != last[1]:
        begun = f"{days[0]} {MONTHS[int(first[1]) - 1]}"
        if alone:
            return f"{begun} au {days[1]} {month}"
        return f"du {begun} au {days[1]} {month}"
    if int(last[2]) - int(first[2]) == 1:
        if alone:
            return f"{days[0]} et {days[1]} {month}"
        return f"les {days[0]} et {days[1]} {month}"
    if alone:
        return f"{days[0]} au {days[1]} {month}"
    return f"du {days[0]} au {days[1]} {month}"


def _write_day(day: str) -> str:
    if int(day) == 1:
        return "1er"
    return str(int(day))


def _write_part(part: str, *, alone: bool) -> str:
    """Write a part of a year: début d’année, en début d’année, au printemps, à l’été."""
    if part in ("début", "milieu", "fin"):
        if alone:
            return f"{part} d’année"
        return f"en {part} d’année"
    if alone:
        return part
    if part == "printemps":
        return f"au {part}"
    return f"à l’{part}"
