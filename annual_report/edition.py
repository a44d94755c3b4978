"""An edition: one network in one year, what every cell of an annual report speaks of.

What several cells ask for is measured once and kept.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from annual_report.analysis import meetings, membership, territory
from annual_report.analysis.attendance import (
    Attendance,
    Participation,
    attendance,
    participation,
)
from annual_report.analysis.copresence import NeverMet, Tie, never_met, ties
from annual_report.analysis.disclosure import Published, published
from annual_report.analysis.hosting import Rotation, rotation
from annual_report.analysis.meetings import Formats, Meeting
from annual_report.analysis.membership import Movement, Seniority, Tenure
from annual_report.analysis.subjects import Promise, promises
from annual_report.analysis.territory import Coverage, Invitation
from annual_report.network import Network, open_network
from annual_report.parameters import check_year
from annual_report.reading.texts import YearText


@dataclass(frozen=True, eq=False)
class Edition:
    """A network seen in a year."""

    network: Network
    year: int

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The members of the year, in code order."""
        return membership.members(self.network.membres, self.year)

    @cached_property
    def movement(self) -> Movement | None:
        """What changed since the year before, None where that isn't recorded."""
        return membership.movement(self.network.membres, self.year)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings of the year, by date."""
        return meetings.meetings(self.network.rencontres, self.year)

    @cached_property
    def formats(self) -> Formats | None:
        """The year's meetings by format, None where none is recorded."""
        return meetings.formats(self.network.rencontres, self.year)

    @cached_property
    def text(self) -> YearText:
        """The year's prose, empty where nobody wrote any."""
        return self.network.textes.get(self.year, YearText())

    @cached_property
    def seniority(self) -> tuple[Seniority, ...]:
        """For how long each member has been there, as far as the record goes."""
        return membership.seniority(self.network.membres, self.year)

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """The years of each department that was ever a member, this year included."""
        return membership.tenures(self.network.membres, self.year)

    @cached_property
    def coverage(self) -> Coverage:
        """What the members cover: regions and inhabitants."""
        return territory.coverage(self.members)

    @cached_property
    def invitations(self) -> tuple[Invitation, ...]:
        """The neighbours of the members that aren't members, best surrounded first."""
        return territory.invitations(self.members)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What became of the subjects that had been planned for the year."""
        return promises(self.network.sujets, self.year)

    @cached_property
    def rotation(self) -> Rotation | None:
        """Who has hosted so far; None if no meeting ever had a place."""
        return rotation(self.network.rencontres, self.members, self.year)

    @cached_property
    def attendance(self) -> Attendance | None:
        """Who came to which meeting, None where none of it is recorded."""
        network = self.network
        return attendance(network.presences, network.rencontres, network.membres, self.year)

    @cached_property
    def participation(self) -> tuple[Participation, ...]:
        """How often each member came; empty where attendance isn't recorded."""
        if self.attendance is None:
            return ()
        members = set(self.members)
        return tuple(each for each in participation(self.attendance) if each.code in members)

    @cached_property
    def agents(self) -> Published:
        """The counts of agents that may be published, below the network's own threshold or not."""
        counts = self.attendance.counts if self.attendance else {}
        return published(counts, self.network.settings.seuil)

    @cached_property
    def never_met(self) -> NeverMet | None:
        """The members never at the same meeting so far; None where attendance isn't recorded."""
        if self.attendance is None:
            return None
        records = [each.attendance for each in self.series if each.year <= self.year]
        return never_met(filter(None, records), self.members)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """The pairs that came to the same meetings of the year, those with most weight first."""
        return ties(self.attendance) if self.attendance else ()

    @cached_property
    def series(self) -> tuple["Edition", ...]:
        """The editions of all recorded years, this one among them."""
        network = self.network
        return tuple(self if y == self.year else Edition(network, y) for y in network.years)

    @cached_property
    def before(self) -> "Edition | None":
        """The edition of the year before, None where that isn't recorded."""
        return next((each for each in self.series if each.year == self.year - 1), None)


def open_edition(data: str | Path, year: int) -> Edition:
    """Read a network and open one of its years; raise ReportError if either can't be had."""
    network = open_network(data)
    return Edition(network, check_year(year, network.years))


def open_latest(data: str | Path) -> Edition:
    """Read a network and open its last year: from there one sees all the others."""
    network = open_network(data)
    return Edition(network, network.years[-1])
