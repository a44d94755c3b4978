"""The list of all pages of a network, made after them, of the state that these are in."""

from collections.abc import Mapping, Sequence

from annual_report.network import open_network
from annual_report.publish.exporter import render
from annual_report.publish.rules import check_page
from annual_report.publish.secrecy import check_files
from annual_report.run.program import same_program
from annual_report.run.report import work_in_folder
from annual_report.run.tasks import Report, Snapshot

SHIPPED = ("annual_report", "poster", "year_data", "trends", "department")
"""The notebooks whose pages have places of their own in the list."""


def make_index(
    snapshot: Snapshot,
    program: str,
    page: str,
    state: Mapping[str, Sequence[str]],
    reports: Sequence[Report],
) -> bytes:
    """Make the page that lists all others, and says which failed, lack or are out of date."""
    from annual_report.publish.departments_map import departments_map
    from annual_report.sentences import contents

    with same_program(program, again=False):
        work_in_folder(snapshot)
        network = open_network(snapshot.address, drafts=False)
        absent = frozenset(state.get("absent", ()))
        html = render(
            "index.html.j2",
            title=network.title,
            institution=network.settings.institution,
            sigle=network.settings.sigle,
            fictional=network.settings.fictif,
            years=contents.years_list(network, absent).html,
            departments=contents.departments_index(network, absent).html,
            map=departments_map(network, absent).html,
            trends="" if "tendances" in absent else "tendances.html",
            others=[r for r in reports if r.notebook not in SHIPPED and r.name not in absent],
            **state,
        )
    check_page(html, page)
    content = html.encode()
    check_files({page: content})
    return content
