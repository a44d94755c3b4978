"""What `check` and `import` answer: everything that there is to say of the data, file by file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from annual_report.messages import _
from annual_report.reading.inspection import Inspection
from annual_report.reading.problems import (
    Problem,
    Understanding,
    one_line,
    said_of_rows,
    together,
)
from annual_report.writing.proposal import Proposal


def told(inspection: Inspection) -> Iterator[str]:
    """Say what an inspection found, grouped by file, then how much of each kind."""
    yield from _by_file(inspection.problems, inspection.understandings)
    counts = {
        severity: sum(
            len(each.place.rows_named) or 1
            for each in inspection.problems
            if each.severity == severity
        )
        for severity in ("error", "remark", "todo")
    }
    yield _(
        "errors: {errors}, remarks: {remarks}, to fill in: {todos}, understood: {understood}",
        errors=counts["error"],
        remarks=counts["remark"],
        todos=counts["todo"],
        understood=sum(len(each.place.rows_named) or 1 for each in inspection.understandings),
    )


def told_import(found: Proposal, numbers: Mapping[tuple[str, ...], int]) -> Iterator[str]:
    """Say what was noticed of what was typed, what would change, then what else was noticed.

    Each conflict keeps the number that it has by its id, whatever was decided of others.
    """
    untouched = {table.file for table in found.network.tables.values()}
    typed = tuple(each for each in found.problems if each.place.file not in untouched)
    # What was read otherwise than written was said when it came in.
    changes_something = bool(found.lines or found.conflicts)
    yield from _by_file(typed, found.understandings if changes_something else ())
    if found.removed:
        yield _("rows that would go: {count}", count=len(found.removed))
    yield from found.lines
    for conflict in found.conflicts:
        yield _("conflict {number}: {said}", number=numbers[conflict.id], said=str(conflict))
    yield from _by_file(tuple(each for each in found.problems if each not in typed), ())


def as_json(inspection: Inspection) -> str:
    """Return an inspection for machines, with the same words."""
    content = {
        "ok": not inspection.errors,
        "problems": [{**asdict(each), "message": str(each)} for each in inspection.problems],
        "understandings": [
            {**asdict(each), "message": str(each)} for each in inspection.understandings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _by_file(
    problems: tuple[Problem, ...], understandings: tuple[Understanding, ...]
) -> Iterator[str]:
    places = [each.place for each in problems] + [each.place for each in understandings]
    files = dict.fromkeys(place.file for place in places)
    once = together(problems)
    for file in files:
        yield one_line(file)
        for severity in ("error", "todo", "remark"):
            for problem in once:
                if problem.place.file == file and problem.severity == severity:
                    yield f"  {_label(severity)} {problem.without_file}"
        for line in _understood(understandings, file):
            yield f"  {_('read:')} {line}"
        yield ""


def _label(severity: str) -> str:
    labels = {"error": _("error:"), "todo": _("to fill in:"), "remark": _("remark:")}
    return labels[severity]


def _understood(understandings: tuple[Understanding, ...], file: str) -> Iterator[str]:
    """Say a column's readings in a line; before them, each in its own, what may be wrong."""
    alike: dict[tuple[str, ...], list[Understanding]] = {}
    here = [seen for seen in understandings if seen.place.file == file]
    for seen in sorted(here, key=lambda seen: not seen.is_another_code):
        apart = (seen.written, seen.read) if seen.is_another_code or seen.set_aside else ()
        key = (seen.place.sheet or "", seen.place.column or "", *apart)
        alike.setdefault(key, []).append(seen)
    for (sheet, column, *_apart), group in alike.items():
        first, different = group[0], len({(seen.written, seen.read) for seen in group})
        line = first.reading
        if different == 2:
            line = _("{line}, and another one", line=line)
        elif different > 2:
            line = _("{line}, and {count} more", line=line, count=different - 1)
        where = [part for part in (sheet, column) if part]
        if numbers := [row for seen in group for row in seen.place.rows_named]:
            where.append(said_of_rows(numbers))
        yield f"{line} ({', '.join(where)})" if where else line
