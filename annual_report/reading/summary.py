"""What a build tells of the reading of its data: what was left out, and how much to look at.

`check` says everything; whoever only builds must know that there is something to be said.
"""

from annual_report.messages import _
from annual_report.reading.inspection import Inspection
from annual_report.reading.problems import Understanding, shortened

MOST_LISTED = 20


def summary(inspection: Inspection) -> tuple[str, ...]:
    """Return the lines that end a build: rows set aside, then how much `check` says; () if nothing.

    Errors are not among them: they have stopped the build, and were told.
    """
    aside = [seen for seen in inspection.understandings if seen.set_aside]
    lines = [_set_aside(seen) for seen in aside[:MOST_LISTED]]
    if len(aside) > MOST_LISTED:
        lines.append(_("rows set aside: {count} others", count=len(aside) - MOST_LISTED))
    remarks = [each for each in inspection.problems if each.severity == "remark"]
    todos = [each for each in inspection.problems if each.severity == "todo"]
    read = [seen for seen in inspection.understandings if not seen.set_aside]
    if aside or remarks or todos or read:
        lines.append(
            _(
                "the data: {remarks} remarks, {todos} to fill in, {read} values read, "
                "{aside} rows set aside; all of them: check",
                remarks=len(remarks),
                todos=len(todos),
                read=sum(len(each.place.rows_named) or 1 for each in read),
                aside=len(aside),
            )
        )
    return tuple(lines)


def _set_aside(seen: Understanding) -> str:
    return _(
        "row set aside: {place}: “{written}” ({why})",
        place=seen.place,
        written=shortened(seen.written),
        why=seen.read,
    )
