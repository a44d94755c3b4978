"""What `check` answers: all that there is to say of the data, by file."""

import re
from collections.abc import Iterable, Iterator, Sequence

from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.inspection import Inspection
from annual_report.network.reading.problems import (
    Problem,
    Understanding,
    count_problems,
    join_alike,
    write_row_numbers,
)
from annual_report.network.territories.kinds import kinds_by_name

LINKS = "conseil départemental régional ville communauté d de du des l la le les"
"""Words of institutions that say of which kind one is, or tie it to its name."""


def tell_inspection(inspection: Inspection, *, whole: bool = False) -> Iterator[str]:
    """Say what an inspection found, grouped by file, then how much of each kind.

    With `whole`, every reading is said, those of spelling alone among them.
    """
    yield from _tell_files(inspection.problems, inspection.understandings, whole=whole)
    counts = count_problems(inspection.problems)
    yield _(
        "errors: {errors}, remarks: {remarks}, to fill in: {todos}, understood: {understood}",
        errors=counts["error"],
        remarks=counts["remark"],
        todos=counts["todo"],
        understood=len(inspection.understandings),
    )


def _tell_files(
    problems: Sequence[Problem], understandings: Sequence[Understanding], *, whole: bool
) -> Iterator[str]:
    """Say problems and readings under the name of their file, the worst first."""
    labels = {"error": _("error:"), "todo": _("to fill in:"), "remark": _("remark:")}
    # What is alike in several rows is one problem, and what can't be built with comes first.
    once = sorted(join_alike(problems), key=lambda each: list(labels).index(each.severity))
    places = [problem.place for problem in problems] + [seen.place for seen in understandings]
    for file in dict.fromkeys(place.file for place in places):
        yield clean_text(file)
        for problem in once:
            if problem.place.file == file:
                yield f"  {labels[problem.severity]} {problem.without_file}"
        readings = [seen for seen in understandings if seen.place.file == file]
        for line in _tell_readings(readings, whole=whole):
            yield f"  {_('read:')} {line}"
        yield ""


def _tell_readings(here: Iterable[Understanding], *, whole: bool) -> Iterator[str]:
    """Say each reading that changed more than its spelling; of the others, the first of a column.

    With `whole`, say these one by one as well.
    """
    alike: dict[tuple[str, str, bool], dict[str, list[int]]] = {}
    for seen in here:
        is_apart = whole or not _is_same_but_for_spelling(seen)
        group = seen.place.sheet or "", seen.place.column or "", is_apart
        rows = alike.setdefault(group, {}).setdefault(seen.reading, [])
        rows += seen.place.rows_named
    for (sheet, column, is_apart), readings in alike.items():
        if not is_apart and len(readings) > 1:
            line = _("{line}, and {count} more, in capitals, accents, hyphens or kind alone: "
                     "check --tout", line=min(readings), count=len(readings) - 1)  # fmt: skip
            readings = {line: [row for rows in readings.values() for row in rows]}
        for line, rows in readings.items():
            numbers = write_row_numbers(rows) if rows else ""
            where = ", ".join(filter(None, (sheet, column, numbers)))
            yield f"{line} ({where})" if where else line


def _is_same_but_for_spelling(seen: Understanding) -> bool:
    """Whether capitals, accents, hyphens and a word of kind alone set what was read apart."""
    kinds = " ".join(word for kind in kinds_by_name() for word in (kind, f"{kind}s"))
    return (
        not _split_words(seen.written) - _split_words(seen.read) - _split_words(f"{kinds} {LINKS}")
    )


def _split_words(text: str) -> set[str]:
    return {*re.findall(r"\w+", fold_spelling(text))}
