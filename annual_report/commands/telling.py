"""The answer of `check`: all problems of the data, by file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.inspection import Inspection
from annual_report.network.reading.problems import Place, Problem, count_problems, list_causes
from annual_report.network.territories.kinds import kinds_by_name

LINKS = "conseil départemental régional ville communauté d de du des l la le les"
"""Words of institutions that say of which kind one is, or tie it to its name."""


def tell_inspection(inspection: Inspection, *, whole: bool = False) -> Iterator[str]:
    """Print the problems of an inspection, grouped by file, then the number of each kind.

    With `whole`, every reading is printed, also readings that differ only in spelling.
    """
    yield from _tell_files(inspection.problems, inspection.readings, whole=whole)
    counts = count_problems([*inspection.problems, *inspection.readings])
    yield _(
        "errors: {errors}, remarks: {remarks}, to fill in: {todos}, understood: {understood}",
        errors=counts["error"],
        remarks=counts["remark"],
        todos=counts["todo"],
        understood=counts["read"],
    )


def _tell_files(
    problems: Sequence[Problem], readings: Sequence[Problem], *, whole: bool
) -> Iterator[str]:
    """Say problems and readings under the name of their file, the worst first."""
    labels = {"error": _("error:"), "todo": _("to fill in:"), "remark": _("remark:")}
    # What is alike in several rows is one problem, and what can't be built with comes first.
    once = list_causes(problems)
    for file in dict.fromkeys(problem.place.file for problem in [*problems, *readings]):
        yield clean_text(file)
        for problem in once:
            if problem.place.file == file:
                yield f"  {labels[problem.severity]} {problem.without_file}"
        here = [reading for reading in readings if reading.place.file == file]
        for line in _tell_readings(here, whole=whole):
            yield f"  {_('read:')} {line}"
        yield ""


def _tell_readings(readings: Iterable[Problem], *, whole: bool) -> Iterator[str]:
    """Print each reading that changed more than the spelling; of the rest, the first of a column.

    With `whole`, print all readings.
    """
    spelt: dict[Place, list[Problem]] = {}
    for reading in readings:
        if whole or not _is_same_but_for_spelling(reading):
            yield reading.without_file
        else:
            column = replace(reading.place, rows=())
            spelt.setdefault(column, []).append(reading)
    for column, alike in spelt.items():
        first, *others = alike
        if not others:
            yield first.without_file
            continue
        rows = tuple(row for reading in alike for row in reading.place.rows)
        line = _("{line}, and {count} more, in capitals, accents, hyphens or kind alone: "
                 "check --tout", line=first.what, count=len(others))  # fmt: skip
        yield replace(first, place=replace(column, rows=rows), what=line).without_file


def _is_same_but_for_spelling(reading: Problem) -> bool:
    """Whether a reading differs only in capitals, accents, hyphens and a word of kind."""
    kinds = " ".join(word for kind in kinds_by_name() for word in (kind, f"{kind}s"))
    allowed = _split_words(f"{reading.what} {kinds} {LINKS}")
    return not _split_words(reading.value or "") - allowed


def _split_words(text: str) -> set[str]:
    return {*re.findall(r"\w+", fold_spelling(text))}
