"""Six fictional networks, of every kind of member: written as an animator would type them.

Whom they have is real, nothing else is. Each has two years, so that somebody stays, comes and is
no longer there, one meeting hosted by a member, and attendance at it.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.territories.institutions import institutions_by_code

TEXT = """
## Objectifs

Mettre en commun ce que chacun essaie, et dire ce qui ne marche pas.

## Temps forts

### Une journée sur place

Les membres ont comparé leurs pratiques et gardé ce qui marche.

## Perspectives

En {next}, le travail continue.
"""


class Invented(NamedTuple):
    """A network: how it calls itself, its kinds, its members of two years, where it met."""

    name: str
    kinds: tuple[str, ...]
    before: tuple[str, ...]
    now: tuple[str, ...]
    town: str
    department: str
    host: str


def _write_apart(code: str, kinds: tuple[str, ...]) -> str:
    """Write a code so that it is no région's: 76 is two, 76D one."""
    both = {"région", "département"} <= {*kinds}
    return f"{code}D" if both and code in institutions_by_code("département") else code


def _mixed() -> tuple[str, ...]:
    """Return 180 members: every région, 60 Départements, 22 métropoles, 70 towns, 10 others."""
    regions = tuple(institutions_by_code("région"))
    departments = tuple(
        code
        for code in institutions_by_code("département")
        if code not in regions and code != "69M"
    )[::-1][:60]
    metropoles = tuple(institutions_by_code("métropole"))
    others = tuple(f"Association des habitants du quartier {number}" for number in range(1, 11))
    return (*regions, *departments, *metropoles, *_list_largest_towns()[:70], *others)


def _list_largest_towns() -> list[str]:
    """Return the codes of all communes but Paris, the largest first."""
    towns = institutions_by_code("commune")
    return sorted(towns.keys() - {"75C"}, key=lambda code: (-(towns[code].population or 0), code))


NETWORKS: dict[str, Invented] = {
    "departements": Invented(
        "réseau fictif de départements",
        ("département",),
        ("44", "CEA", "Corse", "69M", "Ville de Paris", "33"),
        ("44", "Collectivité européenne d’Alsace", "20R", "Métropole de Lyon", "75", "972",
         "Rhône", "35"),
        "Strasbourg", "67", "Alsace",
    ),
    "metropoles": Invented(
        "réseau fictif de métropoles",
        ("métropole",),
        ("Nantes Métropole", "Grand Lyon", "Métropole européenne de Lille"),
        ("Métropole de Nantes", "Métropole de Lyon", "Rennes Métropole", "200093201",
         "Eurométropole de Strasbourg", "Métropole du Grand Paris", "Brest Métropole",
         "Bordeaux Métropole", "Toulouse Métropole", "Dijon Métropole",
         "Métropole Nice Côte d'Azur", "Tours Métropole Val de Loire"),
        "Nantes", "44", "Nantes Métropole",
    ),
    "melange": Invented(
        "réseau fictif de collectivités",
        ("région", "département", "métropole", "commune", "organisation"),
        _mixed()[:170], _mixed(), "Rennes", "35", "Rennes Métropole",
    ),
    "communes": Invented(
        "réseau fictif de communes",
        ("commune",),
        ("Saillans (26)", "Crest", "Die"),
        ("Saillans (26)", "Crest", "Die", "Le Poët-Laval", "26362", "Saint-Denis (93)", "Paris"),
        "Saillans", "26", "26289",
    ),
    "regions": Invented(
        "réseau fictif de régions",
        ("région",),
        ("Bretagne", "Corse", "PACA"),
        ("Région Bretagne", "94", "Occitanie", "Grand Est", "La Réunion", "Guadeloupe"),
        "Rennes", "35", "Bretagne",
    ),
    "associations": Invented(
        "réseau fictif d’associations",
        ("organisation",),
        ("Anciela", "Les Petits Débrouillards", "Fédération des centres sociaux"),
        ("Anciela", "Les Petits Débrouillards", "Fédération des centres sociaux",
         "Association Pas sans nous", "Le Rameau d’olivier"),
        "Lyon", "69", "Les Petits Débrouillards",
    ),
}  # fmt: skip


def write(folder: Path, name: str) -> Path:
    """Write a network into a folder, and return the folder."""
    said = NETWORKS[name]
    folder.mkdir(parents=True, exist_ok=True)
    before, now = (
        [_write_apart(each, said.kinds) for each in all_] for all_ in (said.before, said.now)
    )
    host = _write_apart(said.host, said.kinds)
    rows: dict[str, Sequence[Sequence[object]]] = {
        "membres": [*([2024, member] for member in before), *([2025, member] for member in now)],
        "rencontres": [
            ["2024-1", 2024, "2024-03", "", "distanciel", "", "", "", "", "Un premier point"],
            ["2025-1", 2025, "2025-06-19", "2025-06-20", "présentiel", "rencontre annuelle",
             said.town, said.department, host, "Deux jours sur place"],
            ["2025-2", 2025, "2025-11-18", "", "distanciel", "", "", "", "", ""],
        ],
        "sujets": [[2025, "La place des jeunes", "jeunesse", "traité", ""]],
        "presences": [
            *(["2025-1", member, "présent"] for member in now[:-1]),
            ["2025-1", now[-1], "absent"],
        ],
        "ressources": [],
        "reseau": [
            ["nom", said.name], ["fictif", "oui"], *(["genres", kind] for kind in said.kinds),
        ],
    }  # fmt: skip
    _write_tables(folder, rows)
    (folder / "textes").mkdir(exist_ok=True)
    for year in (2024, 2025):
        text = TEXT.format(next=year + 1)
        (folder / "textes" / f"{year}.md").write_text(text, encoding="utf-8")
    return folder


def write_large(folder: Path, members: int, years: int) -> Path:
    """Write a network of the largest communes, of which each year has lost and won some."""
    write(folder, "communes")
    codes = _list_largest_towns()[: members + years]
    first, rows = 2026 - years, dict[str, list[Sequence[object]]]()
    of_year = {first + n: codes[n : n + members] for n in range(years)}
    rows["membres"] = [[year, code] for year, every in of_year.items() for code in every]
    rows["rencontres"] = [
        [f"{year}-{n}", year, f"{year}-0{n}-15", "", "distanciel", "", "", "", "", ""]
        for year in of_year
        for n in range(1, 7)
    ]
    rows["sujets"] = [[year, f"Sujet {year}", "", "traité", ""] for year in of_year]
    rows["presences"] = []
    _write_tables(folder, rows)
    return folder


def _write_tables(folder: Path, tables: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write tables in the columns that all networks have; cells at the end may be left out."""
    for name, rows in tables.items():
        columns = [each["name"] for each in read_shared_tables()[name]["schema"]["fields"]]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
