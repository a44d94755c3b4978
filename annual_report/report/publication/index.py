"""The list of all pages of a network, made after them, of the state that these are in."""

from collections.abc import Mapping, Sequence

from annual_report.base.french import in_years, list_runs
from annual_report.machine.pages.checks.page_rules import check_page
from annual_report.machine.pages.checks.secrecy import check_files
from annual_report.machine.pages.export.exporter import render_template
from annual_report.machine.run.report import work_in_folder
from annual_report.machine.run.tasks import INDEX, PLAIN_INDEX, Made, Report, Snapshot
from annual_report.network.network import Network, open_network
from annual_report.report.parts import contents
from annual_report.report.parts.frame import surround_page, tell_all_years


def make_index(
    snapshot: Snapshot, reports: Sequence[Report], state: Mapping[str, Sequence[str]]
) -> Made:
    """Make the page that lists all reports, and says of some in what state they are.

    With it goes the list for programs that read, whose links lead to the pages' Markdown.
    """
    work_in_folder(snapshot)
    whole = open_network(snapshot.address)
    network = whole.without_drafts()
    # Pages that each network has stand in the list by years; others by their titles.
    usual = contents.list_usual_pages(whole)
    absent = usual - {report.name for report in reports} | set(state["absent"])
    years = network.years  # none in a network whose members are still to be filled in
    has_trends = bool(years) and "tendances" not in absent
    html = render_template(
        "index.html.j2",
        title=network.title,
        institution=network.settings.institution,
        sigle=network.settings.sigle,
        phrase=network.words(
            "index_page",
            présentation=network.settings.presentation,
            prévues=state["unbuilt"],
            années=years,
            régions=network.settings.kind.regions,
        ),
        style=network.style,
        latest=contents.list_years(network, years[:-3:-1], absent).html if years else "",
        earlier=contents.list_years(network, years[-3::-1], absent).html if years else "",
        departments=contents.list_every_member(network).html if years else "",
        map=contents.draw_members_map(network).html if years else "",
        trends="tendances.html" if has_trends else "",
        told=tell_all_years(network)["chapeau"] if has_trends else "",
        others=[r for r in reports if r.name not in usual | absent],
        **surround_page(network, presented=False),
        **state,
    )
    listed = [
        r for r in reports if r.name not in absent and r.parameters.get("year") not in whole.drafts
    ]
    plain = _write_plain_list(network, listed).encode()
    check_page(html, INDEX.page)
    files = {INDEX.page: html.encode(), PLAIN_INDEX: plain}
    check_files(files)
    return Made(INDEX, files)


def _write_plain_list(network: Network, reports: Sequence[Report]) -> str:
    """List the pages in Markdown, as https://llmstxt.org has it: one sentence, then the links."""
    settings = network.settings
    years = in_years(list_runs(network.years))
    sentence = network.tell("index_texte", années=years, fictif=settings.fictif).text
    base = f"{settings.adresse.rstrip('/')}/" if settings.adresse else ""
    lines = [f"# {network.title}", "", f"> {sentence}", "", "## Pages", ""]
    for report in reports:
        title = report.title or report.name
        lines.append(f"- [{title}]({base}{report.name}.md)")
    return "\n".join(lines) + "\n"
