"""Networks of any size, invented from a plan: to try pages on the smallest and the largest.

Chance is drawn by `random.Random(seed).random` alone, the one method whose sequence Python promises
to keep: the same plan gives the same bytes everywhere.
"""

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

import pandas as pd

from annual_report.base.project import REFERENCE, ROOT
from annual_report.network.territories.institutions import find_institution, institutions_by_code

Row = Mapping[str, object]
T = TypeVar("T")

EXAMPLE = ROOT / "data" / "reseau-exemple"
THEMES = ("jeunesse", "ruralité", "évaluation", "tirage au sort", "accessibilité", "climat")
KINDS = ("", "séance thématique", "codéveloppement", "retour d’expériences")
LONG = "Très longue rencontre interdépartementale de préfiguration " * 4
TEXT = """\
## Objectifs

En {year}, le réseau a voulu avancer sur un thème : {theme}.

## Temps forts

### Des pratiques mises en commun

Les membres ont comparé leurs pratiques et gardé ce qui marche.

## Perspectives

L’année {next_year} sera consacrée à un autre thème : {next_theme}.
"""


@dataclass(frozen=True)
class Plan:
    """How large a network is, for `years` years from `first_year` on.

    `members` and `meetings_per_year` hold for every year.
    """

    members: int = 16
    first_year: int = 2020
    years: int = 3
    meetings_per_year: int = 6

    @property
    def all_years(self) -> range:
        """The years that the network counts."""
        return range(self.first_year, self.first_year + self.years)


class Chance:
    """A seeded source of choices."""

    def __init__(self, seed: int) -> None:
        self.share: Callable[[], float] = random.Random(seed).random

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self.share() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Return `count` different choices; all when there are fewer."""
        left = list(choices)
        return [left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left)))]


def write_network(folder: Path, plan: Plan) -> None:
    """Write the network of a plan as a data package, with the tables of the example."""
    chance = Chance(1)
    members = _members(plan, chance)
    meetings = [
        _meeting(year, place, plan.meetings_per_year, codes, chance)
        for year, codes in members.items()
        for place in range(plan.meetings_per_year)
    ]
    tables: dict[str, Sequence[Row]] = {
        "membres": [{"annee": year, "membre": code} for year in members for code in members[year]],
        "rencontres": meetings,
        "sujets": _subjects(plan),
        "presences": _attendance(meetings, members, chance),
        "ressources": [
            {"annee": year, "titre": f"Recueil {year}", "genre": "recueil"} for year in members
        ],
    }
    (folder / "textes").mkdir(parents=True)
    (folder / "reseau.csv").write_bytes((EXAMPLE / "reseau.csv").read_bytes())
    for name, rows in tables.items():
        header = (EXAMPLE / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        write_rows(folder / f"{name}.csv", header.split(","), rows)
    for year in plan.all_years:
        said = {"theme": _theme(plan, year), "next_theme": _theme(plan, year + 1)}
        text = TEXT.format(year=year, next_year=year + 1, **said)
        (folder / "textes" / f"{year}.md").write_text(text, encoding="utf-8")


def lengthen_titles(folder: Path) -> None:
    """Give every meeting and subject a title of several lines, the first a single word."""
    for name, column in (("rencontres", "titre"), ("sujets", "sujet")):
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for place, row in enumerate(rows):
            row[column] = f"{LONG}{place}" if place else "Inter" + "départementalisation" * 5
        write_rows(path, list(rows[0]), rows)


def write_rows(path: Path, header: Sequence[str], rows: Sequence[Row]) -> None:
    """Write a table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _members(plan: Plan, chance: Chance) -> dict[int, list[str]]:
    everyone = [code for code in institutions_by_code("département") if code != "69D"]
    present = sorted(chance.some(everyone, plan.members))
    return dict.fromkeys(plan.all_years, present)


def _meeting(year: int, place: int, count: int, codes: list[str], chance: Chance) -> dict[str, str]:
    """Six meetings in ten are remote, two hybrid, two in person; they are spread over the year."""
    start = date(year, 1, 1) + timedelta(days=(2 * place + 1) * 365 // (2 * count))
    said = {"rencontre": f"{year}-{place + 1:02d}", "annee": str(year), "debut": str(start)}
    level = chance.share()
    if level < 0.6 or not codes:
        return said | {"format": "distanciel", "genre": chance.pick(KINDS)}
    host = chance.pick(codes)
    where = find_institution(host).departments[0]
    form = {"format": "hybride", "genre": KINDS[1]}
    if level >= 0.8:
        form = {"format": "présentiel", "genre": "rencontre annuelle"}
    place_names = {"ville": _largest_towns()[where], "departement": where, "hote": host}
    return said | form | place_names | {"titre": f"Rencontre n° {place + 1}"}


@cache
def _largest_towns() -> dict[str, str]:
    """Return the largest commune of each département, which in Paris is no row of its own."""
    towns = pd.read_csv(REFERENCE / "communes.csv", dtype=str).astype({"population": int})
    largest = towns.sort_values(["population", "nom"]).groupby("departement")["nom"].last()
    return {"75": "Paris", **largest}


def _attendance(
    meetings: Sequence[Mapping[str, str]], members: Mapping[int, list[str]], chance: Chance
) -> list[Row]:
    """Three members in five come; of one in twenty nobody wrote down anything."""
    rows: list[Row] = []
    for meeting in meetings:
        for code in members[int(meeting["annee"])]:
            level = chance.share()
            said = {"rencontre": meeting["rencontre"], "membre": code}
            if level < 0.6 or code == meeting.get("hote"):
                rows.append(said | {"etat": "présent"})
            elif level < 0.95:
                rows.append(said | {"etat": "absent"})
    return rows


def _theme(plan: Plan, year: int) -> str:
    return THEMES[(year - plan.first_year) % len(THEMES)]


def _subjects(plan: Plan) -> list[Row]:
    """One theme a year is planned, every second one treated; one is planned for the year after."""
    last = plan.all_years[-1]
    states = [(year, "prévu") for year in (*plan.all_years, last + 1)]
    states += [(year, "traité") for year in plan.all_years[::2]]
    return [
        {"annee": year, "sujet": f"Parlons-en : {_theme(plan, year)}",
         "theme": _theme(plan, year), "etat": state}
        for year, state in sorted(states)
    ]  # fmt: skip
