"""A portrait: one network and one of its members, what every cell of a member's page speaks of."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from annual_report.analysis.meetings import Meeting, meetings
from annual_report.analysis.membership import Tenure, tenures
from annual_report.edition import Edition
from annual_report.network import Network, open_network
from annual_report.parameters import check_department
from annual_report.territories.departments import Department, departments, in_code_order, neighbours


@dataclass(frozen=True, eq=False)
class Portrait:
    """A network and the code of a département that was ever a member."""

    network: Network
    code: str

    @cached_property
    def department(self) -> Department:
        """The département: its name, region and population."""
        return departments()[self.code]

    @cached_property
    def tenure(self) -> Tenure:
        """The years in which it was a member."""
        return next(each for each in tenures(self.network.membres) if each.code == self.code)

    @cached_property
    def last_year(self) -> int:
        """The last year that the network records."""
        return self.network.years[-1]

    @property
    def is_member(self) -> bool:
        """Whether it is a member in the last recorded year."""
        return self.last_year in self.tenure.years

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of its years."""
        return tuple(Edition(self.network, year) for year in self.tenure.years)

    @cached_property
    def hosted(self) -> tuple[tuple[int, Meeting], ...]:
        """The meetings that it hosted or that were held there, with their years, latest first."""
        found = [
            (year, meeting)
            for year in self.network.years
            for meeting in meetings(self.network.rencontres, year)
            if self.code in (meeting.host, meeting.department)
        ]
        return tuple(reversed(found))

    @cached_property
    def neighbours(self) -> tuple[str, ...]:
        """The members of the last year that it touches."""
        members = Edition(self.network, self.last_year).members
        return in_code_order(neighbours()[self.code] & set(members))


def open_portrait(data: str | Path, departement: str) -> Portrait:
    """Read a network and open the page of one of its members; raise ReportError if it can't."""
    network = open_network(data)
    ever = in_code_order(network.membres["departement"])
    return Portrait(network, check_department(departement, ever))
