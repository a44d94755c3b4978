"""What runs in a worker that reads: a look at a network, which tells what there is to build."""

from annual_report import network as handover
from annual_report.build.snapshot import Snapshot
from annual_report.build.tasks import Outline
from annual_report.errors import DataError
from annual_report.network import network_of
from annual_report.parameters import check_year
from annual_report.reading.inspection import inspect_package
from annual_report.reading.summary import summary
from annual_report.run.workplace import laid_out, same_program
from annual_report.territories.departments import in_code_order


def outline(snapshot: Snapshot, program: str, years: tuple[int, ...] = ()) -> Outline:
    """Read and validate a network; return what there is to build. Raise ReportError if wrong."""
    with same_program(program), laid_out(snapshot):
        inspection = inspect_package(snapshot.address)
        if inspection.package is None:
            raise DataError(inspection.errors)
        network = network_of(inspection.package)
        packed = handover.pack(network, snapshot.address)
    for year in years:
        check_year(year, network.years)
    members = in_code_order(network.membres["departement"])
    return Outline(network.title, network.years, members, packed, summary(inspection))
