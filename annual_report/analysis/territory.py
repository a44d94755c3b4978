"""How the members cover the territory: regions, inhabitants, and the neighbours to invite.

Populations are the reference's *populations municipales*; the count of French departments is
that of the official code, 101, whatever the institution that stands on each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annual_report.territories.departments import departments, in_code_order, neighbours


@dataclass(frozen=True)
class Region:
    """A region and its members, in code order."""

    name: str
    members: tuple[str, ...]
    departments: int


@dataclass(frozen=True)
class Coverage:
    """What the members cover; `share` is of the inhabitants of the 101 departments, 0 to 1."""

    members: int
    regions: tuple[Region, ...]
    population: int
    share: float


@dataclass(frozen=True)
class Invitation:
    """A department that isn't a member and the members that it touches."""

    code: str
    members: tuple[str, ...]


def coverage(codes: Iterable[str]) -> Coverage:
    """Measure what a set of members covers."""
    members = in_code_order(codes)
    population = sum(departments()[code].population for code in members)
    everyone = sum(each.population for each in departments().values())
    return Coverage(len(members), regions(members), population, population / everyone)


def regions(codes: Iterable[str]) -> tuple[Region, ...]:
    """Group members by region, those with most members first, then by the regions' names."""
    groups: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    members = set(codes)
    for code, department in departments().items():
        sizes[department.region] = sizes.get(department.region, 0) + 1
        if code in members:
            groups.setdefault(department.region, []).append(code)
    found = [Region(name, tuple(group), sizes[name]) for name, group in groups.items()]
    return tuple(sorted(found, key=lambda region: (-len(region.members), region.name)))


def invitations(codes: Iterable[str]) -> tuple[Invitation, ...]:
    """Return the departments that touch a member without being one, best surrounded first."""
    members = set(codes)
    found = [
        Invitation(code, in_code_order(members & neighbours()[code]))
        for code in departments()
        if code not in members and members & neighbours()[code]
    ]
    return tuple(sorted(found, key=lambda invitation: -len(invitation.members)))
