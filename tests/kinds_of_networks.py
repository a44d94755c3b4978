"""Fictional networks, of every kind of member and of any size, as an animator would type them.

Whom they have is real, nothing else is. The six with names have two years, so that somebody stays,
comes and is no longer there, one meeting hosted by a member, and attendance at it.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.territories.institutions import find_institution, institutions_by_code

Rows = Sequence[Sequence[object]]

TEXT = """
## Objectifs

Mettre en commun ce que chacun essaie, et dire ce qui ne marche pas.

## Temps forts

### Une journée sur place

Les membres ont comparé leurs pratiques et gardé ce qui marche.

## Perspectives

En {next}, le travail continue.
"""
THEMES = ("jeunesse", "ruralité", "évaluation", "tirage au sort", "accessibilité", "climat")
KINDS = ("", "séance thématique", "codéveloppement", "retour d’expériences")


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
    invented = NETWORKS[name]
    before, now = (
        [_write_apart(code, invented.kinds) for code in codes]
        for codes in (invented.before, invented.now)
    )
    host = _write_apart(invented.host, invented.kinds)
    rows: dict[str, Rows] = {
        "membres": [*([2024, member] for member in before), *([2025, member] for member in now)],
        "rencontres": [
            ["2024-1", 2024, "2024-03", "", "distanciel", "", "", "", "", "Un premier point"],
            ["2025-1", 2025, "2025-06-19", "2025-06-20", "présentiel", "rencontre annuelle",
             invented.town, invented.department, host, "Deux jours sur place"],
            ["2025-2", 2025, "2025-11-18", "", "distanciel"],
        ],
        "sujets": [[2025, "La place des jeunes", "jeunesse", "traité"]],
        "presences": [
            *(["2025-1", member, "présent"] for member in now[:-1]),
            ["2025-1", now[-1], "absent"],
        ],
        "ressources": [],
    }  # fmt: skip
    return _write_network(folder, invented.name, invented.kinds, (2024, 2025), rows)


def write_of_size(folder: Path, members: int, years: int, meetings: int = 6) -> Path:
    """Write a network of the years until 2025, of départements or, if there aren't as many, towns.

    `members` and `meetings` are those of each year, which has lost and won a member. Two meetings
    in five have a host; three members in five come; of one in twenty nobody wrote down anything.
    """
    # The Collectivité européenne d’Alsace was no member before there was one.
    codes = sorted(institutions_by_code("département"))
    if 2026 - years < 2021:
        codes.remove("6AE")
    kind = "département" if members <= len(codes) else "commune"
    codes = codes if kind == "département" else _list_largest_towns()[: members + years]
    every_year = range(2026 - years, 2026)
    of_year = {
        year: [codes[(at + number) % len(codes)] for number in range(members)]
        for at, year in enumerate(every_year)
    }
    towns = [find_institution(code) for code in reversed(_list_largest_towns())]
    largest = {"75": "Paris", **{town.departments[0]: town.name for town in towns}}
    held: list[Sequence[object]] = []
    presences: list[Sequence[object]] = []
    for at in range(years * meetings):
        year, place = every_year[at // meetings], at % meetings
        meeting = f"{year}-{place + 1}"
        start = date(year, 1, 1) + timedelta(days=(2 * place + 1) * 365 // (2 * meetings))
        host = of_year[year][at % members]
        form = ["distanciel", KINDS[at % 4]]
        if at % 5 < 2:
            form = ["présentiel", "rencontre annuelle"] if at % 5 else ["hybride", KINDS[1]]
            department = find_institution(host).departments[0]
            form += [largest[department], department, host, f"Rencontre {place + 1}"]
        held.append([meeting, year, start, "", *form])
        for number, code in enumerate(of_year[year]):
            # No two meetings have the same states.
            chance = crc32(f"{at} {number}".encode()) % 20
            if chance < 19:
                here = chance < 12 or code == host
                presences.append([meeting, code, "présent" if here else "absent"])
    subjects = [(year, "prévu") for year in range(2026 - years, 2027)]
    subjects += [(year, "traité") for year in every_year[::2]]
    themes = [(year, THEMES[year % len(THEMES)], state) for year, state in subjects]
    rows: dict[str, Rows] = {
        "membres": [[year, code] for year in every_year for code in of_year[year]],
        "rencontres": held,
        "sujets": [[year, f"Parlons-en : {theme}", theme, state] for year, theme, state in themes],
        "presences": presences,
        "ressources": [[year, f"Recueil {year}", "recueil"] for year in every_year],
    }
    return _write_network(folder, "réseau fictif", (kind,), every_year, rows)


def _write_network(
    folder: Path, name: str, kinds: Iterable[str], years: Iterable[int], tables: dict[str, Rows]
) -> Path:
    """Write tables in the columns that all networks have; cells at the end may be left out."""
    (folder / "textes").mkdir(parents=True, exist_ok=True)
    settings = [["nom", name], ["fictif", "oui"], *(["genres", kind] for kind in kinds)]
    for table, rows in {**tables, "reseau": settings}.items():
        columns = [field["name"] for field in read_shared_tables()[table]["schema"]["fields"]]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
    for year in years:
        text = TEXT.format(next=year + 1)
        (folder / "textes" / f"{year}.md").write_text(text, encoding="utf-8")
    return folder
