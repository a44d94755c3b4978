"""What `check` answers: all that there is to say of the data, by file."""

from collections.abc import Iterable, Iterator, Sequence

from annual_report.base.messages import _
from annual_report.network.reading.inspection import Inspection
from annual_report.network.reading.problems import (
    Problem,
    Understanding,
    count_problems,
    join_alike,
    keep_on_one_line,
    name_rows,
)


def tell_inspection(inspection: Inspection) -> Iterator[str]:
    """Say what an inspection found, grouped by file, then how much of each kind."""
    yield from _tell_files(inspection.problems, inspection.understandings)
    counts = count_problems(inspection.problems)
    yield _(
        "errors: {errors}, remarks: {remarks}, to fill in: {todos}, understood: {understood}",
        errors=counts["error"],
        remarks=counts["remark"],
        todos=counts["todo"],
        understood=len(inspection.understandings),
    )


def _tell_files(
    problems: Sequence[Problem], understandings: Sequence[Understanding]
) -> Iterator[str]:
    """Say problems and readings under the name of their file, the worst first."""
    labels = {"error": _("error:"), "todo": _("to fill in:"), "remark": _("remark:")}
    # What is alike in several rows is one problem, and what can't be built with comes first.
    once = sorted(join_alike(problems), key=lambda each: list(labels).index(each.severity))
    places = [each.place for each in problems] + [each.place for each in understandings]
    for file in dict.fromkeys(place.file for place in places):
        yield keep_on_one_line(file)
        for problem in once:
            if problem.place.file == file:
                yield f"  {labels[problem.severity]} {problem.without_file}"
        for line in _tell_readings([each for each in understandings if each.place.file == file]):
            yield f"  {_('read:')} {line}"
        yield ""


def _tell_readings(here: Iterable[Understanding]) -> Iterator[str]:
    """Say the readings of each column in a line: the first, how many others, in which rows."""
    alike: dict[tuple[str, str], list[Understanding]] = {}
    for seen in here:
        alike.setdefault((seen.place.sheet or "", seen.place.column or ""), []).append(seen)
    for (sheet, column), group in alike.items():
        more = len({(seen.written, seen.read) for seen in group}) - 1
        line = group[0].reading
        if more:
            line = _("{line}, and {count} more", line=line, count=more)
        rows = list(dict.fromkeys(row for seen in group for row in seen.place.rows_named))
        where = ", ".join(filter(None, (sheet, column, name_rows(rows) if rows else "")))
        yield f"{line} ({where})" if where else line
