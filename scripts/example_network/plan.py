"""Networks of any size, invented from a plan: to try a report on the smallest and the largest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from example_network.attendance import attendance_rows
from example_network.draw import Draw
from example_network.meetings import (
    ANNUAL,
    FEEDBACK,
    PEERS,
    THEME,
    Meeting,
    hybrid,
    in_room,
    meeting_rows,
    remote,
)
from example_network.package import Network, Row
from example_network.prose import unwrap
from example_network.schemes import scheme_rows
from example_network.towns import CODES, TOWN_BY_CODE, institution_on

THEMES = ("jeunesse", "ruralité", "évaluation", "tirage au sort", "accessibilité", "climat")
TEXT = """
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
    """How large a network is. The same plan always gives the same network.

    `members` and `meetings_per_year` hold for every year, the network counts `years` years from
    `first_year` on, and `turnover` is the share of members, from 0 to 1, replaced each year by
    others (as many as there are départements outside the network).
    """

    members: int = 16
    first_year: int = 2020
    years: int = 3
    meetings_per_year: int = 6
    attendance: bool = True
    turnover: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what no network can be."""
        if not 0 <= self.members <= len(CODES):
            raise ValueError(f"members: {self.members}; expected 0 to {len(CODES)}.")
        if self.years < 1 or not 1900 <= self.first_year <= 2100 - self.years:
            raise ValueError("first_year and years: expected years between 1900 and 2099.")
        if not 0 <= self.meetings_per_year <= 365:
            raise ValueError(f"meetings_per_year: {self.meetings_per_year}; expected 0 to 365.")
        if not 0 <= self.turnover <= 1:
            raise ValueError(f"turnover: {self.turnover}; expected 0 to 1.")


def planned_network(plan: Plan) -> Network:
    """Invent the network of a plan."""
    draw = Draw(plan.seed)
    members = _members(plan, draw)
    meetings = tuple(
        _meeting(year, place, plan.meetings_per_year, codes, draw)
        for year, codes in members.items()
        for place in range(plan.meetings_per_year)
    )
    ever = sorted({code for codes in members.values() for code in codes})
    return Network(
        name="reseau-invente",
        title="Réseau inventé",
        tables={
            "membres": member_rows(members),
            "rencontres": meeting_rows(meetings),
            "sujets": [row for year in members for row in _subjects(plan, year)],
            "presences": attendance_rows(meetings, members, draw) if plan.attendance else [],
            "ressources": [
                {"annee": str(year), "titre": f"Recueil {year}", "genre": "recueil", "url": ""}
                for year in members
            ],
            "dispositifs": scheme_rows(ever, draw, plan.first_year + plan.years - 1),
        },
        texts={year: _text(plan, year) for year in members},
    )


def member_rows(
    members: dict[int, list[str]], departures: Mapping[int, Sequence[str]] | None = None
) -> list[Row]:
    """Return the rows of `membres.csv`: the members of each year, then who is noted as gone."""
    return [
        {"annee": str(year), "membre": institution_on(code), "etat": state}
        for year, codes in members.items()
        for state, found in (("", codes), ("parti", (departures or {}).get(year, ())))
        for code in found
    ]


def _members(plan: Plan, draw: Draw) -> dict[int, list[str]]:
    present = draw.some(CODES, plan.members)
    years = {plan.first_year: sorted(present)}
    for year in range(plan.first_year + 1, plan.first_year + plan.years):
        outside = [code for code in CODES if code not in present]
        arrivals = draw.some(outside, int(plan.turnover * len(present)))
        leaving = draw.some(present, len(arrivals))
        present = [code for code in present if code not in leaving] + arrivals
        years[year] = sorted(present)
    return years


def _meeting(year: int, place: int, count: int, codes: list[str], draw: Draw) -> Meeting:
    start = (date(year, 1, 1) + timedelta(days=(2 * place + 1) * 365 // (2 * count))).isoformat()
    level = draw.share()
    if level < 0.6 or not codes:
        return remote(start, draw.pick(("", THEME, PEERS, FEEDBACK)), circle=draw.chance(0.2))
    code = draw.pick(codes)
    town = f"{TOWN_BY_CODE[code]} {code}"
    if level < 0.8:
        return hybrid(start, town, THEME, f"Rencontre n° {place + 1}")
    return in_room(start, town, ANNUAL, f"Rencontre n° {place + 1}")


def _theme(plan: Plan, year: int) -> str:
    return THEMES[(year - plan.first_year) % len(THEMES)]


def _subjects(plan: Plan, year: int) -> list[Row]:
    """Plan one theme a year, treat it every second year, and plan one for after the last year.

    A theme that is not treated is dropped: a long network has both.
    """
    states = ["prévu"] if (year - plan.first_year) % 2 else ["prévu", "traité"]
    years = [(year, state) for state in states]
    if year == plan.first_year + plan.years - 1:
        years.append((year + 1, "prévu"))
    return [
        {
            "annee": str(subject_year),
            "sujet": f"Parlons-en : {_theme(plan, subject_year)}",
            "theme": _theme(plan, subject_year),
            "etat": state,
            "format": "",
        }
        for subject_year, state in years
    ]


def _text(plan: Plan, year: int) -> str:
    filled = TEXT.format(
        year=year,
        theme=_theme(plan, year),
        next_year=year + 1,
        next_theme=_theme(plan, year + 1),
    )
    return unwrap(filled)
