"""The first step of a network's build: read the data, and list the years and members with a page.

The step runs in a process of its own, for it loads pandas. Its answer, an `Outline`, has the values
for which notebooks make a page each, the lines to print at the end of the build, and the network,
packed for the processes that run the notebooks: the data are read once.
"""

import pickle
from collections.abc import Sequence
from functools import partial

from annual_report.base.errors import DataError
from annual_report.base.messages import _
from annual_report.machine.run.report import work_in_folder
from annual_report.machine.run.tasks import Outline, Snapshot
from annual_report.network.made_of import hash_data
from annual_report.network.measures import count_figures
from annual_report.network.network import Network, adopt_network, assemble_network, pack_network
from annual_report.network.parameters import check_year
from annual_report.network.reading.inspection import Inspection, inspect_network
from annual_report.network.reading.problems import count_problems
from annual_report.network.territories.institutions import find_institution, sort_codes
from annual_report.report.publication.unpublishable import list_unpublishable_parts

OF_MEMBERS = "membres.membre"
"""The column that stands for the members of the last finished year, each by its name."""


def look_at_network(
    snapshot: Snapshot, wanted: Sequence[str], years: Sequence[int] = ()
) -> Outline:
    """Read and check a network for a build; return the values with pages, and the packed network.

    `wanted` are the names of the values that notebooks have a page for, such as "year" or
    "membres.membre" (see `networks.EACH`). Raise ReportError for wrong data, and for `years` that
    the network doesn't have.
    """
    # The files are written into a folder of this process, from which the network is read.
    work_in_folder(snapshot)
    inspection = inspect_network(snapshot.address)
    if inspection.contents is None:
        raise DataError(inspection.errors)
    # What `check` calls an error makes no page: both ask the same rules.
    unpublishable = list_unpublishable_parts(inspection.contents, snapshot.address)
    errors = [problem for problem in unpublishable if problem.severity == "error"]
    if errors:
        raise DataError(errors)
    network = assemble_network(inspection.contents)
    for year in years:
        check_year(year, network.years)
    _fill_counts(network)
    # Whoever unpickles these bytes calls `adopt_network`, and has the network open.
    packed = pickle.dumps(partial(adopt_network, pack_network(network)))
    values = {column: _list_values(network, column) for column in {"year", *wanted}}
    names = {code: find_institution(code).name for code in network.members}
    lines = summarize_inspection(inspection)
    if not network.years:
        line = _(
            "no page but the list: the network has no member yet; fill in its members "
            "(membres.csv, or the workbook), then build"
        )
        lines = (line, *lines)
    return Outline(values, lines, packed, {OF_MEMBERS: names})


def _fill_counts(network: Network) -> None:
    """Count the key figures and the hash of the data before the network is packed.

    All pages need both, and a network keeps what was counted (`Network.counts`), so that no page
    counts it anew.
    """
    if not network.years:
        return
    # A draft year's own page shows the draft; the pages of all years leave drafts out.
    for view in (network, network.without_drafts()):
        count_figures(view)
        hash_data(view)


def _list_values(network: Network, each: str) -> tuple[str | int, ...]:
    """Return the values for which a notebook with `"each": each` in its metadata makes a page each.

    "year" → (2024, 2025); "membres.membre" → ("32", "44"), the members of the last finished year,
    by code; "sujets.theme" → the cells of that column of that table, in the order of the rows, each
    once. A table or column that the network doesn't have gives no value.
    """
    if each == "year":
        return network.years
    # Of members, a year that is a draft says nothing yet.
    if each == OF_MEMBERS:
        members = network.without_drafts().membres
        is_last_year = members["annee"].eq(members["annee"].max())
        return tuple(sort_codes(members.loc[is_last_year, "membre"]))
    # "sujets.theme": the table, and its column.
    table_name, _dot, column = each.partition(".")
    table = network.tables.get(table_name)
    if table is None or column not in table:
        return ()
    return tuple(str(value) for value in table[column].dropna().unique())


def summarize_inspection(inspection: Inspection) -> tuple[str, ...]:
    """Return the lines that end a build: how many problems of each kind `check` would list.

    ("the data: remarks: 2, to fill in: 1, values read: 0; all of them: check",), or () without any
    problem. Errors don't count: they stopped the build, and were told.
    """
    counts = count_problems([*inspection.problems, *inspection.understood])
    # An analyst who only builds must know of these, which never stop a build.
    kinds = ("remark", "todo", "understood")
    if not any(counts[kind] for kind in kinds):
        return ()
    line = _(
        "the data: remarks: {remarks}, to fill in: {todos}, values read: {read}; all of them: "
        "check",
        remarks=counts["remark"],
        todos=counts["todo"],
        read=counts["understood"],
    )
    return (line,)
