"""Who has hosted the network, as far as the hosts are recorded.

A meeting needs a host when it has a place: all but the remote ones, and a remote one if it names
its host all the same. Who isn't named may have hosted a meeting whose host isn't recorded.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from annual_report.analysis.rows import rows
from annual_report.territories.departments import in_code_order


@dataclass(frozen=True)
class Hosting:
    """A department that has hosted: the years, one for each meeting, and the towns, each once."""

    code: str
    years: tuple[int, ...]
    towns: tuple[str, ...]

    @property
    def times(self) -> int:
        """How many meetings it hosted."""
        return len(self.years)


@dataclass(frozen=True)
class Rotation:
    """Who hosted from `since` to a year: `named` of the `placed` meetings name their host.

    `never` are the members who hosted none of the named ones.
    """

    since: int
    placed: int
    named: int
    hosts: tuple[Hosting, ...]
    never: tuple[str, ...]


def rotation(rencontres: pd.DataFrame, members: Iterable[str], until: int) -> Rotation | None:
    """Return who hosted up to a year, those who did most often first; None if no place was needed.

    `members` are those of whom one asks whether they have hosted; former members count as hosts.
    """
    columns = ("annee", "format", "hote", "ville")
    known = [row for row in rows(rencontres, *columns) if row[0] <= until]
    placed = [(met, host, town) for met, way, host, town in known if way != "distanciel" or host]
    if not placed:
        return None
    years: defaultdict[str, list[int]] = defaultdict(list)
    towns: defaultdict[str, set[str]] = defaultdict(set)
    for met, host, town in placed:
        if host:
            years[host].append(met)
        if host and town:
            towns[host].add(town)
    hosts = [
        Hosting(code, tuple(sorted(years[code])), tuple(sorted(towns[code])))
        for code in in_code_order(years)
    ]
    return Rotation(
        since=min(met for met, *_others in known),
        placed=len(placed),
        named=sum(host.times for host in hosts),
        hosts=tuple(sorted(hosts, key=lambda host: (-host.times, -host.years[-1]))),
        never=tuple(code for code in in_code_order(members) if code not in years),
    )
