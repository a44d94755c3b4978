"""What differs between two builds or two years, said on the terminal and as a page."""

from collections.abc import Iterable, Iterator

from annual_report.base.french import MINUS
from annual_report.base.messages import _
from annual_report.report.compare.alignment import mark_changed_words
from annual_report.report.compare.difference import Change, Difference, Group


def tell_difference(difference: Difference) -> Iterator[str]:
    """Say what differs, in plain lines."""
    if not (difference.changed or difference.alike):
        yield _("nothing differs")
    for number, page in enumerate(difference.changed):
        if number:
            yield ""
        yield page.name
        if page.only_in:
            yield f"  {_('only in {build}', build=page.only_in)}"
        yield from _tell_groups(page.groups)
    if difference.alike:
        if difference.changed:
            yield ""
        yield _("say the same, and look different or come from other data:")
        yield f"  {', '.join(difference.alike)}"


def _tell_groups(groups: Iterable[Group]) -> Iterator[str]:
    """Say the changes of a page under the title of their kind."""
    titles = {
        "figures": _("Key figures"),
        "members": _("Members"),
        "meetings": _("Meetings"),
        "subjects": _("Subjects"),
    }
    for group in groups:
        yield f"  {titles.get(group.kind, group.title)}"
        for change in group.changes:
            yield from (f"    {line}" for line in _tell_change(change))


def _tell_change(change: Change) -> Iterator[str]:
    """Say a figure or a cell in one line, a sentence or an entry in one for each side."""
    if change.what:
        values = {"what": change.what, "before": change.before or "—", "after": change.after or "—"}
        line = _("{what}: {before} → {after}", **values)
        yield f"{line} ({change.by})" if change.by else line
        return
    if change.before:
        yield f"{MINUS} {change.before}"
    if change.after:
        yield f"+ {change.after}"


def write_page(difference: Difference) -> str:
    """Return the page that shows what differs, checked as every page that is given out."""
    from annual_report.machine.pages.checks.rules import check_page
    from annual_report.machine.pages.checks.secrecy import check_files
    from annual_report.machine.pages.export.exporter import render_template
    from annual_report.machine.pages.printed_table import Cell, print_table

    html = render_template(
        "difference.html.j2",
        difference=difference,
        cell=Cell,
        table=print_table,
        mark_changed_words=mark_changed_words,
    )
    check_page(html, "difference.html")
    check_files({"difference.html": html.encode()})
    return html
